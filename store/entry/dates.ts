import { type JourneyId, PersonId, type PersonRef, type WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { canMoveDate, type DateEntry, nextDateOf } from '../../journey/entries/date.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import { ENTER_EVENT, PROFILE_CHANGED } from '../../journey/events/own-events.ts';
import { settledAt } from '../../journey/time/punctual.ts';
import { type Instant, instant, toIso } from '../../journey/time/time.ts';
import { type DueRow, dropDue, setDue } from '../base/due-rows.ts';
import type { Sql } from '../base/sql.ts';
import { record } from '../events/ingest.ts';
import type { Versions } from '../journeys/versions.ts';
import { admit, type EntryOptions } from './admit.ts';
import { readPositionsBefore } from './moment.ts';

/** Kind of the due row of a user who waits for a date of their own (design.md §8): one per person and journey. */
export const DATE = 'date';
/**
 * Kind of the due row that sets these rows for every user, page by page, after a journey with a date entry is published
 * or started.
 */
export const DATES = 'date-fill';

interface Dated {
  readonly journey: JourneyId;
  readonly entry: DateEntry;
  readonly zone: string | undefined;
}

const refOf = (journey: JourneyId, person: PersonId): string => `${journey}/${person}`;

/**
 * Sets, moves or deletes a user's row after a change of their profile, unless the row's instant had come before the
 * change. Call it under the user's lock.
 */
export async function rescheduleDate(sql: Sql, who: PersonRef, dated: Dated, change: JourneyEvent): Promise<void> {
  const past = await sql`
    select from due where workspace = ${who.workspace} and kind = ${DATE} and ref = ${refOf(dated.journey, who.person)}
      and at < ${change.at}`;
  if (past.length === 0) await scheduleNextDate(sql, change.at, who, dated, change.position);
}

/** Sets the row for the next date after an instant, by the current profile. */
async function scheduleNextDate(
  sql: Sql,
  after: Instant,
  { workspace, person }: PersonRef,
  { journey, entry, zone }: Dated,
  position: number,
): Promise<void> {
  const [row] = await sql<{ profile: JsonObject }>`
    select profile from persons where workspace = ${workspace} and id = ${person}`;
  const at = row && nextDateOf(entry, row.profile, zone, after);
  const ref = refOf(journey, person);
  if (at === undefined) await dropDue(sql, workspace, DATE, [ref]);
  else await setDue(sql, [{ workspace, kind: DATE, ref, person, journey, at, data: { position } }]);
}

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
    select case when entry_type = 'date' or exists (select from due d where d.workspace = j.workspace
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

/** Returns whether a row was set by an earlier version of the journey and hasn't been looked at since. */
async function isOutdated(sql: Sql, { workspace, person, journey, at, data }: DueRow): Promise<boolean> {
  const [row] = await sql<Pick<DueRow, 'data'>>`
    select data from due where workspace = ${workspace} and kind = ${DATES} and ref = ${journey}`;
  if (!row) return false;
  const { from, since, position } = parseFilling(row);
  return at >= since && Number(data.position) < position && (from === null || String(person) > from);
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
  readonly entries: EntryOptions;
}

/** Most locks that one transaction takes. */
const PAGE = 500;

/**
 * Returns the next page of users; empty while outdated rows are being deleted. `fillDates` reads under each user's lock
 * whether the user has the entry's trait, so that a change accepted during publishing counts.
 */
export async function findNextDatePage(
  sql: Sql,
  row: DueRow,
  { versions }: Pick<Ports, 'versions'>,
): Promise<readonly PersonId[]> {
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
  { versions }: Pick<Ports, 'versions'>,
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
     where workspace = ${workspace} and id = any(${page}::text[]) and profile ? ${dated.entry.trait}
       and not exists (select from due d
                       where d.workspace = p.workspace and d.kind = ${DATE} and d.ref = ${`${dated.journey}/`} || p.id
                         and d.at < ${now})`;
  const rows = known.flatMap(({ id, profile, position }): readonly DueRow[] => {
    const at = nextDateOf(dated.entry, profile, dated.zone, instant(filling.since));
    if (at === undefined) return [];
    const person = PersonId.parse(id);
    return [
      {
        workspace,
        kind: DATE,
        ref: refOf(dated.journey, person),
        person,
        journey: dated.journey,
        at,
        data: { position },
      },
    ];
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
): Promise<(Dated & { readonly number: number }) | undefined> {
  const [row] = await sql<{ version: number }>`
    select version from journeys j
     where workspace = ${workspace} and id = ${journey} and state <> 'archived'`;
  if (!row) return undefined;
  const { entry, timeZone: zone } = (await versions.get(workspace, journey, row.version, sql)).document;
  return entry.type === 'date' ? { journey, entry, zone, number: row.version } : undefined;
}

/**
 * Handles a date that has come. A user who still has the date enters at that instant, by an event of their own, and
 * waits for the next date. An unread change accepted by then moves the row instead; a later change doesn't. Call it
 * under the person's lock.
 */
export async function handleDueDate(sql: Sql, now: Instant, row: DueRow, ports: Ports): Promise<void> {
  const { workspace, person, journey, at, data } = row;
  if (person === null || journey === null) return;
  if (await isOutdated(sql, row)) return; // `fillDates` finds users who have a date by the current version
  const dated = await findDateEntry(sql, workspace, journey, ports.versions);
  if (!dated) return;
  const who = { workspace, person };
  const changes = await sql<{ position: number; at: Instant; properties: JsonObject }>`
    select position, accepted_at as at, properties from events
     where workspace = ${workspace} and person = ${person} and position > ${Number(data.position)}
       and accepted_at <= ${at} and name = ${PROFILE_CHANGED}
     order by position`;
  const last = changes.findLast(({ properties }) => canMoveDate(dated.entry, properties));
  if (last) return scheduleNextDate(sql, last.at, who, dated, last.position);

  await enterByDate(sql, now, who, { ...dated, due: at }, ports);
  await scheduleNextDate(sql, at, who, dated, Number(data.position));
}

async function enterByDate(
  sql: Sql,
  now: Instant,
  who: PersonRef,
  { journey, number, due }: Dated & { readonly number: number; readonly due: Instant },
  { versions, entries }: Ports,
): Promise<void> {
  const at = settledAt(due, now);
  const properties = { $journey: journey, date: toIso(due) };
  const messageId = `$date.${journey}.${who.person}.${due}`;
  const [accepted] = await record(sql, who.workspace, at, [
    { messageId, person: who.person, name: ENTER_EVENT, properties },
  ]);
  if (accepted?.status !== 'accepted') return; // already entered by this date, before it was moved away and back
  const event = { name: ENTER_EVENT, at, position: accepted.position, properties };
  const version = await versions.get(who.workspace, journey, number, sql);
  const [beginsAt] = await readPositionsBefore(sql, who.workspace, [{ ...event, person: who.person }]);
  await admit(sql, now, { who, version, event, beginsAt, dueAt: due, onMeet: 'contest' }, entries);
}
