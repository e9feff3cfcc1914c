import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { begun, DAY, eventOf, factsOf, HOUR, live, MINUTE, SECOND, T0 } from '../../test/samples/instance.ts';
import { NodeId } from '../base/ids.ts';
import type { JourneyInput } from '../document/document.ts';
import type { JourneyEvent, Order, Recorded } from '../events/input.ts';
import { type Instant, instant } from '../time/time.ts';
import { validate } from '../validate/index.ts';
import type { TraceLine } from './apply.ts';
import { fold } from './fold.ts';
import { compile, type Version } from './version.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'end'] as const;
const LENGTHS = ['1s', '90s', '1h', '2h', '1d'] as const;

const anyId = fc.constantFrom(...IDS);
const awaited = fc.record({ event: fc.constantFrom('X', 'Y', 'Goal') });
const anyNode = fc.oneof(
  fc.record({ type: fc.constant('delay' as const), for: fc.constantFrom(...LENGTHS), then: anyId }),
  fc.record({
    type: fc.constant('waitFor' as const),
    events: fc.record({ x: awaited, y: awaited }),
    timeout: fc.constantFrom(...LENGTHS),
    since: fc.constantFrom('entry' as const, 'previous' as const, 'now' as const),
    links: fc.record({ x: anyId, y: anyId, timeout: anyId }),
    refreshOn: fc.option(fc.constant({ event: 'Other' }), { nil: undefined }),
  }),
  fc.record({
    type: fc.constant('message' as const),
    channel: fc.constantFrom('inApp' as const, 'sms' as const),
    content: fc.constant({ text: 'x' }),
    links: fc.record({ sent: anyId, failed: anyId }),
    then: anyId,
  }),
  fc.record({
    type: fc.constant('branch' as const),
    rules: fc.constant([{ port: 'yes', when: { path: 'profile.n', op: '>' as const, value: 1 } }]),
    links: fc.record({ yes: anyId, otherwise: anyId }),
  }),
  fc.record({ type: fc.constant('update' as const), increment: fc.constant({ n: 1 }), then: anyId }),
  fc.record({
    type: fc.constant('split' as const),
    experiment: fc.constant('e'),
    paths: fc.constant({ a: 1, b: 1 }),
    links: fc.record({ a: anyId, b: anyId }),
  }),
);

/** What may be published: links go anywhere, so most of what is drawn may not. */
const anyVersion: fc.Arbitrary<Version> = fc
  .record({ a: anyNode, b: anyNode, c: anyNode, d: anyNode, e: anyNode })
  .map((nodes) => published({ ...(nodes as JourneyInput['nodes']), end: { type: 'exit' } }))
  .filter((version) => version !== undefined);

function published(nodes: JourneyInput['nodes']): Version | undefined {
  const reached = new Set<string>();
  const left = ['a'];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    const node = nodes[id];
    if (!node || reached.has(id)) continue;
    reached.add(id);
    if (node.type !== 'exit') left.push(...(node.then ? [node.then] : []), ...Object.values(node.links ?? {}));
  }
  const validation = validate({
    id: 'sample',
    name: 'Sample',
    entry: { type: 'event', event: 'Entered' },
    goals: [{ id: 'g', event: 'Goal' }],
    exits: [{ event: 'Quit', reason: 'quit' }],
    timeout: '10d',
    start: 'a',
    nodes: Object.fromEntries(Object.entries(nodes).filter(([id]) => reached.has(id))),
  });
  return validation.ok ? compile(validation.document, 1) : undefined;
}

const anyOrder: fc.Arbitrary<Order> = fc.oneof(
  fc.constantFrom<Order>(
    { name: 'pause' },
    { name: 'resume' },
    { name: 'resume' },
    { name: 'retry' },
    { name: 'skip' },
  ),
  anyId.map((to) => ({ name: 'move', to: NodeId.parse(to) }) as const),
);
const anyGap = fc.constantFrom(0, 0, 1, SECOND, SECOND, MINUTE, HOUR - 1, HOUR, HOUR + 1, 2 * HOUR, DAY);
const anyBatch = fc.array(fc.constantFrom('X', 'X', 'Y', 'Y', 'Other', 'Other', 'Goal', 'Quit'), {
  minLength: 1,
  maxLength: 3,
});
const anyHappening = fc.record({
  gap: anyGap,
  what: fc.oneof(
    { weight: 4, arbitrary: anyBatch.map((events) => ({ events })) },
    { weight: 4, arbitrary: fc.constantFrom('sent', 'sent', 'failed', 'look-again').map((outcome) => ({ outcome })) },
    { weight: 2, arbitrary: anyOrder.map((order) => ({ order })) },
  ),
});
type Happening = typeof anyHappening extends fc.Arbitrary<infer One> ? One : never;
const anyHistory = fc.array(anyHappening, { minLength: 1, maxLength: 15 });

/** Lives through it, deciding after each thing that happens. */
function lived(version: Version, history: readonly Happening[]) {
  const life = live(version, { profile: { phone: '+31600000000' } });
  life.decide(0);
  let now = 0;
  let lookedAgain = 0;
  for (const { gap, what } of history) {
    now += gap;
    if ('events' in what) life.track(now, ...what.events);
    else if ('order' in what) life.order(now, what.order);
    else if (isUnderWay(life)) {
      life.settle(now, what.outcome as 'sent');
      if (what.outcome === 'look-again') lookedAgain += 1;
    }
    life.decide(now);
  }
  life.decide(now + 20 * DAY);
  return { life, lookedAgain };
}

const isUnderWay = ({ instance, sent }: ReturnType<typeof live>): boolean =>
  !instance.held && sent.at(-1)?.visit === instance.visit;

const size = (value: unknown): number => JSON.stringify(value).length;

