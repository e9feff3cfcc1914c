import { assertNever } from '../../journey/base/assert-never.ts';
import type { InstanceId, JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { DeviceResult } from '../../journey/delivery/device.ts';
import type { TraceLine } from '../../journey/engine/apply.ts';
import { deadlineSoFar, openPause } from '../../journey/engine/pauses.ts';
import type { Pause } from '../../journey/lifecycle/pause.ts';
import type { Because } from '../../journey/moves/move.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { joinParts, type Part, part, type Sql } from '../base/sql.ts';

export const INSTANCE_FILTERS = ['live', 'ended', 'starting', 'paused', 'stuck', 'retrying', 'control'] as const;

export interface InstanceQuery {
  readonly workspace: WorkspaceId;
  readonly journey?: string;
  readonly version?: number;
  readonly node?: string;
  /** `paused`, `stuck` and `retrying` instances are also `live`. The control group is included only on request. */
  readonly status?: (typeof INSTANCE_FILTERS)[number];
  /** Exit reason of ended instances. */
  readonly reason?: string;
  readonly userId?: string;
  /** Only instances that have not ended, including starting ones. */
  readonly isInside?: boolean;
  /** Last id of the previous page. */
  readonly before?: string;
  readonly limit: number;
}

/** The last answer, and when the next attempt is due. */
export interface Retrying {
  readonly attempts: number;
  /** HTTP status of a webhook. */
  readonly status: number | null;
  readonly detail: string | null;
  readonly nextTryAt: number;
  readonly givesUpAt: number;
}

/** An instance. Instants are in milliseconds. */
export interface InstanceLine {
  readonly id: string;
  readonly userId: string;
  readonly journey: JourneyId;
  readonly version: number;
  readonly key: string;
  readonly status: 'starting' | 'live' | 'ended' | 'control';
  readonly node: string | null;
  readonly enteredAt: number;
  readonly arrivedAt: number | null;
  /** The current deadline. It moves while the instance, or its journey with the policy `hold-clock`, is paused. */
  readonly until: number | null;
  /** When the instance wakes next; null if only an event or the end of a pause wakes it. */
  readonly wakesAt: number | null;
  /** When the instance itself was paused. */
  readonly pausedAt: number | null;
  readonly pausedBy: 'instance' | 'journey' | null;
  readonly stuck: string | null;
  /** Its message failed and will be tried again. */
  readonly retrying: Retrying | null;
  readonly endedAt: number | null;
  readonly exitReason: string | null;
  readonly exitGoal: string | null;
}

/** Lists instances, latest entry first. */
export async function listInstances(
  sql: Sql,
  { workspace, journey, version, node, status, reason, userId, isInside = false, before, limit }: InstanceQuery,
): Promise<{ readonly instances: readonly InstanceLine[]; readonly next: string | null }> {
  const page = part`order by id desc limit ${limit + 1}`;
  const wanted = joinParts(
    [
      part`workspace = ${workspace}`,
      ...(before === undefined ? [] : [part`id < ${before}`]),
      ...(journey === undefined ? [] : [part`journey = ${journey}`]),
      ...(version === undefined ? [] : [part`version = ${version}`]),
      ...(node === undefined ? [] : [part`node = ${node} and ended_at is null`]),
      ...(userId === undefined ? [] : [part`user_id = ${userId}`]),
      ...(reason === undefined ? [] : [part`exit_reason = ${reason}`]),
      ...(isInside ? [part`ended_at is null`] : []),
      ...(status === 'paused' ? [] : [statusIs(status)]),
    ],
    part` and `,
  );
  const rows = await sql<Stored<InstanceLine>>`
    select id, user_id as "userId", journey, version, key, status, node, entered_at as "enteredAt",
           arrived_at as "arrivedAt",
           until, keeps_date as "keepsDate", wakes_at as "wakesAt", clock(workspace) as now,
           (select coalesce(jsonb_agg(jsonb_build_object('from', p.from_at, 'to', p.to_at, 'policy', p.policy)
                                      order by p.nr), '[]')
              from pauses p where p.workspace = i.workspace and p.journey = i.journey
               and (p.to_at is null or p.to_at > i.entered_at)) as pauses,
           (select jsonb_build_object('attempts', m.attempts, 'status', m.status, 'detail', m.detail, 'nextTryAt',
                                      m.next_try_at, 'givesUpAt', m.gives_up_at)
              from messages m where m.workspace = i.workspace and m.instance = i.id and m.state = 'reserved'
                and m.attempts > 0
               and m.visit = i.visit and i.ended_at is null) as retrying,
           paused_at as "pausedAt", stuck, ended_at as "endedAt", exit_reason as "exitReason", exit_goal as "exitGoal"
      from (${
        status === 'paused' ? pausedOf(workspace, wanted, page) : part`select * from instances where ${wanted} ${page}`
      }) i
     ${page}`;
  const instances = rows.slice(0, limit).map(applyPauses);
  return { instances, next: rows.length > limit ? (instances.at(-1)?.id ?? null) : null };
}

/** Returns a condition that an index supports. The control group is included only on request. */
function statusIs(status: Exclude<InstanceQuery['status'], 'paused'>): Part {
  switch (status) {
    case undefined:
      return part`status <> 'control'`;
    case 'stuck':
      return part`stuck is not null and ended_at is null`;
    case 'retrying':
      return part`ended_at is null and id = any(array(
        select m.instance from messages m
         where m.workspace = instances.workspace and m.state = 'reserved' and m.attempts > 0))`;
    case 'starting':
      return part`status = 'starting'`;
    case 'control':
      return part`status = 'control'`;
    case 'live':
    case 'ended':
      return part`status = ${status}`;
    default:
      return assertNever(status);
  }
}

/** Selects paused instances. One page of each kind, and of each paused journey, is enough for a page of all. */
const pausedOf = (workspace: WorkspaceId, wanted: Part, page: Part): Part => part`
  (select * from instances where ${wanted} and paused_at is not null and ended_at is null ${page})
  union
  select i.* from pauses q
   cross join lateral (select * from instances where ${wanted} and ended_at is null and journey = q.journey ${page}) i
   where q.workspace = ${workspace} and q.to_at is null`;

/** An instance as stored: deadlines ignore pauses (design.md §7.7). */
type Stored<Line extends InstanceLine> = Omit<Line, 'pausedBy'> & {
  readonly keepsDate: boolean;
  readonly now: Instant;
  readonly pauses: readonly Pause[];
};

function applyPauses<Line extends InstanceLine>({ pauses, keepsDate, now, ...row }: Stored<Line>): Line {
  const pause = openPause(pauses);
  const since = instant(row.arrivedAt ?? row.enteredAt);
  const until =
    row.until === null ? null : deadlineSoFar({ ...row, until: instant(row.until), since, keepsDate }, pauses, now);
  const isAwake = row.pausedAt === null && pause?.policy !== 'hold-clock';
  return {
    ...row,
    until,
    wakesAt: isAwake ? (row.wakesAt === row.until ? until : row.wakesAt) : null,
    pausedBy: row.endedAt !== null ? null : row.pausedAt !== null ? 'instance' : pause ? 'journey' : null,
  } as unknown as Line;
}

export interface InstanceDetail extends InstanceLine {
  readonly visit: number;
  readonly step: number;
  readonly pass: number;
  /** Null for the control group. */
  readonly workflowId: string | null;
  /** Names of values in its context, without the values. */
  readonly contextKeys: readonly string[];
}

export async function findInstance(sql: Sql, workspace: WorkspaceId, id: string): Promise<InstanceDetail | undefined> {
  const [row] = await sql<Stored<InstanceDetail>>`
    select id, user_id as "userId", journey, version, key, status, node, entered_at as "enteredAt",
           arrived_at as "arrivedAt",
           until, keeps_date as "keepsDate", wakes_at as "wakesAt", clock(workspace) as now,
           (select coalesce(jsonb_agg(jsonb_build_object('from', p.from_at, 'to', p.to_at, 'policy', p.policy)
                                      order by p.nr), '[]')
              from pauses p where p.workspace = instances.workspace and p.journey = instances.journey
               and (p.to_at is null or p.to_at > instances.entered_at)) as pauses,
           (select jsonb_build_object('attempts', m.attempts, 'status', m.status, 'detail', m.detail, 'nextTryAt',
                                      m.next_try_at, 'givesUpAt', m.gives_up_at)
              from messages m where m.workspace = instances.workspace and m.instance = instances.id
                and m.state = 'reserved' and m.attempts > 0
               and m.visit = instances.visit and instances.ended_at is null) as retrying,
           paused_at as "pausedAt", stuck, ended_at as "endedAt", exit_reason as "exitReason", exit_goal as "exitGoal",
           visit, step, pass, workflow_id as "workflowId",
           array(select jsonb_object_keys(context - '$tallies')) as "contextKeys"
      from instances where workspace = ${workspace} and id = ${id}`;
  return row && applyPauses(row);
}

export interface StepTaken {
  readonly step: number;
  readonly decidedAt: number;
  readonly trace: readonly TraceLine[];
  /** The values that each line of the trace read. */
  readonly read: readonly Because['read'][];
}

/** Lists decisions in order. Leaves out decisions without a trace line, which only read further. */
export async function readTimeline(
  sql: Sql,
  {
    workspace,
    instance,
    after,
    limit,
  }: { workspace: WorkspaceId; instance: InstanceId; after?: number; limit: number },
): Promise<{ readonly steps: readonly StepTaken[]; readonly next: number | null }> {
  const rows = await sql<StepTaken>`
    select step, decided_at as "decidedAt", decision -> 'trace' as trace, read
      from transitions
     where workspace = ${workspace} and instance = ${instance} and (${after}::bigint is null or step > ${after}::bigint)
       and jsonb_array_length(decision -> 'trace') > 0
     order by step
     limit ${limit + 1}`;
  const steps = rows.slice(0, limit);
  return { steps, next: rows.length > limit ? (steps.at(-1)?.step ?? null) : null };
}

export interface MessageLine {
  readonly key: string;
  readonly instance: InstanceId;
  readonly journey: JourneyId;
  readonly node: string;
  readonly visit: number;
  readonly channel: string;
  readonly template: string | null;
  /** Version of the workspace template. Null: the node's own content. */
  readonly templateVersion: number | null;
  readonly state: string;
  readonly attempts: number;
  readonly outcome: string | null;
  readonly detail: string | null;
  readonly claimedAt: number;
  readonly settledAt: number | null;
  /** When the provider first reported each. */
  readonly deliveredAt: number | null;
  readonly confirmedAt: number | null;
  readonly failedAt: number | null;
  readonly machineViewedAt: number | null;
  readonly machineClickedAt: number | null;
  readonly viewedAt: number | null;
  readonly clickedAt: number | null;
  readonly repliedAt: number | null;
  readonly bouncedAt: number | null;
  readonly complainedAt: number | null;
  readonly unsubscribedAt: number | null;
  /** The result on each device. Null for channels without devices. */
  readonly devices: readonly DeviceLine[] | null;
  /** The message is in the inbox, since nothing is sent from here. */
  readonly isCaught: boolean;
}

/** The result of a message on one device. Leaves out the token, with which anyone can send to the device. */
export interface DeviceLine {
  readonly device: string;
  readonly platform: string | null;
  readonly provider: string | null;
  readonly state: DeviceResult['state'];
  readonly reason: string | null;
}

const RECENT = 100;

/** Lists the latest hundred messages of an instance or a person, newest first. */
export const listMessages = (
  sql: Sql,
  { workspace, instance, person }: { workspace: WorkspaceId; instance?: string; person?: string },
): Promise<MessageLine[]> => {
  const whose = joinParts(
    [
      ...(instance === undefined ? [] : [part`and instance = ${instance}`]),
      ...(person === undefined ? [] : [part`and person = ${person}`]),
    ],
    part` `,
  );
  return sql<MessageLine>`
    select m.key, instance, journey, node, visit, m.channel, template, template_version as "templateVersion", state, attempts, outcome,
           detail, claimed_at as "claimedAt", settled_at as "settledAt",
           confirmed_at as "confirmedAt", failed_at as "failedAt", machine_viewed_at as "machineViewedAt",
           machine_clicked_at as "machineClickedAt", delivered_at as "deliveredAt", viewed_at as "viewedAt", clicked_at as "clickedAt", replied_at as "repliedAt",
           bounced_at as "bouncedAt", complained_at as "complainedAt", unsubscribed_at as "unsubscribedAt",
           (select jsonb_agg(jsonb_build_object(
                     'device', left(r.key, 12), 'platform', d.platform, 'provider', coalesce(r.value ->> 'provider', d.provider),
                     'state', r.value ->> 'state', 'reason', r.value ->> 'reason') order by r.key)
              from jsonb_each(m.devices) r
              left join devices d on d.workspace = m.workspace and d.channel = m.channel and d.id = r.key) as devices,
           i.key is not null as "isCaught"
      from (select * from messages where workspace = ${workspace} ${whose}
            order by claimed_at desc, key desc limit ${RECENT}) m
      left join inbox i on i.workspace = m.workspace and i.key = m.key
     order by claimed_at desc, m.key desc`;
};
