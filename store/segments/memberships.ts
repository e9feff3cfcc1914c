import type { PersonId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import { MAX_HOPS } from '../../journey/events/hops.ts';
import { SEGMENT_JOINED, SEGMENT_LEFT } from '../../journey/events/segment-events.ts';
import type { Instant } from '../../journey/time/time.ts';
import { dropDue, setDue } from '../base/due-rows.ts';
import { newEventId } from '../base/ids.ts';
import type { Sql } from '../base/sql.ts';
import { record } from '../events/ingest.ts';
import type { PersonMessage } from '../events/insert-events.ts';

/** Where a person stands in a segment. */
export interface Membership {
  readonly segment: string;
  readonly person: PersonId;
  readonly isIn: boolean;
  readonly sinceAt: Instant;
  /** Of the segment that it was judged by. */
  readonly version: number;
  /** When it is looked at again: time alone may change it after this instant. */
  readonly dueAt: Instant | null;
}

/** Somebody has come into a segment or out of it. */
export interface Change {
  readonly segment: string;
  readonly person: PersonId;
  readonly isIn: boolean;
  /** Of what called it forth. */
  readonly hops: number;
  /** One of many at once: live events go before it. */
  readonly isBulk?: boolean;
}

/**
 * Writes memberships and their due rows; one that was judged by a later version stays. Called under the persons' locks. Answers which were
 * written.
 */
export async function writeMemberships(
  sql: Sql,
  workspace: WorkspaceId,
  memberships: readonly Membership[],
): Promise<(of: Pick<Membership, 'segment' | 'person'>) => boolean> {
  if (memberships.length === 0) return () => false;
  const written = await sql<{ segment: string; person: string }>`
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
    delete from memberships m using unnest(${settled.map(({ segment }) => segment)}::text[], ${settled.map(({ person }) => person)}::text[]) d (segment, person)
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

const keyOf = ({ segment, person }: { readonly segment: string; readonly person: string }): string =>
  `${segment}/${person}`;

/**
 * On the one road, like whatever else happens (design.md §8); all of one call are accepted together. What called forth one another too often
 * is set aside with its reason.
 */
export async function announceChanges(
  sql: Sql,
  workspace: WorkspaceId,
  at: Instant,
  changes: readonly Change[],
): Promise<void> {
  const isFar = ({ hops }: Change) => hops + 1 > MAX_HOPS;
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
  for (const { segment, person } of changes.filter(isFar))
    await sql`
      insert into dead_letters (workspace, person, position, reason)
      values (${workspace}, ${person}, nextval('positions'), ${`too many hops: segment "${segment}" changes because it changes`})`;
}

export async function membershipsOf(sql: Sql, { workspace, person }: PersonRef): Promise<readonly Membership[]> {
  return sql<Membership>`
    select segment, person, is_in as "isIn", since_at as "sinceAt", version, due_at as "dueAt"
      from memberships where workspace = ${workspace} and person = ${person}`;
}