describe('for every journey that may be published, and whatever happens to it', { timeout: 60_000 }, () => {
  test('it is decided without a fault, and the same way each time', () => {
    fc.assert(
      fc.property(anyVersion, anyHistory, (version, history) => {
        const { life } = lived(version, history);
        const again = lived(version, history).life;
        expect(again.trace).toEqual(life.trace);
        expect(again.instance).toEqual(life.instance);
      }),
    );
  });

  test('the workflow, which receives only differences in JSON, has the engine’s state', () => {
    fc.assert(
      fc.property(anyVersion, anyHistory, (version, history) => {
        const { life } = lived(version, history); // goes on from the workflow's copy
        expect(life.instance).toEqual(life.decided.at(-1)?.instance);
        expect(JSON.parse(JSON.stringify(life.instance))).toEqual(life.instance);
      }),
    );
  });

  test('read events stay read; visits and look-backs move forward; deadlines follow arrivals', () => {
    fc.assert(
      fc.property(anyVersion, anyHistory, (version, history) => {
        const states = [begun, ...lived(version, history).life.decided.map(({ instance }) => instance)];
        for (const [nr, after] of states.entries()) {
          const before = states[nr - 1] ?? begun;
          const [entry, previous, here] = after.since;
          expect(after.readTo).toBeGreaterThanOrEqual(before.readTo);
          expect(after.visit).toBeGreaterThanOrEqual(before.visit);
          expect([entry, previous, here].toSorted((a, b) => a - b)).toEqual([entry, previous, here]);
          expect(here).toBeLessThanOrEqual(after.readTo);
          expect(after.until ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(after.arrivedAt);
          expect(after.enteredAt).toBe(begun.enteredAt);
        }
      }),
    );
  });

  test('one send per visit but where it is asked to look again; none from an instance that has ended (design.md §7.11, §7.2)', () => {
    fc.assert(
      fc.property(anyVersion, anyHistory, (version, history) => {
        const { life, lookedAgain } = lived(version, history);
        const visits = life.sent.map(({ visit }) => visit);
        expect(visits.length - new Set(visits).size).toBeLessThanOrEqual(lookedAgain);
        for (const { decision, instance } of life.decided) {
          expect(decision.effects.length).toBeLessThanOrEqual(instance.exit ? 0 : 1);
          expect(decision.effects.every(({ visit, node }) => visit === instance.visit && node === instance.at)).toBe(
            true,
          );
        }
      }),
    );
  });

  test('every instance ends, at most ten days after its last hold (design.md §7.5)', () => {
    fc.assert(
      fc.property(anyVersion, anyHistory, (version, history) => {
        const { instance } = lived(version, history).life;
        expect(instance.exit !== null || instance.pausedAt !== null).toBe(true);
      }),
    );
  });

  test('the state stays under 8 KB and a decision under 2 KB, whatever has piled up (design.md §3)', () => {
    fc.assert(
      fc.property(anyVersion, anyHistory, (version, history) => {
        for (const { decision, instance } of lived(version, history).life.decided) {
          expect(size(instance)).toBeLessThan(8192);
          expect(size(decision)).toBeLessThan(2048);
        }
      }),
    );
  });

  test('folding inputs together or one by one gives the same, except for sends withheld in time (design.md §3)', () => {
    fc.assert(
      fc.property(anyVersion, anyHistory, (version, history) => {
        const rows = recordedOf(history);
        const end = instant((rows.at(-1)?.at ?? T0) + 20 * DAY);
        const past = rows.flatMap((row) => (row.type === 'accepted' ? row.events : []));
        const steps = rows.map((row) => ({ recorded: [row], readUntil: row.at }));
        const once = folded(version, past, end, [{ recorded: rows, readUntil: end }]);
        const stepwise = folded(version, past, end, [...steps, { recorded: [], readUntil: end }]);
        expect(stepwise.trace).toEqual(once.trace);
        expect({ ...stepwise.instance, step: 0, readTo: 0 }).toEqual({ ...once.instance, step: 0, readTo: 0 });
      }),
    );
  });
});

/** Sends settle for a visit that may or may not be there. */
function recordedOf(history: readonly Happening[]): readonly Recorded[] {
  let position = 1;
  let at = T0;
  return history.map(({ gap, what }, nr): Recorded => {
    at = instant(at + gap);
    if ('events' in what) {
      const events = what.events.map((name) => eventOf(name, at, ++position));
      return { type: 'accepted', at, position, events };
    }
    position += 1;
    if ('order' in what) return { type: 'command', at, position, id: `c${position}`, order: what.order };
    const about = { detail: null, status: null, response: null, node: NodeId.parse('a') };
    return { type: 'outcome', at, position, visit: 1 + (nr % 4), outcome: what.outcome as 'sent', ...about };
  });
}

function folded(
  version: Version,
  past: readonly JourneyEvent[],
  now: Instant,
  steps: readonly { readonly recorded: readonly Recorded[]; readonly readUntil: Instant }[],
) {
  let instance = begun;
  let facts = factsOf({ now, past, profile: { phone: '+31600000000' } });
  const trace: TraceLine[] = [];
  const decide = ({ recorded, readUntil }: (typeof steps)[number]): void => {
    const unread = recorded.filter(({ position }) => position > instance.readTo);
    const after = fold(version, instance, facts, { recorded: unread, readUntil, hasMore: false });
    instance = after.instance;
    facts = {
      ...facts,
      context: after.context,
      profile: { ...facts.profile, ...after.profile },
      assignments: { ...facts.assignments, ...after.assigned },
    };
    trace.push(...after.decision.trace.filter(({ move }) => move !== 'withhold'));
    if (after.hasMore) decide({ recorded, readUntil });
  };
  for (const step of steps) decide(step);
  return { instance, trace };
}
