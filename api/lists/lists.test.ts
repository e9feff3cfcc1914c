import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { ListRow } from '../../store/broadcasts/list-row.ts';
import { openUserList } from '../list-rows.ts';
import { splitLines } from './bounded-lines.ts';
import { createCsvRows, type LeftOut } from './csv-rows.ts';
import { type ListQuery, type ListType, XLSX } from './file-format.ts';

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
    const HEADER = 'a,b,c,d,e,f,g,h,i\n'; // no line within a cell looks like a row
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 70 }),
        async (rows, size) => {
          const records = [HEADER, ...rows.map((cells) => `${cells.map(quoted).join(',')}\n`)];
          const fits = (record: string) => Buffer.byteLength(record) <= MOST;
          const told: LeftOut[] = [];
          const guard = createCsvRows({
            mostBytes: MOST,
            delimiter: ',',
            onLeftOut: (record) => told.push(record),
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
    const guard = createCsvRows({
      mostBytes: 1_000,
      onLeftOut: () => {},
      unclosedError: () => new Error('unclosed'),
    });
    expect((await buffer(inChunks(text, 2).pipe(guard.stream))).toString()).toBe(text.slice(1));
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
              ? { nr: n + 1, size: Buffer.byteLength(each) }
              : { nr: n + 1, size: Buffer.byteLength(each), bytes: Buffer.from(each) },
          ),
        );
      }),
    );
  });
});

/** Reads a list of users in chunks of some bytes. */
async function readList(
  bytes: Buffer,
  {
    size = 1_000,
    type = 'text/csv',
    charset,
    ...query
  }: ListQuery & { readonly size?: number; readonly type?: ListType; readonly charset?: string } = {},
) {
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
    bytes.subarray(n * size, (n + 1) * size),
  );
  const { rows, describe } = openUserList({ stream: Readable.from(chunks), type, charset }, query);
  const found: ListRow[] = [];
  for await (const row of rows) found.push(row);
  return { rows: found, file: describe() };
}

const namesIn = (rows: readonly ListRow[]) =>
  rows.map((row) => ('reason' in row ? [row.nr, row.reason] : [row.nr, row.userId, row.properties.name]));
const CASES = new URL('../../test/samples/lists/', import.meta.url);
const readCase = (name: string) => readFileSync(new URL(name, CASES));

