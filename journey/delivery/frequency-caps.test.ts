import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instant, inMs, instant } from '../time/time.ts';
import type { MessageChannel } from './channel.ts';
import { FrequencyCap, fullFor, longestWindow, type Slot } from './frequency-caps.ts';

const HOUR = 3_600_000;
const T0 = instant(Date.parse('2026-03-02T09:00:00Z'));
const later = (ms: number): Instant => instant(T0 + ms);
const caps = (...all: readonly object[]) => all.map((cap) => FrequencyCap.parse({ max: 1, per: '1h', ...cap }));
const PROMOTION = { channel: 'sms', tags: ['promotion'] } as const;
const slot = (at: number | null, more: Partial<Slot> = {}): Slot => ({
  ...PROMOTION,
  key: `s${at}`,
  at: at === null ? null : later(at),
  ...more,
});
const full = (all: readonly FrequencyCap[], slots: readonly Slot[], now: number) =>
  fullFor(all, PROMOTION, 'own', slots, later(now));

describe('7.9 a frequency cap is a rolling window, to the millisecond', () => {
  test.each([
    { now: 0, is: 'full' },
    { now: HOUR - 1, is: 'full' },
    { now: HOUR, is: 'free' },
  ])('1 in 1h, one sent at 0: $now ms later it is $is', ({ now, is }) => {
    expect(full(caps({}), [slot(0)], now) ? 'full' : 'free').toBe(is);
  });

  test('of three in an hour, the next may go an hour after the first of the last three', () => {
    const [cap] = caps({ max: 3 });
    if (!cap) return expect.unreachable();
    expect(full([cap], [slot(-5 * HOUR), slot(3), slot(1), slot(2)], 4)).toEqual({
      cap,
      taken: 3,
      freeAt: later(HOUR + 1),
    });
    expect(full([cap], [slot(3), slot(1), slot(2), slot(4)], 5)).toEqual({ cap, taken: 4, freeAt: later(HOUR + 2) });
    expect(full([cap], [slot(3), slot(1)], 4)).toBeUndefined();
  });

  test('a day of it is 24 hours, whatever clocks do', () => {
    expect(longestWindow(caps({ per: '1d' }, { per: '1h' }))).toBe(24 * HOUR);
    expect(longestWindow([])).toBe(0);
  });
});

describe('7.9 a slot is the message', () => {
  test('a message being sent counts at any age, and its slot has no known end', () => {
    const [cap] = caps({});
    expect(full(caps({}), [slot(null)], 1000 * HOUR)).toEqual({ cap, taken: 1, freeAt: null });
  });

  test('its own does not count against it', () => {
    expect(full(caps({}), [slot(null, { key: 'own' })], 0)).toBeUndefined();
  });

  test.each([
    { cap: {}, sent: { channel: 'email', tags: [] }, counts: true },
    { cap: { channels: ['sms'] }, sent: { channel: 'email' }, counts: false },
    { cap: { channels: ['sms', 'email'] }, sent: { channel: 'email' }, counts: true },
    { cap: { tags: ['promotion'] }, sent: { tags: ['news'] }, counts: false },
    { cap: { tags: ['promotion'] }, sent: { tags: ['news', 'promotion'] }, counts: true },
    { cap: { tags: ['promotion'], channels: ['sms'] }, sent: { channel: 'email' }, counts: false },
  ] as const)('$cap counts $sent: $counts', ({ cap, sent, counts }) => {
    expect(full(caps(cap), [slot(0, sent as Partial<Slot>)], 0) !== undefined).toBe(counts);
  });

  test.each([
    { topics: ['news'], sent: 'news', counts: true },
    { topics: ['news', 'offers'], sent: 'news', counts: true },
    { topics: ['news'], sent: 'offers', counts: false },
    { topics: ['news'], sent: null, counts: false },
  ])('a cap of topics $topics counts a message about $sent: $counts', ({ topics, sent: topic, counts }) => {
    const about = { ...PROMOTION, topic: topics[0] };
    const found = fullFor(caps({ topics }), about, 'own', [slot(0, { topic })], later(0));
    expect(found !== undefined).toBe(counts);
  });

  test('a message without the tag, or of another channel, is not bound', () => {
    const all = caps({ tags: ['news'] }, { channels: ['email'] });
    expect(full(all, [slot(0, { tags: ['news'] }), slot(0, { channel: 'email' })], 0)).toBeUndefined();
  });

  test('of several caps, the first full one is reported', () => {
    const all = caps({ max: 2 }, { per: '2h' });
    expect(full(all, [slot(0)], 1)?.cap).toBe(all[1]);
  });
});

/** A send: decided some time after the one before, settled some time after that, with a result. */
const send = fc.record({
  gap: fc.constantFrom(0, 0, 1, 60_000, HOUR - 1, HOUR, HOUR + 1),
  takes: fc.constantFrom(0, 0, 1, 60_000, HOUR, 3 * HOUR),
  channel: fc.constantFrom<MessageChannel>('sms', 'email'),
  tags: fc.constantFrom([], ['a'], ['a', 'b']),
  outcome: fc.constantFrom('sent', 'sent', 'sent', 'unknown', 'failed'),
});
const anyCap = fc.record({
  max: fc.integer({ min: 1, max: 4 }),
  per: fc.constantFrom('1h', '2h', '1d', '30m'),
  channels: fc.constantFrom([], ['sms']),
  tags: fc.constantFrom([], ['a'], ['b']),
});

type Send = typeof send extends fc.Arbitrary<infer One> ? One : never;

/** What became of a send that was let through. Its slot stands open until it is settled. */
interface Went extends Slot {
  readonly sentAt: number;
  readonly settledAt: number;
  readonly isFreed: boolean;
}

const slotsAt = (went: readonly Went[], now: number): readonly Slot[] =>
  went
    .filter(({ isFreed, settledAt }) => !isFreed || settledAt > now)
    .map((each) => ({ ...each, at: each.settledAt <= now ? instant(each.sentAt) : null }));

/** Those of the sends that no cap held back. */
function letThrough(all: readonly FrequencyCap[], sends: readonly Send[]): readonly Went[] {
  const went: Went[] = [];
  let now = 0;
  for (const [nr, { gap, takes, outcome, ...message }] of sends.entries()) {
    now += gap;
    const key = `${nr}`;
    if (fullFor(all, message, key, slotsAt(went, now), instant(now))) continue;
    const settledAt = now + takes;
    const sentAt = outcome === 'unknown' ? now : settledAt; // from its last attempt
    went.push({ ...message, key, at: null, sentAt, settledAt, isFreed: outcome === 'failed' });
  }
  return went;
}

test('7.9 for any sends and any caps: never more than its number in any window that rolls', () => {
  fc.assert(
    fc.property(fc.array(send, { maxLength: 40 }), fc.array(anyCap, { minLength: 1, maxLength: 3 }), (sends, given) => {
      const all = given.map((cap) => FrequencyCap.parse(cap));
      const arrived = letThrough(all, sends).filter(({ isFreed }) => !isFreed);
      for (const cap of all) {
        const bound = arrived.filter((each) => isBound(cap, each)).map(({ sentAt }) => sentAt);
        for (const from of bound) {
          const until = from + inMs(cap.per);
          expect(bound.filter((at) => at >= from && at < until).length).toBeLessThanOrEqual(cap.max);
        }
      }
    }),
    { numRuns: 500 },
  );
});

const isBound = ({ channels, tags }: FrequencyCap, message: Slot): boolean =>
  (channels.length === 0 || channels.some((each) => each === message.channel)) &&
  (tags.length === 0 || tags.some((each) => message.tags.includes(each)));
