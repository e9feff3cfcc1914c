import { describe, expect, test } from 'vitest';
import { DAY, eventOf, HOUR, T0, versionOf } from '../../test/samples/instance.ts';
import type { JourneyInput } from '../document/document.ts';
import { instant } from '../time/time.ts';
import { goalsMet } from './conversion.ts';

const versionWith = (goals: readonly object[], more: Partial<JourneyInput> = {}) =>
  versionOf(
    {
      offer: { type: 'intelli', experiment: 'offer', paths: { a: {}, b: {} }, goals: goals as never, then: 'end' },
      end: { type: 'exit' },
    },
    more,
  );
const assigned = {
  experiment: 'offer',
  arm: 'a',
  at: T0,
  position: 5,
  key: null,
  context: { entry: { city: 'Oslo' } },
};
const around = { profile: {}, now: T0 };
const bought = { id: 'bought', event: 'Bought', within: '2h' };

describe('a conversion is an event that meets a goal of the IntelliNODE after the assignment, within its window', () => {
  const version = versionWith([
    bought,
    { id: 'big', event: 'Bought', within: '1d', where: { path: 'event.n', op: '>', value: 9 } },
  ]);

  test.each([
    { given: 'the very event that came before the assignment', after: 0, position: 5, met: [] },
    { given: 'one in the same millisecond that came after it', after: 0, position: 6, met: ['bought'] },
    { given: 'one at the last millisecond', after: 2 * HOUR, position: 6, met: ['bought'] },
    { given: 'one a millisecond late', after: 2 * HOUR + 1, position: 6, met: [] },
    { given: 'a big one', after: HOUR, position: 6, n: 10, met: ['bought', 'big'] },
    { given: 'a big one within the longer window alone', after: 3 * HOUR, position: 6, n: 10, met: ['big'] },
    { given: 'another', after: HOUR, position: 6, name: 'Viewed', met: [] },
  ])('$given → $met', ({ after, position, n = 1, name = 'Bought', met }) => {
    expect(goalsMet(version, assigned, eventOf(name, T0 + after, position, { n }), around)).toEqual(met);
  });

  test('a week, unless the document says otherwise, by the user’s calendar', () => {
    const week = versionWith([{ id: 'bought', event: 'Bought' }]);
    // the clocks go forward on the 29th
    const summer = { ...assigned, at: instant(Date.parse('2026-03-25T09:00:00Z')) };
    const at = (ms: number) => eventOf('Bought', summer.at + ms, 6);
    const inAmsterdam = { profile: { timezone: 'Europe/Amsterdam' }, now: T0 };
    expect(goalsMet(week, summer, at(7 * DAY - HOUR), inAmsterdam)).toEqual(['bought']);
    expect(goalsMet(week, summer, at(7 * DAY - HOUR + 1), inAmsterdam)).toEqual([]);
    expect(goalsMet(week, summer, at(7 * DAY), around)).toEqual(['bought']);
  });

  test('it reads the event, the profile and the instance’s memory', () => {
    const where = { path: 'event.city', op: '=', value: { path: 'context.entry.city' } };
    const here = versionWith([{ ...bought, where }]);
    const inCity = (city: string) => eventOf('Bought', T0, 6, { city });
    expect(goalsMet(here, assigned, inCity('Oslo'), around)).toEqual(['bought']);
    expect(goalsMet(here, assigned, inCity('Rome'), around)).toEqual([]);
  });

  test('it matches the entry key, unless the goal accepts any', () => {
    const entry = { type: 'event', event: 'Carted', key: 'event.cart' } as const;
    const keyed = versionWith([bought, { id: 'any', event: 'Bought', key: false }], { entry } as Partial<JourneyInput>);
    const of = (cart?: string) => eventOf('Bought', T0, 6, cart === undefined ? {} : { cart });
    const mine = { ...assigned, key: 'c1' };
    expect(goalsMet(keyed, mine, of('c1'), around)).toEqual(['bought', 'any']);
    expect(goalsMet(keyed, mine, of('c2'), around)).toEqual(['any']);
    expect(goalsMet(keyed, mine, of(), around)).toEqual(['any']);
  });

  test('an experiment that the version does not have has no goals', () => {
    expect(goalsMet(version, { ...assigned, experiment: 'other' }, eventOf('Bought', T0, 6), around)).toEqual([]);
  });
});