describe('6 the encoding of a list is found, or named', () => {
  const ROWS = ['userId,name', 'ana,Zoë', 'bob,"Łódź\n😀"', 'cem,plain', ''].join('\n');
  const utf16 = (text: string, isBig: boolean): Buffer => {
    const bytes = Buffer.from(text, 'utf16le');
    return isBig ? bytes.swap16() : bytes;
  };

  test.each([
    { encoding: 'utf-8', given: 'UTF-8', bytes: Buffer.from(ROWS) },
    { encoding: 'utf-8', given: 'UTF-8 with a byte order mark', bytes: Buffer.from(`\uFEFF${ROWS}`) },
    { encoding: 'utf-16le', given: 'UTF-16, little end first', bytes: utf16(`\uFEFF${ROWS}`, false) },
    { encoding: 'utf-16be', given: 'UTF-16, big end first', bytes: utf16(`\uFEFF${ROWS}`, true) },
    { encoding: 'utf-16le', given: 'UTF-16 without a byte order mark', bytes: utf16(ROWS, false) },
  ])('6 $given, in whatever chunks: every letter is kept', async ({ encoding, bytes }) => {
    for (const size of [1, 3, 7, 1_000]) {
      const { rows, file } = await readList(bytes, { size, charset: 'utf-8' });
      expect(namesIn(rows)).toEqual([
        [2, 'ana', 'Zoë'],
        [4, 'bob', 'Łódź\n😀'],
        [5, 'cem', 'plain'],
      ]);
      expect(file).toMatchObject({ format: 'csv', encoding, delimiter: 'comma' });
    }
  });

  test.each([
    { given: 'by its letters', asked: {} },
    { given: 'by the charset of the request', asked: { charset: 'windows-1252' } },
    { given: 'by another name of the charset', asked: { charset: 'ISO-8859-1' } },
    { given: 'by the query', asked: { encoding: 'windows-1252', charset: 'utf-8' } as const },
  ])('D13 a list in Windows-1252 is decoded $given', async ({ asked }) => {
    const { rows, file } = await readList(readCase('windows-1252.csv'), { size: 5, ...asked });
    expect(namesIn(rows)).toEqual([
      [2, 'win-1', 'Jürgen Müller'],
      [3, 'win-2', 'Renée'],
    ]);
    expect(file).toMatchObject({ encoding: 'windows-1252' });
  });

  test('D13 a list in Windows-1252 that claims to be UTF-8 is refused row by row', async () => {
    const { rows } = await readList(readCase('windows-1252.csv'), { charset: 'utf-8' });
    expect(rows).toMatchObject([
      { nr: 2, reason: 'the row is not UTF-8, and its letters are ambiguous' },
      { nr: 3, fix: expect.stringContaining('encoding=windows-1252') },
    ]);
  });

  test('D13 the letters that Windows-1252 doesn’t share with Latin-1 are kept', async () => {
    const bytes = Buffer.concat([
      Buffer.from('userId,name\nana,'),
      Buffer.from([0x80, 0x92, 0x20, 0x9e, 0xe9]),
      Buffer.from('\n'),
    ]);
    expect(namesIn((await readList(bytes)).rows)).toEqual([[2, 'ana', '€’ žé']]);
    const undefinedLetter = Buffer.concat([Buffer.from('userId,name\nana,'), Buffer.from([0x81]), Buffer.from('\n')]);
    expect((await readList(undefinedLetter)).rows).toMatchObject([
      { nr: 2, reason: expect.stringContaining('ambiguous') },
    ]);
  });

  test('D13 a damaged row in UTF-8 costs that row, and Cyrillic isn’t taken for Windows-1252', async () => {
    const damaged = Buffer.concat([
      Buffer.from('userId,name\nana,Zoë\nbob,'),
      Buffer.from([0xe9]),
      Buffer.from('\ncem,Łódź\n'),
    ]);
    expect(namesIn((await readList(damaged, { size: 9 })).rows)).toEqual([
      [2, 'ana', 'Zoë'],
      [3, 'the row is not UTF-8, and its letters are ambiguous'],
      [4, 'cem', 'Łódź'],
    ]);
    const cyrillic = Buffer.concat([
      Buffer.from('userId,name\nana,'),
      Buffer.from([0xc8, 0xe2, 0xe0, 0xed]),
      Buffer.from('\n'),
    ]);
    expect((await readList(cyrillic)).rows).toMatchObject([{ nr: 2, reason: expect.stringContaining('ambiguous') }]);
    expect(namesIn((await readList(cyrillic, { encoding: 'windows-1251' })).rows)).toEqual([[2, 'ana', 'Иван']]);
  });

  test('6 a blank line before a header isn’t the header; the header may be in Windows-1252', async () => {
    for (const blank of ['\n', '\r\n', '\n\n']) {
      const { rows } = await readList(Buffer.from(`${blank}userId,Größe\nana,1\n`, 'latin1'), { size: 3 });
      expect(rows).toMatchObject([{ userId: 'ana', properties: { Größe: 1 } }]);
    }
    expect(namesIn((await readList(Buffer.from('\n\nuserId,name\nana,Zoë\n'), { size: 3 })).rows)).toEqual([
      [4, 'ana', 'Zoë'],
    ]);
  });

  test('6 line ends may be mixed: each row is read, with its line', async () => {
    const read = async (text: string) => namesIn((await readList(Buffer.from(text), { size: 4 })).rows);
    expect(await read('userId,name\r\nana,Ana\nbob,"Bo\r\nb"\r\n\ncem,Cem\n')).toEqual([
      [2, 'ana', 'Ana'],
      [4, 'bob', 'Bo\r\nb'],
      [6, 'cem', 'Cem'],
    ]);
    for (const text of ['userId,name\nana,Ana\r\nbob,Bob\n', 'userId,name\rana,Ana\rbob,Bob\r'])
      expect(await read(text)).toEqual([
        [2, 'ana', 'Ana'],
        [3, 'bob', 'Bob'],
      ]);
  });

  test('D13 NDJSON is decoded line by line, too', async () => {
    const json = Buffer.from('{"userId":"ana","name":"Zoë"}\n{"userId":"bob","name":"plain"}\n', 'latin1');
    const { rows, file } = await readList(json, { size: 5, type: 'application/x-ndjson' });
    expect(namesIn(rows)).toEqual([
      [1, 'ana', 'Zoë'],
      [2, 'bob', 'plain'],
    ]);
    expect(file).toEqual({ format: 'ndjson', encoding: 'windows-1252', delimiter: null, columns: null });
  });

  test.each([
    {
      given: 'half a letter of UTF-16',
      bytes: utf16(ROWS, false).subarray(0, -1),
      says: 'the list is not valid utf-16le',
    },
    {
      given: 'an unknown charset',
      bytes: Buffer.from(ROWS),
      charset: 'klingon',
      says: 'the charset "klingon" of the Content-Type is unknown',
    },
  ])('6 $given refuses the list', async ({ bytes, says, ...asked }) => {
    await expect((async () => readList(bytes, { size: 4, ...asked }))()).rejects.toMatchObject({
      denial: { code: 'request-invalid', message: says },
    });
  });
});

