import { suggest } from '../base/nearest.ts';
import type { Flaw } from '../base/refusal.ts';
import { segmentsIn } from '../conditions/condition.ts';
import type { Journey } from '../document/document.ts';
import { listConditions } from './conditions.ts';
import { draw, type Graph } from './graph.ts';

/** Checks that named segments exist. `known` is undefined if segments aren't known here. */
export function segments(graph: Graph, known: readonly string[] | undefined): readonly Flaw[] {
  const { entry } = graph.document;
  const existing =
    entry.type === 'segment' && entry.existing && entry.on === 'leaves'
      ? [
          {
            path: 'entry.existing',
            message: `"existing" has no effect: the entry is for users who leave "${entry.segment}", and none has left yet`,
            fix: 'remove "existing", or write "on": "joins"',
          },
        ]
      : [];
  if (known === undefined) return existing;
  return [
    ...existing,
    ...listMentions(graph)
      .filter(({ id }) => !known.includes(id))
      .map(({ who, path, id }) => ({
        path,
        message: `${who} names the segment "${id}", which doesn't exist`,
        fix: known.length === 0 ? `create it first: PUT /v1/segments/${id}` : suggest(id, known),
      })),
  ];
}

/** Lists every segment that a document names, with its place. */
const listMentions = (graph: Graph) => [
  ...('segment' in graph.document.entry && graph.document.entry.segment !== undefined
    ? [{ who: 'the entry', path: 'entry.segment', id: graph.document.entry.segment }]
    : []),
  ...listConditions(graph).flatMap(({ who, path, condition }) =>
    segmentsIn(condition).map((id) => ({ who, path, id })),
  ),
];

/** Lists the IDs of all segments that a journey depends on. */
export const segmentsNamedBy = (document: Journey): readonly string[] =>
  listMentions(draw(document)).map(({ id }) => id);
