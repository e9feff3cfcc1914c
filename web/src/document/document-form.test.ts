import { expect, test } from 'vitest';
import { entryTypes } from '../../../journey/entries/index';
import { fieldsOf } from '../forms/schema';
import { documentSchema, entryAs, listOf, NOT_SETTINGS } from './document-form';

test('an entry of another type keeps common fields, and starts empty otherwise, without example values', () => {
  const before = {
    type: 'inaction',
    event: 'Added to Cart',
    without: { event: 'Charged' },
    within: '2m',
    controlGroup: 10,
  };
  expect(entryAs('event', before)).toEqual({ type: 'event', event: 'Added to Cart', controlGroup: 10 });
  expect(entryAs('inaction', { type: 'event', event: 'Signed Up' })).toEqual({
    ...{ type: 'inaction', event: 'Signed Up' },
    ...{ without: { event: '' }, within: '1d' },
  });
});

test.each(entryTypes.map(({ type }) => type))('%s can be begun', (type) => {
  expect(entryAs(type, {})).toMatchObject({ type });
});

test('the settings have a form for every field without its own form', () => {
  const names = fieldsOf(documentSchema).map(({ name }) => name);
  expect(names.filter((name) => !NOT_SETTINGS.includes(name))).toEqual(
    expect.arrayContaining(['name', 'labels', 'timeout', 'timeZone', 'quietHours', 'frequencyCaps', 'onPause']),
  );
});

test('a list in a draft is read as its objects; anything else is an empty list', () => {
  expect(listOf([{ id: 'paid' }, 5, null, ['x']])).toEqual([{ id: 'paid' }]);
  expect([listOf(undefined), listOf({ id: 'paid' }), listOf('paid')]).toEqual([[], [], []]);
});
