import type { Flaw } from '../base/refusal.ts';
import type { Node } from '../nodes/index.ts';
import type { Graph, Place } from './graph.ts';

/**
 * Checks that nodes with the same experiment ID are identical. Users keep their arm across these nodes and are counted
 * once.
 */
export function experiments({ places }: Graph): readonly Flaw[] {
  const firsts = new Map<string, Place>();
  return places.flatMap((place) => {
    const { node } = place;
    if (!isRandom(node)) return [];
    const first = firsts.get(node.experiment);
    if (first) return differences(node.experiment, first, place);
    firsts.set(node.experiment, place);
    return [];
  });
}

type Random = Extract<Node, { readonly type: 'split' | 'intelli' }>;

const isRandom = (node: Node): node is Random => node.type === 'split' || node.type === 'intelli';

function differences(experiment: string, first: Place, second: Place): readonly Flaw[] {
  const flaw = (path: string, what: string): Flaw => ({
    path: `nodes.${second.id}.${path}`,
    message: `nodes "${first.id}" and "${second.id}" share the experiment "${experiment}" but have different ${what}`,
    fix: 'make them equal, or give this node its own experiment ID',
  });
  if (first.ports.toSorted().join() !== second.ports.toSorted().join()) return [flaw('paths', 'paths')];
  const [one, other] = [first.node, second.node];
  if (one.type !== 'intelli' || other.type !== 'intelli') return [];
  return (['paths', 'mode', 'goals', 'floor', 'counting'] as const)
    .filter((part) => JSON.stringify(one[part]) !== JSON.stringify(other[part]))
    .map((part) => flaw(part, part === 'paths' ? 'weights' : part === 'mode' ? 'modes' : part));
}
