import fc from 'fast-check';
import type { Journey, JourneyInput } from '../journey/document/document.ts';
import { type Node, NodeSchema, portsOf, typeOf } from '../journey/nodes/index.ts';
import { type Validation, validate } from '../journey/validate/index.ts';

/** Random journeys for properties and benches: every type of node, any shape that may be published. */

export const EVENTS = ['A', 'B', 'C'] as const;
const event = fc.constantFrom(...EVENTS);
const length = fc.constantFrom('1s', '90s', '1h', '2h', '1d', '3d');
const awaited = fc.record(
  { event, where: fc.constantFrom({ path: 'event.n', op: '>' as const, value: 1 }), as: fc.constant('seen') },
  { requiredKeys: ['event'] },
);
const condition = fc.constantFrom(
  { path: 'profile.n', op: '>' as const, value: 2 },
  { path: 'profile.plan', op: '=' as const, value: 'pro' },
  {
    any: [
      { path: 'context.entry.n', op: '<=' as const, value: 1 },
      { path: 'profile.email', op: 'exists' as const },
    ],
  },
);

/** As an author would write it; the schema says whether it is right. */
type Draft = { readonly type: Node['type'] } & object;

/** One of each type, without its links; `nr` tells experiments apart. A type that is not here fails a test. */
const DRAFTS: Readonly<Record<Node['type'], (nr: number) => fc.Arbitrary<Draft>>> = {
  delay: () => fc.record({ type: fc.constant('delay' as const), for: length }),
  waitFor: () =>
    fc.record({
      type: fc.constant('waitFor' as const),
      events: fc.record({ x: awaited, y: awaited }),
      timeout: length,
      since: fc.constantFrom('entry' as const, 'previous' as const, 'now' as const),
      refreshOn: fc.option(awaited, { nil: undefined }),
      restartOn: fc.option(fc.constant({ event: 'C', max: 3 }), { nil: undefined }),
      maxVisits: fc.option(fc.constant(2), { nil: undefined }),
    }),
  waitUntil: () =>
    fc.record({
      type: fc.constant('waitUntil' as const),
      date: fc.constantFrom<object>(
        { time: '09:00' },
        { time: '02:30', weekdays: [7] },
        { path: 'profile.renewsAt', offset: { by: '1d', direction: 'before' } },
        { window: { from: '09:00', to: '17:00' }, weekdays: [1, 2, 3, 4, 5] },
      ),
      reresolveOn: fc.option(fc.constant({ event: 'B' }), { nil: undefined }),
    }),
  inaction: () => fc.record({ type: fc.constant('inaction' as const), event, within: length }),
  branch: () =>
    fc.record({
      type: fc.constant('branch' as const),
      rules: fc
        .array(condition, { minLength: 1, maxLength: 3 })
        .map((all) => all.map((when, n) => ({ port: `r${n}`, when }))),
    }),
  enterJourney: () =>
    fc.record({
      type: fc.constant('enterJourney' as const),
      journey: fc.constant('another'),
      properties: fc.constant({ n: { path: 'profile.n' } }),
    }),
  split: (nr) =>
    fc.record({
      type: fc.constant('split' as const),
      experiment: fc.constant(`split-${nr}`),
      paths: fc.record({ a: fc.integer({ min: 1, max: 9 }), b: fc.integer({ min: 0, max: 9 }) }),
    }),
  intelli: (nr) =>
    fc.constant({
      type: 'intelli' as const,
      experiment: `intelli-${nr}`,
      paths: { a: {}, b: {} },
      goals: [{ id: 'own', event: 'C' }],
    }),
  message: () =>
    fc.record({
      type: fc.constant('message' as const),
      channel: fc.constantFrom('email' as const, 'sms' as const, 'inApp' as const),
      content: fc.constant({ subject: 'Hello {{ profile.n }}', text: '{{ context.entry.n }}' }),
      tags: fc.constantFrom([], ['promotion']),
      transactional: fc.boolean(),
      engagement: fc.option(fc.record({ within: length }), { nil: undefined }),
    }),
  webhook: () => fc.constant({ type: 'webhook' as const, url: 'https://example.com/' }),
  bestTime: () =>
    fc.record({
      type: fc.constant('bestTime' as const),
      from: fc.constant(['A', 'C']),
      atLeast: fc.constantFrom(1, 3),
      over: fc.constantFrom('1d', '180d'),
      fallback: fc.constantFrom('now' as const, '18:00'),
    }),
  activity: () => fc.constant({ type: 'activity' as const, activity: 'score-lead' }),
  update: () => fc.constant({ type: 'update' as const, increment: { n: 1 } }),
  exit: () => fc.constantFrom('completed', 'enough').map((reason) => ({ type: 'exit' as const, reason })),
};

/**
 * A way through all of its nodes, and from each of their other ports to some later one; now and then back, where that
 * takes time.
 */
