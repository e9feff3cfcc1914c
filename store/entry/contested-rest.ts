import { type InstanceId, JourneyId, type PersonRef } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import { cameAfterEnd, type InstanceEnd } from '../../journey/entries/meeting.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { type DueRow, setDue } from '../base/due-rows.ts';
import type { Sql } from '../base/sql.ts';
import type { Versions } from '../journeys/versions.ts';
import { announce } from '../outbox/announce.ts';
import { admit, type EntryOptions } from './admit.ts';
import { type ContestedPage, candidateOf, dropContested, moveToInstance, readContested } from './contested.ts';
import { refusalOfLive, refuseEntry } from './refusals.ts';

/**
 * Kind of the due row for entries that still wait for an instance which has ended. They are judged in order, a page in
 * one transaction, until one of them lets its user in. The rest then waits for the new instance, as if each entry had
 * met it. Until then, other entries of the user wait behind these (store/entry/standing.ts).
 */
export const REST = 'contested-rest';

/** An instance that has ended, with the fields that the judgement of its entries needs. */
export interface Ended extends InstanceEnd {
  readonly id: InstanceId;
  readonly journey: JourneyId;
  readonly version: number;
  readonly key: string;
}

export interface Around {
  readonly entries: EntryOptions;
  versionOf(number: number): Promise<Version>;
}

/**
 * Judges a page of the entries that waited for an instance, now that it has ended. Call it under the person's lock, in
 * the transaction that ended the instance or a later one.
 */
export async function judgeAfterEnd(
  sql: Sql,
  now: Instant,
  { who, ...ended }: Ended & { readonly who: PersonRef },
  { entries: page, hasMore, keptUnder }: ContestedPage,
  { entries, versionOf }: Around,
): Promise<void> {
  let entered: InstanceId | undefined;
  for (const each of page) {
    await dropContested(sql, who, each);
    const candidate = candidateOf(who, await versionOf(each.version), each);
    if (cameAfterEnd(each, ended)) {
      const admission = await admit(sql, now, candidate, entries);
      if (admission.type === 'entered') entered = admission.instance;
    } else {
      const { document } = await versionOf(ended.version);
      await refuseEntry(sql, now, candidate, refusalOfLive(ended.id, ended.key, document.entry));
    }
    if (entered) break;
  }
  if (entered) await moveToInstance(sql, who, entered, keptUnder);
  else if (hasMore) await setDue(sql, [dueRowOf(now, who, ended, keptUnder)]);
  if (page.length > 0) await announce(sql, who);
}

const dueRowOf = (now: Instant, who: PersonRef, { id, by, ...ended }: Ended, keptUnder: readonly string[]): DueRow => ({
  ...{ workspace: who.workspace, person: who.person, journey: ended.journey },
  ...{ kind: REST, ref: id, at: instant(now - 1) },
  data: { ...ended, keptUnder, endedAt: by?.at ?? null, isDeadline: by?.isDeadline ?? false },
});

/**
 * Schedules the judgement of entries that waited for an instance which was ended from outside. Call it under the
 * person's lock.
 */
export async function scheduleContestedJudgement(
  sql: Sql,
  now: Instant,
  who: PersonRef,
  id: InstanceId,
): Promise<void> {
  const [row] = await sql<{ journey: string; version: number; key: string; readTo: number; keptUnder: string[] }>`
    select journey, version, key, read_to as "readTo", array[id] || reads_for as "keptUnder" from instances i
     where workspace = ${who.workspace} and id = ${id}
       and exists (select from contested c
                   where c.workspace = i.workspace and c.instance = any(array[i.id] || i.reads_for))`;
  if (!row) return;
  const { keptUnder, ...ended } = row;
  await setDue(sql, [dueRowOf(now, who, { ...ended, id, journey: JourneyId.parse(row.journey), by: null }, keptUnder)]);
}

/** Judges the next page of a due row. Call it under the person's lock, after deleting the row. */
export async function judgeContestedRest(
  sql: Sql,
  now: Instant,
  { workspace, person, journey, ref, data }: DueRow,
  { versions, entries }: { readonly versions: Versions; readonly entries: EntryOptions },
): Promise<void> {
  if (person === null || journey === null || !Array.isArray(data.keptUnder)) return;
  const who = { workspace, person };
  const { version, key, readTo, endedAt, isDeadline } = data;
  const ended: Ended = {
    ...{ id: ref as InstanceId, journey, version: Number(version), key: String(key), readTo: Number(readTo) },
    by: endedAt === null ? null : { at: instant(Number(endedAt)), isDeadline: isDeadline === true },
  };
  const page = await readContested(sql, who, data.keptUnder.map(String));
  const versionOf = (number: number) => versions.get(workspace, journey, number, sql);
  await judgeAfterEnd(sql, now, { ...ended, who }, page, { entries, versionOf });
}
