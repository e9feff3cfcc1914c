import type { Folded } from '../journey/engine/fold.ts';
import type { Version } from '../journey/engine/version.ts';
import { hasReadPast } from '../journey/entries/meeting.ts';
import type { Instant } from '../journey/time/time.ts';
import type { Sql } from '../store/base/sql.ts';
import { type ContestedPage, candidateOf, dropContested } from '../store/entry/contested.ts';
import { type Around, judgeAfterEnd } from '../store/entry/contested-rest.ts';
import { refusalOfLive, refuseEntry } from '../store/entry/refusals.ts';
import { announce } from '../store/outbox/announce.ts';

interface AroundOne extends Around {
  /** The instance's own version. */
  readonly own: Version;
  readonly key: string;
  /** When the instance wakes next. Everything before that instant has been decided. */
  readonly wakesAt: Instant | null;
}

/** Result of judging the entries that met an instance. */
export interface ContestJudged {
  /** Some entries were judged, so an instance may have to start. */
  readonly hasJudged: boolean;
  /** More entries wait behind this page. */
  readonly hasMore: boolean;
}

/**
 * Judges a page of the entries that met this instance (design.md §8). Refuses entries accepted while it was live, and
 * judges entries after its end again.
 */
export async function judgeContested(
  sql: Sql,
  now: Instant,
  folded: Pick<Folded, 'instance' | 'endedBy'>,
  page: ContestedPage,
  { own, key, wakesAt, entries, versionOf }: AroundOne,
): Promise<ContestJudged> {
  const { instance, endedBy } = folded;
  const { id, workspace, person, exit, readTo, journey, version } = instance;
  const who = { workspace, person };
  if (page.entries.length === 0) return { hasJudged: false, hasMore: false };
  if (exit !== null) {
    const by = { at: endedBy?.at ?? now, isDeadline: endedBy?.type === 'deadline' };
    await judgeAfterEnd(sql, now, { who, id, journey, version, key, readTo, by }, page, { entries, versionOf });
    return { hasJudged: true, hasMore: false };
  }
  const ripe = page.entries.filter((each) => hasReadPast({ readTo, wakesAt }, each));
  for (const each of ripe) {
    await dropContested(sql, who, each);
    const candidate = candidateOf(who, await versionOf(each.version), each);
    await refuseEntry(sql, now, candidate, refusalOfLive(id, key, own.document.entry));
  }
  if (ripe.length > 0) await announce(sql, who);
  return { hasJudged: ripe.length > 0, hasMore: page.hasMore && ripe.length > 0 };
}
