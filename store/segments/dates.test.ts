import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instant, readCalendarDay, readInstant, toIso } from '../../journey/time/time.ts';
import { PATTERNS } from '../../journey/time/written-date.ts';
import { type FreshDatabase, freshDatabase } from '../../test/database.ts';
import { type Database, openDatabase } from '../base/sql.ts';

/** Segments read dates in SQL, everything else in memory: one reader, written twice. */

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 2, name: 'test' });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

type Order = 'dmy' | 'mdy' | undefined;

const DAY = 86_400_000;
/** Never changes its offset, so that a local time and its instant differ by a constant. */
const [ZONE, OFFSET] = ['Etc/GMT-9', 9 * 3_600_000];

/** Asks Postgres about all values at once, and compares each answer with the reader in memory. */
async function compare(values: readonly unknown[], order: Order): Promise<number> {
  const rows = await database.sql<{ at: number | null; local: boolean | null; day: number | null }>`
    select m.at, m.is_local as local, d.at as day
      from unnest(${values.map((value) => JSON.stringify(value))}::text[]::jsonb[]) with ordinality v (value, nr)
     cross join lateral read_moment(v.value, ${order ?? null}::text) m
     cross join lateral read_moment(v.value, ${order ?? null}::text, true) d
     order by v.nr`;
  for (const [index, value] of values.entries()) {
    const { at = null, local = null, day = null } = rows[index] ?? {};
    const read = at === null ? undefined : local ? at - OFFSET : at;
    expect({ value, at: read }).toEqual({ value, at: readInstant(value, ZONE, order) });
    expect({ value, day: day === null ? undefined : day / DAY }).toEqual({ value, day: readCalendarDay(value, order) });
  }
  return rows.filter(({ at }) => at !== null).length;
}

const pick = (...texts: readonly string[]) => fc.constantFrom(...texts);
const pad = (most: number, digits: number) =>
  fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(digits, '0'));
const joined = (...parts: readonly fc.Arbitrary<string>[]) => fc.tuple(...parts).map((each) => each.join(''));
const one = (text: string) => fc.constant(text);

const year = fc.oneof(pick('2024', '2026', '1969', '1900', '0000', '0001', '9999'), pad(9999, 4));
const separator = pick('-', '/', '.', '', ' ');
const month = pick('Jan', 'february', 'MARCH', 'Mar.', 'may', 'Sept', 'June', 'Juny', 'ſep', 'dec');
const weekday = pick('', 'Tue, ', 'Tuesday ', 'mon ', 'Wed,', 'xxx ');
const number = fc.oneof(pad(33, 2), pad(9, 1));
const date = fc.oneof(
  joined(year, separator, number, separator, number),
  joined(year, pick('-', ''), pick('W', 'w'), pad(54, 2), pick('-', ''), pad(8, 1)),
  joined(year, one('-'), pad(367, 3)),
  joined(year, one('-'), pad(13, 2)),
  joined(number, separator, number, separator, year),
  joined(weekday, number, pick('', 'th', 'st'), pick(' ', '-', ' of '), month, pick(' ', '-', ', '), year),
  joined(weekday, month, one(' '), number, pick('', ',', 'nd,'), one(' '), year),
);
const clock = fc.oneof(
  joined(pad(25, 2), one(':'), pad(61, 2)),
  joined(pad(25, 2), one(':'), pad(61, 2), one(':'), pad(61, 2), pick('', '.5', ',123456789', '.')),
  joined(number, one(':'), pad(59, 2), pick(' AM', 'pm', ' p.m.', '\u202fPM', '\u00a0am', ' xm')),
  joined(pad(25, 2), pad(61, 2), pick('', '30', '30.25')),
  pad(25, 2),
);
const zone = pick(
  ...['', 'Z', 'z', ' UTC', ' GMT', 'EST', ' cest', ' XST', '+02', ' -0330', '+05:30', '+25:00', ' GMT+0100'],
  ...[' +0000 UTC', '+01:00[Europe/Paris]', ' GMT+0100 (Mitteleuropäische Zeit 😀)', '[Europe/Paris]', ' MSZ'],
);
const written = fc.oneof(
  date,
  joined(date, pick('T', 't', ' ', ', ', ' at ', '  ', '\n'), clock, zone),
  joined(pick('', ' '), date, one('T'), clock, zone, pick('', ' ')),
  joined(weekday, month, one(' '), number, one(' '), clock, pick('', ' UTC', ' CET', ' +0100'), one(' '), year),
  fc
    .date({ min: new Date('0100-01-01'), max: new Date('9998-01-01'), noInvalidDate: true })
    .chain((at) =>
      pick(
        toIso(instant(at.getTime())),
        at.toUTCString(),
        at.toString(),
        at.toLocaleString('en-US'),
        at.toLocaleDateString('de-DE'),
      ),
    ),
  joined(pick('', '-'), fc.bigInt({ min: 0n, max: 10n ** 17n }).map(String), pick('', '.0', '.123')),
  joined(
    one('2026-03-10 09:00:00 GMT+0100 ('),
    fc.integer({ min: 60, max: 75 }).map((n) => '😀'.repeat(n)),
    one(')'),
  ),
  fc.string({ unit: fc.constantFrom(...'0123456789-/.: TWZ+janmr') }),
);
const anything = fc.oneof(
  { arbitrary: written, weight: 8 },
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(null, true, {}, [], [1], 1e308, -1e15, 253_402_300_799_999, 99_999_999_999.9, 1e11, -0),
);

test('D8 SQL reads every date exactly as the engine does, in each order of day and month', async () => {
  let read = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anything, { minLength: 60, maxLength: 60 }),
      fc.constantFrom<Order>('dmy', 'mdy', undefined),
      async (values, order) => {
        read += await compare(values, order);
      },
    ),
    { numRuns: Number(process.env.AGREEMENT_RUNS ?? 60) },
  );
  expect(read).toBeGreaterThan(500);
}, 120_000);

test('D8 every day of four years, as a week, as a day of the year and as a date, is the same day in both', async () => {
  const first = Date.UTC(2023, 11, 20) / DAY;
  const days = Array.from({ length: 1_480 }, (_, nr) => new Date((first + nr) * DAY).toISOString().slice(0, 10));
  expect(await compare(days, undefined)).toBe(days.length);
  const weeks = ['2020', '2024', '2026'].flatMap((each) =>
    Array.from({ length: 54 }, (_, nr) => `${each}-W${String(nr).padStart(2, '0')}-1`),
  );
  expect(await compare(weeks, undefined)).toBe(53 + 52 + 53);
  const ordinals = ['1900', '2000', '2025'].flatMap((each) => [`${each}-001`, `${each}-365`, `${each}-366`]);
  expect(await compare(ordinals, undefined)).toBe(7);
});

test('D8 the patterns in SQL are the engine’s, letter for letter', async () => {
  const [row] = await database.sql<{ source: string }>`
    select string_agg(prosrc, ' ') as source from pg_proc where proname in ('read_written_date', 'read_moment')`;
  const { WEEKDAY, MONTH, CLOCK, ZONE: zonePart, EPOCH, DATES } = PATTERNS;
  const pieces = [...DATES, PATTERNS.YEAR_LAST].flatMap((each) =>
    each.split(WEEKDAY).join('\0').split(MONTH).join('\0').split('\0'),
  );
  for (const piece of [WEEKDAY, MONTH, CLOCK, zonePart, EPOCH, ...pieces]) expect(row?.source).toContain(piece);
});
