import { flawInOrder } from '../journey/engine/order-flaw.ts';
import { type InstanceId, PersonId, type WorkspaceId } from '../journey/ids.ts';
import type { Order } from '../journey/input.ts';
import { ok, type Result, refuse } from '../journey/refusal.ts';
import { createDoorbell } from './doorbell.ts';
import { newCommandId } from './ids.ts';
import type { Store } from './person.ts';
import type { Database, Sql } from './sql.ts';

export interface CommandRequest {
  readonly workspace: WorkspaceId;
  readonly instance: InstanceId;
  readonly actor: string;
  readonly order: Order;
  /** The same id again is the same command. */
  readonly id?: string;
  /** The instance's own workflow asks, and looks by itself: a nudge that meets its last task would fail the update that asked. Where the worker dies, Temporal asks again. */
  readonly isOwn?: boolean;
}

export interface CommandState {
  readonly id: string;
  readonly instance: InstanceId;
  readonly state: 'waiting' | 'done' | 'refused';
  /** Why it was refused. */
  readonly detail: string | null;
}

/** Commands are rows and a nudge (design.md §12): the instance's next decision obeys them in order. */
export function createCommands(database: Database, store: Store) {
  const doorbell = createDoorbell(database);
  return {
    async order(request: CommandRequest): Promise<Result<CommandState>> {
      const { workspace, instance } = request;
      const flaw = flawInOrder(request.order);
      if (flaw !== undefined) return refuse('request-invalid', flaw, 'nothing has been stored: send it again');
      const [found] = await database.sql<{ person: string }>`
        select person from instances where workspace = ${workspace} and id = ${instance}`;
      if (!found)
        return refuse('instance-not-found', `there is no instance "${instance}"`, 'list them with GET /v1/instances');
      const result = await store.person({ workspace, person: PersonId.parse(found.person) }, (sql, now) =>
        record(sql, now, request),
      );
      if (!request.isOwn) doorbell.ring();
      return result;
    },
    state: (workspace: WorkspaceId, id: string) => commandState(database.sql, workspace, id),
  };
}

export async function commandState(sql: Sql, workspace: WorkspaceId, id: string): Promise<CommandState | undefined> {
  const [row] =
    await sql<CommandState>`select id, instance, state, detail from commands where workspace = ${workspace} and id = ${id}`;
  return row;
}

async function record(
  sql: Sql,
  now: number,
  { workspace, instance, actor, order, id = newCommandId(), isOwn = false }: CommandRequest,
): Promise<Result<CommandState>> {
  const known = await commandState(sql, workspace, id);
  if (known) return ok(known);
  const [row] = await sql<{ reason: string | null; person: string }>`
    select case status when 'control' then 'control' else exit_reason end as reason, person from instances where workspace = ${workspace} and id = ${instance}`;
  if (row?.reason)
    return refuse(
      'instance-ended',
      `instance ${instance} has ended: ${row.reason}`,
      'enter the user again, if the journey lets them',
      {
        about: { exit: row.reason },
      },
    );
  await sql`
    with ordered as (
      insert into commands (workspace, id, instance, actor, command, accepted_at, position)
      values (${workspace}, ${id}, ${instance}, ${actor}, ${order}, ${now}, nextval('positions'))
    ), audited as (
      insert into audit (workspace, actor, action, about) values (${workspace}, ${actor}, ${`instance.${order.name}`}, ${{ instance, command: id, order }})
    )
    select case when not ${isOwn}::boolean then announce(${workspace}, ${row?.person}) end`;
  return ok({ id, instance, state: 'waiting', detail: null });
}
