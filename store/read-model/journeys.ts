import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { describeEntry, EntrySchema } from '../../journey/entries/index.ts';
import type { JourneyState } from '../../journey/lifecycle/state.ts';
import type { Sql } from '../base/sql.ts';
import { ERASED } from '../erasure/erase.ts';
import { cursorOf, type Place, parseCursor } from './journey-cursor.ts';

export interface JourneyQuery {
  readonly workspace: WorkspaceId;
  /** Start of the id. */
  readonly id?: string;
  /** Part of the name, ignoring case. */
  readonly name?: string;
  /** Part of the name or id. */
  readonly search?: string;
  readonly state?: JourneyState;
  readonly label?: string;
  readonly owner?: string;
  readonly sort?: JourneySort;
  /** `next` of the previous page, in the same order. */
  readonly after?: string;
  readonly limit: number;
}

/** Ids and names ascending; figures descending, equal ones by id. */
export const JOURNEY_SORTS = ['id', 'name', 'entered', 'inside', 'rate', 'last'] as const;
export type JourneySort = (typeof JOURNEY_SORTS)[number];

/**
 * `qualified = refused + control + queued + entered` and `entered = inside + Σ exits` hold at every instant, since all
 * counts come from one read.
 */
interface JourneyCounts {
  /** Users who may still qualify. */
  readonly qualifying: number;
  readonly qualified: number;
  readonly refused: number;
  readonly control: number;
  /** Users of a broadcast whose moment hasn't come. */
  readonly queued: number;
  readonly entered: number;
  readonly inside: number;
  readonly exits: Readonly<Record<string, number>>;
  /** Users who entered and met each goal. */
  readonly goals: Readonly<Record<string, number>>;
}

export interface JourneyLine {
  readonly id: string;
  readonly name: string;
  readonly state: JourneyState;
  /** Null for a draft. */
  readonly version: number | null;
  readonly labels: readonly string[];
  /** The owner. */
  readonly owner: string | null;
  /** The entry in words; null for a draft. */
  readonly entry: string | null;
  readonly counts: JourneyCounts;
  readonly lastPublishedAt: string | null;
  readonly hasDraft: boolean;
  /** The entry of the running version can't be read: it was changed by hand, or written by another release. */
  readonly isUnreadable: boolean;
  /** When the last user entered, control group included. */
  readonly lastEntryAt: number | null;
}

interface Row extends Omit<JourneyLine, 'entry' | 'counts' | 'isUnreadable'> {
  readonly entry: unknown;
}

export async function listJourneys(
  sql: Sql,
  { workspace, id, name, search, state, label, owner, sort = 'id', after, limit }: JourneyQuery,
): Promise<{ readonly journeys: readonly JourneyLine[]; readonly next: string | null }> {
  const from = after === undefined ? undefined : parseCursor(after);
  const isByFigure = sort !== 'id' && sort !== 'name';
  const rows = await sql<Row & { place: Place }>`
    with all_of_them as (
      select j.id, j.name, j.state, j.version, j.labels, v.document ->> 'owner' as owner,
             v.document -> 'entry' as entry, v.created_at as "lastPublishedAt",
             exists (select from drafts d where d.workspace = j.workspace and d.journey = j.id) as "hasDraft"
        from journeys j join versions v on (v.workspace, v.journey, v.version) = (j.workspace, j.id, j.version)
       where j.workspace = ${workspace}
      union all
      select d.journey, coalesce(left(nullif(d.document ->> 'name', ''), 200), d.journey),
             case when d.is_archived then 'archived' else 'draft' end,
             null, labels_of(d.document), left(d.document ->> 'owner', 100), null, null, true
        from drafts d
       where d.workspace = ${workspace}
         and not exists (select from journeys j where j.workspace = d.workspace and j.id = d.journey)
    ), measured as (
      select journey, measure, sum(n) as n from (
        select journey, measure, n from counts where workspace = ${workspace} and node = '' and ${isByFigure}::boolean
        union all
        select journey, measure, n from count_deltas
         where workspace = ${workspace} and node = '' and ${isByFigure}::boolean
      ) as each group by journey, measure
    ), figures as (
      select journey, max(n) filter (where measure = 'entered') as entered,
             coalesce(max(n) filter (where measure = 'entered'), 0)
               - coalesce(sum(n) filter (where starts_with(measure, 'exited:')), 0) as inside,
             max(n) filter (where starts_with(measure, 'goal:'))
               / nullif(max(n) filter (where measure = 'entered'), 0) as rate
        from measured group by journey
    ), sorted as (
      select j.*, (select entered_at from instances i
                   where i.workspace = ${workspace} and i.journey = j.id and not is_test(i.workspace, i.person)
                   order by i.id desc limit 1) as "lastEntryAt",
             case when ${sort}::text = 'name' then lower(j.name) else '' end collate "C" as by_name, f.entered,
                 f.inside, f.rate
        from all_of_them j left join figures f on f.journey = j.id
       where (${id}::text is null or starts_with(j.id, ${id}))
         and (${name}::text is null or strpos(lower(j.name), lower(${name})) > 0)
         and (${search}::text is null or strpos(lower(j.name), lower(${search})) > 0
              or strpos(j.id, lower(${search})) > 0)
         and (${state}::text is null or j.state = ${state})
         and (${label}::text is null or ${label} = any(j.labels))
         and (${owner}::text is null or lower(j.owner) = lower(${owner}))
    ), placed as (
      select s.*,
             coalesce(case ${sort}::text when 'entered' then entered when 'inside' then inside when 'rate' then rate
               when 'last' then "lastEntryAt"::numeric end, -1)::float8 as figure
        from sorted s
    )
    select id, name, state, version, labels, owner, entry, "lastPublishedAt", "hasDraft", "lastEntryAt",
           jsonb_build_object('name', by_name, 'figure', figure, 'id', id) as place
      from placed
     where ${from?.id}::text is null or by_name > ${from?.name} collate "C"
        or (by_name = ${from?.name}
            and (case when ${isByFigure}::boolean then figure < ${from?.figure}::float8 else false end
            or ((figure = ${from?.figure}::float8 or not ${isByFigure}::boolean) and id > ${from?.id})))
     order by by_name, case when ${isByFigure}::boolean then figure end desc, id
     limit ${limit + 1}`;
  const page = rows.slice(0, limit);
  const counts = await readCounts(
    sql,
    workspace,
    page.map((row) => row.id),
  );
  const last = page.at(-1)?.place;
  return {
    journeys: page.map((row) => toLine(row, counts)),
    next: rows.length > limit && last ? cursorOf(last) : null,
  };
}