describe('D12 the delimiter of a list is found, or named', () => {
  test('D12 semicolons, as a spreadsheet in Europe writes them', async () => {
    const { rows, file } = await readList(readCase('semicolon.csv'), { size: 3 });
    expect(rows).toMatchObject([
      { nr: 2, userId: 'semi-1', properties: { email: 'semi-1@shop.example', plan: 'pro', city: 'Graz' } },
      { nr: 3, userId: 'semi-2' },
    ]);
    expect(file).toMatchObject({ delimiter: 'semicolon', columns: { userId: 'userId', city: 'entry:city' } });
  });

  test.each([
    { delimiter: 'comma', text: 'userId,note\nana,"a; b; c"\nbob,"d; e; f"\n' },
    { delimiter: 'semicolon', text: 'userId;amount\nana;1,50\nbob;2,75\n' },
    { delimiter: 'tab', text: 'userId\tname, first\nana\tAna, A\n' },
    { delimiter: 'pipe', text: 'userId|a|b\nana|1|2\n' },
    { delimiter: 'semicolon', text: 'sep=;\nuserId;a,b\nana;1\n' },
    { delimiter: 'comma', text: 'userId\nana\nbob;x\n' },
    { delimiter: 'semicolon', text: 'userId;email' },
  ])('D12 $text → $delimiter', async ({ delimiter, text }) => {
    expect((await readList(Buffer.from(text))).file.delimiter).toBe(delimiter);
  });

  test('D12 a named delimiter wins', async () => {
    const { rows } = await readList(Buffer.from('userId|a;b\nana|1;2\n'), { delimiter: 'pipe' });
    expect(rows).toMatchObject([{ userId: 'ana', properties: { 'a;b': '1;2' } }]);
  });

  test('D12 blank rows and columns at the end, as spreadsheets leave them, are left out', async () => {
    const { rows } = await readList(Buffer.from('userId;a;;\nana;1;;\n;;;\n;;;\n'));
    expect(rows).toEqual([expect.objectContaining({ userId: 'ana', properties: { a: 1 } })]);
  });
});

describe('D15 a broken quotation mark costs its row', () => {
  test('D15 row 5 is named, and 203 rows are taken, in whatever chunks', async () => {
    for (const size of [1, 7, 100, 10_000]) {
      const { rows } = await readList(readCase('unclosed-quote.csv'), { size });
      expect(rows.filter((row) => 'reason' in row)).toMatchObject([
        { nr: 5, reason: 'a quotation mark isn’t closed where its cell ends' },
      ]);
      expect(rows.filter((row) => 'userId' in row)).toHaveLength(203);
    }
  });

  const rowsOf = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => `user-${from + n},Firm ${from + n}`).join('\n');
  test.each([
    { given: 'a row with quotes follows', end: 'user-9,"Firm, nine"' },
    { given: 'another broken row follows', end: 'user-9,"Firm 9\nuser-10,Firm 10', refused: [3, 11] },
    { given: 'a stray mark ends a later row', end: 'user-9,Firm 9"', refused: [3, 11] },
    { given: 'text follows a closed quote', end: 'user-9,"Firm" 9', refused: [3, 11] },
  ])('D15 $given: each broken row is named, and no other is lost', async ({ end, refused = [3] }) => {
    const text = `userId,company\nuser-0,Firm 0\nbad-1,"Acme 6 inch\n${rowsOf(1, 8)}\n${end}\nuser-99,Firm 99\n`;
    const { rows } = await readList(Buffer.from(text), { size: 20 });
    expect(rows.filter((row) => 'reason' in row).map(({ nr }) => nr)).toEqual(refused);
    expect(rows.flatMap((row) => ('userId' in row ? row.userId : []))).toEqual([
      'user-0',
      ...Array.from({ length: 7 }, (_, n) => `user-${n + 1}`),
      ...(end.includes('nine') ? ['user-9'] : []),
      ...(end.includes('10') ? ['user-10'] : []),
      'user-99',
    ]);
  });

  test('D15 a mark that opens before 200,000 bytes of rows without another costs its row, too', async () => {
    const text = `userId,company\nbad-1,"Acme 6 inch\n${rowsOf(1, 12_001)}\n`;
    const { rows } = await readList(Buffer.from(text), { size: 65_536 });
    expect(rows.filter((row) => 'reason' in row).map(({ nr }) => nr)).toEqual([2]);
    expect(rows).toHaveLength(12_001);
  });

  test('D15 a cell of several lines is one cell', async () => {
    const { rows } = await readList(readCase('bom-crlf-quotes.csv'), { size: 3 });
    expect(rows).toMatchObject([
      { nr: 3, userId: 'bom-1', properties: { note: 'two lines:\r\nfirst, second' } },
      { nr: 4, userId: 'bom-2', properties: { note: 'says "hi"' } },
    ]);
    const address = '"Main St 1\nBack house\nLeft\nThird floor\nBell 7\n1234 AB City"';
    const { rows: one } = await readList(Buffer.from(`userId,address\nana,${address}\n`));
    expect(one).toMatchObject([{ userId: 'ana', properties: { address: expect.stringContaining('Bell 7') } }]);
  });
});

