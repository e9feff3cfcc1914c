import { z } from 'zod';
import { pathsIn } from '../conditions/condition.ts';
import { because, leave, type Move, stay, wait } from '../engine/move.ts';
import { EventMatch } from '../event-match.ts';
import type { JourneyEvent } from '../input.ts';
import { after, Duration, type Instant, inWords } from '../time.ts';
import { common, defineNode, firstMatch, type Visit } from './define.ts';

const ContextName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/, 'use letters, digits and _, such as "order"');

const Awaited = z.strictObject({
  ...EventMatch.shape,
  as: ContextName.optional().describe('Remember its properties as context.<name>'),
});

const schema = z.strictObject({
  type: z.literal('waitFor'),
  events: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/), Awaited)
    .refine((events) => Object.keys(events).length >= 1, 'waits for at least one event')
    .refine((events) => Object.keys(events).length <= 32, 'waits for at most 32 events')
    .refine((events) => !Object.hasOwn(events, 'timeout'), '`timeout` is the name of the other way out')
    .describe('One way out for each event, by name'),
  timeout: z
    .union([Duration, z.literal('never')])
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
  waits: true,
  schema,
  ports: (node) => [...Object.keys(node.events), ...(node.timeout === 'never' ? [] : ['timeout'])],

  arrive(visit) {
    const until = deadline(visit);
    const past = visit.facts.past.filter(
      ({ position, at }) => position > sincePosition(visit) && (until === null || at <= until),
    );
    return (
      happened(visit, past) ??
      refreshed(visit, past, until) ??
      wait(until, because('waiting-for-events', { timeout: visit.node.timeout }))
    );
  },

  wake(visit, input) {
    if (input.type === 'deadline') return leave('timeout', because('timed-out', { after: visit.node.timeout }));
    if (input.type !== 'accepted') return stay(because('still-waiting'));
    return (
      happened(visit, input.events) ?? refreshed(visit, input.events, 'keep') ?? stay(because('none-of-the-awaited'))
    );
  },

  interests: (node) => [...Object.values(node.events), ...(node.refreshOn ? [node.refreshOn] : [])],
  lookBack: (node) => [
    ...new Set([...Object.values(node.events), ...(node.refreshOn ? [node.refreshOn] : [])].map(({ event }) => event)),
  ],
  provides: (node) =>
    [...Object.values(node.events), ...(node.refreshOn ? [node.refreshOn] : [])].flatMap(({ as }) => as ?? []),
  reads: (node) =>
    Object.entries({ ...prefixed(node), ...(node.refreshOn ? { refreshOn: node.refreshOn } : {}) }).flatMap(
      ([where, awaited]) =>
        awaited.where ? pathsIn(awaited.where).map((path) => ({ path, where: `${where}.where` })) : [],
    ),
  describe: (node) =>
    `Wait ${node.timeout === 'never' ? 'as long as it takes' : `up to ${inWords(node.timeout)}`} for ${Object.values(
      node.events,
    )
      .map(({ event }) => event)
      .join(' or ')}`,
});

const prefixed = (node: WaitFor) =>
  Object.fromEntries(Object.entries(node.events).map(([port, awaited]) => [`events.${port}`, awaited]));

const deadline = ({ node, arrivedAt, zone }: Visit<WaitFor>): Instant | null =>
  node.timeout === 'never' ? null : after(arrivedAt, node.timeout, zone);

const sincePosition = ({ node, since }: Visit<WaitFor>): number =>
  node.since === 'now' ? since.here : since[node.since];

/** The earliest event that is awaited decides; at one event, the branch that stands first. */
function happened(visit: Visit<WaitFor>, events: readonly JourneyEvent[]): Move | undefined {
  for (const event of events)
    for (const [port, awaited] of Object.entries(visit.node.events)) {
      const found = firstMatch(awaited, [event], visit);
      if (!found) continue;
      const also = awaited.as === undefined ? undefined : { context: { [awaited.as]: event.properties } };
      return leave(port, because('event-happened', { event: event.name, ...found.read }), also, event);
    }
  return undefined;
}

function refreshed(
  visit: Visit<WaitFor>,
  events: readonly JourneyEvent[],
  until: Instant | null | 'keep',
): Move | undefined {
  const { refreshOn } = visit.node;
  const found = refreshOn && firstMatch(refreshOn, events.toReversed(), visit);
  if (!refreshOn || !found) return undefined;
  const also = { context: { [refreshOn.as ?? 'entry']: found.event.properties } };
  const why = because('context-refreshed', { event: found.event.name, ...found.read });
  return until === 'keep'
    ? { type: 'stay', note: true, because: why, also }
    : { type: 'wait', until, because: why, also };
}
