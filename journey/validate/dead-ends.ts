import type { Flaw } from '../base/refusal.ts';
import type { Graph } from './graph.ts';
import { isBroken } from './links.ts';

/**
 * Checks that no user can stay forever (design.md §7.5). A journey timeout, a goal or an exit can end every instance.
 */
export function deadEnds(graph: Graph): readonly Flaw[] {
  const { document } = graph;
  if (document.timeout !== undefined || canBeEnded(graph)) return [];
  return [...patient(graph), ...(isBroken(graph) ? [] : endless(graph))];
}

/** Returns whether a goal or exit can end an instance at any node. */
export const canBeEnded = ({ document: { goals, exits } }: Graph): boolean =>
  exits.length > 0 || goals.some((goal) => goal.exits);

const patient = ({ places }: Graph): readonly Flaw[] =>
  places
    .filter(({ node }) => node.type === 'waitFor' && node.timeout === 'never')
    .map(({ id }) => ({
      path: `nodes.${id}.timeout`,
      message: `users at node "${id}" may stay forever: neither the node nor the journey times out`,
      fix: 'give the wait or the journey a timeout, or the journey a goal or an exit',
    }));

/** Finds the first node from which no path leads to an end. Reports only that one. */
function endless(graph: Graph): readonly Flaw[] {
  const ending = leadingToAnEnd(graph);
  const stuck = graph.places.find(({ id }) => !ending.has(id));
  if (!stuck) return [];
  return [
    {
      path: `nodes.${stuck.id}`,
      message: `no path from node "${stuck.id}" leads to an end, and the journey has no timeout`,
      fix: 'link one of its ports to a node of type "exit", or give the journey a timeout',
    },
  ];
}

/**
 * Returns the IDs of nodes from which an end can be reached. A port without a link counts as an end, because another
 * check reports it.
 */
function leadingToAnEnd({ places }: Graph): ReadonlySet<string> {
  const before = new Map<string, readonly string[]>();
  for (const { id, ways } of places) for (const { to } of ways) before.set(to, [...(before.get(to) ?? []), id]);
  const ending = new Set<string>();
  const left: string[] = places
    .filter(({ ports, ways }) => ports.length === 0 || ways.length < ports.length)
    .map(({ id }) => id);
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (ending.has(id)) continue;
    ending.add(id);
    left.push(...(before.get(id) ?? []));
  }
  return ending;
}
