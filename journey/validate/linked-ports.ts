import type { Flaw } from '../base/refusal.ts';
import { linkFrom } from '../engine/version.ts';
import type { Graph } from './graph.ts';

/** Checks that every port is linked (design.md §7.5): by its own link, or by its node's `then`. */
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
