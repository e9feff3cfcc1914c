import { activityInfo } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { type AdvancePorts, createAdvanceActivity } from '../activities/advance.ts';
import { createBroadcast } from '../activities/broadcast.ts';
import { createDirectSends } from '../activities/direct.ts';
import { createOrder } from '../activities/order.ts';
import { createReweigh } from '../activities/reweigh.ts';
import { createSend, type SendPorts } from '../activities/send.ts';
import { nodeWall } from '../channels/liquid/wall.ts';
import { paceAdapter } from '../channels/pace.ts';
import type { Adapter } from '../channels/port.ts';
import { createRenderer } from '../channels/templates.ts';
import { createWrite } from '../channels/write.ts';
import { createDueHandlers } from '../due/handlers.ts';
import { createDuePicker } from '../due/picker.ts';
import { createBulkRoom } from '../forwarding/bulk-room.ts';
import { createForwarder } from '../forwarding/forwarder.ts';
import { bulkQueue, createLaunch, liveQueue } from '../forwarding/launch.ts';
import type { ForwarderPorts } from '../forwarding/ports.ts';
import { keepSlots } from '../forwarding/slots.ts';
import { CHANNELS, type Channel } from '../journey/delivery/channel.ts';
import type { Instance } from '../journey/engine/apply.ts';
import type { RegisteredActivity } from '../journey/nodes/registered.ts';
import { createDoorbell } from '../store/base/doorbell.ts';
import type { Database } from '../store/base/sql.ts';
import { createCommands } from '../store/decisions/commands.ts';
import { registerActivities } from '../store/journeys/activities.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { DEFAULT_RETENTION, type Retention } from '../store/maintenance/retention.ts';
import { createMessages } from '../store/messages/messages.ts';
import { createStore } from '../store/person.ts';
import { createBroadcasts } from './jobs/broadcasts.ts';
import { keepEntrySchedules } from './jobs/entry-schedules.ts';
import { finishErasures } from './jobs/erasures.ts';
import { startJobs } from './jobs/jobs.ts';
import { createClosedCheck } from './jobs/patrol.ts';
import { buildIdOf, bundleWorkflows } from './workflow-code.ts';

export interface SystemOptions {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** Prefix of all task queue names. */
  readonly taskQueue: string;
  readonly adapters: Readonly<Record<Channel, Adapter>>;
  /** Activities that the `activity` adapter runs, registered so that authors can choose from them. */
  readonly activities?: readonly RegisteredActivity[];
  readonly plainUserIds: boolean;
  /** How long ended data is stored. */
  readonly retention?: Retention;
  readonly workflowSlots: number;
  readonly cachedWorkflows?: number | undefined;
  /** A bundle made at build time. Without it, workflows are bundled at start. */
  readonly workflowBundle?: WorkerOptions['workflowBundle'];
  /** Local activities at once: as many as there are database connections for them. */
  readonly decisionsAtOnce: number;
  /** Sends of one channel at once on the live workflows' queue, in addition to the channel's own queue. */
  readonly directAtOnce?: number;
  readonly log: {
    info(about: object, message: string): void;
    warn(about: object, message: string): void;
    error(about: object, message: string): void;
  };
  /** Called at named points, where tests kill or hold the worker. */
  readonly passing?: (point: string) => void | Promise<void>;
  /** Called when a send's activity begins. The bench measures by it. */
  readonly onSent?: SendPorts['onSent'];
  readonly forwarding?: Pick<ForwarderPorts, 'passing'>;
  readonly onSwept?: (found: number) => void;
}

export interface System {
  readonly isRunning: () => boolean;
  readonly client: Client;
  /** Stops the workers. Resolves when all work is finished or handed back; sends in flight have up to 30 s. */
  shutdown(): Promise<void>;
  /** Rejects if a worker fails. */
  readonly done: Promise<void>;
}

/** Enough for what one worker decides, and at most 25 % more load on a slow provider than its own queue gives it. */
const DIRECT_AT_ONCE = 25;

const paceAll = (adapters: SystemOptions['adapters']): SystemOptions['adapters'] =>
  Object.fromEntries(CHANNELS.map((channel) => [channel, paceAdapter(adapters[channel])])) as Record<Channel, Adapter>;

