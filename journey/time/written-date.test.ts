import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant, readCalendarDay, readInstant, toIso } from './time.ts';

const read = (value: unknown, order?: 'dmy' | 'mdy'): string | undefined => {
  const at = readInstant(value, 'Europe/Amsterdam', order);
  return at === undefined ? undefined : toIso(at);
};

describe('D8 one reader for dates as clients, databases and people write them', () => {
  const NINE = '2026-03-10T09:00:00.000Z';
  test.each([
    // with an offset: the same instant in every zone
    '2026-03-10 09:00:00 UTC',
    '2026-03-10 09:00:00 +0000',
    '2026-03-10 09:00:00 +00:00',
    '2026-03-10 11:00:00+02',
    '2026-03-10 09:00:00 +0000 UTC', // as Go prints it
    '2026-03-10T10:00:00+01:00[Europe/Amsterdam]', // as Java prints it
    '2026-03-10T09:00:00.000000000Z',
    '2026-03-10T09Z',
    '20260310T090000Z',
    '20260310T0900Z',
    '2026-W11-2T09:00Z',
    '2026W112T090000Z',
    '2026-069T09:00Z',
    ' 2026-03-10T09:00Z ',
    'Tue, 10 Mar 2026 09:00:00 +0000', // RFC 2822
    'Tue, 10 Mar 2026 09:00:00 GMT',
    '10 Mar 2026 04:00 EST',
    'Tue, 10 Mar 2026 09:00:00 +0000 (UTC)',
    'Tue Mar 10 2026 10:00:00 GMT+0100 (Central European Standard Time)', // JavaScript's Date
    'Tue Mar 10 09:00:00 UTC 2026', // as `date` and Java print it
    '10-Mar-2026 09:00:00 GMT',
    'March 10, 2026, 9:00 AM UTC',
    1_773_133_200,
    1_773_133_200_000,
    '1773133200',
    '1773133200000',
    '1773133200.000',
    // without one: on the clock of the zone
    '2026-03-10 10:00:00',
    '2026-03-10T10:00',
    '2026/03/10 10:00:00',
    '2026-3-10 10:00',
    '20260310T1000',
    'Tuesday, March 10, 2026 10:00 am',
    '10 March 2026 10:00',
    '10th of March 2026 10:00',
  ])('%j is nine o’clock UTC on March 10', (value) => {
    expect(read(value)).toBe(NINE);
  });

  test.each([
    ['2026-03-10', '2026-03-09T23:00:00.000Z'],
    ['20260310', '2026-03-09T23:00:00.000Z'],
    ['2026-W11-2', '2026-03-09T23:00:00.000Z'],
    ['2026-069', '2026-03-09T23:00:00.000Z'],
    ['Mar 10 2026', '2026-03-09T23:00:00.000Z'],
    ['2026-03', '2026-02-28T23:00:00.000Z'],
    ['2026-03-10T24:00', '2026-03-10T23:00:00.000Z'],
    ['2026-12-31T23:59:60Z', '2027-01-01T00:00:00.000Z'],
    ['2026-W53-7', '2027-01-02T23:00:00.000Z'],
    ['2024-366', '2024-12-30T23:00:00.000Z'],
    ['-126230400', '1966-01-01T00:00:00.000Z'],
    ['2026-03-10 12:30 am', '2026-03-09T23:30:00.000Z'],
    ['2026-03-10 12:30 p.m.', '2026-03-10T11:30:00.000Z'],
  ])('%j → %s', (value, iso) => {
    expect(read(value)).toBe(iso);
  });

  test.each([
    ['03/10/2026', 'mdy', '2026-03-09T23:00:00.000Z'],
    ['03/10/2026', 'dmy', '2026-10-02T22:00:00.000Z'],
    ['10.3.2026 9:30', 'dmy', '2026-03-10T08:30:00.000Z'],
    ['3/10/2026, 9:30:00 PM', 'mdy', '2026-03-10T20:30:00.000Z'],
    ['3/10/2026, 9:30:00\u202fPM', 'mdy', '2026-03-10T20:30:00.000Z'], // toLocaleString
    ['03/10/2026', undefined, undefined],
    ['25/12/2026', undefined, undefined],
    ['25/12/2026', 'mdy', undefined],
    ['12/25/2026', 'dmy', undefined],
  ] as const)('%j in the order %s → %s', (value, order, iso) => {
    expect(read(value, order)).toBe(iso);
  });

  test.each([
    ...['tomorrow', '', ' ', '2026', '202603', '2026-02-30', '2025-366', '2025-W53-1', '2026-W00-1', '2026-000'],
    ...['2026-03-10T25:00', '2026-03-10T24:01', '2026-03-10T09:60', '2026-03-10 13:00 pm', '2026-03-10 0:30 am'],
    ...['2026-03-10T09:00[Europe/Paris]', '30 Feb 2026', '10 Mai 2026', '10/03/26', '1773133200000000', '2026-13-01'],
    ...['2026-03-10\n', '٢٠٢٦-٠٣-١٠', '10 ſep 2026', 'Kelvin 3 2026', '2026-03-10T09:00 XYZ', '2026-03-10Z'],
  ])('%j is no date', (value) => {
    expect(read(value)).toBeUndefined();
  });

  test('whatever JavaScript prints as a date is read as that instant', () => {
    const from = Date.parse('0100-01-01T00:00:00Z');
    fc.assert(
      fc.property(fc.integer({ min: from, max: 253_402_200_000_000 }), (ms) => {
        const second = Math.floor(ms / 1000) * 1000;
        const date = new Date(second);
        expect(readInstant(date.toUTCString(), 'Asia/Tokyo')).toBe(second);
        expect(readInstant(date.toString(), 'Asia/Tokyo')).toBe(second);
        expect(readInstant(toIso(instant(ms)), 'Asia/Tokyo')).toBe(ms);
      }),
    );
  });
});

describe('D8 a calendar date is the day as it is written, in every time zone', () => {
  const day = Date.UTC(1990, 2, 14) / 86_400_000;
  test.each([
    '1990-03-14',
    '1990-03-14T00:00:00Z',
    '1990-03-14T23:59:59-11:00',
    'Wed, 14 Mar 1990 00:00:00 GMT',
    637_372_800,
    '637372800',
    '637372800000',
  ])('%j is March 14', (value) => {
    expect(readCalendarDay(value)).toBe(day);
  });
  test('by the order of a workspace', () => {
    expect(readCalendarDay('14/03/1990', 'dmy')).toBe(day);
    expect(readCalendarDay('03/14/1990', 'mdy')).toBe(day);
    expect(readCalendarDay('14/03/1990')).toBeUndefined();
  });
});
