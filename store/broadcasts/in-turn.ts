import type { JourneyId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';
import { isUnreadAndOfInterest } from '../base/unread.ts';

/**
 * The longest that the rest of a queue waits for a busy user, or for an instance that is about to end, such as one that
 * can't decide.
 */
const PATIENCE_MS = 30_000;

interface InQueue {
  readonly broadcast: string;
  readonly nr: number;
  readonly person: PersonId;
  readonly at: Instant;
  /** How long the rest of the queue has waited for this user's lock, in milliseconds. */
  readonly busyMs: number;
}

/** A page of a journey's queue, and the users in it whose locks the caller holds. */
interface QueuePage<Each extends InQueue> {
  readonly workspace: WorkspaceId;
  readonly version: Version;
  readonly page: readonly Each[];
  readonly free: ReadonlySet<PersonId>;
}

/**
 * Returns the users of a queue page who may enter now. Without a capacity, these are the `free` users, whose locks the
 * caller holds. With a capacity, places go in queue order: the page ends before the first user who is busy, or whose
 * previous instance may still end by that user's moment. Users who have been busy for 30 seconds are skipped, and enter
 * when their lock is free.
 */
export async function findUsersInTurn<Each extends InQueue>(
  sql: Sql,
  now: Instant,
  { workspace, version, page, free }: QueuePage<Each>,
): Promise<readonly Each[]> {
  const { id, entry } = version.document;
  if (!entry.capacity) return page.filter(({ person }) => free.has(person));
  const ending = await sql<{ person: PersonId }>`
    select q.person
      from unnest(${page.map(({ person }) => person)}::text[], ${page.map(({ at }) => at)}::bigint[]) as q (person, at)
     where q.at > ${now - PATIENCE_MS}
       and exists (
         select from instances i
          where i.workspace = ${workspace} and i.person = q.person and i.journey = ${id} and i.ended_at is null
            and i.status in ('starting', 'live')
            and i.stuck is null and i.paused_at is null
            and (i.step = 0 or i.wakes_at <= q.at
                 or exists (select from events e where ${isUnreadAndOfInterest} and e.accepted_at <= q.at)))`;
  const waits = new Set(ending.map(({ person }) => person));
  const end = page.findIndex(({ person, busyMs }) => waits.has(person) || (!free.has(person) && busyMs <= PATIENCE_MS));
  const stopsAt = page[end];
  if (stopsAt && !free.has(stopsAt.person)) await noteBusy(sql, workspace, id, stopsAt);
  return (end === -1 ? page : page.slice(0, end)).filter(({ person }) => free.has(person));
}

/** Records since when the rest of a queue has waited for a user's lock. */
const noteBusy = (sql: Sql, workspace: WorkspaceId, journey: JourneyId, { broadcast, nr }: InQueue) => sql`
  update queued set busy_since = clock_timestamp()
   where workspace = ${workspace} and journey = ${journey} and broadcast = ${broadcast} and nr = ${nr}
     and busy_since is null`;
