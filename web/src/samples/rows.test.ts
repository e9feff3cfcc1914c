import { describe, expect, test } from 'vitest';
import { propertiesOf, rowsOf, sampleRow, traitsOf } from './rows';

describe('rows that represent a JSON object', () => {
  test.each([
    '{"name": "Ana", "phone": "31612345678", "zip": "007", "empty": "", "quoted": "\\"x\\""}',
    '{"age": 42, "vip": true, "gone": null, "yes": "true", "nothing": "null", "list": "[1]"}',
    '{"address": {"city": "Köln", "lines": ["a", 1]}, "a.b": "dotted", "__proto__": "own", "constructor": 1}',
  ])('given a profile %s, when it is shown and read again unchanged, then it is the same', (text) => {
    const profile = JSON.parse(text);
    expect(JSON.stringify(traitsOf(rowsOf(profile)))).toBe(JSON.stringify(profile));
  });

  test('a text that looks like a number stays a text', () => {
    expect(traitsOf(rowsOf({ phone: '31612345678' }))).toEqual({ phone: '31612345678' });
    expect(propertiesOf([sampleRow({ path: 'zip', types: ['string'], samples: ['1011'] })])).toEqual({ zip: '1011' });
    expect(propertiesOf([sampleRow({ path: 'price', types: ['number'], samples: ['20'] })])).toEqual({ price: 20 });
  });

  test('D6 a name in brackets is one name', () => {
    expect(propertiesOf([{ name: '["utm.source"]', text: 'ad' }])).toEqual({ 'utm.source': 'ad' });
    expect(propertiesOf([{ name: 'at["geo.lat"]', text: '1' }])).toEqual({ at: { 'geo.lat': 1 } });
  });

  test('a dotted name of an event lies within, and nothing reaches a prototype', () => {
    const rows = [
      { name: 'cart.total', text: '20' },
      { name: 'cart.id', text: 'c1' },
      { name: '__proto__.x', text: '1' },
      { name: '', text: 'nothing' },
      { name: 'empty', text: '' },
    ];
    expect(propertiesOf(rows)).toMatchObject({ cart: { total: 20, id: 'c1' } });
    expect(Object.keys(propertiesOf(rows))).not.toContain('empty');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
