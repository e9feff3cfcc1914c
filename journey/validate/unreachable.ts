import type { Flaw } from '../base/refusal.ts';
import { type Graph, reachable } from './graph.ts';
import { isBroken } from './links.ts';

/** Finds nodes that no path from the start reaches. Skipped if a link is broken, since that may be the cause. */
export function unreachable(graph: Graph): readonly Flaw[] {
  if (isBroken(graph)) return [];
  const reached = reachable(graph, [graph.document.start]);
  return graph.places
    .filter(({ id }) => !reached.has(id))
    .map(({ id }) => ({
      path: `nodes.${id}`,
      message: `node "${id}" can't be reached from "${graph.document.start}"`,
      fix: 'link a port to it, or remove it',
    }));
}