export async function findJourney(
  sql: Sql,
  workspace: WorkspaceId,
  id: string,
): Promise<(JourneyLine & { readonly document: unknown }) | undefined> {
  const [row] = await sql<Row & { document: unknown }>`
    select j.id, j.name, j.state, j.version, j.labels, v.document ->> 'owner' as owner, v.document -> 'entry' as entry,
           v.created_at as "lastPublishedAt", v.document,
           (select entered_at from instances i
            where i.workspace = j.workspace and i.journey = j.id and not is_test(i.workspace, i.person)
            order by i.id desc limit 1) as "lastEntryAt",
           exists (select from drafts d where d.workspace = j.workspace and d.journey = j.id) as "hasDraft"
      from journeys j join versions v on (v.workspace, v.journey, v.version) = (j.workspace, j.id, j.version)
     where j.workspace = ${workspace} and j.id = ${id}`;
  return row && { ...toLine(row, await readCounts(sql, workspace, [id])), document: row.document };
}

/** A document that can't be read is marked, so that it hides no other journey. */
function toLine(row: Row, counts: ReadonlyMap<string, Measures>): JourneyLine {
  const entry = EntrySchema.safeParse(row.entry);
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    version: row.version,
    labels: row.labels,
    owner: row.owner,
    entry: entry.success ? describeEntry(entry.data) : null,
    isUnreadable: row.version !== null && !entry.success,
    counts: sumUp(counts.get(row.id) ?? {}),
    lastPublishedAt: row.lastPublishedAt,
    hasDraft: row.hasDraft,
    lastEntryAt: row.lastEntryAt,
  };
}

/** Counts by measure. */
type Measures = Readonly<Record<string, number>>;

function sumUp(measures: Measures): JourneyCounts {
  const { qualifying = 0, qualified = 0, refused = 0, control = 0, queued = 0, entered = 0 } = measures;
  const exits = pickPrefixed('exited:', measures);
  const inside = Object.values(exits).reduce((left, n) => left - n, entered);
  return {
    qualifying,
    qualified,
    refused,
    control,
    queued,
    entered,
    inside,
    exits,
    goals: pickPrefixed('goal:', measures),
  };
}

/** Returns the measures with a prefix, without the prefix. */
const pickPrefixed = (prefix: string, measures: Measures): Measures =>
  Object.fromEntries(
    Object.entries(measures).flatMap(([measure, n]) =>
      measure.startsWith(prefix) ? [[measure.slice(prefix.length), n] as const] : [],
    ),
  );

/** Reads counts of all versions in one snapshot, rolled up or not. */
async function readCounts(
  sql: Sql,
  workspace: WorkspaceId,
  journeys: readonly string[],
): Promise<Map<string, Measures>> {
  const rows = await sql<{ journey: JourneyId; measures: Measures }>`
    select journey, jsonb_object_agg(measure, n) as measures from (
      select journey, measure, sum(n) as n from (
        select journey, measure, n from counts
         where workspace = ${workspace} and journey = any(${journeys}::text[]) and node = ''
        union all
        select journey, measure, n from count_deltas
         where workspace = ${workspace} and journey = any(${journeys}::text[]) and node = ''
      ) as each group by journey, measure
      union all
      select owner, 'qualifying', sum(n) from summed
       where workspace = ${workspace} and kind = 'qualifying' and owner = any(${journeys}::text[]) group by owner
    ) as sums group by journey`;
  return new Map(rows.map(({ journey, measures }) => [journey, measures]));
}

