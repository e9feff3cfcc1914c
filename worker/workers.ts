import { activityInfo } from '@temporalio/activity';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { type AdvancePorts, createAdvanceActivity } from '../activities/advance.ts';
import { createBroadcast } from '../activities/broadcast.ts';
import { createDirectSends } from '../activities/direct.ts';
import { createOrder } from '../activities/order.ts';
import { createReweigh } from '../activities/reweigh.ts';
import { createSend, type SendPorts } from '../activities/send.ts';
import { createTrackWritten } from '../activities/track.ts';
import type { Asked } from '../channels/ask.ts';
import type { FetchJson } from '../channels/fetch-json.ts';
import { nodeWall } from '../channels/liquid/wall.ts';
import { createMeter } from '../channels/meter.ts';
import { createRenderHere } from '../channels/mjml/compiler.ts';
import { createPace, paceAdapter } from '../channels/pace.ts';
import type { Adapter, Pacing } from '../channels/port.ts';
import type { Pool } from '../channels/processes/pool.ts';
import { createRenderAside } from '../channels/processes/render-aside.ts';
import { createSandboxAdapters } from '../channels/sandbox/adapter.ts';
import { createRenderer } from '../channels/templates.ts';
import { createShorten } from '../channels/tracking/short.ts';
import { createTrack, type TrackingPorts } from '../channels/tracking/track.ts';
import { createWriteAside } from '../channels/write.ts';
import { bulkQueue, liveQueue } from '../forwarding/launch.ts';
import type { ForwarderPorts } from '../forwarding/ports.ts';
import { sendKey } from '../journey/base/ids.ts';
import { trimSlashes } from '../journey/base/trim-slashes.ts';
import { CHANNELS, type Channel, isMessageChannel } from '../journey/delivery/channel.ts';
import type { RegisteredActivity } from '../journey/nodes/registered.ts';
import { readSettings } from '../store/access/settings.ts';
import { createUserLinks, type UserLinks } from '../store/access/user-links.ts';
import type { Database } from '../store/base/sql.ts';
import { takeTurns } from '../store/channels/turns.ts';
import { createCommands } from '../store/decisions/commands.ts';
import type { Retention } from '../store/maintenance/retention.ts';
import { createInbox } from '../store/messages/inbox.ts';
import { keyOf, type SendRef } from '../store/messages/message.ts';
import { createMessages } from '../store/messages/messages.ts';
import { storeShortLinks } from '../store/messages/short-links.ts';
import { createLookUp } from './look-ups.ts';
import { createSlots, slotsFor, tunerOf } from './slots.ts';
import { buildIdOf, bundleWorkflows } from './workflow-code.ts';

export interface SystemOptions {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** Prefix of all task queue names. */
  readonly taskQueue: string;
  readonly adapters: Readonly<Record<Channel, Adapter>>;
  /** Renders in other processes. Absent: renders in this process, so templates must be trusted. */
  readonly pool?: Pick<Pool, 'run'>;
  /** Gets JSON for `{% fetch %}`. Absent: messages with it fail. */
  readonly fetchJson?: FetchJson;
  /** Tracks the links in emails. Absent: nothing is tracked. */
  readonly tracking?: TrackingPorts | undefined;
  /** Activities that the `activity` adapter runs, registered so that authors can choose from them. */
  readonly activities?: readonly RegisteredActivity[];
  /** Providers to ask about messages without a final report. Default: none. */
  readonly asks?: readonly Asked[];
  /** URL of the API, for links in messages. Without it, messages have none. */
  readonly publicUrl?: string;
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
  readonly passing?: (point: string, send?: SendRef) => void | Promise<void>;
  /** Called when a send's activity begins. The bench measures by it. */
  readonly onSent?: SendPorts['onSent'];
  readonly forwarding?: Pick<ForwarderPorts, 'passing'>;
  readonly onSwept?: (found: number) => void;
}

/** Enough for what one worker decides, and at most 25 % more load on a slow provider than its own queue gives it. */
const DIRECT_AT_ONCE = 25;

/** Paces adapters with a limit that they don't enforce themselves. */
const paceAll = (options: SystemOptions): SystemOptions['adapters'] =>
  Object.fromEntries(CHANNELS.map((channel) => [channel, paceOne(options, channel)])) as Record<Channel, Adapter>;

function paceOne({ database: { sql }, adapters, log }: SystemOptions, channel: Channel): Adapter {
  const adapter = adapters[channel];
  const { provider, perSecond } = adapter;
  if (adapter.pacing || perSecond === undefined) return adapter;
  const pace = createPace({
    take: (asked) => takeTurns(sql, { channel, provider, ...asked }),
    limit: () => ({ perSecond, burst: 1 }),
    onFailure: (err) => log.warn({ err }, 'turns can’t be taken, so messages wait'),
  });
  return paceAdapter(adapter, pace, createMeter());
}

const pacingOf = (adapter: Adapter): Pacing =>
  adapter.pacing?.() ?? { perSecond: undefined, isHeld: false, atProvider: 0 };

type Ports = Pick<AdvancePorts, 'versions' | 'store' | 'entries' | 'ring'>;
type Deciding = Omit<WorkerOptions, 'taskQueue'>;
type Send = ReturnType<typeof createSend>;

