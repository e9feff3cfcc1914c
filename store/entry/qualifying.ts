import type { PersonRef } from '../../journey/base/ids.ts';
import { hasActed, type InactionEntry, qualifiesAt } from '../../journey/entries/inaction.ts';
import { entryKey, judgeEntry } from '../../journey/entries/judge.ts';
import type { Matching } from '../../journey/events/event-match.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import { zoneOf } from '../../journey/people/profile.ts';
import type { Instant } from '../../journey/time/time.ts';
import { type DueRow, setDue } from '../base/due-rows.ts';
import type { Sql } from '../base/sql.ts';
import { findEvent, findJudgingVersion } from '../journeys/closing.ts';
import type { Versions } from '../journeys/versions.ts';
import { announce } from '../outbox/announce.ts';
import { admit, type EntryOptions } from './admit.ts';
import type { Candidate } from './candidate.ts';
import { readLastPosition } from './moment.ts';
import { refuseEntry } from './refusals.ts';
import { type EntryStanding, explainNotRunning, readEntryStanding, takesEntries } from './standing.ts';

const KIND = 'inaction';

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
  const { who, version, event } = candidate;
  const { id: journey, timeZone } = version.document;
  const key = entryKey(entry, event);
  const standing = await readEntryStanding(sql, who, journey, key ?? '', event.position);
  if (!takesEntries(standing, event.at)) {
    const read = explainNotRunning(standing, event.at);
    return refuseEntry(sql, now, candidate, { is: 'refuse', key: key ?? '', reason: 'not-running', read });
  }
  const zone = zoneOf(standing.profile, timeZone);
  const { profile, segments } = standing;
  const entrant = { person: who.person, profile, segments, passes: NO_PASSES };
  const judgement = judgeEntry(entry, { event, key }, entrant, { now, zone }, journey);
  if (judgement.is === 'refuse') return refuseEntry(sql, now, candidate, judgement);

  const ref = `${journey}/${who.person}/${judgement.key}`;
  const [pending] = await sql<{ position: number }>`
    select (data ->> 'position')::bigint as position from due
     where workspace = ${who.workspace} and kind = ${KIND} and ref = ${ref}`;
  if (pending) {
    const since = await readActsSince(sql, who, entry, pending.position, event.at);
    if (!hasActed(entry, since, event.at, matchingOf(candidate, standing, judgement.key, zone, now))) return;
  }
  const at = qualifiesAt(entry, event.at, zone);
  await setDue(sql, [{ ...who, kind: KIND, ref, journey, at, data: { position: event.position, key: judgement.key } }]);
}

/** Earlier instances count only when the time has passed. */
const NO_PASSES = { count: 0, lastEnteredAt: null, isLive: false };

/**
 * Ends a waiting time: a user who hasn't done the second thing enters at that instant. Events accepted later are for
 * the instance to read, however late the row is handled. Call it under the person's lock.
 */
export async function endQualifying(
  sql: Sql,
  now: Instant,
  row: DueRow,
  ports: { readonly versions: Versions; readonly entries: EntryOptions },
): Promise<void> {
  const { workspace, person, journey, at, data } = row;
  const number = await findJudgingVersion(sql, workspace, journey);
  if (person === null || journey === null || number === undefined) return;
  const who: PersonRef = { workspace, person };
  const version = await ports.versions.get(workspace, journey, number, sql);
  const { entry, timeZone } = version.document;
  const first = await findEvent(sql, who, data.position);
  if (entry.type !== 'inaction' || !first) return;

  const key = String(data.key);
  const event = { ...first, at };
  const candidate: Candidate = {
    who,
    version,
    event,
    onMeet: 'contest',
    beginsAt: await readLastPosition(sql, who, first.position, at),
  };
  const standing = await readEntryStanding(sql, who, journey, key, first.position);
  const zone = zoneOf(standing.profile, timeZone);
  const since = await readActsSince(sql, who, entry, first.position, at);
  if (hasActed(entry, since, at, matchingOf(candidate, standing, key, zone, now))) return;
  await admit(sql, now, candidate, ports.entries);
  await announce(sql, who);
}

const matchingOf = (
  { version }: Candidate,
  { profile, segments }: EntryStanding,
  key: string,
  zone: string,
  now: Instant,
): Matching => ({
  values: { profile, context: {}, segments },
  key: key === '' ? null : key,
  keyPath: version.keyPath,
  now,
  zone,
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
