import type { Folded } from '../journey/engine/fold.ts';
import type { Version } from '../journey/engine/version.ts';
import type { Instant } from '../journey/time.ts';
import { announce } from '../store/announce.ts';
import { type Contested, candidateOf, isByTime, meetsAt } from '../store/contested.ts';
import { admit, type EntryOptions } from '../store/entries.ts';
import { metAlive, refuseEntry } from '../store/refusals.ts';
import type { Sql } from '../store/sql.ts';

interface Around {
  /** The version of the instance itself. */
  readonly own: Version;
  readonly key: string;
  /** When it wakes next: what is to come before that has been decided. */
  readonly wakesAt: Instant | null;
  readonly entries: EntryOptions;
  versionOf(number: number): Promise<Version>;
}

/**
 * Entries that met this instance: refused if it was inside when they came, judged anew if it had ended before (design.md §8). Answers whether
 * somebody may have to be started.
 */
export async function judgeContested(
  sql: Sql,
  now: Instant,
  folded: Pick<Folded, 'instance' | 'endedBy'>,
  contested: readonly Contested[],
  { own, key, wakesAt, entries, versionOf }: Around,
): Promise<boolean> {
  const { id, workspace, person, exit, readTo } = folded.instance;
  const isClosed = (each: Contested) =>
    each.moment === null || wakesAt === null || wakesAt > each.moment || (wakesAt === each.moment && !isByTime(each));
  const ripe = contested.filter((each) => exit !== null || (meetsAt(each) <= readTo && isClosed(each)));
  for (const each of ripe) {
    const candidate = candidateOf({ workspace, person }, await versionOf(each.version), each);
    await sql`delete from contested where workspace = ${workspace} and instance = ${id} and position = ${each.event.position}`;
    if (cameAfterEnd(each, folded)) await admit(sql, now, candidate, entries);
    else await refuseEntry(sql, now, candidate, metAlive(id, key, own.document.entry));
    await announce(sql, { workspace, person });
  }
  return ripe.length > 0;
}

/**
 * What the instance has read came before its end, in the order of the fold; what it has not read came after. A moment that time alone
 * brings comes after all that was accepted by then and after what ends at it: a daily run lets in whoever's day ends with it. One that an event brings
 * comes before what is due at it.
 */
function cameAfterEnd(each: Contested, { instance, endedBy }: Pick<Folded, 'instance' | 'endedBy'>): boolean {
  const { moment, event } = each;
  if (moment === null) return event.position > instance.readTo;
  if (endedBy === undefined) return false;
  return endedBy.at < moment || (endedBy.at === moment && (endedBy.type !== 'deadline' || isByTime(each)));
}
