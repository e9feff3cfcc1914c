import type { Flaw } from '../base/refusal.ts';
import { after, type Instant, readInstant } from '../time/time.ts';
import type { Graph, Place } from './graph.ts';

/** Finds a wait for a fixed date before the date of an earlier wait on the same straight path. It has always passed. */
export const absoluteWaitsInOrder = (graph: Graph): readonly Flaw[] =>
  graph.places.flatMap((place) => {
    const at = dateOf(graph, place);
    const next = at === undefined ? undefined : nextDate(graph, place);
    if (at === undefined || !next || next.at >= at) return [];
    return [
      {
        path: `nodes.${next.place.id}.date.at`,
        message: `node "${next.place.id}" waits for a date earlier than node "${place.id}" before it, so everyone takes "past"`,
        fix: 'swap the two waits, or correct one of the dates',
      },
    ];
  });

function dateOf({ document: { timeZone = 'UTC' } }: Graph, { node }: Place): Instant | undefined {
  if (node.type !== 'waitUntil' || !('at' in node.date)) return undefined;
  const { at: text, offset } = node.date;
  const at = readInstant(text, timeZone);
  return at === undefined || !offset ? at : after(at, offset.by, timeZone, offset.direction === 'before' ? -1 : 1);
}

/** Returns the next fixed date that every instance from here must wait for. */
function nextDate(graph: Graph, from: Place): { readonly place: Place; readonly at: Instant } | undefined {
  const seen = new Set([from.id]);
  for (let place = onlyNext(graph, from); place && !seen.has(place.id); place = onlyNext(graph, place)) {
    seen.add(place.id);
    const at = dateOf(graph, place);
    if (at !== undefined) return { place, at };
  }
  return undefined;
}

/** Returns the next node if all ports lead to the same one. For a wait for a date, only `done` counts. */
function onlyNext(graph: Graph, { node, ways }: Place): Place | undefined {
  const taken = node.type === 'waitUntil' ? ways.filter(({ port }) => port === 'done') : ways;
  const [first, ...others] = new Set(taken.map(({ to }) => to));
  return first !== undefined && others.length === 0 ? graph.placeOf(first) : undefined;
}
