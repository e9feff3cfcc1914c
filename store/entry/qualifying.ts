import type { PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import { keyAttempt, planQualifying } from '../../journey/entries/admit.ts';
import { hasActed, type InactionEntry } from '../../journey/entries/inaction.ts';
import type { Matching } from '../../journey/events/event-match.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import { surroundingsOf } from '../../journey/people/profile.ts';
import type { Instant } from '../../journey/time/time.ts';
import { setDue } from '../base/due-rows.ts';
import type { Sql } from '../base/sql.ts';
import { announceAll } from '../outbox/announce.ts';
import { admitAll, type EntryOptions } from './admit.ts';
import type { Candidate } from './candidate.ts';
import type { EntryRow } from './entry-row.ts';
import { readLastPositions } from './moment.ts';
import { refuseEntry } from './refusals.ts';
import { type EntryStanding, factsOf, readEntryStanding, readEntryStandings } from './standing.ts';
import { groupWithoutRepeats } from './turns.ts';

/** Kind of the due row of a user's waiting time. */
export const INACTION = 'inaction';

/**
 * Starts a user's waiting time after the first event of an `inaction` entry: one due row per entry key. Another such
 * event doesn't restart it unless the user did the second thing in between. Call it under the person's lock.
 */
export async function beginQualifying(
  sql: Sql,
  now: Instant,
  candidate: Candidate,
  entry: InactionEntry,
): Promise<void> {
  const { who, version } = candidate;
  const { event, ...attempt } = keyAttempt(version.document, candidate);
  const { id: journey } = version.document;
  const standing = await readEntryStanding(sql, who, journey, attempt.key ?? '', event.position);
  const plan = planQualifying(version.document, entry, { ...attempt, event }, factsOf(who.person, standing), now);
  if (plan.type === 'refuse') return refuseEntry(sql, now, candidate, plan);

  const { key, until: at } = plan;
  const ref = `${journey}/${who.person}/${key}`;
  const [pending] = await sql<{ position: number }>`
    select (data ->> 'position')::bigint as position from due
     where workspace = ${who.workspace} and kind = ${INACTION} and ref = ${ref}`;
  if (pending) {
    const since = await readActsSince(sql, who, entry, pending.position, event.at);
    if (!hasActed(entry, since, event.at, matchingOf(candidate, standing, key, now))) return;
  }
  await setDue(sql, [{ ...who, kind: INACTION, ref, journey, at, data: { position: event.position, key } }]);
}

/**
 * Ends a page of waiting times. Users who haven't done the second thing enter at their instant. Events accepted later
 * are for the instance to read, however late the row is handled. Call it under the users' locks.
 */
export async function endQualifying(
  sql: Sql,
  now: Instant,
  version: Version,
  rows: readonly EntryRow[],
  options: EntryOptions,
): Promise<void> {
  const { entry } = version.document;
  if (entry.type !== 'inaction') return;
  for (const some of groupWithoutRepeats(rows, ({ person }) => person)) {
    const candidates = await findQualified(sql, now, version, some, entry);
    await admitAll(sql, now, candidates, options);
    await announceAll(
      sql,
      candidates.map(({ who }) => who),
    );
  }
}

/** Returns the candidates who haven't done the second thing in time. Each user occurs once. */
async function findQualified(
  sql: Sql,
  now: Instant,
  version: Version,
  rows: readonly EntryRow[],
  entry: InactionEntry,
): Promise<readonly Candidate[]> {
  const began = await readFirsts(sql, rows);
  const workspace = began[0]?.row.workspace;
  if (workspace === undefined) return [];
  const { id: journey } = version.document;
  const beginsAt = await readLastPositions(
    sql,
    workspace,
    began.map(({ row: { person, at }, first: { position } }) => ({ person, at, position })),
  );
  const asked = began.map(({ row: { person, data }, first: { position } }) => ({
    person,
    key: String(data.key),
    position,
  }));
  const standings = await readEntryStandings(sql, workspace, journey, asked);
  const acts = await readActs(sql, workspace, entry, began);
  return began.flatMap(({ row: { person, at }, first }, index): readonly Candidate[] => {
    const [standing, begin, { key } = { key: '' }] = [standings[index], beginsAt[index], asked[index]];
    if (!standing || begin === undefined) return [];
    const who = { workspace, person };
    const candidate: Candidate = { who, version, event: { ...first, at }, onMeet: 'contest', beginsAt: begin };
    const matching = matchingOf(candidate, standing, key, now);
    return hasActed(entry, acts.get(index) ?? [], at, matching) ? [] : [candidate];
  });
}

interface Began {
  readonly row: EntryRow;
  /** The event that began the waiting time. */
  readonly first: JourneyEvent;
}

/** Reads the events that began waiting times. Leaves out rows whose event has been deleted. */
async function readFirsts(sql: Sql, rows: readonly EntryRow[]): Promise<readonly Began[]> {
  const found = await sql<JourneyEvent & { nr: number }>`
    select r.nr, e.name, e.accepted_at as at, e.position, e.properties
      from unnest(${rows.map(({ person }) => person)}::text[],
                  ${rows.map(({ data }) => Number(data.position))}::bigint[]) with ordinality as r (person, position, nr)
      join events e on e.workspace = ${rows[0]?.workspace} and e.person = r.person and e.position = r.position
     order by r.nr`;
  return found.flatMap(({ nr, ...first }) => {
    const row = rows[nr - 1];
    return row ? [{ row, first }] : [];
  });
}

/** Reads the events of the second kind since each waiting time began, by the index of the waiting time. */
async function readActs(sql: Sql, workspace: WorkspaceId, { without }: InactionEntry, began: readonly Began[]) {
  const acts = await sql<JourneyEvent & { nr: number }>`
    select r.nr, e.name, e.accepted_at as at, e.position, e.properties
      from unnest(${began.map(({ row }) => row.person)}::text[], ${began.map(({ first }) => first.position)}::bigint[],
                  ${began.map(({ row }) => row.at)}::bigint[]) with ordinality as r (person, position, at, nr)
      join events e on e.workspace = ${workspace} and e.person = r.person and e.position > r.position
                       and e.accepted_at <= r.at and e.name = ${without.event}
     order by r.nr, e.position`;
  const byIndex = new Map<number, JourneyEvent[]>();
  for (const { nr, ...event } of acts) byIndex.set(nr - 1, [...(byIndex.get(nr - 1) ?? []), event]);
  return byIndex;
}

const matchingOf = (
  { version }: Candidate,
  { profile, segments }: EntryStanding,
  key: string,
  now: Instant,
): Matching => ({
  values: { profile, context: {}, segments },
  key: key === '' ? null : key,
  keyPath: version.keyPath,
  ...surroundingsOf(profile, version.document, now),
});

const readActsSince = (
  sql: Sql,
  { workspace, person }: PersonRef,
  { without }: InactionEntry,
  position: number,
  upTo: Instant,
) => sql<JourneyEvent>`
  select name, accepted_at as at, position, properties from events
   where workspace = ${workspace} and person = ${person} and position > ${position} and accepted_at <= ${upTo}
     and name = ${without.event}
   order by position`;