export const anyJourney = (size: number): fc.Arbitrary<Journey> =>
  fc
    .record({
      nodes: fc.tuple(...Array.from({ length: size }, (_, nr) => anyDraft(nr))),
      jumps: fc.array(fc.nat(), { minLength: size * 4, maxLength: size * 4 }),
      about: anyFrame,
    })
    .map(({ nodes, jumps, about }) => validate({ ...about, ...linkDrafts(nodes, jumps) }))
    .filter((validation): validation is Extract<Validation, { ok: true }> => validation.ok)
    .map(({ document }) => document);

const anyDraft = (nr: number) =>
  fc.oneof(...Object.entries(DRAFTS).flatMap(([type, draft]) => (type === 'exit' ? [] : [draft(nr)])));

/** Entries: the user sends `Entered`, is on lists, has a date, and is in the segment on some mornings. */
const ENTRIES = {
  event: { type: 'event', event: 'Entered' },
  filtered: { type: 'event', event: 'Entered', where: { path: 'event.n', op: '>=', value: 0 } },
  inaction: { type: 'inaction', event: 'Entered', without: { event: 'A' }, within: '1h' },
  list: { type: 'list', spread: '2h' },
  schedule: { type: 'schedule', every: { unit: 'day', n: 2, at: '10:00' }, spread: '1h' },
  once: { type: 'schedule', at: ['2026-03-02T12:00'], perSecond: 0.01 },
  date: { type: 'date', trait: 'renewsAt', at: '09:00' },
  yearly: { type: 'date', trait: 'renewsAt', offset: { by: '1d', direction: 'before' }, yearly: true },
} satisfies Readonly<Record<string, JourneyInput['entry']>>;

/** What is round the path. */
const anyFrame = fc.record({
  id: fc.constant('any'),
  name: fc.constant('Any'),
  entry: fc.oneof(fc.constant(ENTRIES.event), fc.constantFrom(...Object.values(ENTRIES).toReversed())).chain((entry) =>
    fc.record({
      ...Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, fc.constant(value)])),
      reentry: fc.constantFrom({ policy: 'never' }, { policy: 'always' }, { policy: 'at-most', times: 2 }),
    }),
  ) as fc.Arbitrary<JourneyInput['entry']>,
  goals: fc.constantFrom<NonNullable<JourneyInput['goals']>>([], [{ id: 'g', event: 'Goal' }]),
  exits: fc.constantFrom<NonNullable<JourneyInput['exits']>>([], [{ event: 'Quit', reason: 'quit' }]),
  timeout: fc.constantFrom('3d', '10d'),
  quietHours: fc.constantFrom<NonNullable<JourneyInput['quietHours']>>(
    [],
    [{ from: '21:00', to: '09:00' }],
    [{ from: '09:30', to: '18:00' }],
    [{ from: '09:30', to: '15:00', channels: ['sms', 'email'], policy: 'next-day', weekdays: [1, 2, 4] }],
    [{ from: '09:30', to: '22:00', policy: 'drop', channels: ['email'] }],
  ),
  frequencyCaps: fc.constantFrom<NonNullable<JourneyInput['frequencyCaps']>>(
    [],
    [{ max: 1, per: '3d' }],
    [{ max: 1, per: '1h', channels: ['email', 'inApp'] }],
    [
      { max: 2, per: '1d', tags: ['promotion'] },
      { max: 3, per: '2h', channels: ['sms', 'inApp'] },
    ],
  ),
  timeZone: fc.constantFrom('UTC', 'Europe/Amsterdam', 'Australia/Lord_Howe'),
});

function linkDrafts(drafts: readonly Draft[], jumps: readonly number[]) {
  const nameOf = (nr: number) => (nr < drafts.length ? `n${nr}` : 'end');
  let jump = 0;
  const places = drafts.map((draft, nr) => {
    const drawn = 'engagement' in draft && draft.engagement ? { clicked: nameOf(nr + 1) } : {};
    const node = NodeSchema.parse({ ...draft, then: 'end', links: drawn });
    const [, ...others] = portsOf(node); // the first goes on to the next node, so that all can be reached
    const isShort = /"(1s|90s)"/.test(JSON.stringify(draft)); // round and round for days would take them
    const slow = isShort ? [] : (typeOf(node).takesTime?.(node) ?? []);
    const links = others.map((port) => {
      const to = jumps[jump++ % jumps.length] ?? 0;
      const isBack = slow.includes(port) && to % 7 === 0;
      return [port, nameOf(isBack ? to % (nr + 1) : nr + 1 + (to % (drafts.length - nr)))] as const;
    });
    return [nameOf(nr), { ...draft, then: nameOf(nr + 1), links: { ...drawn, ...Object.fromEntries(links) } }] as const;
  });
  return { start: nameOf(0), nodes: { ...Object.fromEntries(places), end: { type: 'exit' } } };
}
