import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../journey/base/json';
import { blankOf, fieldsOf, help, kindOf, labelOf, variantOf } from './schema';

const ROOT: JsonObject = {
  $defs: {
    Duration: { type: 'string', description: 'For authors of JSON' },
    Name: { type: 'string', maxLength: 5_000, description: 'A name' },
    Alias: { $ref: '#/$defs/Name', title: 'Alias' },
    QuietHours: { type: 'object' },
  },
};
const ref = (name: string, more: JsonObject = {}): JsonObject => ({ $ref: `#/$defs/${name}`, ...more });
const group = (properties: JsonObject, required: readonly string[] = []): JsonObject => ({
  ...{ type: 'object', properties, required },
});

describe('a schema asks for', () => {
  test.each<{ readonly schema: JsonObject; readonly kind: object; readonly blank: JsonValue }>([
    { schema: { const: 'x' }, kind: { type: 'constant', value: 'x' }, blank: 'x' },
    { schema: { enum: ['a', 'b'] }, kind: { type: 'choice', options: ['a', 'b'] }, blank: 'a' },
    { schema: { type: 'boolean' }, kind: { type: 'switch' }, blank: false },
    { schema: { type: 'integer', minimum: 2, maximum: 9 }, kind: { type: 'number', least: 2, most: 9 }, blank: 2 },
    {
      schema: { type: 'number', maximum: 1e12 },
      kind: { type: 'number', least: undefined, most: undefined },
      blank: 0,
    },
    { schema: { type: 'string' }, kind: { type: 'text', isLong: false }, blank: '' },
    { schema: { type: 'string', maxLength: 4_999 }, kind: { type: 'text', isLong: false }, blank: '' },
    { schema: ref('Alias'), kind: { type: 'text', isLong: true }, blank: '' },
    { schema: ref('Duration'), kind: { type: 'duration' }, blank: '1d' },
    { schema: ref('Clock'), kind: { type: 'clock' }, blank: '09:00' },
    { schema: ref('Condition'), kind: { type: 'condition' }, blank: { path: '', op: 'exists' } },
    { schema: ref('Nowhere'), kind: { type: 'json' }, blank: {} },
    { schema: { anyOf: [{ type: 'number', minimum: 4 }, {}] }, kind: { type: 'variants' }, blank: 4 },
    { schema: { oneOf: [{ const: 'y' }] }, kind: { type: 'variants' }, blank: 'y' },
    { schema: { type: 'array', items: { enum: ['a'] } }, kind: { type: 'choices', options: ['a'] }, blank: [] },
    {
      schema: { type: 'array', items: { type: 'integer', minimum: 1, maximum: 7 } },
      kind: { type: 'weekdays' },
      blank: [],
    },
    {
      schema: { type: 'array', items: { type: 'integer', minimum: 0, maximum: 7 } },
      kind: { type: 'list' },
      blank: [],
    },
    { schema: { type: 'array', items: ref('QuietHours') }, kind: { type: 'quiet' }, blank: [] },
    { schema: { type: 'object', additionalProperties: { type: 'string' } }, kind: { type: 'map' }, blank: {} },
    { schema: { type: 'object' }, kind: { type: 'json' }, blank: {} },
    { schema: { type: 'object', properties: {} }, kind: { type: 'json' }, blank: {} },
    { schema: {}, kind: { type: 'json' }, blank: {} },
    {
      schema: group({ a: { type: 'boolean' }, b: { type: 'string' } }, ['a']),
      kind: {
        type: 'group',
        fields: [
          { name: 'a', isRequired: true },
          { name: 'b', isRequired: false },
        ],
      },
      blank: { a: false },
    },
  ])('$schema: $kind.type, which begins as $blank', ({ schema, kind, blank }) => {
    expect(kindOf(schema, ROOT)).toMatchObject(kind);
    expect(blankOf(schema, ROOT)).toEqual(blank);
  });

  test('its default, if it has one', () => {
    expect(blankOf({ type: 'integer', minimum: 2, default: 5 }, ROOT)).toBe(5);
  });

  test('its fields in order, without entries that aren’t schemas', () => {
    expect(fieldsOf(group({ b: {}, a: {}, c: 5 as never })).map(({ name }) => name)).toEqual(['b', 'a']);
  });
});

describe('a value fits the variant', () => {
  const event = group({ type: { const: 'event' }, event: { type: 'string' } }, ['type', 'event']);
  const date = group({ type: { const: 'date' }, on: { type: 'string' } }, ['type', 'on']);
  test.each<{ readonly value: JsonValue | undefined; readonly of: readonly JsonObject[]; readonly fits: number }>([
    { value: { type: 'date', on: 'x' }, of: [event, date], fits: 1 },
    { value: { type: 'date', event: 'x' }, of: [event, date], fits: 1 },
    { value: { event: 'x' }, of: [date, event], fits: 1 },
    { value: 'never', of: [{ type: 'string' }, { const: 'never' }], fits: 1 },
    { value: 'else', of: [{ const: 'never' }, { type: 'string' }], fits: 1 },
    { value: 5, of: [{ type: 'string' }, { type: 'number' }], fits: 1 },
    { value: true, of: [{ type: 'number' }, { type: 'boolean' }], fits: 1 },
    { value: ['x'], of: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }], fits: 1 },
    {
      value: { x: 'y' },
      of: [{ type: 'string' }, { type: 'object', additionalProperties: { type: 'string' } }],
      fits: 1,
    },
    { value: undefined, of: [event, date], fits: 0 },
    { value: 5, of: [], fits: 0 },
  ])('$value → $fits', ({ value, of, fits }) => {
    expect(variantOf(value, of, ROOT)).toBe(fits);
  });
});

describe('the label and help of a field', () => {
  test.each([
    ['maxVisits', {}, 'Max visits'],
    ['time-zone', {}, 'Time zone'],
    ['sms_text2Send', {}, 'Sms text2 send'],
    ['x', { title: 'Better' }, 'Better'],
    ['', {}, ''],
  ])('%j %j → %j', (name, schema, label) => {
    expect(labelOf(name, schema)).toBe(label);
  });

  test('its help is its own, or that of the schema it refers to', () => {
    expect(help(ref('Name'), ROOT)).toBe('A name');
    expect(help(ref('Name', { description: 'Mine' }), ROOT)).toBe('Mine');
    expect(help({ type: 'string' }, ROOT)).toBe('');
    expect(help(ref('Duration'), ROOT)).toBe('');
    expect(help(ref('Duration', { description: 'How long' }), ROOT)).toBe('How long');
  });
});
