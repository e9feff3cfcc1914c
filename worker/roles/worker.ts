import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeTelemetryFilterString, NativeConnection, Runtime } from '@temporalio/worker';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { createAsks } from '../../channels/ask.ts';
import { callbackUrls } from '../../channels/callbacks.ts';
import { createFetchJson, MOST_FETCHED } from '../../channels/fetch-json.ts';
import { type ChannelSettings, closeAdapters, createAdapters } from '../../channels/index.ts';
import { createOutbound } from '../../channels/outbound.ts';
import { createPool } from '../../channels/processes/pool.ts';
import { trackingOf } from '../../channels/tracking/track.ts';
import type { Channel } from '../../journey/delivery/channel.ts';
import { openDatabase } from '../../store/base/sql.ts';
import { createFeed } from '../../store/messages/feed.ts';
import { createInbox } from '../../store/messages/inbox.ts';
import { loadActivities } from '../activities.ts';
import { limitAdapters } from '../adapter-limits.ts';
import { openChannelDesk } from '../channel-desk.ts';
import { listWarnings } from '../config/production.ts';
import type { Config } from '../config.ts';
import { createCrashPoints } from '../crash-points.ts';
import { keepReweighing } from '../jobs/schedules.ts';
import { countErrors, createLog, type Log } from '../log.ts';
import { createBacklogReader } from '../queue-backlog.ts';
import { createSdkLogger } from '../sdk-log.ts';
import { createSmsCharge } from '../sms-charge.ts';
import { startSystem } from '../system.ts';
import { registerSearchAttributes } from '../temporal.ts';
import { startWatchdog } from '../watchdog.ts';
import { waitForStopSignal } from './stopping.ts';
import { serveHealth } from './worker-health.ts';

/** Created by `npm run build`. In a checkout, workflows are bundled at start. */
const BUNDLE = fileURLToPath(new URL('../../workflow-bundle.js', import.meta.url));

/** Longest duration of shutdown. Sends in flight have 30 s of it. */
const DEADLINE_MS = 32_000;

/** Runs `sojourn worker`: decides, sends and forwards. On a stop signal it finishes what is in flight. */
export async function runWorker(config: Config): Promise<void> {
  const log = createLog('worker', config.logLevel);
  const watchdog = startWatchdog({ role: 'worker', seconds: config.watchdogSeconds });
  const { sdkMetricsPort } = config.worker;
  Runtime.install({
    shutdownSignals: [], // runWorker decides the order of shutdown
    logger: createSdkLogger(log),
    telemetryOptions: {
      // keeps the core from writing its own log lines
      logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'WARN' }), forward: {} },
      ...(sdkMetricsPort > 0 && {
        metrics: { prometheus: { bindAddress: `${config.worker.host}:${sdkMetricsPort}`, countersTotalSuffix: true } },
      }),
    },
  });
  for (const message of listWarnings(config)) log.warn({ production: true }, message);
  const database = openDatabase({ url: config.databaseUrl, max: config.pools.worker, name: 'sojourn worker' });
  const connection = await NativeConnection.connect(config.temporal.connection);
  await registerSearchAttributes(connection, config.temporal.namespace);
  const activities = await loadActivities(config.activities);
  const metrics = createMetrics();
  const desk = await openChannelDesk({ sql: database.sql, log, onDisabled: createDisabledNote(metrics, log) });
  const created = createAdapters({
    ...desk,
    activities,
    inbox: createInbox(database.sql),
    feed: createFeed(database),
    providers: config.providers,
    catcherUrl: `smtp://127.0.0.1:${config.mail.catcherPort}`,
    mailFrom: config.mail.from,
    callbackUrl: callbackUrls(config.api.publicUrl),
    webhook: {
      ...{ secrets: config.webhookSecrets, allowPrivate: config.allowPrivate },
      catchesReservedHosts: !config.isProduction,
    },
    perSecond: config.perSecond,
    onProviderChange: createProviderNote(metrics, log),
    onMisconfigured: (channel, provider, reason) =>
      log.error({ channel, provider, reason }, 'a provider is misconfigured: fix it to send its waiting messages'),
  });
  const outbounds = openOutbounds(config);
  const charge = createSmsCharge({ sql: database.sql, log, metrics });
  const adapters = limitAdapters(created, { config, sql: database.sql, charge });
  const pool = createPool({ processes: config.worker.renderProcesses });
  const system = await startSystem({
    database,
    databaseUrl: config.databaseUrl,
    connection,
    namespace: config.temporal.namespace,
    taskQueue: config.taskQueue,
    adapters,
    pool,
    fetchJson: createFetchJson(outbounds.fetching),
    tracking: trackingOf(config.api),
    asks: createAsks(config.providers, { trusted: outbounds.trusted }),
    publicUrl: config.api.publicUrl ?? `http://${config.api.host}:${config.api.port}`,
    plainUserIds: config.plainUserIds,
    retention: config.retention,
    workflowSlots: config.worker.workflowSlots,
    cachedWorkflows: config.worker.cachedWorkflows,
    ...(existsSync(BUNDLE) && { workflowBundle: { codePath: BUNDLE } }),
    decisionsAtOnce: config.pools.worker,
    log: countErrors(log, () => metrics.errors.inc()),
    activities: activities.map(({ registered }) => registered),
    passing: createCrashPoints(process.env.CRASH_AT),
    onSent: ({ channel }) => metrics.sends.inc({ channel }),
    onSwept: (found) => metrics.swept.inc(found),
  });

  desk.report(
    adapters,
    createBacklogReader(system.client, {
      ...{ namespace: config.temporal.namespace, taskQueue: config.taskQueue, now: Date.now },
    }),
  );
  await keepReweighing(system.client, config.taskQueue);
  const health = serveHealth(config, { system, connection, database, registry: metrics.registry });
  log.info({ port: config.worker.port, taskQueue: config.taskQueue }, 'worker is ready');
  await Promise.race([waitForStopSignal('worker', log, DEADLINE_MS), system.done]);
  await system.shutdown();
  health.close();
  health.closeAllConnections();
  await desk.close();
  outbounds.close();
  await closeAdapters(adapters);
  await pool.close();
  await connection.close();
  await database.close();
  watchdog.stop();
}

