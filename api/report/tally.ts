import type { Measured } from '../../store/read-model/report/scope.ts';

/** Sums of measures over all versions, or over one. */
export interface Tally {
  of(node: string, measure: string): number;
  /** Returns the counts of all measures with the prefix, by the rest of their name. */
  named(node: string, prefix: string): Readonly<Record<string, number>>;
  /** All nodes with counts. */
  readonly nodes: readonly string[];
}

export function tallyOf(measured: readonly Measured[], version: number | null = null): Tally {
  const byNode = new Map<string, Map<string, number>>();
  for (const each of measured) {
    if (version !== null && each.version !== version) continue;
    const at = byNode.get(each.node) ?? new Map<string, number>();
    byNode.set(each.node, at.set(each.measure, (at.get(each.measure) ?? 0) + each.n));
  }
  return {
    of: (node, measure) => byNode.get(node)?.get(measure) ?? 0,
    named: (node, prefix) =>
      Object.fromEntries(
        [...(byNode.get(node) ?? [])].flatMap(([measure, n]) =>
          measure.startsWith(prefix) ? [[measure.slice(prefix.length), n]] : [],
        ),
      ),
    nodes: [...byNode.keys()].filter((node) => node !== ''),
  };
}

export const sumOf = (numbers: Readonly<Record<string, number>>): number =>
  Object.values(numbers).reduce((sum, n) => sum + n, 0);
