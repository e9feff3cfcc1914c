import type { InstanceId } from '../journey/ids.ts';
import type { JsonObject } from '../journey/json.ts';
import type { Candidate } from './candidate.ts';
import type { Sql } from './sql.ts';

export interface Made {
  readonly instance: InstanceId;
  readonly key: string;
  readonly pass: number;
  readonly userId: string;
  readonly context: JsonObject;
  readonly holding: readonly string[];
}

/** False if there is a workflow of that id. Without one it is control: it has ended at once, and for no reason of its own. */
export async function insertInstance(
  sql: Sql,
  { who, version, event, beginsAt, queue = 'live' }: Candidate,
  made: Made,
  workflowId: string | null,
): Promise<boolean> {
  const { position, at } = event;
  const inserted = await sql`
    insert into instances (workspace, id, person, user_id, journey, version, key, pass, workflow_id, entry_position, begins_at, entered_at, status, context, read_to, goals_holding, ended_at, queue, priority)
    values (${who.workspace}, ${made.instance}, ${who.person}, ${made.userId}, ${version.document.id}, ${version.number}, ${made.key}, ${made.pass},
            ${workflowId}, ${position}, ${beginsAt ?? null}, ${at}, ${workflowId === null ? 'control' : 'starting'}, ${made.context}, ${beginsAt ?? position}, ${made.holding}::text[], ${workflowId === null ? at : null},
            ${queue}, ${taskPriority(version.document.priority, queue)})
    on conflict (workspace, workflow_id) do nothing
    returning id`;
  return inserted.length > 0;
}

/** 1 goes first; a broadcast's people go one step after those who do something now. Null: the middle. */
function taskPriority(priority: number, queue: 'live' | 'bulk'): number | null {
  const step = Math.min(5, queue === 'bulk' ? priority + 1 : priority);
  return step === 3 ? null : step;
}