/** Opens an HTTP client for providers, whose addresses are trusted, and one for `{% fetch %}`. */
function openOutbounds({ allowPrivate }: Pick<Config, 'allowPrivate'>) {
  const trusted = createOutbound({ allowPrivate: true });
  const fetching = createOutbound({ allowPrivate, timeoutMs: 3_000, maxBytes: MOST_FETCHED });
  const close = () => {
    trusted.close();
    fetching.close();
  };
  return { trusted, fetching, close };
}

/** Returns a function that reports a provider's state to operators in metrics and the log. */
const createProviderNote =
  ({ held }: Pick<ReturnType<typeof createMetrics>, 'held'>, log: Log): ChannelSettings['onProviderChange'] =>
  (channel, { provider, state, reason }) => {
    const about = { channel, provider, reason };
    held.set({ channel, provider }, state === 'held' ? 1 : 0);
    if (state === 'held') log.error(about, 'a provider is held: its messages wait or go to another provider');
    else log.info(about, `a provider is ${state}`);
  };

/** Reports in the metrics and the log whether all providers of a channel are disabled. */
const createDisabledNote =
  ({ disabled }: Pick<ReturnType<typeof createMetrics>, 'disabled'>, log: Pick<Log, 'error'>) =>
  (channel: Channel, isDisabled: boolean): void => {
    disabled.set({ channel }, isDisabled ? 1 : 0);
    if (isDisabled) log.error({ channel }, 'all providers of a channel are disabled: its messages wait');
  };

function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    sends: new Counter({
      name: 'sojourn_send_attempts_total',
      help: 'Sends started, by channel',
      labelNames: ['channel'],
      registers: [registry],
    }),
    smsSegments: new Gauge({
      name: 'sojourn_sms_segments_today',
      help: 'Segments of SMS charged to the budget of the current day of UTC, as this worker last saw it',
      labelNames: ['workspace'],
      registers: [registry],
    }),
    smsHeld: new Counter({
      name: 'sojourn_sms_held_total',
      help: 'Attempts to send an SMS that the day’s budget held',
      labelNames: ['workspace'],
      registers: [registry],
    }),
    held: new Gauge({
      name: 'sojourn_provider_held',
      help: '1 while a provider is held because it failed several times in a row',
      labelNames: ['channel', 'provider'],
      registers: [registry],
    }),
    disabled: new Gauge({
      name: 'sojourn_channel_disabled',
      help: '1 while all providers of a channel are disabled: its messages wait',
      labelNames: ['channel'],
      registers: [registry],
    }),
    errors: new Counter({
      name: 'sojourn_errors_total',
      help: 'Errors logged: bugs and stuck instances. Check the log if it is not 0.',
      registers: [registry],
    }),
    swept: new Counter({
      name: 'sojourn_swept_total',
      help: 'Users that the forwarder had missed; 0 unless something was lost',
      registers: [registry],
    }),
  };
}
