import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyQuestion, OTHERS } from '../../test/random-segments.ts';
import { DAY, eventOf, HOUR, T0 } from '../../test/samples/instance.ts';
import type { JsonObject } from '../base/json.ts';
import { instant } from '../time/time.ts';
import { belongs } from './evaluate.ts';
import { segmentFlaws } from './flaws.ts';
import { needsOf } from './needs.ts';
import { SegmentCondition } from './segment.ts';

const session = (ago: number, position: number, properties: JsonObject = {}) =>
  eventOf('Session', T0 - ago, position, properties);
const asked = (condition: object, known: Partial<Parameters<typeof belongs>[1]> = {}, at = 0) => {
  const { is, until } = belongs(
    SegmentCondition.parse(condition),
    { profile: {}, history: [], segments: [], ...known },
    instant(T0 + at),
  );
  return [is, until === null ? null : until - T0];
};

describe('a window is counted back from now: an event that is exactly so old still counts', () => {
  const within = { did: 'Session', within: '30d' };
  test.each([
    [{ ...within }, [30 * DAY - 1], [true, 1]],
    [{ ...within }, [30 * DAY], [true, 0]],
    [{ ...within }, [30 * DAY + 1], [false, null]],
    [{ ...within }, [], [false, null]],
    [{ ...within }, [40 * DAY, HOUR], [true, 30 * DAY - HOUR]],
    [{ ...within, atLeast: 2 }, [20 * DAY, HOUR], [true, 10 * DAY]],
    [{ ...within, atLeast: 2 }, [31 * DAY, HOUR], [false, null]],
    [{ ...within, atMost: 1 }, [20 * DAY, HOUR], [false, 10 * DAY]],
    [{ ...within, atLeast: 0, atMost: 0 }, [DAY], [false, 29 * DAY]],
    [{ ...within, atLeast: 0, atMost: 0 }, [], [true, null]],
    [{ didNot: 'Session', within: '30d' }, [30 * DAY], [false, 0]],
    [{ didNot: 'Session', within: '30d' }, [30 * DAY + 1], [true, null]],
    [{ did: 'Session' }, [9999 * DAY], [true, null]],
  ])('%j, %j ms ago → %j', (condition, ago, answer) => {
    expect(asked(condition, { history: ago.map((each, index) => session(each, index + 1)) })).toEqual(answer);
  });

  test('a day is 24 hours, even where clocks change', () => {
    const profile = { timezone: 'Europe/Amsterdam' }; // clocks went forward on 29 March 2026
    const at = Date.parse('2026-03-29T22:00Z') - T0;
    expect(asked({ did: 'Session', within: '1d' }, { profile, history: [session(DAY - at, 1)] }, at)).toEqual([
      true,
      at,
    ]);
  });
});

describe('first and last events, and profile dates', () => {
  const history = [session(10 * DAY, 1, { n: 1 }), session(5 * DAY, 2, { n: 2 }), session(DAY, 3, { n: 3 })];
  test.each([
    [{ first: 'Session', before: { ago: '7d' } }, [true, null]],
    [{ last: 'Session', before: { ago: '1d' } }, [false, 0]],
    [{ last: 'Session', before: { ago: '2d' } }, [false, DAY]],
    [{ last: 'Session', after: { ago: '2d' } }, [true, DAY - 1]],
    [{ last: 'Session', where: { path: 'event.n', op: '<', value: 3 }, after: '2026-02-25' }, [true, null]],
    [{ last: 'Other', before: '2099-01-01' }, [false, null]],
    [{ path: 'profile.ends', op: 'before', value: { ahead: '3d' } }, [false, DAY]],
    [{ path: 'profile.ends', op: 'after', value: { ahead: '3d' } }, [true, DAY - 1]],
    [{ path: 'profile.ends', op: 'after', value: { ago: '1d' } }, [true, 5 * DAY - 1]],
    [{ path: 'profile.none', op: 'before', value: { ago: '1d' } }, [false, null]],
  ])('%j → %j', (condition, answer) => {
    expect(asked(condition, { history, profile: { ends: '2026-03-06T09:00Z' } })).toEqual(answer);
  });
});

describe('all, any, not: time matters only where it can change the answer', () => {
  const yes = { path: 'profile.plan', op: '=', value: 'free' };
  const no = { path: 'profile.plan', op: '=', value: 'pro' };
  const soon = { did: 'Session', within: '2h' };
  const later = { did: 'Session', within: '3h' };
  test.each([
    [{ all: [yes, soon, later] }, [true, HOUR]],
    [{ all: [no, soon] }, [false, null]],
    [{ any: [yes, soon] }, [true, null]],
    [{ any: [no, soon, later] }, [true, 2 * HOUR]],
    [{ all: [{ not: soon }, { not: later }] }, [false, 2 * HOUR]],
    [{ not: { any: [no, soon] } }, [false, HOUR]],
    [{ all: [yes, { inSegment: 'vip' }] }, [true, null]],
    [{ not: { inSegment: 'vip' } }, [false, null]],
  ])('%j → %j', (condition, answer) => {
    expect(asked(condition, { profile: { plan: 'free' }, history: [session(HOUR, 1)], segments: ['vip'] })).toEqual(
      answer,
    );
  });
});

test('what was read is shown', () => {
  const condition = SegmentCondition.parse({
    all: [
      { did: 'Session', within: '1d' },
      { path: 'profile.plan', op: '=', value: 'free' },
      { last: 'Session', after: { ago: '1d' } },
      { inSegment: 'vip' },
    ],
  });
  const known = { profile: { plan: 'free' }, history: [session(HOUR, 1)], segments: [] };
  expect(belongs(condition, known, T0).read).toEqual({
    'Session: times': 1,
    'profile.plan': 'free',
    'Session: last': '2026-03-02T08:00:00.000Z',
    'segment.vip': false,
  });
});

describe('for any segment, anybody, and any instant', () => {
  test('up to `until`, and in it, time alone does not change the answer', () => {
    fc.assert(
      fc.property(anyQuestion, fc.double({ min: 0, max: 1, noNaN: true }), ({ condition, people, now }, share) => {
        fc.pre(segmentFlaws({ id: 'it', condition }, OTHERS).length === 0);
        for (const known of people) {
          const { is, until } = belongs(condition, known, now);
          const last = until ?? now + 30 * DAY;
          expect(last).toBeGreaterThanOrEqual(now);
          for (const then of [last, Math.floor(now + share * (last - now))])
            expect(belongs(condition, known, instant(then)).is).toBe(is);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('as much of the past as it needs gives the answer that all of it gives', () => {
    fc.assert(
      fc.property(anyQuestion, ({ condition, people, now }) => {
        for (const known of people) {
          const enough = known.history.filter((event) =>
            needsOf([condition]).some((need) => {
              const named = known.history.filter(({ name }) => name === event.name);
              const nth = named.indexOf(event);
              return need.event === event.name && (nth < need.oldest || nth >= named.length - need.newest);
            }),
          );
          const { is, until } = belongs(condition, known, now);
          expect(belongs(condition, { ...known, history: enough }, now)).toMatchObject({ is, until });
        }
      }),
      { numRuns: 300 },
    );
  });
});

test('a filter looks at the last thousand events of a name', () => {
  const history = Array.from({ length: 1001 }, (_, index) => session(2000 - index, index + 1, { n: index }));
  const those = (n: number) => ({ did: 'Session', where: { path: 'event.n', op: '=', value: n } });
  expect(asked(those(0), { history })).toEqual([false, null]);
  expect(asked(those(1), { history })).toEqual([true, null]);
});
