import { setTimeout as sleep } from 'node:timers/promises';
import type proto from '@temporalio/proto';
import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Database } from '../../store/base/sql.ts';
import type { System } from '../../worker/system.ts';

type IPendingActivityInfo = proto.temporal.api.workflow.v1.IPendingActivityInfo;

/** Longer than any working step takes. */
const PATIENCE_MS = 60_000;

/** The progress of a workspace, read in one snapshot of the database. */
export interface Standing {
  /** Number of things still to be done at this instant. */
  readonly waiting: number;
  /** Changes with every write. */
  readonly mark: string;
  /** Workflows that may still do something at this instant. */
  readonly open: readonly string[];
  readonly stuck: readonly string[];
  /** The next deadline of an instance, a due row or a retried send, and the workflows with that deadline. */
  readonly nextAt: Instant | null;
  readonly next: readonly string[];
  /** Workflows whose send has its last attempt at that deadline. */
  readonly lastTries: readonly string[];
}

/**
 * Waits until everything due at this instant is done: the outbox is empty, no instance is starting, no nudge is unread,
 * no task is open, and nothing was written between two reads. Returns the state of that moment.
 * @throws if an instance is stuck, or the workspace doesn't come to rest in time
 */
export async function untilSettled(
  { sql }: Database,
  system: System,
  workspace: WorkspaceId,
  namespace: string,
): Promise<Standing> {
  for (const pause of patience()) {
    const before = await readStanding(sql, workspace);
    if (before.stuck.length > 0) throw new Error(`stuck: ${before.stuck.join('; ')}`);
    const isQuiet = before.waiting === 0 && !(await hasOpenTasks(system, namespace, before.open));
    if (isQuiet && (await readStanding(sql, workspace)).mark === before.mark) return before;
    await pause();
  }
  throw new Error(`${workspace} did not come to rest: ${JSON.stringify(await readStanding(sql, workspace))}`);
}

/** How long a workflow may take to react to its timer before its time is skipped again. */
const TRAVEL_AGAIN_MS = 3_000;

/**
 * Waits until each instance whose deadline has come has decided: a timer fires a moment after time was skipped to it.
 * Skips time again for a workflow whose timer hasn't fired meanwhile.
 *
 * @throws with the workflows that did not wake
 */
export async function untilDecided(
  { sql }: Database,
  workspace: WorkspaceId,
  deadline: Instant,
  travel: (workflowId: string) => Promise<boolean>,
): Promise<void> {
  const findAsleep = async () =>
    (
      await sql<{ id: string }>`
        select workflow_id as id from instances
         where workspace = ${workspace} and ended_at is null and wakes_at <= ${deadline} and stuck is null`
    ).map(({ id }) => id);
  let againAt = performance.now() + TRAVEL_AGAIN_MS;
  for (const pause of patience()) {
    const asleep = await findAsleep();
    if (asleep.length === 0) return;
    if (performance.now() > againAt) {
      await Promise.all(asleep.map(travel));
      againAt = performance.now() + TRAVEL_AGAIN_MS;
    }
    await pause();
  }
  const asleep = await findAsleep();
  const timers = await Promise.all(asleep.map(async (id) => `${id}${(await travel(id)) ? '' : ' (it has no timer)'}`));
  throw new Error(`not woken at its deadline: ${timers.join(', ')}`);
}

function* patience(): Generator<() => Promise<unknown>> {
  const until = performance.now() + PATIENCE_MS;
  for (let pauseMs = 2; performance.now() < until; pauseMs = Math.min(20, pauseMs * 1.5)) yield () => sleep(pauseMs);
}

async function readStanding(sql: Database['sql'], workspace: WorkspaceId): Promise<Standing> {
  const [row] = await sql<Standing>`
    with here as (select * from instances where workspace = ${workspace}),
         later as (select at from due where workspace = ${workspace}),
         queue as (select at from queued q where workspace = ${workspace}
                     and not exists (select from journeys j where j.workspace = q.workspace and j.id = q.journey and j.state = 'paused')),
         coming as (select at from broadcasts where workspace = ${workspace} and state in ('waiting', 'filling')),
         trying as (select m.gives_up_at as at, i.workflow_id from messages m join here i on i.id = m.instance and i.visit = m.visit and i.ended_at is null
                     where m.workspace = ${workspace} and m.state = 'reserved' and m.next_try_at is not null),
         first as (select least((select min(wakes_at) from here where ended_at is null), (select min(at) from later), (select min(at) from queue),
                                (select min(at) from coming), (select min(at) from trying)) as at)
    select (select count(*) from outbox where workspace = ${workspace})
           + (select count(*) from here where status = 'starting' or (status = 'live' and (nudged_to > read_to or step = 0)))
           + (select count(*) from messages where workspace = ${workspace} and (state = 'claimed' or state = 'reserved' and next_try_at is null))
           + (select count(*) from commands where workspace = ${workspace} and state = 'waiting')
           + (select count(*) from here where closing)
           + (select count(*) from here i where held and not exists (select from pauses p where p.workspace = i.workspace and p.journey = i.journey and p.to_at is null))
           + (select count(*) from later where at < clock(${workspace}))
           + (select count(*) from queue where at < clock(${workspace}))
           + (select count(*) from coming where at < clock(${workspace})) as waiting,
           (select last_value from positions) || '/' || (select count(*) from later) || '/' || (select count(*) from queue) || '/' || (select count(*) from transitions where workspace = ${workspace}) as mark,
           array(select workflow_id from here where workflow_id is not null and (ended_at is null
                   or ended_at > (select virtual_now from workspaces where id = ${workspace}) - 1000)) as open,
           array(select id || ': ' || stuck from here where stuck is not null) as stuck,
           (select at from first) as "nextAt",
           array(select workflow_id from here, first where ended_at is null and wakes_at = first.at) as next,
           array(select workflow_id from trying, first where trying.at = first.at) as "lastTries"`;
  if (!row) throw new Error('no answer');
  return row;
}

/** Returns whether an activity has failed and waits for its next attempt, which the world triggers itself. */
const isTriedLater = ({ state, attempt, lastFailure }: IPendingActivityInfo): boolean =>
  state === SCHEDULED && (attempt ?? 1) > 1 && lastFailure != null;
const SCHEDULED = 1;

async function hasOpenTasks({ client }: System, namespace: string, workflowIds: readonly string[]): Promise<boolean> {
  const open = await Promise.all(
    workflowIds.map(async (workflowId) => {
      const { pendingWorkflowTask, pendingActivities } = await client.workflowService.describeWorkflowExecution({
        namespace,
        execution: { workflowId },
      });
      return pendingWorkflowTask != null || (pendingActivities ?? []).some((each) => !isTriedLater(each));
    }),
  );
  return open.some(Boolean);
}
