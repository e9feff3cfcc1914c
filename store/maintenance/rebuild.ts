import type { InstanceId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Instance } from '../../journey/engine/apply.ts';
import type { SendTerms } from '../../journey/engine/send-terms.ts';
import type { Pause } from '../../journey/lifecycle/pause.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';
import type { SendRef } from '../messages/message.ts';

/**
 * Queries for rebuilding workflows after the store was restored from a backup, in addition to what every decision uses.
 */

/** Which instances to rebuild. Without either field, all. */
export interface RebuildScope {
  readonly journey?: string;
  readonly instance?: string;
}

/** A live instance whose workflow may be ahead of the store. */
export interface MaybeBehind {
  readonly workspace: WorkspaceId;
  readonly id: string;
  readonly workflowId: string;
  readonly step: number;
}

/** Instances in one page. */
const PAGE = 200;

/** Reads one page of live instances, by primary key. */
export const findLiveAfter = (
  sql: Sql,
  { journey = '', instance = '' }: RebuildScope,
  after: { readonly workspace: string; readonly id: string },
) => sql<MaybeBehind>`
  select workspace, id, workflow_id as "workflowId", step from instances
   where (workspace, id) > (${after.workspace}, ${after.id}) and ended_at is null and workflow_id is not null
     and (${journey} = '' or journey = ${journey}) and (${instance} = '' or id = ${instance})
   order by workspace, id limit ${PAGE}`;

export const listWorkspaces = async (sql: Sql): Promise<readonly WorkspaceId[]> =>
  (await sql<{ id: WorkspaceId }>`select id from workspaces order by id`).map(({ id }) => id);

/** Returns the workflows that no instance of the workspace has. */
export const findUnknown = async (sql: Sql, workspace: WorkspaceId, workflowIds: readonly string[]) =>
  (
    await sql<{ id: string }>`
      select id from unnest(${workflowIds}::text[]) as w (id)
       where not exists (select from instances where workspace = ${workspace} and workflow_id = w.id)`
  ).map(({ id }) => id);

/** Numbers that one statement takes from the sequence. */
const NUMBERS = 500_000;

/**
 * Raises the sequence until every new position is above this one. Only takes numbers, so it is safe beside other
 * writers.
 */
export async function raisePositions(sql: Sql, above: number): Promise<void> {
  for (;;) {
    const [row] = await sql<{ last: number }>`select last_value as last from positions`;
    const lacking = above - (row?.last ?? 0);
    if (lacking <= 0) return;
    await sql`select count(nextval('positions')) from generate_series(1, ${Math.min(lacking, NUMBERS)}::int)`;
  }
}

export interface Restored {
  readonly id: string;
  readonly step: number;
  readonly node: string | null;
  readonly readTo: number;
  readonly isOver: boolean;
  readonly userId: string;
  readonly context: JsonObject;
}

/**
 * Finds the instance that owns this workflow in the store: the instance itself, or one that entered after the restore.
 */
export const findRestored = async (sql: Sql, workspace: WorkspaceId, id: InstanceId, workflowId: string) =>
  (
    await sql<Restored>`
      select id, step, node, read_to as "readTo", ended_at is not null as "isOver", user_id as "userId", context
        from instances where workspace = ${workspace} and (id = ${id} or workflow_id = ${workflowId})
         order by id = ${id} desc limit 1`
  )[0];

/** Reads what a rebuild needs to know about a person; undefined if the store has no such person. */
export const findPerson = async (sql: Sql, { workspace, person, journey, since, enteredAt }: Instance) =>
  (
    await sql<{
      userId: string;
      profile: JsonObject;
      entry: JsonObject | null;
      arms: readonly string[];
      pauses: readonly Pause[];
    }>`
      select p.user_id as "userId", p.profile,
             (select properties from events e
              where e.workspace = ${workspace} and e.person = ${person} and e.position = ${since[0]}) as entry,
             array(select experiment from assignments a
                   where a.workspace = ${workspace} and a.person = ${person}) as arms,
             (select coalesce(jsonb_agg(jsonb_build_object('from', from_at, 'to', to_at, 'policy', policy)
                                        order by nr), '[]') from pauses q
               where q.workspace = ${workspace} and q.journey = ${journey}
                 and (to_at is null or to_at > ${enteredAt})) as pauses
        from persons p
       where p.workspace = ${workspace} and p.id = ${person}`
  )[0];

/** Returns another live instance of this person, journey and entry key. There is at most one. */
export const findLiveBeside = async (sql: Sql, { workspace, person, journey }: Instance, key: string) =>
  (
    await sql<{ id: string }>`
      select id from instances
       where workspace = ${workspace} and journey = ${journey} and person = ${person} and key = ${key}
         and ended_at is null`
  )[0]?.id;

/** Returns the state and number of attempts of an instance's messages, by key. */
export const readMessageStates = async (sql: Sql, workspace: WorkspaceId, instance: InstanceId) =>
  new Map(
    (
      await sql<{ key: string; state: string; attempts: number }>`
        select key, state, attempts from messages where workspace = ${workspace} and instance = ${instance}`
    ).map(({ key, ...message }) => [key, message]),
  );

/** Inserts a claim whose lease has ended, so that the next attempt treats it as one that failed midway. */
export const claimInDoubt = (
  sql: Sql,
  now: Instant,
  key: string,
  send: SendRef,
  { template, tags, counts }: Pick<SendTerms, 'template' | 'tags' | 'counts'>,
) => sql`
  insert into messages as m (workspace, key, instance, person, journey, version, node, visit, channel, state, attempts,
    claimed_at, lease_until, template, tags, counts, handed)
  values (${send.workspace}, ${key}, ${send.instance}, ${send.person}, ${send.journey}, ${send.version}, ${send.node},
          ${send.visit},
          ${send.channel}, 'claimed', 1, ${now}, clock_timestamp(), ${template}, ${tags}::text[], ${counts}, true)
  on conflict (workspace, key) do update
     set state = 'claimed', attempts = m.attempts + 1, lease_until = excluded.lease_until, handed = true,
         position = null, settled_at = null
   where m.state <> 'settled'`;

/** Marks an outcome as read by the workflow. */
export const markRead = (sql: Sql, workspace: WorkspaceId, key: string, position: number) => sql`
  update messages set position = ${position} where workspace = ${workspace} and key = ${key}`;

/** Refuses commands that the workflow has already passed, so that no caller waits for them. */
export const refusePassed = (sql: Sql, { workspace, id, readTo }: Instance) => sql`
  update commands set state = 'refused', detail = 'the database was restored from a backup: send the command again'
   where workspace = ${workspace} and instance = ${id} and state = 'waiting' and position <= ${readTo}`;

/**
 * Counts the events that concern an instance but that it will not read: accepted after the restore, before positions
 * were raised.
 */
export async function countUnheard(
  sql: Sql,
  { workspace, person, readTo }: Instance,
  before: number,
  names: readonly string[],
  latest: Instant,
): Promise<number> {
  const [row] = await sql<{ n: number }>`
    select count(*) as n from events
     where workspace = ${workspace} and person = ${person} and position > ${before} and position <= ${readTo}
       and name = any(${names}::text[]) and accepted_at > ${latest}`;
  return row?.n ?? 0;
}
