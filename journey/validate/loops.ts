import type { Flaw } from '../base/refusal.ts';
import type { Graph, Way } from './graph.ts';

/** Finds loops that take no time. Such a loop would never end, or send without end. Reports each loop once. */
export function loops(graph: Graph): readonly Flaw[] {
  const instant = instantWays(graph);
  const told = new Set<string>();
  return [...instant.keys()].flatMap((id) => {
    const round = told.has(id) ? undefined : roundFrom(id, instant);
    if (!round) return [];
    for (const { to } of round) told.add(to);
    return [
      {
        path: `nodes.${id}.links.${round[0]?.port}`,
        message: `nodes ${[id, ...round.map(({ to }) => to)].map((each) => `"${each}"`).join(' → ')} loop without a wait`,
        fix: 'add a delay to the loop: sends, checks and waits that look back to entry take no time',
      },
    ];
  });
}

type Ways = ReadonlyMap<string, readonly Way[]>;

/**
 * Returns the ways that take no time, between nodes that may be on a loop. For most journeys there are none, and the
 * check ends here.
 */
function instantWays({ places }: Graph): Ways {
  let ways: Ways = new Map(
    places.map(({ id, node, type, ways: all }) => {
      const slow = type.takesTime?.(node) ?? [];
      return [id, all.filter(({ port }) => !slow.includes(port))];
    }),
  );
  for (let before = Number.POSITIVE_INFINITY; ways.size < before; ) {
    before = ways.size;
    const led = new Set<string>([...ways.values()].flatMap((each) => each.map(({ to }) => to)));
    const left = [...ways].filter(([id, each]) => each.length > 0 && led.has(id));
    const kept = new Set<string>(left.map(([id]) => id));
    ways = new Map(left.map(([id, each]) => [id, each.filter(({ to }) => kept.has(to))] as const));
  }
  return ways;
}

/** Returns a shortest loop from `start` back to it. */
function roundFrom(start: string, ways: Ways): readonly Way[] | undefined {
  const seen = new Set<string>();
  const left: (readonly Way[])[] = (ways.get(start) ?? []).map((way) => [way]);
  for (let path = left.shift(); path; path = left.shift()) {
    const { to } = path.at(-1) ?? { to: start };
    if (to === start) return path;
    if (seen.has(to)) continue;
    seen.add(to);
    for (const way of ways.get(to) ?? []) left.push([...path, way]);
  }
  return undefined;
}
