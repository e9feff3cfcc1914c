import { z } from 'zod';
import { ContextName } from '../conditions/path.ts';
import { type Also, type Because, because, leave, type Move, stay, wait } from '../engine/move.ts';
import { EventMatch, type Matching, match } from '../event-match.ts';
import { Slug } from '../ids.ts';
import type { JourneyEvent } from '../input.ts';
import { broken } from '../refusal.ts';
import { after, type Instant, inWords, WaitLength } from '../time.ts';
import { common, defineNode, matching, type Visit } from './define.ts';

const Awaited = z.strictObject({
  ...EventMatch.shape,
  as: ContextName.optional().describe('Remember its properties as context.<name>'),
});

type Awaited = z.infer<typeof Awaited>;

const schema = z.strictObject({
  type: z.literal('waitFor'),
  events: z
    .record(Slug, Awaited)
    .refine((events) => Object.keys(events).length >= 1, broken('it waits for no event', 'add one, or use a delay'))
    .refine(
      (events) => Object.keys(events).length <= 32,
      broken('it waits for at most 32 events', 'leave some out, or tell them apart in a branch'),
    )
    .refine(
      (events) => !Object.hasOwn(events, 'timeout'),
      broken('"timeout" is the other way out', 'give the port another name'),
    )
    .describe('One way out for each event, by name'),
  timeout: z
    .union([WaitLength, z.literal('never')])
    .describe('Leave by `timeout` if none of them has happened by then; `never` says in words that people may stay'),
  since: z
    .enum(['entry', 'previous', 'now'])
    .default('previous')
    .describe('Which events count: from the entry, from the arrival at the node before, or only from now'),
  refreshOn: Awaited.optional().describe(
    'An event whose latest properties replace those remembered, without moving anybody',
  ),
  ...common,
});
type WaitFor = z.infer<typeof schema>;

/** Waits until one of several events happens, or a time has passed. An event at the deadline itself still wins (design.md §7.1, §7.3). */
export const waitFor = defineNode({
  type: 'waitFor',
  family: 'wait',
  title: 'Wait for an event',
  about:
    'Waits until one of several events happens, or a time has passed. An event at the deadline itself still wins; one that came shortly before the wait is not lost (`since`).',
  example: {
    type: 'waitFor',
    events: { opened: { event: 'App Opened', as: 'opening' } },
    timeout: '1d',
    links: { opened: 'thank', timeout: 'remind' },
  },
  waits: true,
  schema,
  ports: (node) => [...Object.keys(node.events), ...(node.timeout === 'never' ? [] : ['timeout'])],

  arrive(visit) {
    const until = deadline(visit);
    const past = visit.facts.past.filter(
      ({ position, at }) => position > sincePosition(visit) && (until === null || at <= until),
    );
    const { won, refreshed } = lookThrough(visit, past);
    if (won) return won;
    const { timeout } = visit.node;
    return refreshed ? { type: 'wait', until, ...refreshed } : wait(until, because('waiting-for-events', { timeout }));
  },

  wake(visit, input) {
    if (input.type === 'deadline') return leave('timeout', because('timed-out', { after: visit.node.timeout }));
    if (input.type !== 'accepted') return stay(because('still-waiting'));
    const { won, refreshed } = lookThrough(visit, input.events);
    if (won) return won;
    return refreshed ? { type: 'stay', note: true, ...refreshed } : stay(because('none-of-the-awaited'));
  },

  /** With `since: "entry"` one and the same event would satisfy it each time round. */
  takesTime: (node) => (node.since === 'entry' ? ['timeout'] : [...Object.keys(node.events), 'timeout']),
  interests: (node) => wantedBy(node).map(({ awaited }) => awaited),
  lookBack: (node) => [...new Set(wantedBy(node).map(({ awaited }) => awaited.event))],
  provides: (node) => wantedBy(node).flatMap(({ awaited }) => awaited.as ?? []),
  conditions: (node) =>
    wantedBy(node).flatMap(({ awaited: { where }, at }) =>
      where ? [{ condition: where, ofEvent: true, where: `${at}.where` }] : [],
    ),
  describe: (node) =>
    `Wait ${node.timeout === 'never' ? 'as long as it takes' : `up to ${inWords(node.timeout)}`} for ${Object.values(
      node.events,
    )
      .map(({ event }) => event)
      .join(' or ')}`,
});

/** Every event that means something to it, with where in the node it stands. */
const wantedBy = ({ events, refreshOn }: WaitFor): readonly { readonly awaited: Awaited; readonly at: string }[] => [
  ...Object.entries(events).map(([port, awaited]) => ({ awaited, at: `events.${port}` })),
  ...(refreshOn ? [{ awaited: refreshOn, at: 'refreshOn' }] : []),
];

const deadline = ({ node, arrivedAt, zone }: Visit<WaitFor>): Instant | null =>
  node.timeout === 'never' ? null : after(arrivedAt, node.timeout, zone);

const sincePosition = ({ node, since }: Visit<WaitFor>): number =>
  node.since === 'now' ? since.here : since[node.since];

/**
 * The earliest event that is awaited decides; at one event, the branch that stands first. What was refreshed before it is remembered too,
 * so that it makes no difference whether events come one by one or together.
 */
function lookThrough(visit: Visit<WaitFor>, events: readonly JourneyEvent[]): Seen {
  const { refreshOn } = visit.node;
  const around = matching(visit);
  let also: Also | undefined;
  let why: Because | undefined;
  for (const event of events) {
    const won = branchFor(visit.node, event, around);
    if (won) return { won: leave(won.port, won.why, remembering(also, won.as, event), event) };
    const again = refreshOn && match(refreshOn, event, around);
    if (again?.is !== 'yes') continue;
    also = remembering(also, refreshOn?.as ?? 'entry', event);
    why = because('context-refreshed', { event: event.name, ...again.read });
  }
  return also && why ? { refreshed: { because: why, also } } : {};
}

interface Seen {
  readonly won?: Move;
  readonly refreshed?: { readonly because: Because; readonly also: Also };
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

const remembering = (also: Also | undefined, as: string | undefined, { properties }: JourneyEvent): Also | undefined =>
  as === undefined ? also : { context: { ...also?.context, [as]: properties } };