/** Counts the live instances of each journey, for metrics. */
export const countInside = (sql: Sql): Promise<{ workspace: WorkspaceId; journey: JourneyId; inside: number }[]> => sql`
  select workspace, journey, sum(case measure when 'entered' then n else -n end)::bigint as inside from (
    select workspace, journey, measure, n from counts where node = ''
    union all
    select workspace, journey, measure, n from count_deltas where node = ''
  ) as each
   where measure = 'entered' or starts_with(measure, 'exited:')
   group by workspace, journey`;

export interface NodeCounts {
  /** Instances there now. */
  readonly inside: number;
  /** Counts since the first version: `arrived`, `left:<port>`, `exited`, `message:<outcome>`. */
  readonly measures: Measures;
}

/**
 * Counts by node, without nodes that no user has reached. Uses the counts, so its cost doesn't grow with live
 * instances.
 */
export async function countNodes(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
): Promise<Map<string, NodeCounts>> {
  const rows = await sql<NodeCounts & { node: string }>`
    select node, jsonb_object_agg(measure, n) as measures,
           coalesce(sum(case when measure = 'arrived' then n
             when measure = 'exited' or starts_with(measure, 'left:') then -n end), 0)::bigint as inside
      from (
        select node, measure, sum(n) as n from (
          select node, measure, n from counts where workspace = ${workspace} and journey = ${journey} and node <> ''
          union all
          select node, measure, n from count_deltas
           where workspace = ${workspace} and journey = ${journey} and node <> ''
        ) as each group by node, measure
      ) as measured group by node`;
  return new Map(rows.map(({ node, inside, measures }) => [node, { inside, measures }]));
}

export interface VersionLine {
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  /** Live instances on it. */
  readonly inside: number;
}

/** Lists versions, newest first. */
export async function listVersions(
  sql: Sql,
  { workspace, journey, before, limit }: { workspace: WorkspaceId; journey: JourneyId; before?: number; limit: number },
): Promise<{ readonly versions: readonly VersionLine[]; readonly next: number | null }> {
  const rows = await sql<VersionLine>`
    with inside as (
      select version, sum(case when measure in ('entered', 'moved-in') then n else -n end) as n from (
        select version, measure, n from counts where workspace = ${workspace} and journey = ${journey} and node = ''
        union all
        select version, measure, n from count_deltas
         where workspace = ${workspace} and journey = ${journey} and node = ''
      ) as each where measure in ('entered', 'moved-in', 'moved-out') or starts_with(measure, 'exited:')
       group by version
    )
    select version, created_at as "publishedAt", created_by as "publishedBy",
           coalesce((select n from inside i where i.version = v.version), 0)::bigint as inside
      from versions v
     where workspace = ${workspace} and journey = ${journey}
       and (${before}::bigint is null or version < ${before}::bigint)
     order by version desc
     limit ${limit + 1}`;
  const versions = rows.slice(0, limit);
  return { versions, next: rows.length > limit ? (versions.at(-1)?.version ?? null) : null };
}

export interface Refused {
  readonly position: number;
  readonly userId: string;
  readonly version: number;
  readonly key: string;
  readonly refusedAt: number;
  readonly reason: string;
  readonly read: Readonly<Record<string, unknown>>;
}

/** Lists refused entries with their reasons, newest first. */
export async function listRefusals(
  sql: Sql,
  { workspace, journey, before, limit }: { workspace: WorkspaceId; journey: JourneyId; before?: number; limit: number },
): Promise<{ readonly refusals: readonly Refused[]; readonly next: number | null }> {
  const rows = await sql<Refused>`
    select r.position, coalesce(p.user_id, ${ERASED}) as "userId", r.version, r.key, r.refused_at as "refusedAt",
           r.reason, r.read
      from refusals r left join persons p on p.workspace = r.workspace and p.id = r.person
     where r.workspace = ${workspace} and r.journey = ${journey}
       and (${before}::bigint is null or r.position < ${before})
     order by r.position desc
     limit ${limit + 1}`;
  const refusals = rows.slice(0, limit);
  return { refusals, next: rows.length > limit ? (refusals.at(-1)?.position ?? null) : null };
}

export const isJourney = async (sql: Sql, workspace: WorkspaceId, journey: JourneyId): Promise<boolean> =>
  (await sql`select 1 from journeys where workspace = ${workspace} and id = ${journey}`).length > 0;

export const listJourneyIds = async (sql: Sql, workspace: WorkspaceId): Promise<readonly string[]> =>
  (await sql<{ id: string }>`select id from journeys where workspace = ${workspace} order by id`).map(({ id }) => id);
