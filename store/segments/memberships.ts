import type { PersonId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import { MAX_HOPS } from '../../journey/events/hops.ts';
import { SEGMENT_JOINED, SEGMENT_LEFT } from '../../journey/events/own-events.ts';
import type { Instant } from '../../journey/time/time.ts';
import { setAside } from '../base/dead-letters.ts';
import { dropDue, setDue } from '../base/due-rows.ts';
import { newEventId } from '../base/ids.ts';
import type { Sql } from '../base/sql.ts';
import { record } from '../events/ingest.ts';
import type { PersonMessage } from '../events/insert-events.ts';

/** A user's membership in a segment, or that they are not a member. */
export interface Membership {
  readonly segment: string;
  readonly person: PersonId;
  readonly isIn: boolean;
  readonly sinceAt: Instant;
  /** Version of the segment that it was judged by. */
  readonly version: number;
  /** When it is judged again: time alone may change it after this instant. */
  readonly dueAt: Instant | null;
}

/** A user who has joined or left a segment. */
export interface MembershipChange {
  readonly segment: string;
  readonly person: PersonId;
  readonly isIn: boolean;
  /** Hops of the event that caused it. */
  readonly hops: number;
  /** Part of a backfill: live events go first. */
  readonly isBulk?: boolean;
}

/**
 * Writes memberships and their due rows, except where a later version of the segment has judged already. Call it under
 * the persons' locks. Returns a function that says which were written.
 */
export async function writeMemberships(
  sql: Sql,
  workspace: WorkspaceId,
  memberships: readonly Membership[],
): Promise<(of: Pick<Membership, 'segment' | 'person'>) => boolean> {
  if (memberships.length === 0) return () => false;
  const written = await sql<{ segment: string; person: PersonId }>`
    insert into memberships as m (workspace, segment, person, is_in, since_at, version, due_at)
    select ${workspace}, * from unnest(
      ${memberships.map(({ segment }) => segment)}::text[], ${memberships.map(({ person }) => person)}::text[],
      ${memberships.map(({ isIn }) => isIn)}::boolean[], ${memberships.map(({ sinceAt }) => sinceAt)}::bigint[],
      ${memberships.map(({ version }) => version)}::int[], ${memberships.map(({ dueAt }) => dueAt)}::bigint[])
    on conflict (workspace, person, segment) do update
       set is_in = excluded.is_in, since_at = excluded.since_at, version = excluded.version, due_at = excluded.due_at
     where m.version <= excluded.version
    returning segment, person`;
  const keys = new Set(written.map(keyOf));
  const kept = memberships.filter((each) => keys.has(keyOf(each)));
  const settled = kept.filter(({ isIn, dueAt }) => !isIn && dueAt === null);
  await sql`
    delete from memberships m
      using unnest(${settled.map(({ segment }) => segment)}::text[],
                   ${settled.map(({ person }) => person)}::text[]) d (segment, person)
     where m.workspace = ${workspace} and m.segment = d.segment and m.person = d.person`;
  await setDue(
    sql,
    kept.flatMap(({ segment, person, dueAt }) =>
      dueAt === null
        ? []
        : [
            {
              workspace,
              kind: 'segment',
              ref: `${segment}/${person}`,
              person,
              journey: null,
              at: dueAt,
              data: { segment },
            },
          ],
    ),
  );
  await dropDue(
    sql,
    workspace,
    'segment',
    kept.filter(({ dueAt }) => dueAt === null).map(({ segment, person }) => `${segment}/${person}`),
  );
  return (each) => keys.has(keyOf(each));
}

const keyOf = ({ segment, person }: { readonly segment: string; readonly person: PersonId }): string =>
  `${segment}/${person}`;

/**
 * Records changes of memberships as events (design.md §8), accepted together. Changes that caused one another too often
 * are set aside with the reason.
 */
export async function announceChanges(
  sql: Sql,
  workspace: WorkspaceId,
  at: Instant,
  changes: readonly MembershipChange[],
): Promise<void> {
  const isFar = ({ hops }: MembershipChange) => hops + 1 > MAX_HOPS;
  const events = changes
    .filter((change) => !isFar(change))
    .map(
      ({ segment, person, isIn, hops, isBulk = false }): PersonMessage => ({
        messageId: `$segment.${newEventId()}`,
        person,
        name: isIn ? SEGMENT_JOINED : SEGMENT_LEFT,
        properties: { segment },
        hops: hops + 1,
        isBulk,
      }),
    );
  if (events.length > 0) await record(sql, workspace, at, events);
  const aside = changes.filter(isFar).map(({ segment, person }) => ({
    person,
    reason: `too many hops: segment "${segment}" changes because it changes`,
  }));
  await setAside(sql, workspace, aside);
}

export async function readMemberships(sql: Sql, { workspace, person }: PersonRef): Promise<readonly Membership[]> {
  return sql<Membership>`
    select segment, person, is_in as "isIn", since_at as "sinceAt", version, due_at as "dueAt"
      from memberships where workspace = ${workspace} and person = ${person}`;
}
