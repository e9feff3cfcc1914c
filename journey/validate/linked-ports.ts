import type { Flaw } from '../base/refusal.ts';
import { linkFrom } from '../engine/version.ts';
import type { Graph } from './graph.ts';

/** Every outcome goes somewhere (design.md §7.5): a port has a link of its own, or its node has a `then`. */
export const linkedPorts = ({ places }: Graph): readonly Flaw[] =>
  places.flatMap(({ id, node, ports }) =>
    ports
      .filter((port) => linkFrom(node, port) === undefined)
      .map((port) => ({
        path: `nodes.${id}.links.${port}`,
        message: `port "${port}" of node "${id}" isn't linked`,
        fix: `link it to a node, or give "${id}" a "then" for ports without their own link`,
      })),
  );
