import type { JourneyId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { type Pace, slotOf } from '../../journey/entries/broadcast.ts';
import { EntrySchema } from '../../journey/entries/index.ts';
import type { Instant } from '../../journey/time/time.ts';
import { setDue } from '../base/due-rows.ts';
import { shareJourneys, takeLock } from '../base/locks.ts';
import type { Sql } from '../base/sql.ts';
import { findOrMakePersons, nameOf } from '../people/identities.ts';
import { findTestUsers } from '../people/test-users.ts';

/** Users queued in one transaction. */
const PAGE = 500;

/**
 * From this many on, tell the planner about the queue's size: it would otherwise sort the whole queue for every page.
 */
const MANY = 5_000;

/** No list has a row behind this one. */
export const LAST_ROW = Number.MAX_SAFE_INTEGER;

interface Filling {
  readonly id: string;
  /** Key of the list's stored rows. */
  readonly rowsUnder: string;
  readonly source: 'schedule' | 'list';
  readonly version: number;
  readonly segment: string | null;
  readonly beginsAt: Instant;
  readonly cursor: string;
  readonly total: number;
  readonly queued: number;
  readonly entry: unknown;
}

/** Progress of a broadcast. */
export interface Filled {
  readonly id: string;
  readonly queued: number;
  readonly total: number;
  readonly isDone: boolean;
  /** The next rows of a list have traits or consents that `storeListChanges` has to store first. */
  readonly hasChanges: boolean;
}

interface Next {
  readonly person: PersonId;
  readonly properties: JsonObject;
  /** The cursor after this user. */
  readonly cursor: string;
}

/**
 * Queues the next page of a broadcast, each user with a moment of their own. The cursor moves in the same transaction,
 * so that a repeated page queues nobody twice. Returns undefined if no broadcast is being filled.
 */
export async function fillPage(sql: Sql, workspace: WorkspaceId, journey: JourneyId): Promise<Filled | undefined> {
  await takeLock(sql, shareJourneys(workspace, [journey]));
  const [filling] = await sql<Filling>`
    select b.id, coalesce(b.rows_under, b.id) as "rowsUnder", b.source, b.version, b.segment, b.begins_at as "beginsAt",
           b.cursor, b.total, b.queued, v.document -> 'entry' as entry
      from broadcasts b join versions v on (v.workspace, v.journey, v.version) = (b.workspace, b.journey, b.version)
     where b.workspace = ${workspace} and b.journey = ${journey} and b.state = 'filling'
     order by b.at, b.id limit 1 for update of b`;
  if (!filling) return undefined;
  const { id, total } = filling;
  const { page: found, isDone, hasChanges } = await takePage(sql, workspace, journey, filling);
  const page = await withoutTestUsers(sql, workspace, found);
  await queuePage(sql, workspace, journey, filling, page);
  const queued = filling.queued + page.length;
  if (filling.queued < MANY && queued >= MANY) await sql`select analyze_queued()`;
  await sql`
    update broadcasts
       set cursor = ${found.at(-1)?.cursor ?? filling.cursor}, queued = ${queued},
           state = ${isDone ? 'filled' : 'filling'}, started_at = clock_timestamp(),
           filled_at = case when ${isDone}::boolean then clock(workspace) end
     where workspace = ${workspace} and journey = ${journey} and id = ${id}`;
  if (isDone) await endSchedule(sql, workspace, journey);
  return { id, queued, total, isDone, hasChanges };
}

/** Leaves out test users: an audience is made of users who count. */
async function withoutTestUsers(sql: Sql, workspace: WorkspaceId, page: readonly Next[]): Promise<readonly Next[]> {
  const testing = await findTestUsers(
    sql,
    workspace,
    page.map(({ person }) => person),
  );
  return page.filter(({ person }) => !testing.has(person));
}

interface Page {
  readonly page: readonly Next[];
  readonly isDone: boolean;
  readonly hasChanges: boolean;
}

async function takePage(sql: Sql, workspace: WorkspaceId, journey: JourneyId, filling: Filling): Promise<Page> {
  const { source, segment, cursor, id } = filling;
  if (source === 'list') return takeListRows(sql, workspace, journey, filling);
  const properties = { broadcast: id };
  const persons =
    segment === null
      ? await sql<{ person: PersonId }>`
          select id as person from persons where workspace = ${workspace} and id > ${cursor} order by id limit ${PAGE}`
      : await sql<{ person: PersonId }>`
          select person from memberships
           where workspace = ${workspace} and segment = ${segment} and is_in and person > ${cursor}
           order by person limit ${PAGE}`;
  const page = persons.map(({ person }) => ({ person, properties, cursor: person }));
  return { page, isDone: page.length < PAGE, hasChanges: false };
}

/** Takes rows of a list out of the table, up to the first with changes, and creates unknown users. */
async function takeListRows(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
  { rowsUnder }: Filling,
): Promise<Page> {
  const rows = await sql<{ nr: number; userId: string; properties: JsonObject | null }>`
    with page as (
      select ctid, nr, changes is not null as waits from list_rows
       where (workspace, journey, broadcast, nr) >= (${workspace}, ${journey}, ${rowsUnder}, 0)
         and (workspace, journey, broadcast, nr) <= (${workspace}, ${journey}, ${rowsUnder}, ${LAST_ROW}::bigint)
       order by workspace, journey, broadcast, nr limit ${PAGE} -- by the index, whatever the statistics say
    ), first_waiting as (
      select min(nr) as nr from page where waits
    ), taken as (
      delete from list_rows where ctid = any(array(
        select page.ctid from page, first_waiting f where f.nr is null or page.nr < f.nr))
      returning nr, user_id, properties
    )
    select nr, user_id as "userId", properties from taken
    union all
    select nr, '', null from first_waiting where nr is not null
     order by nr`;
  const taken = rows.flatMap(({ properties, ...row }) => (properties ? [{ ...row, properties }] : []));
  const identities = taken.map(({ userId }) => ({ kind: 'user', value: userId }) as const);
  const persons = await findOrMakePersons(sql, workspace, identities);
  const page = taken.flatMap(({ nr, userId, properties }) => {
    const person = persons.get(nameOf({ kind: 'user', value: userId }));
    return person === undefined ? [] : [{ person, properties, cursor: String(nr) }];
  });
  const hasChanges = taken.length < rows.length;
  return { page, isDone: !hasChanges && taken.length < PAGE, hasChanges };
}

async function queuePage(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
  { id, version, beginsAt, total, queued, entry }: Filling,
  page: readonly Next[],
): Promise<void> {
  if (page.length === 0) return;
  const pace = paceOf(entry);
  const slots = page.map((_, index) => slotOf(pace, beginsAt, queued + index, total));
  await sql`
    insert into queued (workspace, journey, broadcast, nr, person, version, at, properties)
    select ${workspace}, ${journey}, ${id}, ${queued} + q.nr, q.person, ${version}, q.at, q.properties
      from unnest(${page.map(({ person }) => person)}::text[], ${slots}::bigint[],
                  ${page.map(({ properties }) => properties)}::jsonb[])
             with ordinality as q (person, at, properties, nr)`;
  await sql`
    insert into count_deltas (workspace, journey, version, node, measure, entered_at, n)
    select ${workspace}, ${journey}, ${version}, '', measure, hour_of(at), count(*)
      from unnest(${slots}::bigint[]) as s (at), unnest(array['qualified', 'queued']) as m (measure) group by 5, 6`;
}

function paceOf(written: unknown): Pace {
  const entry = EntrySchema.parse(written);
  return entry.type === 'schedule' || entry.type === 'list' ? entry : {};
}

/**
 * Ends entry after the last date of a schedule: the journey completes once the last moment has passed and no instance
 * is live.
 */
async function endSchedule(sql: Sql, workspace: WorkspaceId, journey: JourneyId): Promise<void> {
  const [over] = await sql<{ until: Instant }>`
    update journeys j
       set entry_until = (select greatest(clock(${workspace}), max(q.at) + 1) from queued q
                          where q.workspace = ${workspace} and q.journey = ${journey})
     where j.workspace = ${workspace} and j.id = ${journey} and j.entry_type = 'schedule' and j.entry_until is null
       and not exists (select from broadcasts b
                       where b.workspace = ${workspace} and b.journey = ${journey}
                         and b.state in ('waiting', 'filling'))
    returning coalesce(entry_until, clock(${workspace})) as until`;
  if (over)
    await setDue(sql, [
      { workspace, kind: 'journey', ref: `${journey}/until`, person: null, journey, at: over.until, data: {} },
    ]);
}
