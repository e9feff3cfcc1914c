import type { Flaw } from '../base/refusal.ts';
import { repeats } from '../entries/index.ts';
import type { EventMatch } from '../events/event-match.ts';
import { canBeEnded } from './dead-ends.ts';
import { type Graph, type Place, reachable } from './graph.ts';

/** Warnings: valid, but seldom intended. They don't prevent publishing. */

/** Warns of waits without a time limit that only a goal or exit can end. */
export const waitsForEver = (graph: Graph): readonly Flaw[] =>
  graph.document.timeout !== undefined || !canBeEnded(graph)
    ? []
    : graph.places
        .filter(({ node }) => node.type === 'waitFor' && node.timeout === 'never')
        .map(({ id }) => ({
          path: `nodes.${id}.timeout`,
          message: `users who reach node "${id}" without meeting a goal or exit stay forever`,
          fix: 'give the journey a timeout',
        }));

/** Warns of a repeating entry without re-entry. */
export const onceOfMany = ({ document: { entry } }: Graph): readonly Flaw[] => {
  return repeats(entry) && entry.reentry.policy === 'never'
    ? [
        {
          path: 'entry.reentry',
          message: "the entry repeats, but users can't enter a second time",
          fix: 'to allow it, set "reentry": {"policy": "always"}',
        },
      ]
    : [];
};

/** Warns of a failure port with its own link back to the same send. */
export const retriesForEver = (graph: Graph): readonly Flaw[] =>
  graph.places.flatMap((place) =>
    ['failed', 'unreachable', 'suppressed']
      .filter((port) => leadsBack(graph, place, port))
      .map((port) => ({
        path: `nodes.${place.id}.links.${port}`,
        message: `port "${port}" of node "${place.id}" leads back to the same node, so a message that can't be sent is retried forever`,
        fix: 'link it to another node: the provider has already been tried several times',
      })),
  );

function leadsBack(graph: Graph, { id, node, ways }: Place, port: string): boolean {
  if (node.type === 'exit' || !Object.hasOwn(node.links ?? {}, port)) return false;
  const to = ways.find((way) => way.port === port)?.to;
  const well = ways.find((way) => way.port === 'sent' || way.port === 'ok')?.to;
  return to !== undefined && to !== well && reachable(graph, [to]).has(id);
}

/** Warns of a port that continues although its event always meets a goal or exit first, which ends the instance. */
export const neverTaken = (graph: Graph): readonly Flaw[] =>
  graph.places.flatMap(({ id, node, ways }) =>
    Object.entries(node.type === 'waitFor' ? node.events : {}).flatMap(([port, { event }]) => {
      const who = endsAt(graph, event);
      const to = ways.find((way) => way.port === port)?.to;
      if (who === undefined || to === undefined || graph.placeOf(to)?.node.type === 'exit') return [];
      return [
        {
          path: `nodes.${id}.events.${port}`,
          message: `port "${port}" of node "${id}" is rarely taken: "${event}" meets ${who} first, and ends the journey`,
          fix: 'to continue, set "exits": false on the goal, or wait for another event',
        },
      ];
    }),
  );

/** Names the goal or exit that an event always meets. */
function endsAt({ document: { goals, exits } }: Graph, event: string): string | undefined {
  const goal = goals.find((each) => each.exits && isAlways(each, event));
  if (goal) return `goal "${goal.id}"`;
  const exit = exits.find((each) => isAlways(each, event));
  return exit && `exit "${exit.reason}"`;
}

const isAlways = (rule: Partial<EventMatch>, event: string): boolean =>
  rule.event === event && rule.where === undefined;

/**
 * Warns if the control group can't be compared fairly: without a goal, or with a goal that counts differently for it.
 */
export function unlikeGroups({ document }: Graph): readonly Flaw[] {
  const { entry, goals, timeout } = document;
  if (entry.controlGroup === 0) return [];
  if (goals.length === 0)
    return [
      {
        path: 'entry.controlGroup',
        message: 'the journey has a control group but no goal to compare it by',
        fix: 'add a goal, or remove the control group',
      },
    ];
  return goals.flatMap(({ id, window }, index) => {
    const path = `goals.${index}.window`;
    if (window?.from === 'last-send')
      return [
        {
          path,
          message: `goal "${id}" counts from the last send, but the control group gets no messages: there it counts from entry, which is shorter`,
          fix: 'count from the entry: {"for": …, "from": "entry"}',
        },
      ];
    if (window) return [];
    return [
      {
        path,
        message: `goal "${id}" has no window: with a control group it counts for ${timeout ?? '30d'} from entry, for everyone`,
        fix: 'set how long it counts: {"for": "7d", "from": "entry"}',
      },
    ];
  });
}

/** Warns of nodes with the same template name, which reports can't tell apart. */
export const sameTemplate = ({ places }: Graph): readonly Flaw[] =>
  places.flatMap(({ id, node }, index) => {
    if (node.type !== 'message' || typeof node.template !== 'string') return [];
    const { template } = node;
    const other = places
      .slice(0, index)
      .find((each) => each.node.type === 'message' && each.node.template === template);
    return other
      ? [
          {
            path: `nodes.${id}.template`,
            message: `nodes "${other.id}" and "${id}" have the same template "${template}", so reports can't tell them apart`,
            fix: 'rename one of them',
          },
        ]
      : [];
  });
