import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Sql } from '../base/sql.ts';
import { type Seen, seenIn } from './seen.ts';

export interface EventSeen {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly lastAt: number;
  readonly properties: readonly Seen[];
}

/** Names that a list shows. */
const NAMES = 200;
/** Names stored per workspace, so that a service with generated names doesn't fill the table. */
const MOST_NAMES = 2_000;
/** Latest events of each name that one run reads. */
const LATEST = 50;
/** Positions that one run covers: a backlog is processed page by page. */
const PAGE = 50_000;

/** Events of one name that were accepted since the last run. */
interface Fresh {
  readonly workspace: WorkspaceId;
  readonly name: string;
  readonly lastAt: number;
  readonly properties: readonly JsonObject[];
}

/**
 * Bytes of properties that one run reads: each name's latest event first, then each name's second, and so on. Later
 * events cover what is left out.
 */
const MOST_BYTES = 8_000_000;

/**
 * Reads the latest events of each name between two positions. Leaves out the events that Sojourn records about journeys
 * and profiles.
 */
const readFresh = (sql: Sql, after: number, upTo: number, workspace: WorkspaceId | null = null) => sql<Fresh>`
  select workspace, name, max(accepted_at) as "lastAt",
         coalesce(jsonb_agg(properties order by position desc)
                    filter (where nr <= ${LATEST} and so_far <= ${MOST_BYTES}), '[]') as properties
    from (
      select *,
             sum(case when nr <= ${LATEST} then octet_length(properties::text) end)
               over (order by nr, position desc) as so_far
        from (
          select workspace, name, accepted_at, position, properties,
                 row_number() over (partition by workspace, name order by position desc) as nr
            -- by position alone, whatever else is asked
            from (select * from events where position > ${after} and position <= ${upTo} offset 0) as latest
           where (${workspace}::text is null or workspace = ${workspace}) and not starts_with(name, '$journey.')
             and not starts_with(name, '$profile.')
        ) as ranked
    ) as each
   group by workspace, name`;

/**
 * Adds a page of events accepted up to a position to the catalogue. Safe to run twice at once: the second call finds
 * nothing to do. Returns whether there is more.
 */
export async function catalogueEvents(sql: Sql, upTo: number): Promise<boolean> {
  const [place] = await sql<{ from: number }>`select up_to as from from catalogued for update skip locked`;
  if (!place || place.from >= upTo) return false;
  const to = Math.min(upTo, place.from + PAGE);
  const fresh = await readFresh(sql, place.from, to);
  await rememberNames(sql, fresh);
  await sql`update catalogued set up_to = ${to}`;
  return to < upTo;
}

async function rememberNames(sql: Sql, fresh: readonly Fresh[]): Promise<void> {
  if (fresh.length === 0) return;
  const known = await sql<{ workspace: WorkspaceId; name: string; seen: readonly Seen[] }>`
    select n.workspace, n.name, n.seen from event_names n
      join unnest(${fresh.map(({ workspace }) => workspace)}::text[],
                  ${fresh.map(({ name }) => name)}::text[]) as f (workspace, name)
        on n.workspace = f.workspace and n.name = f.name`;
  const before = new Map(known.map(({ workspace, name, seen }) => [`${workspace}/${name}`, seen]));
  const rows = fresh.map(({ workspace, name, properties }) =>
    seenIn(properties, before.get(`${workspace}/${name}`) ?? []),
  );
  await sql`
    insert into event_names as n (workspace, name, last_at, seen)
    select f.workspace, f.name, f.last_at, f.seen
      from unnest(${fresh.map(({ workspace }) => workspace)}::text[], ${fresh.map(({ name }) => name)}::text[],
                  ${fresh.map(({ lastAt }) => lastAt)}::bigint[],
                  ${rows.map((seen) => JSON.stringify(seen))}::jsonb[]) as f (workspace, name, last_at, seen)
     where exists (select from event_names k where k.workspace = f.workspace and k.name = f.name)
        or (select count(*) from event_names k where k.workspace = f.workspace) < ${MOST_NAMES}
    on conflict (workspace, name) do update set last_at = greatest(n.last_at, excluded.last_at), seen = excluded.seen`;
}

/** Positions after the catalogue that a read covers. Without a worker it shows only the latest events. */
const TAIL = 20_000;

/**
 * Lists event names with their properties, the first in alphabetical order, from the catalogue and from events too new
 * to be in it. Its cost doesn't depend on the number of events.
 */
export async function listEvents(sql: Sql, workspace: WorkspaceId): Promise<readonly EventSeen[]> {
  const [place] = await sql<{ from: number; last: number }>`
    select up_to as from, (select last_value from positions) as last from catalogued`;
  const { from = 0, last = 0 } = place ?? {};
  const fresh = new Map(
    (await readFresh(sql, Math.max(from, last - TAIL), last, workspace)).map((each) => [each.name, each]),
  );
  const known = await sql<{ name: string; lastAt: number; seen: readonly Seen[] }>`
    select name, last_at as "lastAt", seen from event_names where workspace = ${workspace}
       and (name = any(${[...fresh.keys()]}::text[])
            or name in (select name from event_names where workspace = ${workspace} order by name limit ${NAMES}))`;
  const all = new Map<string, EventSeen>(
    known.map(({ name, lastAt, seen }) => [name, { name, lastAt, properties: seen }]),
  );
  for (const { name, lastAt, properties } of fresh.values())
    all.set(name, { name, lastAt, properties: seenIn(properties, all.get(name)?.properties ?? []) });
  return [...all.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)).slice(0, NAMES);
}
