import fc from 'fast-check';
import type { JsonObject } from '../journey/base/json.ts';
import { pathBelow } from '../journey/conditions/path.ts';
import type { JourneyEvent } from '../journey/events/input.ts';
import { SegmentCondition } from '../journey/segments/segment.ts';
import { type Instant, instant, localFrom, toIso } from '../journey/time/time.ts';

/**
 * Any segment, and any person it may be asked of: built so that instants, windows and dates meet to the millisecond.
 */

const HOUR = 3_600_000;
const ZONES = ['Europe/Amsterdam', 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe'];
/** An ordinary day; a day without one hour in Amsterdam; one that has an hour twice; and a day that Samoa skipped. */
const BEGINNINGS = ['2026-03-02T09:00Z', '2026-03-29T01:30Z', '2026-10-25T01:15Z', '2011-12-30T11:00Z'].map((text) =>
  Date.parse(text),
);
const EVENTS = ['A', 'B'];
const SEGMENTS = ['one', 'two'];
const TRAITS = [
  'plan',
  'n',
  'list',
  'day',
  'in.0',
  'in.x',
  'none',
  'list.1',
  'list.length',
  '__proto__',
  '["a.b"]',
  '$c',
];

const lag = fc.constantFrom(0, 1, -1, 500, HOUR / 2, HOUR, 2 * HOUR, 24 * HOUR, 25 * HOUR);
const length = fc.constantFrom('1h', '2h', '1d', '1d1h', '30m', '1w');
const wholeDay = fc.oneof(
  fc.integer({ min: 0, max: 3 }).map((daysAgo) => ({ daysAgo })),
  fc.integer({ min: 0, max: 3 }).map((daysAhead) => ({ daysAhead })),
);
const text = fc.constantFrom('', 'a', 'ab', 'b', 'pro', '10', '😀', 'ﬀ', 'a😀', '\u{10000}', '\ud7ff');
const number = fc.oneof(
  fc.constantFrom(0, 1, 10, -1, 0.1, 1e21, 1e-7, 1.001),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const scalar = fc.oneof(text, number, fc.boolean());

/** A date near `at`, in one of the ways a user might write it. */
const dateNear = (at: number) =>
  fc
    .tuple(
      lag,
      fc.boolean(),
      fc.constantFrom(...ZONES, 'UTC'),
      fc.constantFrom(...(Object.keys(WRITTEN) as (keyof typeof WRITTEN)[])),
    )
    .map(([by, isAfter, zone, form]) => {
      const then = instant(at + (isAfter ? by : -by));
      return WRITTEN[form](then, toIso(instant(localFrom(then, zone))).slice(0, -1));
    });

const WRITTEN = {
  iso: (then: Instant) => toIso(then),
  local: (_: Instant, local: string) => local,
  day: (_: Instant, local: string) => local.slice(0, 10),
  offset: (then: Instant) => `${toIso(instant(then + 5.5 * HOUR)).slice(0, -1)}123+0530`,
  none: (_: Instant, local: string) => `${local.slice(0, 8)}31`, // often there is no 31st
  ms: (then: Instant) => then,
  seconds: (then: Instant) => then / 1000,
  msText: (then: Instant) => String(then),
  rfc: (then: Instant) => new Date(then).toUTCString(),
  words: (_: Instant, local: string) => new Date(`${local}Z`).toUTCString().replace(/^\w+, (.*) GMT$/, '$1'),
  slashed: (_: Instant, local: string) => local.slice(0, 10).split('-').toReversed().join('/'),
};

const item = fc.oneof(
  fc.record(
    { k: scalar, 'a.b': scalar, n: number, day: fc.constantFrom('2026-03-02', 'Mar 3 2026', 'soon') },
    { requiredKeys: [] },
  ),
  scalar,
  fc.constant(null),
);
const itemPath = fc.constantFrom('item.k', 'item["a.b"]', 'item.n', 'item', 'item.none');
const ofItem = fc.oneof(
  fc.record({ path: itemPath, op: fc.constantFrom('=', '!=', 'contains'), value: scalar }),
  fc.record({ path: itemPath, op: fc.constantFrom('>', '<='), value: fc.oneof(text, number) }),
  fc.record({
    path: fc.constant('item.day'),
    op: fc.constantFrom('before', 'after'),
    value: fc.constant('2026-03-03'),
  }),
  fc.record({ path: itemPath, op: fc.constantFrom('exists', 'missing') }),
);
const itemCondition = fc.oneof(
  ofItem,
  fc.record({ not: ofItem }),
  fc.record({ all: fc.array(ofItem, { minLength: 1, maxLength: 2 }) }),
);
/** Comparisons of the items of a list. */
function itemComparison(root: 'profile' | 'event') {
  const path = fc.constantFrom('items', 'items', 'list', 'plan', 'none').map((name) => `${root}.${name}`);
  const where = fc.option(itemCondition, { nil: undefined });
  const is = fc.constantFrom('=', '!=', '>', '>=', '<', '<=');
  const value = fc.oneof(fc.integer({ min: -1, max: 4 }), number);
  return fc.oneof(
    fc.record({ path, op: fc.constantFrom('any-item', 'all-items', 'no-item'), where: itemCondition }),
    fc.record({ path, op: fc.constant('count'), is, value, where }),
    fc.record({
      path,
      op: fc.constantFrom('sum', 'min', 'max'),
      of: fc.constantFrom('item.n', 'item'),
      is,
      value,
      where,
    }),
  );
}

const reference = (root: string) => fc.constantFrom(...TRAITS).map((name) => ({ path: pathBelow(root, name) }));

function comparison(root: 'profile' | 'event', at: number) {
  const path = fc.constantFrom(...TRAITS).map((name) => pathBelow(root, name));
  const value = <T>(of: fc.Arbitrary<T>) => fc.oneof(of, reference(root));
  const date = dateNear(at).map((each) => (typeof each === 'string' && !each.endsWith('31') ? each : '2026-03-02'));
  const moment =
    root === 'profile'
      ? fc.oneof(
          date,
          length.map((ago) => ({ ago })),
          length.map((ahead) => ({ ahead })),
          wholeDay,
        )
      : date;
  const with_ = (ops: readonly string[], of: fc.Arbitrary<unknown>) =>
    fc.record({ path, op: fc.constantFrom(...ops), value: of });
  return fc.oneof(
    with_(['=', '!='], value(fc.oneof(scalar, fc.constant(null)))),
    with_(['>', '>=', '<', '<='], value(fc.oneof(text, number))),
    with_(['in', 'not-in'], value(fc.array(scalar, { maxLength: 3 }))),
    with_(['contains', 'not-contains'], value(scalar)),
    with_(['starts-with', 'ends-with'], value(text)),
    fc.record({
      path: fc.constant(`${root}.day`),
      op: fc.constantFrom('before', 'after'),
      value: moment,
      calendar: fc.constantFrom(undefined, true),
    }),
    fc.record({ path, op: fc.constantFrom('exists', 'missing') }),
    { arbitrary: itemComparison(root), weight: 3 },
  );
}

function conditionAt(at: number): fc.Arbitrary<unknown> {
  const event = fc.constantFrom(...EVENTS);
  const ofEvent = comparison('event', at);
  const where = fc.option(
    fc.oneof(
      ofEvent,
      fc.record({ all: fc.array(ofEvent, { minLength: 1, maxLength: 2 }) }),
      fc.record({ not: ofEvent }),
    ),
    { nil: undefined },
  );
  const counts = (window: Record<string, fc.Arbitrary<unknown>>) => ({
    where,
    atLeast: fc.integer({ min: 0, max: 3 }),
    atMost: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    ...window,
  });
  const rolling = counts({ within: fc.option(length, { nil: undefined }) });
  const calendar = counts({ days: fc.integer({ min: 1, max: 3 }) });
  const moment = fc.oneof(
    dateNear(at).map((each) => (typeof each === 'string' && !each.endsWith('31') ? each : '2026-03-02T09:00')),
    length.map((ago) => ({ ago })),
    length.map((ahead) => ({ ahead })),
    wholeDay,
  );
  const once = fc
    .tuple(fc.constantFrom('first', 'last'), event, where, fc.constantFrom('before', 'after'), moment)
    .map(([which, name, filter, op, when]) => ({ [which]: name, where: filter, [op]: when }));
  const leaf = fc.oneof(
    { arbitrary: fc.record({ did: event, ...rolling }), weight: 3 },
    fc.record({ did: event, ...calendar }),
    fc.record({ didNot: event, ...rolling }),
    once,
    fc.record({ inSegment: fc.constantFrom(...SEGMENTS) }),
    { arbitrary: comparison('profile', at), weight: 4 },
  );
  return fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { arbitrary: leaf, weight: 3 },
      fc.record({ all: fc.array(tie('any'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('any'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('any') }),
    ),
  })).any;
}

const traitsAt = (at: number): fc.Arbitrary<JsonObject> =>
  fc.record(
    {
      plan: scalar,
      items: fc.array(item, { maxLength: 4 }),
      'a.b': scalar,
      $c: scalar,
      n: fc.oneof(number, text),
      list: fc.oneof(fc.array(fc.oneof(scalar, fc.constant(null), fc.constant([1])), { maxLength: 3 }), text),
      day: dateNear(at),
      in: fc.oneof(fc.constant({ x: 'a', '0': 1 }), fc.constant(['a']), fc.constant(null)),
      timezone: fc.oneof(
        fc.constantFrom(...ZONES, 'Nowhere/Land', 'GMT+2', '+05:30', ' Pacific Standard Time'),
        fc.constant(5),
      ),
      $timezone: fc.constantFrom('Asia/Tokyo', '-03:00', '?'),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<JsonObject>;

const historyAt = (at: number): fc.Arbitrary<readonly JourneyEvent[]> =>
  fc
    .array(fc.tuple(fc.constantFrom(...EVENTS), lag, fc.constantFrom(0, HOUR, 24 * HOUR), traitsAt(at)), {
      maxLength: 6,
    })
    .map((events) =>
      events
        .map(([name, by, more, properties]) => ({ name, at: instant(at - Math.abs(by) - more), properties }))
        .toSorted((a, b) => a.at - b.at)
        .map((event, index) => ({ ...event, position: index + 1 })),
    );

export interface RandomUser {
  readonly profile: JsonObject;
  readonly history: readonly JourneyEvent[];
  readonly segments: readonly string[];
}

export interface Question {
  readonly now: Instant;
  readonly condition: SegmentCondition;
  readonly people: readonly RandomUser[];
  readonly dateOrder: 'dmy' | 'mdy' | undefined;
}

export const anyQuestion: fc.Arbitrary<Question> = fc.constantFrom(...BEGINNINGS).chain((at) =>
  fc.record({
    now: lag.map((by) => instant(at + by)),
    dateOrder: fc.constantFrom('dmy' as const, 'mdy' as const, undefined),
    condition: conditionAt(at)
      .map((written) => SegmentCondition.safeParse(JSON.parse(JSON.stringify(written))))
      .filter(({ success }) => success)
      .map(({ data }) => data as SegmentCondition),
    people: fc.array(
      fc.record({ profile: traitsAt(at), history: historyAt(at), segments: fc.subarray([...SEGMENTS]) }),
      { minLength: 4, maxLength: 8 },
    ),
  }),
) as fc.Arbitrary<Question>;

export const OTHERS = new Map(SEGMENTS.map((id) => [id, []]));
