import type { Flaw } from '../base/refusal.ts';
import { after, type Instant, readInstant } from '../time/time.ts';
import type { Graph, Place } from './graph.ts';

/** Along a straight path, a fixed date that lies before the one waited for last has always passed. */
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

/** The next fixed date that everybody comes to who has waited here. */
function nextDate(graph: Graph, from: Place): { readonly place: Place; readonly at: Instant } | undefined {
  const seen = new Set([from.id]);
  for (let place = onlyNext(graph, from); place && !seen.has(place.id); place = onlyNext(graph, place)) {
    seen.add(place.id);
    const at = dateOf(graph, place);
    if (at !== undefined) return { place, at };
  }
  return undefined;
}

/** Where all ways lead, if to one place; of a wait for a date, the way that is taken when the date has come. */
function onlyNext(graph: Graph, { node, ways }: Place): Place | undefined {
  const taken = node.type === 'waitUntil' ? ways.filter(({ port }) => port === 'done') : ways;
  const [first, ...others] = new Set(taken.map(({ to }) => to));
  return first !== undefined && others.length === 0 ? graph.placeOf(first) : undefined;
}
