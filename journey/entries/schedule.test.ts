import { describe, expect, test } from 'vitest';
import type { EntryWindow } from '../lifecycle/state.ts';
import { type Instant, instant, toIso } from '../time/time.ts';
import { describeEntry, EntrySchema, repeats } from './index.ts';
import { nextOccurrence, occurrencesAfter, type ScheduleEntry, schedule } from './schedule.ts';

const ZONE = 'Europe/Amsterdam';
const at = (iso: string): Instant => instant(Date.parse(iso));
const OPEN: EntryWindow = { entryFrom: null, entryUntil: null };
const scheduleOf = (more: object): ScheduleEntry => schedule.schema.parse({ type: 'schedule', ...more });
/** Two dates, written out of order: 9:00 in Amsterdam is 8:00 UTC in winter. */
const DATES = scheduleOf({ at: ['2026-12-24T09:00', '2026-12-01T09:00'] });
const DAILY = scheduleOf({ every: { unit: 'day', at: '09:00' } });

const next = (entry: ScheduleEntry, after: string, window: Partial<EntryWindow> = {}) => {
  const found = nextOccurrence(entry, at(after), ZONE, { ...OPEN, ...window });
  return found === undefined ? undefined : toIso(found);
};

describe('the next occurrence', () => {
  test.each<{ readonly entry: ScheduleEntry; readonly after: string; readonly is: string | undefined }>([
    { entry: DATES, after: '2026-11-30T00:00Z', is: '2026-12-01T08:00:00.000Z' },
    { entry: DATES, after: '2026-12-01T07:59:59.999Z', is: '2026-12-01T08:00:00.000Z' },
    { entry: DATES, after: '2026-12-01T08:00Z', is: '2026-12-24T08:00:00.000Z' },
    { entry: DATES, after: '2026-12-24T08:00Z', is: undefined },
    { entry: DAILY, after: '2026-12-01T08:00Z', is: '2026-12-02T08:00:00.000Z' },
  ])('after $after is $is', ({ entry, after, is }) => {
    expect(next(entry, after)).toBe(is);
  });

  test('is the first one from the start of entry on, and none from its end on', () => {
    const start = at('2026-12-05T08:00Z');
    expect(next(DAILY, '2026-12-01T00:00Z', { entryFrom: start })).toBe('2026-12-05T08:00:00.000Z');
    expect(next(DAILY, '2026-12-01T00:00Z', { entryFrom: instant(start + 1) })).toBe('2026-12-06T08:00:00.000Z');
    expect(next(DAILY, '2026-12-05T00:00Z', { entryUntil: start })).toBeUndefined();
    expect(next(DAILY, '2026-12-05T00:00Z', { entryUntil: instant(start + 1) })).toBe('2026-12-05T08:00:00.000Z');
  });

  test('is followed by others, as many as wanted or as there are', () => {
    const list = (entry: ScheduleEntry, count: number) =>
      occurrencesAfter(entry, at('2026-11-30T00:00Z'), ZONE, OPEN, count).map(toIso);
    expect(list(DAILY, 3)).toEqual([
      '2026-11-30T08:00:00.000Z',
      '2026-12-01T08:00:00.000Z',
      '2026-12-02T08:00:00.000Z',
    ]);
    expect(list(DATES, 3)).toEqual(['2026-12-01T08:00:00.000Z', '2026-12-24T08:00:00.000Z']);
    expect(list(DATES, 1)).toHaveLength(1);
  });
});

describe('a schedule', () => {
  const every = { unit: 'day', at: '09:00' };
  test.each<{ readonly given: object; readonly is: boolean }>([
    { given: { every }, is: true },
    { given: { at: ['2026-12-01'] }, is: true },
    { given: { at: ['2026-12-01'], every }, is: false },
    { given: {}, is: false },
    { given: { at: ['2026-02-30'] }, is: false },
    { given: { at: [] }, is: false },
    { given: { every, spread: '7d' }, is: true },
    { given: { every, spread: '7d1m' }, is: false },
    { given: { every, perSecond: 0 }, is: false },
  ])('of $given is valid: $is', ({ given, is }) => {
    expect(schedule.schema.safeParse({ type: 'schedule', ...given }).success).toBe(is);
  });

  test.each<{ readonly given: object; readonly words: string; readonly again: boolean }>([
    { given: { every, segment: 'vip' }, words: 'All users in the segment vip, every day at 09:00', again: true },
    { given: { at: ['2026-12-01', '2026-12-24'] }, words: 'All users, at 2026-12-01, 2026-12-24', again: false },
  ])('is described: $words', ({ given, words, again }) => {
    const entry = EntrySchema.parse({ type: 'schedule', ...given });
    expect([describeEntry(entry), repeats(entry)]).toEqual([words, again]);
  });
});
