import { assertNever } from '../../journey/base/assert-never.ts';
import { type InstanceId, PersonId, type WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import { flawInOrder } from '../../journey/engine/order-flaw.ts';
import type { Order } from '../../journey/events/input.ts';
import { createDoorbell } from '../base/doorbell.ts';
import { newCommandId } from '../base/ids.ts';
import type { Database, Sql } from '../base/sql.ts';
import type { Store } from '../person.ts';

export interface CommandRequest {
  readonly workspace: WorkspaceId;
  readonly instance: InstanceId;
  readonly actor: string;
  readonly order: Order;
  /** Repeats with the same id are the same command. */
  readonly id?: string;
  /**
   * The instance's own workflow gives the command and looks by itself. A nudge that meets the workflow's last task
   * would fail the update that gave it. If the worker dies, Temporal repeats the update.
   */
  readonly isOwn?: boolean;
}

export interface CommandState {
  readonly id: string;
  readonly instance: InstanceId;
  readonly state: 'waiting' | 'done' | 'refused';
  /** Reason for a refusal. */
  readonly detail: string | null;
}

/**
 * Creates the operations on commands. A command is a row and a nudge (design.md §12): the instance's next decision
 * applies commands in order.
 */
export function createCommands(database: Database, store: Store) {
  const doorbell = createDoorbell(database);
  return {
    async order(request: CommandRequest): Promise<Result<CommandState>> {
      const { workspace, instance } = request;
      const flaw = flawInOrder(request.order);
      if (flaw !== undefined)
        return refuse('request-invalid', flaw, 'correct the command and send it again; nothing was stored');
      const [found] = await database.sql<{ person: PersonId }>`
        select person from instances where workspace = ${workspace} and id = ${instance}`;
      if (!found)
        return refuse('instance-not-found', `there is no instance "${instance}"`, 'list them with GET /v1/instances');
      const result = await store.person({ workspace, person: PersonId.parse(found.person) }, (sql, now) =>
        recordCommand(sql, now, request),
      );
      if (!request.isOwn) doorbell.ring();
      return result;
    },
    state: (workspace: WorkspaceId, id: string) => findCommand(database.sql, workspace, id),
  };
}

export async function findCommand(sql: Sql, workspace: WorkspaceId, id: string): Promise<CommandState | undefined> {
  const [row] = await sql<CommandState>`select id, instance, state, detail from commands
     where workspace = ${workspace} and id = ${id}`;
  return row;
}

async function recordCommand(
  sql: Sql,
  now: number,
  { workspace, instance, actor, order, id = newCommandId(), isOwn = false }: CommandRequest,
): Promise<Result<CommandState>> {
  const known = await findCommand(sql, workspace, id);
  if (known) return ok(known);
  const [row] = await sql<Found>`
    select case status when 'control' then 'control' else exit_reason end as reason, person, node, version,
           paused_at is not null as paused
      from instances where workspace = ${workspace} and id = ${instance}`;
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
      insert into audit (workspace, actor, action, about, before, after)
      values (${workspace}, ${actor}, ${`instance.${order.name}`}, ${{ instance, command: id, order }},
              ${row ? beforeOf(order, row) : null}::jsonb, ${afterOf(order) ?? null}::jsonb)
    )
    select case when not ${isOwn}::boolean then announce(${workspace}, ${row?.person}) end`;
  return ok({ id, instance, state: 'waiting', detail: null });
}

interface Found {
  readonly reason: string | null;
  readonly person: PersonId;
  readonly node: string | null;
  readonly version: number;
  readonly paused: boolean;
}

/** Returns the fields that an order changes, before it is applied. */
function beforeOf({ name }: Order, { node, version, paused }: Found): JsonObject {
  switch (name) {
    case 'pause':
    case 'resume':
      return { paused };
    case 'migrate':
      return { version };
    case 'exit':
      return { exit: null };
    case 'move':
    case 'retry':
    case 'skip':
      return { node };
    default:
      return assertNever(name);
  }
}

/**
 * Returns the fields that an order asks for. Whether it was applied is in the command's row. Undefined if the
 * instance's decision determines the result.
 */
function afterOf(order: Order): JsonObject | undefined {
  switch (order.name) {
    case 'pause':
    case 'resume':
      return { paused: order.name === 'pause' };
    case 'migrate':
      return { version: order.version };
    case 'exit':
      return { exit: order.reason };
    case 'move':
      return { node: order.to };
    case 'retry':
    case 'skip':
      return undefined;
    default:
      return assertNever(order);
  }
}
