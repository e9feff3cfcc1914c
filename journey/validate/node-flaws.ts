import type { Flaw } from '../base/refusal.ts';
import type { Graph } from './graph.ts';

/** Collects the problems that each node's own type detects. */
export const nodeFlaws = ({ places }: Graph): readonly Flaw[] =>
  places.flatMap(({ id, node, type }) =>
    (type.flaws?.(node) ?? []).map(({ where, message, fix }) => ({
      path: `nodes.${id}.${where}`,
      message: `node "${id}": ${message}`,
      fix,
    })),
  );
