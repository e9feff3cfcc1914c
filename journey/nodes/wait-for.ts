import { z } from 'zod';
import { record } from '../base/bounded.ts';
import { Slug } from '../base/ids.ts';
import { MOST } from '../base/limits.ts';
import { broken } from '../base/refusal.ts';
import { type Matching, match, Remembered } from '../events/event-match.ts';
import type { JourneyEvent } from '../events/input.ts';
import { type Also, type Because, because, leave, type Move, stay, wait } from '../moves/move.ts';
import { tallyOf, withTally } from '../moves/tally.ts';
import { after, hasDays, type Instant, inWords, WaitLength } from '../time/time.ts';
import { common, defineNode, matchingOf, type Visit } from './define.ts';

const schema = z.strictObject({
  type: z.literal('waitFor'),
  events: record(Slug, Remembered, {
    max: MOST.ports,
    min: 1,
    few: broken('it waits for no event', 'add one, or use a delay'),
    many: broken(`it waits for at most ${MOST.ports} events`, 'leave some out, or tell them apart in a branch'),
  })
    .refine(
      (events) => !Object.hasOwn(events, 'timeout'),
      broken('"timeout" is the other way out', 'give the port another name'),
    )
    .describe('One port for each event, by name'),
  timeout: z
    .union([WaitLength, z.literal('never')])
    .describe('Take `timeout` if none has happened by then. `never` means there is no limit.'),
  since: z
    .enum(['entry', 'previous', 'now'])
    .default('previous')
    .describe('Which events count: since entry, since arriving at the previous node, or only from now'),
  refreshOn: Remembered.optional().describe('An event that updates the stored properties without moving anyone'),
  restartOn: Remembered.extend({
    max: z.int().min(1).max(1000).default(100).describe('Maximum restarts. After that, the time runs out.'),
  })
    .optional()
    .describe(
      'An event that restarts the wait from its own time and updates the stored properties (as `entry` unless `as` says otherwise)',
    ),
  ...common,
});
type WaitFor = z.infer<typeof schema>;

/**
 * Waits until one of several events happens or the time runs out. An event exactly at the deadline still wins
 * (design.md §7.1, §7.3).
 */
export const waitFor = defineNode({
  type: 'waitFor',
  family: 'wait',
  title: 'Wait for an event',
  about:
    'Waits until one of several events happens or the time runs out. An event at the exact deadline still wins. Events shortly before the wait can count, too (`since`).',
  example: {
    type: 'waitFor',
    events: { opened: { event: 'App Opened', as: 'opening' } },
    timeout: '1d',
    links: { opened: 'thank', timeout: 'remind' },
  },
  waits: true,
  offers: [
    {
      title: 'Wait for an event',
      icon: 'event',
      blank: () => ({ type: 'waitFor', events: { happened: { event: '' } }, timeout: '1d' }),
    },
  ],
  schema,
  ports: (node) => [...Object.keys(node.events), ...(node.timeout === 'never' ? [] : ['timeout'])],

  arrive(visit) {
    const past = visit.facts.past.filter(({ position }) => position > sincePosition(visit));
    const { won, seen } = lookThrough(visit, deadline(visit, visit.arrivedAt), past);
    if (won) return won;
    const { timeout } = visit.node;
    return seen ? toWait(seen) : wait(deadline(visit, visit.arrivedAt), because('waiting-for-events', { timeout }));
  },

  wake(visit, input) {
    if (input.type === 'deadline') return leave('timeout', because('timed-out', { after: visit.node.timeout }));
    if (input.type !== 'accepted') return stay(because('still-waiting'));
    const { won, seen } = lookThrough(visit, visit.until, input.events);
    if (won) return won;
    if (!seen) return stay(because('none-of-the-awaited'));
    return seen.from === undefined
      ? { type: 'stay', note: true, because: seen.because, also: seen.also }
      : toWait({ ...seen, from: seen.from });
  },

  traits: ({ timeout }) => (timeout !== 'never' && hasDays(timeout) ? ['timezone'] : []),
  resolve: (visit) => deadline(visit, visit.arrivedAt) ?? undefined,
  /** With `since: "entry"`, the same past event would satisfy the node on every round of a loop. */
  takesTime: (node) => (node.since === 'entry' ? ['timeout'] : [...Object.keys(node.events), 'timeout']),
  interests: (node) => awaitedEvents(node).map(({ awaited }) => awaited),
  lookBack: (node) => [...new Set(awaitedEvents(node).map(({ awaited }) => awaited.event))],
  provides: (node) => awaitedEvents(node).flatMap(({ awaited }) => awaited.as ?? []),
  conditions: (node) =>
    awaitedEvents(node).flatMap(({ awaited: { where }, at }) =>
      where ? [{ condition: where, ofEvent: true, where: `${at}.where` }] : [],
    ),
  describe: (node) =>
    `Wait ${node.timeout === 'never' ? 'as long as it takes' : `up to ${inWords(node.timeout)}`} for ${Object.values(
      node.events,
    )
      .map(({ event }) => event)
      .join(' or ')}`,
});

