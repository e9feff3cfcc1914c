import type { JourneyId, PersonRef } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { type DueRow, dropDue } from '../base/due-rows.ts';
import type { Sql } from '../base/sql.ts';
import { findEvent, findJudgingVersion } from '../journeys/closing.ts';
import type { Versions } from '../journeys/versions.ts';
import { announce } from '../outbox/announce.ts';
import { admit, type EntryOptions } from './admit.ts';
import type { EntryRow } from './entry-row.ts';

interface GracePorts {
  readonly versions: Versions;
  readonly entries: EntryOptions;
}

/** Journeys that are left out because of a fault, and the journey being judged, which is to blame for a new fault. */
interface Blame {
  readonly faulty: ReadonlyMap<JourneyId, unknown>;
  journey?: JourneyId | undefined;
}

/**
 * Judges a user's entries in their grace period again, after a change of the user. A user who enters now does so at the
 * instant of the change. Call it under the person's lock.
 *
 * @returns the journeys that it left out because of a fault
 */
export async function judgeInGrace(
  sql: Sql,
  now: Instant,
  who: PersonRef,
  change: JourneyEvent,
  { blame, ...ports }: GracePorts & { readonly blame: Blame },
): Promise<readonly JourneyId[]> {
  const rows = await sql<DueRow>`
    select workspace, kind, ref, person, journey, at, data from due
     where workspace = ${who.workspace} and person = ${who.person} and kind = 'grace'`;
  const unjudged: JourneyId[] = [];
  for (const row of rows) {
    if (change.at > row.at || change.position <= Number(row.data.position)) continue;
    if (row.journey !== null && blame.faulty.has(row.journey)) {
      unjudged.push(row.journey);
      continue;
    }
    blame.journey = row.journey ?? undefined;
    const admission = await judgeOnceMore(sql, now, { row, who, at: change.at, beginsAt: change.position }, ports);
    if (admission?.type !== 'waits') await dropDue(sql, who.workspace, 'grace', [row.ref]);
  }
  blame.journey = undefined;
  return unjudged;
}

/** Returns the journeys whose filter refused a user but may still let them in. */
export const findJourneysInGrace = async (sql: Sql, { workspace, person }: PersonRef): Promise<readonly string[]> =>
  (
    await sql<{ journey: JourneyId }>`
      select distinct journey from due where workspace = ${workspace} and person = ${person} and kind = 'grace'`
  ).map(({ journey }) => journey);

/** Kind of the due row of an entry in its grace period. */
export const GRACE = 'grace';

/** Judges an entry at the end of its grace period; if the filter still doesn't hold, it is refused. */
export async function endGrace(
  sql: Sql,
  now: Instant,
  version: Version,
  row: EntryRow,
  options: EntryOptions,
): Promise<void> {
  const { workspace, person, at, data } = row;
  const who = { workspace, person };
  await judgeByVersion(sql, now, version, { row, who, at, beginsAt: Number(data.position) }, options);
  await announce(sql, who);
}

/** An entry in its grace period, to be judged again at this instant. */
interface Retry {
  readonly row: DueRow;
  readonly who: PersonRef;
  readonly at: Instant;
  readonly beginsAt: number;
}

async function judgeOnceMore(
  sql: Sql,
  now: Instant,
  { row, who, at, beginsAt }: Retry,
  { versions, entries }: GracePorts,
) {
  const number = await findJudgingVersion(sql, who.workspace, row.journey);
  if (number === undefined || row.journey === null) return undefined;
  const version = await versions.get(who.workspace, row.journey, number, sql);
  return judgeByVersion(sql, now, version, { row, who, at, beginsAt }, entries);
}

async function judgeByVersion(
  sql: Sql,
  now: Instant,
  version: Version,
  { row, who, at, beginsAt }: Retry,
  options: EntryOptions,
) {
  const event = await findEvent(sql, who, row.data.position);
  if (!event) return undefined;
  const moment = { ...event, at: instant(at) };
  const candidate = { who, version, event: moment, beginsAt, onMeet: 'contest', graceUntil: row.at } as const;
  return admit(sql, now, candidate, options);
}
