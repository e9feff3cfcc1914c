import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ListRow } from '../../store/broadcasts/lists.ts';
import { readRows } from '../list-rows.ts';
import { splitLines } from './bounded-lines.ts';
import { createCsvGuard, type LeftOut } from './csv-guard.ts';

const inChunks = (text: string, size: number): Readable => {
  const bytes = Buffer.from(text);
  const count = Math.ceil(bytes.length / size);
  return Readable.from(Array.from({ length: count }, (_, n) => bytes.subarray(n * size, (n + 1) * size)));
};
const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', ' '), maxLength: 12 });
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const lineBreaks = (text: string): number => text.split('\n').length - 1;

describe('C44 lists are read in bounded memory', () => {
  test('C44 of CSV, in any chunks: records up to the limit pass unchanged, longer ones are reported with their line', async () => {
    const MOST = 40;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 70 }),
        async (rows, size) => {
          const records = rows.map((cells) => `${cells.map(quoted).join(',')}\n`);
          const fits = (record: string) => Buffer.byteLength(record) <= MOST;
          const told: LeftOut[] = [];
          const guard = createCsvGuard({
            mostBytes: MOST,
            onTooLong: (record) => told.push(record),
            onNotUtf8: () => {},
            unclosedError: () => new Error('unclosed'),
          });
          const passed = await buffer(inChunks(records.join(''), size).pipe(guard.stream));
          expect(passed.toString()).toBe(records.filter(fits).join(''));

          const ends = records.map((_, n) => lineBreaks(records.slice(0, n + 1).join('')));
          expect(told.map(({ line }) => line)).toEqual(ends.filter((_, n) => !fits(records[n] ?? '')));
          records.forEach((record, n) => {
            if (fits(record)) expect(guard.takeLine()).toBe(ends[n]);
          });
        },
      ),
    );
  });

  test('C44 a byte order mark before a quoted header isn’t part of the cell', async () => {
    const text = '\uFEFF"userId","note, or\nmore"\nana,1\n';
    const guard = createCsvGuard({
      mostBytes: 1_000,
      onTooLong: () => {},
      onNotUtf8: () => {},
      unclosedError: () => new Error('unclosed'),
    });
    expect((await buffer(inChunks(text, 2).pipe(guard.stream))).toString()).toBe(text);
  });

  test('C44 of lines, in any chunks: lines up to the limit pass unchanged, longer ones give only their length', async () => {
    const MOST = 10;
    const text = fc.string({ unit: fc.constantFrom('a', 'é', ' '), maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(fc.array(text), fc.integer({ min: 1, max: 30 }), async (texts, size) => {
        const found = [];
        for await (const line of splitLines(inChunks(texts.map((each) => `${each}\n`).join(''), size), MOST))
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

describe('6 a list is UTF-8, or UTF-16 that says so', () => {
  const ROWS = ['userId,name', 'ana,Zoë', 'bob,"Łódź\n😀"', 'cem,plain', ''].join('\n');
  const utf16 = (text: string, isBig: boolean): Buffer => {
    const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
    return isBig ? bytes.swap16() : bytes;
  };
  const read = async (bytes: Buffer, size: number, type: Parameters<typeof readRows>[1] = 'text/csv') => {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
      bytes.subarray(n * size, (n + 1) * size),
    );
    const rows = [];
    for await (const row of readRows(Readable.from(chunks), type)) rows.push(row);
    return rows.toSorted((a, b) => a.nr - b.nr);
  };
  const named = (rows: Awaited<ReturnType<typeof read>>) =>
    rows.map((row) => ('reason' in row ? [row.nr, row.reason] : [row.nr, row.userId, row.properties.name]));

  test.each([
    { given: 'UTF-8', bytes: Buffer.from(ROWS) },
    { given: 'UTF-8 with a byte order mark', bytes: Buffer.from(`\uFEFF${ROWS}`) },
    { given: 'UTF-16, little end first', bytes: utf16(ROWS, false) },
    { given: 'UTF-16, big end first', bytes: utf16(ROWS, true) },
  ])('6 $given, in whatever chunks: every letter is kept', async ({ bytes }) => {
    for (const size of [1, 3, 7, 1_000])
      expect(named(await read(bytes, size))).toEqual([
        [2, 'ana', 'Zoë'],
        [4, 'bob', 'Łódź\n😀'],
        [5, 'cem', 'plain'],
      ]);
  });

  test('6 a blank line before a header in Windows-1252 is not the header: the list is refused', async () => {
    for (const blank of ['\n', '\r\n', '\n\n'])
      await expect(read(Buffer.from(`${blank}userId,Größe\nana,1\n`, 'latin1'), 3)).rejects.toMatchObject({
        denial: { message: 'the header is not UTF-8' },
      });
    expect(named(await read(Buffer.from('\n\nuserId,name\nana,Zoë\n'), 3))).toEqual([[4, 'ana', 'Zoë']]);
  });

  test('6 line ends may be mixed: each row is read, with its line', async () => {
    const rows = named(await read(Buffer.from('userId,name\r\nana,Ana\nbob,"Bo\r\nb"\r\n\ncem,Cem\n'), 4));
    expect(rows).toEqual([
      [2, 'ana', 'Ana'],
      [4, 'bob', 'Bo\r\nb'],
      [6, 'cem', 'Cem'],
    ]);
    expect(named(await read(Buffer.from('userId,name\nana,Ana\r\nbob,Bob\n'), 4))).toEqual([
      [2, 'ana', 'Ana'],
      [3, 'bob', 'Bob'],
    ]);
    expect(named(await read(Buffer.from('userId,name\rana,Ana\rbob,Bob\r'), 4)).map(([, ...row]) => row)).toEqual([
      ['ana', 'Ana'],
      ['bob', 'Bob'],
    ]);
  });

  test('6 Windows-1252 is not guessed at: its rows are refused by line, and rows without such letters enter', async () => {
    const latin = Buffer.from('userId,name\nana,Zoë\nbob,plain\ncem,Jürgen\n', 'latin1');
    const refused = 'the row is not UTF-8, so its letters are ambiguous';
    expect(named(await read(latin, 5))).toEqual([
      [2, refused],
      [3, 'bob', 'plain'],
      [4, refused],
    ]);
    const json = Buffer.from('{"userId":"ana","name":"Zoë"}\n{"userId":"bob","name":"plain"}\n', 'latin1');
    expect(named(await read(json, 5, 'application/x-ndjson'))).toEqual([
      [1, refused],
      [2, 'bob', 'plain'],
    ]);
  });

  test.each([
    {
      given: 'a header in Windows-1252',
      bytes: Buffer.from('userId,größe\nana,1\n', 'latin1'),
      says: 'the header is not UTF-8',
    },
    {
      given: 'half a letter of UTF-16',
      bytes: utf16(ROWS, false).subarray(0, -1),
      says: 'the list starts as UTF-16, but is not valid UTF-16',
    },
  ])('6 $given refuses the list', async ({ bytes, says }) => {
    await expect(read(bytes, 4)).rejects.toMatchObject({ denial: { code: 'request-invalid', message: says } });
  });
});

describe('C44 rows in succession that can’t be read', () => {
  const bad = { 'not UTF-8': Buffer.from([0xe9, 0x0a]), 'with too many cells': Buffer.from('a,b\n') };

  test.each(Object.entries(bad))('%s: 10,000 refuse the list, fewer are reported row by row', async (_, row) => {
    const listOf = (count: number) => [
      Buffer.from('userId\n'),
      ...Array.from({ length: count / 100 }, () => Buffer.concat(Array.from({ length: 100 }, () => row))),
      Buffer.from('ana\n'),
    ];
    const readAll = async (chunks: readonly Buffer[]) => {
      const rows: ListRow[] = [];
      for await (const each of readRows(Readable.from(chunks), 'text/csv')) rows.push(each);
      return rows;
    };

    const rows = await readAll(listOf(9_900));
    expect(rows).toHaveLength(9_901);
    expect(rows.at(-1)).toMatchObject({ nr: 9_902, userId: 'ana' });
    await expect(readAll(listOf(20_000))).rejects.toMatchObject({
      denial: { message: "10000 rows in succession can't be read" },
    });
  });
});
