import { suggest } from '../base/nearest.ts';
import type { Flaw } from '../base/refusal.ts';
import type { Graph } from './graph.ts';

/**
 * Checks that named journeys exist, and that a journey leading back to itself allows re-entry. `known` is undefined if
 * journeys aren't known here.
 */
export function journeys(graph: Graph, known: readonly string[] | undefined): readonly Flaw[] {
  const { id: own, entry } = graph.document;
  return listMentions(graph).flatMap(({ who, path, id }) => {
    if (id === own)
      return entry.reentry.policy === 'never'
        ? [
            {
              path,
              message: `${who} leads back into "${own}" itself, which users can't enter again`,
              fix: 'give the entry a "reentry", or name another journey',
            },
          ]
        : [];
    if (known === undefined || known.includes(id)) return [];
    const fix = known.length === 0 ? `publish it first: PUT /v1/journeys/${id}` : suggest(id, known);
    return [{ path, message: `${who} names the journey "${id}", which doesn't exist`, fix }];
  });
}

const listMentions = ({ document: { entry }, places }: Graph) => [
  ...(entry.type === 'journey' ? [{ who: 'the entry', path: 'entry.journey', id: entry.journey }] : []),
  ...places.flatMap(({ id, node }) =>
    node.type === 'enterJourney' ? [{ who: `node "${id}"`, path: `nodes.${id}.journey`, id: node.journey }] : [],
  ),
];