describe('D14 the columns of a list are mapped', () => {
  const mapping = (columns: object) => ({ columns: JSON.stringify(columns) });

  test('D14 to traits, consents, entry data, or nothing', async () => {
    const { rows, file } = await readList(
      Buffer.from('id,mail,tel,news,plan,secret\nana, ana@shop.example ,0612345678,yes,7,x\nbob,,,,,\ncem,,,maybe,,\n'),
      mapping({
        mail: 'trait:email',
        tel: 'trait:phone',
        news: 'consent:email/news',
        plan: 'trait:plan',
        secret: 'ignore',
      }),
    );
    expect(rows).toEqual([
      {
        ...{ nr: 2, userId: 'ana', properties: {}, bytes: expect.any(Number) },
        traits: { email: 'ana@shop.example', phone: '0612345678', plan: 7 },
        consents: [{ channel: 'email', topic: 'news', state: 'yes' }],
      },
      { nr: 3, userId: 'bob', properties: {}, bytes: expect.any(Number) },
      { nr: 4, reason: 'a consent is neither yes nor no', fix: 'use yes or no, or leave the cell empty' },
    ]);
    expect(file.columns).toEqual({
      ...{ id: 'userId', mail: 'trait:email', tel: 'trait:phone', news: 'consent:email/news', plan: 'trait:plan' },
      secret: 'ignore',
    });
  });

  test('D14 any column may be the user id; members of NDJSON are mapped, too', async () => {
    const { rows } = await readList(Buffer.from('id,customer\n1,ana\n'), mapping({ customer: 'userId' }));
    expect(rows).toMatchObject([{ userId: 'ana', properties: { id: 1 } }]);
    const json = await readList(Buffer.from('{"id":5,"mail":"a@b.example","properties":{"lead":1}}\n'), {
      type: 'application/x-ndjson',
      ...mapping({ mail: 'trait:email' }),
    });
    expect(json.rows).toMatchObject([{ userId: '5', traits: { email: 'a@b.example' }, properties: { lead: 1 } }]);
  });

  test.each([
    { columns: { mail: 'trait:email' }, says: 'the header has no column "mail": userId, plan' },
    { columns: { plan: 'trait:consent' }, says: 'columns: "plan" can\'t become "trait:consent"' },
    { columns: { plan: 'consent:fax' }, says: 'columns: "plan" can\'t become "consent:fax"' },
    { columns: { plan: 'userId', userId: 'userId' }, says: 'two columns are mapped to "userId"' },
    { columns: 'plan', says: 'query: columns: this is not a JSON object with texts: "plan"' },
  ])('D14 $columns is refused by name', async ({ columns, says }) => {
    const read = async () => readList(Buffer.from('userId,plan\nana,pro\n'), { columns: JSON.stringify(columns) });
    await expect(read()).rejects.toMatchObject({ denial: { code: 'request-invalid', message: says } });
  });

  test('D14 user ids that are blank or have control characters are refused', async () => {
    const { rows } = await readList(Buffer.from('userId,a\n"  ",1\n"a\u0007",2\n'));
    expect(rows).toMatchObject([
      { nr: 2, reason: 'the userId is blank or has control characters' },
      { nr: 3, reason: 'the userId is blank or has control characters' },
    ]);
  });
});

