import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeTelemetryFilterString, NativeConnection, Runtime } from '@temporalio/worker';
import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import { closeAdapters, createAdapters } from '../../channels/index.ts';
import { openDatabase } from '../../store/base/sql.ts';
import { createInbox } from '../../store/messages/inbox.ts';
import { loadActivities } from '../activities.ts';
import { warnedIn } from '../config/production.ts';
import type { Config } from '../config.ts';
import { crashPoints } from '../crash-points.ts';
import { keepReweighing } from '../jobs/schedules.ts';
import { countErrors, createLog } from '../log.ts';
import { sdkLogger } from '../sdk-log.ts';
import { startSystem } from '../system.ts';
import { registerSearchAttributes } from '../temporal.ts';
import { startWatchdog } from '../watchdog.ts';
import { untilToldToStop } from './stopping.ts';
import { serveHealth } from './worker-health.ts';

/** Made by `npm run build`; in a checkout the workflows are bundled at start. */
const BUNDLE = fileURLToPath(new URL('../../workflow-bundle.js', import.meta.url));

/** For all of stopping: sends in flight have 30 s. */
const DEADLINE_MS = 32_000;

/** `sojourn worker`: decides, sends, forwards. Ends when told to, with nothing in flight. */
export async function runWorker(config: Config): Promise<void> {
  const log = createLog('worker', config.logLevel);
  const watchdog = startWatchdog({ role: 'worker', seconds: config.watchdogSeconds });
  const { sdkMetricsPort } = config.worker;
  Runtime.install({
    shutdownSignals: [], // the order of shutting down is ours
    logger: sdkLogger(log),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'WARN' }), forward: {} }, // else it writes lines of its own
      ...(sdkMetricsPort > 0 && {
        metrics: { prometheus: { bindAddress: `${config.worker.host}:${sdkMetricsPort}`, countersTotalSuffix: true } },
      }),
    },
  });
  for (const message of warnedIn(config)) log.warn({ production: true }, message);
  const database = openDatabase({ url: config.databaseUrl, max: config.pools.worker, name: 'sojourn worker' });
  const connection = await NativeConnection.connect(config.temporal.connection);
  await registerSearchAttributes(connection, config.temporal.namespace);
  const activities = await loadActivities(config.activities);
  const adapters = createAdapters({
    activities,
    inbox: createInbox(database.sql),
    email: {
      url: config.mail.smtpUrl ?? `smtp://127.0.0.1:${config.mail.catcherPort}`,
      from: config.mail.from,
      delivery: emailDelivery(config),
    },
    webhook: { secrets: config.webhookSecrets, allowPrivate: config.allowPrivate },
    perSecond: config.perSecond,
  });
  const metrics = createMetrics();
  const system = await startSystem({
    database,
    databaseUrl: config.databaseUrl,
    connection,
    namespace: config.temporal.namespace,
    taskQueue: config.taskQueue,
    adapters,
    plainUserIds: config.plainUserIds,
    retention: config.retention,
    workflowSlots: config.worker.workflowSlots,
    cachedWorkflows: config.worker.cachedWorkflows,
    ...(existsSync(BUNDLE) && { workflowBundle: { codePath: BUNDLE } }),
    decisionsAtOnce: config.pools.worker,
    log: countErrors(log, () => metrics.errors.inc()),
    activities: activities.map(({ told }) => told),
    passing: crashPoints(process.env.CRASH_AT),
    onSent: ({ channel }) => metrics.sends.inc({ channel }),
    onSwept: (found) => metrics.swept.inc(found),
  });

  await keepReweighing(system.client, config.taskQueue);
  const health = serveHealth(config, { system, connection, database, registry: metrics.registry });
  log.info({ port: config.worker.port, taskQueue: config.taskQueue }, 'worker is ready');
  await Promise.race([untilToldToStop('worker', log, DEADLINE_MS), system.done]);
  await system.shutdown();
  health.close();
  health.closeAllConnections();
  await closeAdapters(adapters);
  await connection.close();
  await database.close();
  watchdog.stop();
}

/** The catcher keeps one mail a key; of a real server only its owner knows. */
const emailDelivery = ({ mail }: Config) => (mail.smtpUrl === undefined ? 'honours-keys' : mail.delivery);

function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    sends: new Counter({
      name: 'sojourn_send_attempts_total',
      help: 'Sends begun, by channel',
      labelNames: ['channel'],
      registers: [registry],
    }),
    errors: new Counter({
      name: 'sojourn_errors_total',
      help: 'Errors logged: bugs, and instances that are stuck. Anything but 0 wants a look at the log.',
      registers: [registry],
    }),
    swept: new Counter({
      name: 'sojourn_swept_total',
      help: 'People whom the forwarder had missed: 0 unless something was lost',
      registers: [registry],
    }),
  };
}
