import type { JourneyId, PersonId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { ProfileMoments } from '../../journey/entries/define.ts';
import { momentsOf } from '../../journey/entries/index.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import { ENTER_EVENT, PROFILE_CHANGED } from '../../journey/events/own-events.ts';
import type { DateSettings } from '../../journey/people/profile.ts';
import { settledAt } from '../../journey/time/punctual.ts';
import { type Instant, toIso } from '../../journey/time/time.ts';
import { type DueRow, dropDue, setDue } from '../base/due-rows.ts';
import type { Sql } from '../base/sql.ts';
import { record } from '../events/ingest.ts';
import { admitAll, type EntryOptions } from './admit.ts';
import type { EntryRow } from './entry-row.ts';
import { readPositionsBefore } from './moment.ts';

/** Kind of the due row of a user who waits for a date of their own (design.md §8): one per person and journey. */
export const DATE = 'date';

export interface Dated {
  readonly journey: JourneyId;
  readonly moments: ProfileMoments;
  readonly settings: DateSettings;
}

const refOf = (journey: JourneyId, person: PersonId): string => `${journey}/${person}`;

/** Returns the due row of a user's date. */
export const dateRowOf = (
  workspace: WorkspaceId,
  journey: JourneyId,
  person: PersonId,
  at: Instant,
  position: number,
): DueRow => ({ workspace, kind: DATE, ref: refOf(journey, person), person, journey, at, data: { position } });

/**
 * Sets, moves or deletes a user's row after a change of their profile, unless the row's instant had come before the
 * change. Call it under the user's lock.
 */
export async function rescheduleDate(sql: Sql, who: PersonRef, dated: Dated, change: JourneyEvent): Promise<void> {
  const { workspace, person } = who;
  const past = await sql`
    select from due where workspace = ${workspace} and kind = ${DATE} and ref = ${refOf(dated.journey, person)}
      and at < ${change.at}`;
  if (past.length > 0) return;
  await scheduleNextDates(sql, workspace, dated, [{ person, after: change.at, position: change.position }]);
}

interface Wait {
  readonly person: PersonId;
  /** The next date comes after this instant. */
  readonly after: Instant;
  readonly position: number;
}

/** Sets each user's row for the next date after an instant, by the current profile. */
async function scheduleNextDates(
  sql: Sql,
  workspace: WorkspaceId,
  { journey, moments, settings }: Dated,
  waits: readonly Wait[],
): Promise<void> {
  const persons = await sql<{ id: PersonId; profile: JsonObject }>`
    select id, profile from persons
     where workspace = ${workspace} and id = any(${waits.map(({ person }) => person)}::text[])`;
  const profiles = new Map(persons.map(({ id, profile }) => [id, profile]));
  const next = waits.map(({ person, after, position }) => {
    const profile = profiles.get(person);
    return { person, position, at: profile && moments.nextAfter(profile, settings, after) };
  });
  const without = next.flatMap(({ person, at }) => (at === undefined ? [refOf(journey, person)] : []));
  if (without.length > 0) await dropDue(sql, workspace, DATE, without);
  await setDue(
    sql,
    next.flatMap(({ person, at, position }) =>
      at === undefined ? [] : [dateRowOf(workspace, journey, person, at, position)],
    ),
  );
}

/**
 * Handles a page of dates that have come. Users who still have the date enter at that instant, by an event of their
 * own, and wait for the next date. An unread change accepted by then moves the row instead; a later change doesn't.
 * Call it under the users' locks.
 */
export async function enterByDates(
  sql: Sql,
  now: Instant,
  version: Version,
  rows: readonly EntryRow[],
  options: EntryOptions,
): Promise<void> {
  const { document: settings } = version;
  const { entry, id: journey } = settings;
  const workspace = rows[0]?.workspace;
  const moments = momentsOf(entry);
  if (!moments || workspace === undefined) return;
  const changes = await findLastChanges(sql, moments, rows);
  const entering = rows.filter(({ person }) => !changes.has(person));
  await enterAll(sql, now, version, entering, options);
  const waits = rows.map(({ person, at, data }): Wait => {
    const { at: after, position } = changes.get(person) ?? { at, position: Number(data.position) };
    return { person, after, position };
  });
  await scheduleNextDates(sql, workspace, { journey, moments, settings }, waits);
}

/** Returns each user's last unread change accepted by their date that may move it. */
async function findLastChanges(sql: Sql, { movedBy }: ProfileMoments, rows: readonly EntryRow[]) {
  const changes = await sql<{ person: PersonId; at: Instant; position: number }>`
    select r.person, e.at, e.position
      from unnest(${rows.map(({ person }) => person)}::text[], ${rows.map(({ at }) => at)}::bigint[],
                  ${rows.map(({ data }) => Number(data.position))}::bigint[]) as r (person, at, position)
     cross join lateral (
       select accepted_at as at, position from events
        where workspace = ${rows[0]?.workspace} and person = r.person and position > r.position
          and accepted_at <= r.at and name = ${PROFILE_CHANGED} and properties ?| ${movedBy}::text[]
        order by position desc limit 1) e`;
  return new Map(changes.map(({ person, ...change }) => [person, change]));
}

async function enterAll(
  sql: Sql,
  now: Instant,
  version: Version,
  rows: readonly EntryRow[],
  options: EntryOptions,
): Promise<void> {
  const workspace = rows[0]?.workspace;
  if (workspace === undefined) return;
  const { id: journey } = version.document;
  const messages = rows.map(({ person, at: due }) => ({
    messageId: `$date.${journey}.${person}.${due}`,
    person,
    name: ENTER_EVENT,
    properties: { $journey: journey, date: toIso(due) },
    at: settledAt(due, now),
    due,
  }));
  const accepted = await record(sql, workspace, now, messages);
  // the others have already entered by this date, before it was moved away and back
  const events = messages.flatMap(({ person, name, at, properties, due }, index) => {
    const { status, position = 0 } = accepted[index] ?? {};
    return status === 'accepted' ? [{ person, due, event: { name, at, position, properties } }] : [];
  });
  const beginsAt = await readPositionsBefore(
    sql,
    workspace,
    events.map(({ person, event }) => ({ ...event, person })),
  );
  const candidates = events.map(({ person, due, event }, index) => {
    const [who, begin] = [{ workspace, person }, beginsAt[index]];
    return {
      who,
      version,
      event,
      dueAt: due,
      onMeet: 'contest' as const,
      ...(begin !== undefined && { beginsAt: begin }),
    };
  });
  await admitAll(sql, now, candidates, options);
}
