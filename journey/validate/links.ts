import { suggest } from '../base/nearest.ts';
import type { Flaw } from '../base/refusal.ts';
import type { Graph, Place } from './graph.ts';

/** Checks that every link leads to an existing node and starts at a port that its node has. */
export function links(graph: Graph): readonly Flaw[] {
  const { document } = graph;
  const start = unknown(graph, document.start, 'start', 'the journey starts at');
  return [...start, ...graph.places.flatMap((place) => linksOf(graph, place))];
}

function linksOf(graph: Graph, { id, node, type, ports }: Place): readonly Flaw[] {
  if (node.type === 'exit') return [];
  const { then, links: own = {} } = node;
  const known = [...ports, ...(type.optionalPorts?.(node) ?? [])];
  return [
    ...(then === undefined ? [] : unknown(graph, then, `nodes.${id}.then`, `node "${id}" leads by "then" to`)),
    ...Object.entries(own).flatMap(([port, to]) => {
      const path = `nodes.${id}.links.${port}`;
      const untaken = type.untakenPorts?.(node)[port];
      if (untaken)
        return [{ path, message: `port "${port}" of node "${id}" is never taken: ${untaken.why}`, fix: untaken.fix }];
      if (known.includes(port)) return unknown(graph, to, path, `port "${port}" of node "${id}" leads to`);
      return [{ path, message: `node "${id}" has no port "${port}"`, fix: suggest(port, ports) }];
    }),
  ];
}

function unknown({ document }: Graph, to: string, path: string, who: string): readonly Flaw[] {
  if (Object.hasOwn(document.nodes, to)) return [];
  return [{ path, message: `${who} "${to}", which doesn't exist`, fix: suggest(to, Object.keys(document.nodes)) }];
}

/** Returns whether the start or a link leads nowhere. Unreachable nodes are then only a consequence. */
export const isBroken = (graph: Graph): boolean => links(graph).length > 0;
