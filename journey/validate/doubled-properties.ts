import type { Flaw } from '../base/refusal.ts';
import { pathsIn } from '../conditions/condition.ts';
import { listConditions } from './conditions.ts';
import type { Graph } from './graph.ts';

const DOUBLED = /^event\.properties\./;

/** Warns of `event.properties.cartId`, which reads a property named `properties`: the property is `event.cartId`. */
export function doubledProperties(graph: Graph): readonly Flaw[] {
  const { key } = graph.document.entry;
  const reads = [
    ...(key === undefined ? [] : [{ who: 'the entry', path: 'entry.key', read: key }]),
    ...listConditions(graph).flatMap(({ who, path, condition }) =>
      pathsIn(condition).map((read) => ({ who, path, read })),
    ),
  ];
  return reads
    .filter(({ read }) => DOUBLED.test(read))
    .map(({ who, path, read }) => ({
      path,
      message: `${who} reads "${read}", a property named "properties"`,
      fix: `write "${read.replace(DOUBLED, 'event.')}" to read the event's own property`,
    }));
}
