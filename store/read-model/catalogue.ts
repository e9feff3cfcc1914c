import type { JsonObject, JsonValue } from '../../journey/json.ts';
import type { Sql } from '../sql.ts';

/** A property of events, or a trait, as it has been seen. */
export interface Seen {
  /** Dotted, within the properties or the profile. */
  readonly path: string;
  readonly types: readonly string[];
  /** A few of its values, shortened. */
  readonly samples: readonly string[];
}

export interface EventSeen {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly lastAt: number;
  readonly properties: readonly Seen[];
}

const NAMES = 200;
const LATEST = 50;
const PERSONS = 300;
const SAMPLES = 5;
const SAMPLE_LENGTH = 60;
const DEPTH = 3;

/**
 * What events there have been and what they say, from the latest of each name; without those that are ours to say. The names are found one by one along the index, so that it does
 * not matter how many events there are.
 */
export async function listEvents(sql: Sql, workspace: string): Promise<readonly EventSeen[]> {
  const rows = await sql<{ name: string; lastAt: number; properties: readonly JsonObject[] }>`
    with recursive names as (
      (select name, 1 as nr from events where workspace = ${workspace} order by name limit 1)
      union all
      select next.name, n.nr + 1
        from names n
       cross join lateral (select e.name from events e where e.workspace = ${workspace} and e.name > n.name order by e.name limit 1) next
       where n.nr < ${NAMES}
    )
    select n.name, max(l.accepted_at) as "lastAt", jsonb_agg(l.properties order by l.position desc) as properties
      from names n
     cross join lateral (select e.accepted_at, e.properties, e.position from events e
                          where e.workspace = ${workspace} and e.name = n.name order by e.position desc limit ${LATEST}) l
     where not starts_with(n.name, '$journey.') and not starts_with(n.name, '$profile.')
     group by n.name
     order by n.name`;
  return rows.map(({ name, lastAt, properties }) => ({ name, lastAt: Number(lastAt), properties: seenIn(properties) }));
}

/** Traits, from profiles that were taken as they came. */
export async function listTraits(sql: Sql, workspace: string): Promise<readonly Seen[]> {
  const rows = await sql<{ profile: JsonObject }>`
    select profile from persons where workspace = ${workspace} limit ${PERSONS}`;
  return seenIn(rows.map(({ profile }) => profile));
}

function seenIn(objects: readonly JsonObject[]): readonly Seen[] {
  const found = new Map<string, { types: Set<string>; samples: Set<string> }>();
  for (const object of objects) for (const [path, value] of leaves(object, '', DEPTH)) note(found, path, value);
  return [...found]
    .map(([path, { types, samples }]) => ({ path, types: [...types].toSorted(), samples: [...samples] }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function note(found: Map<string, { types: Set<string>; samples: Set<string> }>, path: string, value: JsonValue): void {
  const one = found.get(path) ?? { types: new Set(), samples: new Set() };
  found.set(path, one);
  one.types.add(typeOf(value));
  const sample = typeof value === 'string' ? value : JSON.stringify(value);
  if (value !== null && one.samples.size < SAMPLES) one.samples.add(sample.slice(0, SAMPLE_LENGTH));
}

const typeOf = (value: JsonValue): string => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);

/** Names with a dot in them cannot be read by a path: they are left out. */
function* leaves(object: JsonObject, prefix: string, depth: number): Generator<readonly [string, JsonValue]> {
  for (const [name, value] of Object.entries(object)) {
    if (name.includes('.') || name === '') continue;
    const path = `${prefix}${name}`;
    if (depth > 1 && typeof value === 'object' && value !== null && !Array.isArray(value))
      yield* leaves(value as JsonObject, `${path}.`, depth - 1);
    else yield [path, value];
  }
}