/** Lists every event that the node reads, with its place in the node. */
const awaitedEvents = ({
  events,
  refreshOn,
  restartOn,
}: WaitFor): readonly { readonly awaited: Remembered; readonly at: string }[] => [
  ...Object.entries(events).map(([port, awaited]) => ({ awaited, at: `events.${port}` })),
  ...(refreshOn ? [{ awaited: refreshOn, at: 'refreshOn' }] : []),
  ...(restartOn ? [{ awaited: restartOn, at: 'restartOn' }] : []),
];

const deadline = ({ node, zone }: Visit<WaitFor>, from: Instant): Instant | null =>
  node.timeout === 'never' ? null : after(from, node.timeout, zone);

const sincePosition = ({ node, since }: Visit<WaitFor>): number =>
  node.since === 'now' ? since.here : since[node.since];

const toWait = ({ until, from, because: why, also }: Seen): Move => ({
  type: 'wait',
  until,
  ...(from !== undefined && { from }),
  because: why,
  also,
});

/** Changes made by events that update or restart the wait. */
interface Seen {
  readonly until: Instant | null;
  /** The instant from which the time starts over. */
  readonly from?: Instant;
  readonly because: Because;
  readonly also: Also;
}

/**
 * Reads events in order until an awaited one. Of several ports that match one event, the first wins. Updates and
 * restarts before it are stored, so it makes no difference whether events arrive one by one or together. Events after
 * the deadline are ignored.
 */
function lookThrough(
  visit: Visit<WaitFor>,
  until: Instant | null,
  events: readonly JourneyEvent[],
): { readonly won?: Move; readonly seen?: Seen } {
  const around = matchingOf(visit);
  const { node } = visit;
  let seen: Seen | undefined;
  for (const event of events) {
    const end = seen ? seen.until : until;
    if (end !== null && event.at > end) break;
    const won = branchFor(node, event, around);
    if (won) return { won: leave(won.port, won.why, storeProperties(seen?.also, won.as, event), event) };
    seen = restartBy(visit, seen, event, around) ?? refreshBy(visit, seen, until, event, around) ?? seen;
  }
  return seen ? { seen } : {};
}

/**
 * Handles an event that restarts the wait. After the last allowed restart, or for an event before the wait started, it
 * only stores the properties.
 */
function restartBy(
  visit: Visit<WaitFor>,
  seen: Seen | undefined,
  event: JourneyEvent,
  around: Matching,
): Seen | undefined {
  const { restartOn } = visit.node;
  const matched = restartOn && match(restartOn, event, around);
  if (matched?.is !== 'yes' || !restartOn) return undefined;
  const facts = { ...visit.facts, context: { ...visit.facts.context, ...seen?.also.context } };
  const what = `restarts.${visit.ordinal}` as const;
  const restarts = tallyOf(facts, visit.id, what) + 1;
  const context = { ...seen?.also.context, [restartOn.as ?? 'entry']: event.properties };
  const read = { event: event.name, ...matched.read };
  if (event.at <= visit.arrivedAt || restarts > restartOn.max)
    return {
      until: seen ? seen.until : (visit.until ?? deadline(visit, visit.arrivedAt)),
      ...(seen?.from !== undefined && { from: seen.from }),
      because: seen?.from === undefined ? because('context-refreshed', read) : seen.because,
      also: { context },
    };
  return {
    until: deadline(visit, event.at),
    from: event.at,
    because: because('timer-restarted', { ...read, restarts }),
    also: { context: { ...context, ...withTally(facts, visit.id, what, restarts) } },
  };
}

function refreshBy(
  { node: { refreshOn } }: Visit<WaitFor>,
  seen: Seen | undefined,
  until: Instant | null,
  event: JourneyEvent,
  around: Matching,
): Seen | undefined {
  const matched = refreshOn && match(refreshOn, event, around);
  if (matched?.is !== 'yes') return undefined;
  const also = { context: { ...seen?.also.context, [refreshOn?.as ?? 'entry']: event.properties } };
  const why = because('context-refreshed', { event: event.name, ...matched.read });
  return seen?.from === undefined ? { until: seen?.until ?? until, because: why, also } : { ...seen, also };
}

function branchFor({ events }: WaitFor, event: JourneyEvent, around: Matching) {
  for (const port in events) {
    const awaited = events[port];
    const matched = awaited && match(awaited, event, around);
    if (matched?.is === 'yes')
      return { port, as: awaited?.as, why: because('event-happened', { event: event.name, ...matched.read }) };
  }
  return undefined;
}

const storeProperties = (
  also: Also | undefined,
  as: string | undefined,
  { properties }: JourneyEvent,
): Also | undefined => (as === undefined ? also : { ...also, context: { ...also?.context, [as]: properties } });