describe('5 Excel workbooks are lists, too', () => {
  const readBook = (bytes: Buffer, columns?: object, size = 700) =>
    readList(bytes, { size, type: XLSX, ...(columns && { columns: JSON.stringify(columns) }) });

  test('a workbook as Excel saves it: the first sheet, with dates, numbers and blank rows', async () => {
    const { rows, file } = await readBook(readCase('customers.xlsx'), {
      'E-Mail': 'trait:email',
      Points: 'trait:points',
    });
    expect(rows).toEqual([
      {
        ...{ nr: 2, userId: '42', traits: { email: 'jürgen@shop.example', points: 1250.5 }, bytes: expect.any(Number) },
        properties: { Vorname: 'Jürgen', Born: '1990-02-28', Seen: '2026-03-02T09:30:00', VIP: true },
      },
      {
        ...{ nr: 3, userId: 'c-2', traits: { email: 'renée@shop.example', points: 7 }, bytes: expect.any(Number) },
        properties: { Vorname: 'Renée & <Co>', VIP: false },
      },
      { nr: 5, reason: 'the userId is missing', fix: expect.any(String) },
      { nr: 6, reason: 'the row has 8 cells instead of 7', fix: 'name its column in the header' },
    ]);
    expect(file).toMatchObject({
      ...{ format: 'xlsx', encoding: null, delimiter: null },
      columns: { 'Customer ID': 'userId', 'E-Mail': 'trait:email', Vorname: 'entry:Vorname' },
    });
  });

  /** A workbook with one sheet, whose cells are inline texts. */
  const bookOf = (sheet: string, more: Record<string, string> = {}) =>
    Buffer.from(
      zipSync(
        Object.fromEntries(
          Object.entries({
            'xl/workbook.xml': '<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>',
            'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="/xl/s.xml"/></Relationships>',
            'xl/s.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
            ...more,
          }).map(([name, text]) => [name, Buffer.from(text)]),
        ),
      ),
    );
  const rowOf = (...cells: string[]) =>
    `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;

  test('rows and cells without a reference are counted; a cell that is too long costs its row', async () => {
    const sheet = [rowOf('userId', 'a'), rowOf('ana', '1'), rowOf('bob', 'x'.repeat(200_000)), rowOf('cem', '3')].join(
      '',
    );
    const { rows } = await readBook(bookOf(sheet));
    expect(rows).toMatchObject([
      { nr: 2, userId: 'ana', properties: { a: 1 } },
      { nr: 3, reason: expect.stringMatching(/^the row has \d+ bytes, more than 131072$/) },
      { nr: 4, userId: 'cem' },
    ]);
  });

  test.each([
    { given: 'is no zip', bytes: Buffer.from('userId\nana\n'), says: 'this is not an Excel workbook (.xlsx)' },
    {
      given: 'is cut off',
      bytes: readCase('customers.xlsx').subarray(0, 3_000),
      says: 'this is not an Excel workbook (.xlsx)',
    },
    { given: 'is another zip', bytes: Buffer.from(zipSync({ 'a.txt': Buffer.from('a') })), says: 'it has no workbook' },
    { given: 'has no rows', bytes: bookOf(''), says: 'the header has no column "userId"' },
  ])('a file that $given is refused', async ({ bytes, says }) => {
    await expect(readBook(bytes)).rejects.toMatchObject({
      denial: { code: 'request-invalid', message: expect.stringContaining(says) },
    });
  });
});

describe('C44 rows in succession that can’t be read', () => {
  const bad = { 'not text': Buffer.from([0x81, 0x0a]), 'with too many cells': Buffer.from('a,b\n') };

  test.each(Object.entries(bad))('%s: 10,000 refuse the list, fewer are reported row by row', async (_, row) => {
    const listOf = (count: number) => [
      Buffer.from('userId\n'),
      ...Array.from({ length: count / 100 }, () => Buffer.concat(Array.from({ length: 100 }, () => row))),
      Buffer.from('ana\n'),
    ];
    const readAll = async (chunks: readonly Buffer[]) => (await readList(Buffer.concat(chunks), { size: 65_536 })).rows;

    const rows = await readAll(listOf(9_900));
    expect(rows).toHaveLength(9_901);
    expect(rows.at(-1)).toMatchObject({ nr: 9_902, userId: 'ana' });
    await expect(readAll(listOf(20_000))).rejects.toMatchObject({
      denial: { message: "10000 rows in succession can't be read" },
    });
  });
});
