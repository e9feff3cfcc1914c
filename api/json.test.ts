import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanJson } from './json.ts';

const scan = (text: string, most = 64) => scanJson(Buffer.from(text), most);

test('the depth counts brackets outside of texts, up to one more than the limit', () => {
  expect(scan('1').depth).toBe(0);
  expect(scan('{"a":[1,{"b":[]}],"c":[]}').depth).toBe(4);
  expect(scan(String.raw`{"a":"[[[\"{{"}`).depth).toBe(1);
  expect(scan('['.repeat(100), 10).depth).toBe(11);
});

test.each([
  ['{"n":9007199254740993}', true],
  ['{"n":-175928847299117063}', true],
  ['{"n":1e400}', true],
  ['{"n":1.5E3}', true],
  ['{"n":999999999999999}', false],
  ['{"n":true,"e":false,"d":12.5}', false],
  ['{"id":"4e8b7f60-1234567890123456789","9223372036854775807":1}', false],
])('D1 a long number in %s → %s', (text, is) => {
  expect(scan(text).hasLongNumber).toBe(is);
});

test('D1 texts never look like long numbers, whatever is in them', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), (texts) => {
      expect(scan(JSON.stringify(texts)).hasLongNumber).toBe(false);
    }),
  );
});
