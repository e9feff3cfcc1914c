import { type JourneyId, PersonId, type WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { MOMENT_TYPES, momentsOf } from '../../journey/entries/index.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { type DueRow, setDue } from '../base/due-rows.ts';
import type { Sql } from '../base/sql.ts';
import type { Versions } from '../journeys/versions.ts';
import { DATE, type Dated, dateRowOf } from './dates.ts';

/**
 * Kind of the due row that sets the date of every user, page by page, after a journey with a date entry is published or
 * started.
 */
export const DATES = 'date-fill';

/**
 * Looks for every user's date again, after a journey is published or started. Sets one due row; the work follows page
 * by page (`fillDates`). It first deletes the rows of the previous version, then sets the rows of all users.
 */
export async function scheduleDateFill(
  sql: Sql,
  now: Instant,
  workspace: WorkspaceId,
  journey: JourneyId,
): Promise<void> {
  const [found] = await sql<{ position: number | null }>`
    select case when entry_type = any(${MOMENT_TYPES}::text[]) or exists (select from due d where d.workspace = j.workspace
                                                    and d.journey = j.id and d.kind in (${DATE}, ${DATES}))
           then nextval('positions') end as position
      from journeys j where workspace = ${workspace} and id = ${journey}`;
  if (found?.position == null) return;
  const data: Filling = { from: null, since: now, position: found.position };
  await setDue(sql, [
    { workspace, kind: DATES, ref: journey, person: null, journey, at: instant(now - 1), data: { ...data } },
  ]);
}

/** Progress of a due row that sets the rows of all users. */
interface Filling {
  /** The last user of the last page; null while rows of the previous version are being deleted. */
  readonly from: string | null;
  /** When the journey was published or started. */
  readonly since: number;
  /** Rows with a lower position were set by the previous version. */
  readonly position: number;
}

const parseFilling = ({ data: { from, since, position } }: Pick<DueRow, 'data'>): Filling => ({
  from: from === null ? null : String(from),
  since: Number(since),
  position: Number(position),
});

/** Leaves out the rows of one journey that an earlier version set and that haven't been looked at since. */
export async function withoutOutdated<Row extends DueRow>(sql: Sql, rows: readonly Row[]): Promise<readonly Row[]> {
  const [first] = rows;
  if (!first) return rows;
  const [fill] = await sql<Pick<DueRow, 'data'>>`
    select data from due where workspace = ${first.workspace} and kind = ${DATES} and ref = ${first.journey}`;
  if (!fill) return rows;
  const { from, since, position } = parseFilling(fill);
  const isOutdated = ({ at, person, data }: Row) =>
    at >= since && Number(data.position) < position && (from === null || String(person) > from);
  return rows.filter((row) => !isOutdated(row));
}

/** Outdated rows that one transaction deletes. */
const OUTDATED_PAGE = 5_000;

/** Deletes a page of rows that an earlier version set. Returns whether there are more. */
async function deleteOutdated(
  sql: Sql,
  { workspace, journey }: DueRow,
  { since, position }: Filling,
): Promise<boolean> {
  const gone = await sql`
    delete from due where ctid = any(array(
      select ctid from due
       where workspace = ${workspace} and journey = ${journey} and kind = ${DATE} and at >= ${since}
         and (data ->> 'position')::bigint < ${position}
       limit ${OUTDATED_PAGE}))
    returning 1`;
  return gone.length === OUTDATED_PAGE;
}

interface Ports {
  readonly versions: Versions;
}

/** Most locks that one transaction takes. */
const PAGE = 500;

/**
 * Returns the next page of users; empty while outdated rows are being deleted. `fillDates` reads under each user's lock
 * whether the user has the entry's trait, so that a change accepted during publishing counts.
 */
export async function findNextDatePage(sql: Sql, row: DueRow, { versions }: Ports): Promise<readonly PersonId[]> {
  const { workspace, journey } = row;
  const { from } = parseFilling(row);
  const dated = from !== null && journey && (await findDateEntry(sql, workspace, journey, versions));
  if (!dated) return [];
  const page = await sql<{ id: string }>`
    select id from persons where workspace = ${workspace} and id > ${from} order by id limit ${PAGE}`;
  return page.map(({ id }) => PersonId.parse(id));
}

/** Sets the due rows of a page of users, under their locks, and sets its own row again to continue. */
export async function fillDates(
  sql: Sql,
  now: Instant,
  row: DueRow,
  page: readonly PersonId[],
  { versions }: Ports,
): Promise<void> {
  const { workspace, journey } = row;
  const filling = parseFilling(row);
  if (filling.from === null) {
    const hasMore = await deleteOutdated(sql, row, filling);
    return setDue(sql, [hasMore ? row : { ...row, data: { ...filling, from: '' } }]);
  }
  const dated = journey && (await findDateEntry(sql, workspace, journey, versions));
  if (!dated) return;
  const known = await sql<{ id: PersonId; profile: JsonObject; position: number }>`
    select id, profile, (select last_value from positions) as position from persons p
     where workspace = ${workspace} and id = any(${page}::text[]) and profile ? ${dated.moments.trait}
       and not exists (select from due d
                       where d.workspace = p.workspace and d.kind = ${DATE} and d.ref = ${`${dated.journey}/`} || p.id
                         and d.at < ${now})`;
  const rows = known.flatMap(({ id, profile, position }): readonly DueRow[] => {
    const at = dated.moments.nextAfter(profile, dated.settings, instant(filling.since));
    if (at === undefined) return [];
    return [dateRowOf(workspace, dated.journey, PersonId.parse(id), at, position)];
  });
  await setDue(sql, rows);
  if (page.length === PAGE) await setDue(sql, [{ ...row, data: { ...filling, from: page.at(-1) ?? '' } }]);
}

/**
 * Returns the date entry of the latest version, if it has one. Whether the journey takes entries is decided when the
 * user enters.
 */
async function findDateEntry(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
  versions: Versions,
): Promise<Dated | undefined> {
  const [row] = await sql<{ version: number }>`
    select version from journeys j
     where workspace = ${workspace} and id = ${journey} and state <> 'archived'`;
  if (!row) return undefined;
  const settings = (await versions.get(workspace, journey, row.version, sql)).document;
  const moments = momentsOf(settings.entry);
  return moments && { journey, moments, settings };
}
