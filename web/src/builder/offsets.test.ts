import { json } from '@codemirror/lang-json';
import { describe, expect, test } from 'vitest';
import { offsetsOf } from './offsets';

const { parser } = json().language as unknown as { parser: { parse(text: string): Parameters<typeof offsetsOf>[0] } };
const spans = (text: string) =>
  Object.fromEntries(
    [...offsetsOf(parser.parse(text), text)].map(([path, { from, to }]) => [path, text.slice(from, to)]),
  );

describe('the places of values in a JSON text', () => {
  test('are those of property names, and of the items of lists', () => {
    expect(spans('{ "a": { "b": 1 }, "list": [ 7, { "c": true } ] }')).toEqual({
      ...{ a: '"a"', 'a.b': '"b"', list: '"list"' },
      ...{ 'list.0': '7', 'list.1': '{ "c": true }', 'list.1.c': '"c"' },
    });
  });

  test('of a text that breaks off are those that can be told', () => {
    expect(spans('{ "a": 1, "b": [ 2, ')).toMatchObject({ a: '"a"', b: '"b"', 'b.0': '2' });
    expect(spans('')).toEqual({});
  });
});
