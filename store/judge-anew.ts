import { type InstanceId, JourneyId, type PersonRef } from '../journey/ids.ts';
import { type Instant, instant } from '../journey/time.ts';
import { announce, announceEvents } from './announce.ts';
import { type Contested, candidateOf } from './contested.ts';
import { type DueRow, setDue } from './due-rows.ts';
import { admit, type EntryOptions } from './entries.ts';
import { eventAt } from './running.ts';
import type { Sql } from './sql.ts';
import type { Versions } from './versions.ts';

/** Entries that waited for an instance which has been ended from outside, and will read nothing any more. */

export const ANEW = 'judge-anew';

/**
 * Events go back into the outbox, as if they had just been accepted. An entry at a moment of its own, which no event announces, is a row that is due at
 * once. Called under the person's lock.
 */
export async function judgeAnew(
  sql: Sql,
  now: Instant,
  { workspace, person }: PersonRef,
  instance: InstanceId,
): Promise<void> {
  const waiting = await sql<{ position: number }>`
    delete from contested where workspace = ${workspace} and instance = ${instance} and at is null returning position`;
  await announceEvents(
    sql,
    { workspace, person },
    waiting.map(({ position }) => position),
  );
  const moments = await sql<{ position: number; journey: string }>`
    select position, journey from contested where workspace = ${workspace} and instance = ${instance}`;
  const rows = moments.map(({ position, journey }): DueRow => {
    const ref = `${instance}/${position}`;
    const at = instant(now - 1);
    return { workspace, person, kind: ANEW, ref, journey: JourneyId.parse(journey), at, data: { instance, position } };
  });
  await setDue(sql, rows);
}

/** Under the person's lock. */
export async function admitAnew(
  sql: Sql,
  now: Instant,
  { workspace, person, journey, data }: DueRow,
  { versions, entries }: { readonly versions: Versions; readonly entries: EntryOptions },
): Promise<void> {
  if (person === null || journey === null) return;
  const who = { workspace, person };
  const [waiting] = await sql<Omit<Contested, 'event'>>`
    delete from contested where workspace = ${workspace} and instance = ${data.instance} and position = ${data.position}
    returning version, at as moment, begins_at as "beginsAt", reads_to as "readsTo", grace_until as "graceUntil", queue`;
  const event = await eventAt(sql, who, data.position);
  if (!waiting || !event) return;
  const version = await versions.get(workspace, journey, waiting.version, sql);
  await admit(sql, now, candidateOf(who, version, { ...waiting, event }), entries);
  await announce(sql, who);
}
