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
import { paced } from '../channels/pace.ts';
import type { Adapter } from '../channels/port.ts';
import { createRenderer } from '../channels/templates.ts';
import { createWrite } from '../channels/write.ts';
import { dueHandlers } from '../due/handlers.ts';
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
import { createClosedLook } from './jobs/patrol.ts';
import { buildIdOf, bundleWorkflows } from './workflow-code.ts';

export interface SystemOptions {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** What the names of all task queues begin with. */
  readonly taskQueue: string;
  readonly adapters: Readonly<Record<Channel, Adapter>>;
  /** Registered ones that the adapter of `activity` runs, for authors to choose from. */
  readonly activities?: readonly RegisteredActivity[];
  readonly plainUserIds: boolean;
  /** How long what is over is kept. */
  readonly retention?: Retention;
  readonly workflowSlots: number;
  readonly cachedWorkflows?: number | undefined;
  /** A bundle made at build time; without it the workflows are bundled now. */
  readonly workflowBundle?: WorkerOptions['workflowBundle'];
  /** Local activities at once: as many as there are connections for them. */
  readonly decisionsAtOnce: number;
  /** Sends of one channel at once on the queue for live workflows, beside those on its own. */
  readonly directAtOnce?: number;
  readonly log: {
    info(about: object, message: string): void;
    warn(about: object, message: string): void;
    error(about: object, message: string): void;
  };
  /** Labelled points of the road, where tests kill or hold the worker. */
  readonly passing?: (point: string) => void | Promise<void>;
  /** Told when a send's activity begins: the bench measures by it. */
  readonly onSent?: SendPorts['onSent'];
  readonly forwarding?: Pick<ForwarderPorts, 'passing'>;
  readonly onSwept?: (found: number) => void;
}

export interface System {
  readonly isRunning: () => boolean;
  readonly client: Client;
  /** Resolves when all has been handed back or finished; in flight sends have up to 30 s. */
  shutdown(): Promise<void>;
  /** Rejects if a worker fails. */
  readonly done: Promise<void>;
}

/** Room for what one worker decides, and little enough that a provider that hangs has no more than a quarter again of what it has anyway. */
const DIRECT_AT_ONCE = 25;

const pacedAll = (adapters: SystemOptions['adapters']): SystemOptions['adapters'] =>
  Object.fromEntries(CHANNELS.map((channel) => [channel, paced(adapters[channel])])) as Record<Channel, Adapter>;

/** Everything that a worker process runs: workflows with their decisions, live and in bulk; one queue a channel; the forwarder and the jobs. */
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
      log.warn({ err, journey, experiment }, 'an experiment keeps its weights'),
  });
  const send = createSend({
    messages: createMessages(store, doorbell.ring),
    versions,
    adapters: pacedAll(adapters),
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
    stickyQueueScheduleToStartTimeout: '3 seconds', // after a kill, the parked react only when it has passed
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
    maxConcurrentActivityTaskExecutions: (CHANNELS.filter(takesDirect).length + 1) * directAtOnce, // all full: room to send others elsewhere
    activityTaskPollerBehavior: { type: 'autoscaling', minimum: 1, initial: 1, maximum: 20 },
  });
  const bulk = await Worker.create({
    ...deciding,
    taskQueue: bulkQueue(taskQueue),
    maxConcurrentLocalActivityExecutions: Math.ceil(options.decisionsAtOnce / 2), // connections are the live ones' first
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
        activities: channel === 'activity' ? { default: send } : { send }, // whatever it is called: the adapter knows which there are
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
  done.catch(() => {}); // whoever waits for it hears of it
  const room = createBulkRoom(database.sql);
  const handlers = dueHandlers({ store, versions, entries, log, room });
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
    lookAtClosed: createClosedLook({ ...ports, client }),
  };
  const register = () => registerActivities(database.sql, options.activities ?? []);
  await register(); // before a journey that runs them is published
  const jobs = startJobs(
    database,
    { ...atTemporal, register, retention: options.retention ?? DEFAULT_RETENTION },
    log,
    (found) => {
      if (found > 0) log.warn({ found }, 'the sweep found people whom the forwarder had missed');
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