/** Creates the Temporal workers: for live workflows, for bulk workflows, and for each channel. */
export async function createWorkers(given: SystemOptions, ports: Ports): Promise<readonly Worker[]> {
  const options = { ...given, adapters: paceAll(given) };
  const advancing = advancePortsOf(options, ports);
  const send = createSendActivity(options, ports);
  const deciding = await decidingOptions(options);
  return [
    await createLiveWorker(options, deciding, advancing, send),
    await createBulkWorker(options, deciding, advancing),
    ...(await Promise.all(CHANNELS.map((channel) => createSendWorker(options, channel, send)))),
  ];
}

function advancePortsOf({ log, passing }: SystemOptions, ports: Ports): AdvancePorts {
  return {
    ...ports,
    onStuck: ({ id, journey, at }, why, err) =>
      log.error({ err, instance: id, journey, node: at }, `an instance is stuck: ${why}`),
    attempt: () => activityInfo().attempt,
    ...(passing && { passing }),
  };
}

function createSendActivity(
  { database, publicUrl, adapters, pool, fetchJson, tracking, log, passing, onSent }: SystemOptions,
  { store, versions, ring }: Ports,
): Send {
  return createSend({
    messages: createMessages(store, ring),
    versions,
    adapters,
    capturing: createSandboxAdapters(createInbox(database.sql)),
    write: createWriteAside(pool ? createRenderAside(pool) : createRenderHere(createRenderer(nodeWall))),
    lookUp: createLookUp(database, fetchJson ?? NO_FETCH, log),
    ...(tracking && {
      track: createTrackWritten({
        track: createTrack(tracking),
        shorten: createShorten(tracking),
        storeLinks: (send, links) =>
          storeShortLinks(database.sql, { workspace: send.workspace, channel: 'sms', key: keyOf(send) }, links),
        readSettings: (workspace) => readSettings(database.sql, workspace),
        now: Date.now,
      }),
    }),
    ...(publicUrl !== undefined && { linksFor: createLinks(createUserLinks(database.sql), publicUrl) }),
    ...(passing && { passing }),
    ...(onSent && { onSent }),
  });
}

const NO_FETCH: FetchJson = async () => ({ ok: false, reason: 'fetch: this process makes no requests' });

/** Returns a function that signs the links of a message to a user. */
const createLinks =
  ({ sign }: UserLinks, publicUrl: string): SendPorts['linksFor'] =>
  async ({ workspace, person, instance, node, visit, channel }, topic) => {
    if (!isMessageChannel(channel)) return undefined;
    const token = await sign({ workspace, person, channel, topic, key: sendKey(instance, node, visit) });
    const url = `${trimSlashes(publicUrl)}/u/${token}`;
    return { unsubscribe: url, preferences: url };
  };

/** Options that the workers of live and bulk workflows share. */
async function decidingOptions(options: SystemOptions): Promise<Deciding> {
  const workflowBundle = options.workflowBundle ?? (await bundleWorkflows());
  return {
    connection: options.connection,
    namespace: options.namespace,
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
}

function createLiveWorker(options: SystemOptions, deciding: Deciding, advancing: AdvancePorts, send: Send) {
  const { adapters, directAtOnce = DIRECT_AT_ONCE } = options;
  const takesDirect = (channel: Channel) =>
    channel !== 'activity' && pacingOf(adapters[channel]).perSecond === undefined;
  const direct = createDirectSends({ send, takes: takesDirect, atOnce: directAtOnce });
  return Worker.create({
    ...deciding,
    taskQueue: liveQueue(options.taskQueue),
    activities: {
      advance: createAdvanceActivity({ ...advancing, mayGoDirect: direct.mayGoDirect }),
      ...{ order: createOrder(createCommands(options.database, advancing.store)), send: direct.send },
    },
    // if all channels are full, one share is left to redirect sends
    maxConcurrentActivityTaskExecutions: CHANNELS.length * directAtOnce,
    activityTaskPollerBehavior: { type: 'autoscaling', minimum: 1, initial: 1, maximum: 20 },
  });
}

function createBulkWorker(options: SystemOptions, deciding: Deciding, advancing: AdvancePorts) {
  const { database, passing, log } = options;
  const reweigh = createReweigh({
    database,
    versions: advancing.versions,
    onFailure: ({ journey, experiment }, err) =>
      log.warn({ err, journey, experiment }, 'reweighing failed: the experiment keeps its weights'),
  });
  return Worker.create({
    ...deciding,
    taskQueue: bulkQueue(options.taskQueue),
    // live decisions have priority on connections
    maxConcurrentLocalActivityExecutions: Math.ceil(options.decisionsAtOnce / 2),
    activities: {
      advance: createAdvanceActivity(advancing),
      ...{ order: createOrder(createCommands(database, advancing.store)), reweigh },
      broadcast: createBroadcast({ database, store: advancing.store, ...(passing && { passing }) }),
    },
  });
}

const createSendWorker = (
  { connection, namespace, taskQueue, adapters }: SystemOptions,
  channel: Channel,
  send: Send,
) =>
  Worker.create({
    connection,
    namespace,
    taskQueue: `${taskQueue}-${channel}`,
    // serves any name: the adapter knows the registered ones
    activities: channel === 'activity' ? { default: send } : { send },
    tuner: tunerOf(createSlots(() => slotsFor(pacingOf(adapters[channel])))),
    activityTaskPollerBehavior: { type: 'autoscaling', minimum: 1, initial: 1, maximum: 20 },
    shutdownGraceTime: '10 seconds',
    shutdownForceTime: '30 seconds',
  });
