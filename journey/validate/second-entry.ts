import type { Flaw } from '../base/refusal.ts';
import type { Graph } from './graph.ts';

/** Warns if second entries are delivered as an event that no goal, exit or node reads. */
export function unheardSecondEntry({ document, places }: Graph): readonly Flaw[] {
  const { goals, exits, entry } = document;
  const name = entry.whileInside?.deliverAs;
  if (name === undefined) return [];
  const heard = [
    ...[...goals, ...exits].flatMap(({ event }) => event ?? []),
    ...places.flatMap(({ node, type }) => [
      ...(type.interests?.(node) ?? []).map(({ event }) => event),
      ...(type.counts?.(node) ?? []).map(({ match }) => match.event),
      ...(type.lookBack?.(node) ?? []),
    ]),
  ];
  if (heard.includes(name)) return [];
  return [
    {
      path: 'entry.whileInside.deliverAs',
      message: `a second entry is delivered as "${name}", which no goal, exit or node uses`,
      fix: `wait for "${name}" in a node, or remove "whileInside"`,
    },
  ];
}