/** Starts everything that a worker process runs: live and bulk workflows, a queue per channel, forwarders and jobs. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { database, databaseUrl, connection, namespace, taskQueue, adapters, log, passing } = options;
  const store = createStore(database);
  const versions = createVersions(database);
  const entries = { plainUserIds: options.plainUserIds };
  const doorbell = createDoorbell(database);
  const onStuck = ({ id, journey, at }: Instance, why: string, err: unknown) =>
    log.error({ err, instance: id, journey, node: at }, `an instance is stuck: ${why}`);

  const reweigh = createReweigh({
    database,
    versions,
    onFailure: ({ journey, experiment }, err) =>
      log.warn({ err, journey, experiment }, 'reweighing failed: the experiment keeps its weights'),
  });
  const send = createSend({
    messages: createMessages(store, doorbell.ring),
    versions,
    adapters: paceAll(adapters),
    write: createWrite(createRenderer(nodeWall)),
    ...(passing && { passing }),
    ...(options.onSent && { onSent: options.onSent }),
  });
  const { directAtOnce = DIRECT_AT_ONCE } = options;
  const takesDirect = (channel: Channel) => channel !== 'activity' && adapters[channel].perSecond === undefined;
  const direct = createDirectSends({ send, takes: takesDirect, atOnce: directAtOnce });
  const advancing: AdvancePorts = {
    ...{ versions, store, entries, onStuck, ring: doorbell.ring },
    attempt: () => activityInfo().attempt,
    ...(passing && { passing }),
  };
  const order = createOrder(createCommands(database, store));
  const workflowBundle = options.workflowBundle ?? (await bundleWorkflows());
  const deciding: Omit<WorkerOptions, 'taskQueue'> = {
    connection,
    namespace,
    workflowBundle,
    buildId: buildIdOf(workflowBundle),
    maxConcurrentWorkflowTaskExecutions: options.workflowSlots,
    workflowTaskPollerBehavior: { type: 'autoscaling', minimum: 2, initial: 5, maximum: 50 },
    maxConcurrentLocalActivityExecutions: options.decisionsAtOnce,
    ...(options.cachedWorkflows !== undefined && { maxCachedWorkflows: options.cachedWorkflows }),
    stickyQueueScheduleToStartTimeout: '3 seconds', // after a kill, workflows cached there wait this long
    shutdownGraceTime: '10 seconds',
    shutdownForceTime: '30 seconds',
  };
  const live = await Worker.create({
    ...deciding,
    taskQueue: liveQueue(taskQueue),
    activities: {
      advance: createAdvanceActivity({ ...advancing, mayGoDirect: direct.mayGoDirect }),
      ...{ order, send: direct.send },
    },
    // if all channels are full, one share is left to redirect sends
    maxConcurrentActivityTaskExecutions: (CHANNELS.filter(takesDirect).length + 1) * directAtOnce,
    activityTaskPollerBehavior: { type: 'autoscaling', minimum: 1, initial: 1, maximum: 20 },
  });
  const bulk = await Worker.create({
    ...deciding,
    taskQueue: bulkQueue(taskQueue),
    // live decisions have priority on connections
    maxConcurrentLocalActivityExecutions: Math.ceil(options.decisionsAtOnce / 2),
    activities: {
      ...{ advance: createAdvanceActivity(advancing), order, reweigh },
      broadcast: createBroadcast({ database, ...(passing && { passing }) }),
    },
  });
  const sending = await Promise.all(
    CHANNELS.map((channel) =>
      Worker.create({
        connection,
        namespace,
        taskQueue: `${taskQueue}-${channel}`,
        // serves any name: the adapter knows the registered ones
        activities: channel === 'activity' ? { default: send } : { send },
        maxConcurrentActivityTaskExecutions: 100,
        activityTaskPollerBehavior: { type: 'autoscaling', minimum: 1, initial: 1, maximum: 20 },
        ...(adapters[channel].perSecond !== undefined && {
          maxTaskQueueActivitiesPerSecond: adapters[channel].perSecond,
        }),
        shutdownGraceTime: '10 seconds',
        shutdownForceTime: '30 seconds',
      }),
    ),
  );

  const client = new Client({ connection, namespace });
  const launch = createLaunch(client, taskQueue);
  const ports = {
    ...{ database, store, versions, entries, launch, log },
    ...(passing && { passing }),
    ...options.forwarding,
  };
  const workers = [live, bulk, ...sending];
  const done = Promise.all(workers.map((worker) => worker.run())).then(() => {});
  done.catch(() => {}); // avoids an unhandled rejection: callers await `done` themselves
  const room = createBulkRoom(database.sql);
  const handlers = createDueHandlers({ store, versions, entries, log, room });
  const { ring } = createDoorbell(database, ['outbox', 'bulk']);
  const picker = createDuePicker({ database, store, handlers, room, log, ring });
  const broadcasts = createBroadcasts({ database, versions, entries, client, taskQueue, room, log, ring });
  const forwarding = [
    keepSlots(createForwarder(ports), databaseUrl, 'outbox', log),
    keepSlots(createForwarder(ports, 'bulk'), databaseUrl, 'bulk', log),
    keepSlots(picker, databaseUrl, 'due', log),
    keepSlots(broadcasts, databaseUrl, 'due', log),
  ];
  const atTemporal = {
    keepSchedules: () => keepEntrySchedules({ database, versions, client, taskQueue }),
    finishErasures: () => finishErasures({ database, client, namespace }),
    checkClosed: createClosedCheck({ ...ports, client }),
  };
  const register = () => registerActivities(database.sql, options.activities ?? []);
  await register(); // before journeys that use them can be published
  const jobs = startJobs(
    database,
    { ...atTemporal, register, retention: options.retention ?? DEFAULT_RETENTION },
    log,
    (found) => {
      if (found > 0) log.warn({ found }, 'the sweep found users whom the forwarder had missed');
      options.onSwept?.(found);
    },
  );

  return {
    client,
    done,
    isRunning: () => workers.every((worker) => worker.getState() === 'RUNNING'),
    async shutdown() {
      await Promise.all([...forwarding, jobs].map((each) => each.close()));
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}
