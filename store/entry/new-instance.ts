import type { InstanceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { Sql } from '../base/sql.ts';
import type { Candidate } from './candidate.ts';

export interface Made {
  readonly instance: InstanceId;
  readonly key: string;
  readonly pass: number;
  readonly userId: string;
  readonly context: JsonObject;
  readonly holding: readonly string[];
}

/**
 * An instance to insert. Without a workflow ID it belongs to the control group and ends immediately, without a reason.
 */
export interface NewInstance {
  readonly candidate: Candidate;
  readonly made: Made;
  readonly workflowId: string | null;
}

/** Inserts instances of one version. Returns the instances whose workflow ID is taken; they are not inserted. */
export async function insertInstances<Each extends NewInstance>(
  sql: Sql,
  { number, document: { id: journey, priority } }: Version,
  all: readonly Each[],
): Promise<readonly Each[]> {
  const workspace = all[0]?.candidate.who.workspace;
  if (workspace === undefined) return [];
  const values = all.map(({ candidate: { who, event, beginsAt, queue = 'live' }, made, workflowId }) => ({
    ...made,
    person: who.person,
    workflowId,
    position: event.position,
    beginsAt: beginsAt ?? null,
    at: event.at,
    queue,
    priority: taskPriority(priority, queue),
  }));
  const inserted = await sql<{ id: InstanceId }>`
    insert into instances (workspace, id, person, user_id, journey, version, key, pass, workflow_id, entry_position,
                           begins_at, entered_at, status, context, read_to, goals_holding, ended_at, queue, priority)
    select ${workspace}, i.id, i.person, i.user_id, ${journey}, ${number}, i.key, i.pass, i.workflow_id, i.position,
           i.begins_at, i.at,
           case when i.workflow_id is null then 'control' else 'starting' end, i.context,
               coalesce(i.begins_at, i.position),
           array(select jsonb_array_elements_text(i.holding)), case when i.workflow_id is null then i.at end, i.queue,
           i.priority
      from unnest(${values.map(({ instance }) => instance)}::text[], ${values.map(({ person }) => person)}::text[],
                  ${values.map(({ userId }) => userId)}::text[],
                  ${values.map(({ key }) => key)}::text[], ${values.map(({ pass }) => pass)}::int[],
                  ${values.map(({ workflowId: id }) => id)}::text[],
                  ${values.map(({ position }) => position)}::bigint[],
                  ${values.map(({ beginsAt }) => beginsAt)}::bigint[], ${values.map(({ at }) => at)}::bigint[],
                  ${values.map(({ context }) => context)}::jsonb[],
                  ${values.map(({ holding }) => JSON.stringify(holding))}::jsonb[],
                  ${values.map(({ queue }) => queue)}::text[], ${values.map(({ priority: step }) => step)}::smallint[])
             as i (id, person, user_id, key, pass, workflow_id, position, begins_at, at, context, holding, queue,
               priority)
    on conflict (workspace, workflow_id) do nothing
    returning id`;
  const made = new Set(inserted.map(({ id }) => id));
  return all.filter((each) => !made.has(each.made.instance));
}

/** Returns the task priority: 1 is first, null is the default. A broadcast's users come one step after live ones. */
function taskPriority(priority: number, queue: 'live' | 'bulk'): number | null {
  const step = Math.min(5, queue === 'bulk' ? priority + 1 : priority);
  return step === 3 ? null : step;
}
