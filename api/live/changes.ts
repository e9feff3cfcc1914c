import type { LiveCounts } from './schema.ts';

/** Returns the nodes that changed since `before`, or undefined if nothing changed. Without `before`, returns all. */
export function changesSince(before: LiveCounts | undefined, now: LiveCounts): LiveCounts | undefined {
  if (!before) return now;
  const changed = Object.entries(now.nodes).filter(([id, node]) => !isSame(before.nodes[id], node));
  const left = Object.keys(before.nodes).filter((id) => !Object.hasOwn(now.nodes, id));
  const nodes = [...changed, ...left.map((id) => [id, NOBODY] as const)];
  const isAsBefore = isSame(summaryOf(before), summaryOf(now));
  return nodes.length === 0 && isAsBefore ? undefined : { ...now, nodes: Object.fromEntries(nodes) };
}

const NOBODY = { here: 0, held: 0, stuck: 0, measures: {} };
const summaryOf = ({ state, version, entered, inside }: LiveCounts) => ({ state, version, entered, inside });
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
