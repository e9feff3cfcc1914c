import type { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';
import { isUnreadAndOfInterest } from '../base/unread.ts';

/**
 * Longest wait of others for a user whose turn it is but who can't enter yet. Such a user is busy, or their memberships
 * are about to change, or their instance is about to end but can't decide.
 */
export const PATIENCE_MS = 30_000;

/** A user whose moment has come. */
export interface Waiting {
  readonly person: PersonId;
  readonly at: Instant;
  /** How long others have waited for this user's lock, in milliseconds. */
  readonly busyMs: number;
}

/** Users whose moment has come, in order, and the users whose locks the caller holds. */
export interface WaitingPage<Each extends Waiting> {
  readonly workspace: WorkspaceId;
  readonly version: Version;
  readonly page: readonly Each[];
  readonly free: ReadonlySet<PersonId>;
}

export interface Turn<Each extends Waiting> {
  /** The users who may enter now. */
  readonly inTurn: readonly Each[];
  /** The user whom everybody after them waits for. */
  readonly stopsAt: Each | undefined;
}

/**
 * Returns the users of a page who may enter now. Without a capacity, these are the `free` users. With a capacity,
 * places go in order: the page ends before the first user who isn't free, or whose previous instance may still end by
 * that user's moment. Users who have been busy for 30 seconds are skipped, and enter when their lock is free.
 */
export async function findUsersInTurn<Each extends Waiting>(
  sql: Sql,
  now: Instant,
  { workspace, version, page, free }: WaitingPage<Each>,
): Promise<Turn<Each>> {
  const { id, entry } = version.document;
  if (!entry.capacity) return { inTurn: page.filter(({ person }) => free.has(person)), stopsAt: undefined };
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
  const reached = end === -1 ? page : page.slice(0, end);
  return { inTurn: reached.filter(({ person }) => free.has(person)), stopsAt: page[end] };
}

/** Splits entries, in order, into groups without a repeated user, since `admitAll` judges each user once. */
export function groupWithoutRepeats<Each>(all: readonly Each[], personOf: (each: Each) => PersonId) {
  const groups: Each[][] = [];
  let seen = new Set<PersonId>();
  for (const each of all) {
    const person = personOf(each);
    if (groups.length === 0 || seen.has(person)) {
      groups.push([]);
      seen = new Set();
    }
    seen.add(person);
    groups.at(-1)?.push(each);
  }
  return groups as readonly (readonly Each[])[];
}
