import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesOf } from './bounded-lines.ts';
import { createCsvGuard, type LongRecord } from './csv-guard.ts';

const inChunks = (text: string, size: number): Readable => {
  const bytes = Buffer.from(text);
  const count = Math.ceil(bytes.length / size);
  return Readable.from(Array.from({ length: count }, (_, n) => bytes.subarray(n * size, (n + 1) * size)));
};
const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', ' '), maxLength: 12 });
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const lineBreaks = (text: string): number => text.split('\n').length - 1;

describe('C44 lists are read in bounded memory', () => {
  test('C44 of CSV, in whatever chunks it comes: records up to the limit pass as they are, longer ones are told by their line', async () => {
    const MOST = 40;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 70 }),
        async (rows, size) => {
          const records = rows.map((cells) => `${cells.map(quoted).join(',')}\n`);
          const fits = (record: string) => Buffer.byteLength(record) <= MOST;
          const told: LongRecord[] = [];
          const guard = createCsvGuard({
            mostBytes: MOST,
            onTooLong: (record) => told.push(record),
            unclosed: () => new Error('unclosed'),
          });
          const passed = await buffer(inChunks(records.join(''), size).pipe(guard.stream));
          expect(passed.toString()).toBe(records.filter(fits).join(''));

          const ends = records.map((_, n) => lineBreaks(records.slice(0, n + 1).join('')));
          expect(told.map(({ line }) => line)).toEqual(ends.filter((_, n) => !fits(records[n] ?? '')));
          let passedLine = 0;
          records.forEach((record, n) => {
            if (!fits(record)) return;
            passedLine += lineBreaks(record);
            expect(guard.lineOf(passedLine)).toBe(ends[n]);
          });
        },
      ),
    );
  });

  test('C44 a byte order mark before a quoted header is no cell', async () => {
    const text = '\uFEFF"userId","note, or\nmore"\nana,1\n';
    const guard = createCsvGuard({ mostBytes: 1_000, onTooLong: () => {}, unclosed: () => new Error('unclosed') });
    expect((await buffer(inChunks(text, 2).pipe(guard.stream))).toString()).toBe(text);
  });

  test('C44 of lines, in whatever chunks: those up to the limit as they are, of longer ones only how long', async () => {
    const MOST = 10;
    const text = fc.string({ unit: fc.constantFrom('a', 'é', ' '), maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(fc.array(text), fc.integer({ min: 1, max: 30 }), async (texts, size) => {
        const found = [];
        for await (const line of linesOf(inChunks(texts.map((each) => `${each}\n`).join(''), size), MOST))
          found.push(line);
        expect(found).toEqual(
          texts.map((each, n) =>
            Buffer.byteLength(each) > MOST
              ? { nr: n + 1, tooLong: Buffer.byteLength(each) }
              : { nr: n + 1, text: each },
          ),
        );
      }),
    );
  });
});
