import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { Express } from 'express';
import { incomingOf } from '../../api/callbacks/incoming.ts';
import type { CheckDns } from '../../api/routes/email-dns.ts';
import type { HealthPorts } from '../../api/routes/health.ts';
import { createApiServer } from '../../api/server.ts';
import { createCallbackReaders } from '../../channels/callbacks.ts';
import { type Catcher, startCatcher } from '../../channels/catcher.ts';
import { createDnsResolver } from '../../channels/email/dns/resolver.ts';
import { checkEmailDns } from '../../channels/email/dns.ts';
import { createMjmlCompiler } from '../../channels/mjml/compiler.ts';
import { createOutbound } from '../../channels/outbound.ts';
import { createLazyPool } from '../../channels/processes/pool.ts';
import { createCompileAside } from '../../channels/processes/render-aside.ts';
import { trackingOf } from '../../channels/tracking/track.ts';
import { findVapidKey } from '../../channels/web-push/vapid.ts';
import { messageOf } from '../../journey/base/message-of.ts';
import { validate } from '../../journey/validate/index.ts';
import { forgetRequests } from '../../store/access/idempotency.ts';
import { ensureFirstKey, findKey, isSecretOf, parseKey } from '../../store/access/keys.ts';
import { forgetSessions } from '../../store/access/sessions.ts';
import { createDoorbell } from '../../store/base/doorbell.ts';
import { createPulse } from '../../store/base/pulse.ts';
import { type Database, openDatabase } from '../../store/base/sql.ts';
import { storeCallbacks } from '../../store/callbacks/callbacks.ts';
import { createInbox } from '../../store/messages/inbox.ts';
import { pendingMigrations } from '../../store/schema/migrate.ts';
import { composeApi } from '../api-system.ts';
import { listWarnings } from '../config/production.ts';
import { hasProvider } from '../config/settings.ts';
import type { Config } from '../config.ts';
import { createLog, type Log } from '../log.ts';
import { packageRoot } from '../package-root.ts';
import { createTestMessages } from '../test-messages.ts';
import { startWatchdog } from '../watchdog.ts';
import { waitForStopSignal } from './stopping.ts';

/** How long shutdown waits for load balancers to notice that the API is no longer ready. */
const BALANCER_MS = 2_000;
/** How long a request may wait for a database connection. */
const CONNECT_MS = 2_000;
/** Statement timeout of ingest, which may wait for users' locks. */
const INGEST_MS = 10_000;
/** How long shutdown waits for running requests. */
const GRACE_MS = 8_000;
/** Longest duration of the whole shutdown. */
const DEADLINE_MS = 15_000;
const HOUR_MS = 3_600_000;

/**
 * Runs `sojourn api`. It listens immediately and reports by /readyz when it can work, so it may start before its
 * database. On a stop signal it answers all running requests and writes all accepted events.
 */
export async function runApi(config: Config): Promise<void> {
  const log = createLog('api', config.logLevel);
  const watchdog = startWatchdog({ role: 'api', seconds: config.watchdogSeconds });
  const pulse = createPulse(config.databaseUrl);
  const common = { url: config.databaseUrl, pulse, connectMs: CONNECT_MS };
  const database = openDatabase({
    ...common,
    max: config.pools.api,
    name: 'sojourn api',
    statementTimeoutMs: config.api.queryTimeoutMs,
  });
  const ingestDatabase = openDatabase({
    ...common,
    max: config.pools.ingest,
    name: 'sojourn api ingest',
    statementTimeoutMs: INGEST_MS,
  });
  for (const message of listWarnings(config)) log.warn({ production: true }, message);
  let phase: ReturnType<HealthPorts['phase']> = 'starting';
  const temporal = createTemporalProbe(config);
  const trusted = createOutbound({ allowPrivate: true });
  const pool = createLazyPool({ processes: 1 });
  const testMessages = createTestMessages(config, database, log, pool);
  const outbound = createOutbound();
  const api = composeApi({
    database,
    ingestDatabase,
    heavyReads: config.api.heavyReads,
    workspace: config.workspace,
    plainUserIds: config.plainUserIds,
    keptDays: config.retention.events,
    validate,
    health: {
      pendingMigrations: () => pendingMigrations(config.databaseUrl),
      temporal: temporal.ask,
      phase: () => phase,
    },
    log,
    limits: config.api.limits,
    trustProxy: config.api.trustProxy,
    publicUrl: config.api.publicUrl,
    hasPublicUrl: config.api.publicUrl !== undefined || !hasProvider(config, 'email'),
    sms: config.sms,
    providers: config.providers,
    perSecond: config.perSecond,
    linkTokens: trackingOf(config.api)?.tokens,
    findCallbacks: createCallbackReaders(config.providers, { trusted, outbound, publicUrl: config.api.publicUrl }),
    vapidKey: findVapidKey(config.providers),
    checkDns: createDnsCheck(config),
    compileMjml: createMjmlCompiler(createCompileAside(pool)),
    testMessages,
    webDirectory: path.join(packageRoot(), 'web', 'dist'),
    temporalUi: config.temporalServer.uiUrl,
  });
  const stopSignal = waitForStopSignal('API', log, DEADLINE_MS);
  const { server, metrics } = await listenAll(api, config).catch(async (cause: unknown) => {
    await pulse.close(); // an open pulse would keep the process alive
    throw cause;
  });
  const catcher = hasProvider(config, 'email') ? undefined : await startMailCatcher(config, database, log);
  log.info({ address: addressOf(server) }, 'the API is listening');

  const preparing = prepare(config, database, log, () => phase === 'stopping').then(() => {
    if (phase === 'starting') phase = 'running';
  });
  const forgetting = setInterval(() => {
    Promise.all([forgetRequests(database.sql), forgetSessions(database.sql)]).catch((err: unknown) =>
      log.warn({ err }, 'could not delete old idempotency keys and sessions'),
    );
  }, HOUR_MS);

  await stopSignal;
  phase = 'stopping';
  clearInterval(forgetting);
  if (!config.embedded.database) await sleep(BALANCER_MS);
  api.endStreams();
  await closeServer(server);
  metrics?.closeAllConnections();
  metrics?.close();
  await preparing;
  await api.close();
  await catcher?.close();
  await temporal.close();
  trusted.close();
  await Promise.all([testMessages.close(), pool.close()]);
  outbound.close();
  await Promise.all([database.close(), ingestDatabase.close(), pulse.close()]);
  watchdog.stop();
  log.info({}, 'the API has stopped');
}

/** Creates the check of the DNS records that email needs. */
function createDnsCheck({ providers, api, mail }: Config): CheckDns {
  const resolver = createDnsResolver();
  const trackingUrl = trackingOf(api) ? api.trackingUrl : undefined;
  return (senders) =>
    checkEmailDns({ providers, senders: [mail.from, ...senders], trackingUrl, publicUrl: api.publicUrl }, resolver);
}

async function listenAll(api: Pick<ReturnType<typeof composeApi>, 'app' | 'unguarded'>, config: Config) {
  const server = await listen(serverFor(api.app, config), config.api, 'API_PORT');
  const { metrics } = config.api;
  return { server, metrics: metrics && (await listen(createServer(api.unguarded), metrics, 'METRICS_PORT')) };
}

/**
 * Creates the server. Connections from a trusted proxy are not limited per address: the proxy must limit its callers.
 */
function serverFor(app: Express, { api: { connections } }: Config): Server {
  const isTrusted: (address: string, hop: number) => boolean = app.get('trust proxy fn');
  return createApiServer(app, {
    maxConnections: connections.most,
    maxPerAddress: connections.perAddress,
    isProxy: (address) => isTrusted(address, 0),
  });
}

async function listen(server: Server, { host, port }: Address, variable: string): Promise<Server> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new Error(`${host}:${port} is in use: set ${variable} to another port, or 0 for any`, { cause })
          : cause,
      ),
    );
    server.listen(port, host, resolve);
  });
  return server;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

function addressOf(server: Server): string {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') return String(bound);
  return `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`;
}

/**
 * Closes the server: idle connections at once, others as soon as their request is answered or the grace period ends.
 */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}

/** Creates the workspace and its first key. Retries, since the database or its migrations may come later. */
async function prepare(config: Config, database: Database, log: Log, isStopping: () => boolean): Promise<void> {
  let lastReason = '';
  while (!isStopping()) {
    try {
      await ensureKey(config, database, log);
      return;
    } catch (error) {
      const reason = messageOf(error);
      if (reason !== lastReason) log.warn({ reason }, 'not ready yet: trying again every second');
      lastReason = reason;
      await sleep(1_000);
    }
  }
}

/**
 * Creates the first key of a workspace and writes it to a file that only its owner can read. Keys are never logged.
 * `sojourn all` needs a working key for its links, so it creates another if the key is lost or revoked.
 */
async function ensureKey(config: Config, database: Database, log: Log): Promise<void> {
  const isOurs = config.embedded.database;
  const file = isOurs ? path.join(config.dataDir, 'dev-key') : config.adminKeyFile;
  const isLost = isOurs && !(await isWorkingKey(database, file));
  const kind = isOurs ? 'dev' : 'live';
  if (
    await ensureFirstKey(database, { workspace: config.workspace, kind, isLost, keep: (key) => writeSecret(file, key) })
  )
    log.info(
      { file },
      'created an API key with the scope admin in this file: move the key to a safe place, then delete the file',
    );
}

/** Returns whether the file has a valid key. */
async function isWorkingKey(database: Database, file: string): Promise<boolean> {
  const parsed = existsSync(file) ? parseKey((await readFile(file, 'utf8')).trim()) : undefined;
  const found = parsed && (await findKey(database.sql, parsed.id));
  return parsed !== undefined && found !== undefined && isSecretOf(found, parsed.secret);
}

/** Writes a secret to a new file, since an existing file would keep its mode. */
async function writeSecret(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await rm(file, { force: true });
  await writeFile(file, `${text}\n`, { mode: 0o600, flag: 'wx' });
}

/** Starts the mail catcher, for development. If it can't start, email fails and is retried, and the API still runs. */
async function startMailCatcher(
  { mail, workspace }: Config,
  database: Database,
  log: Log,
): Promise<Catcher | undefined> {
  try {
    const { ring } = createDoorbell(database, ['callbacks']);
    const catcher = await startCatcher({
      ...{ port: mail.catcherPort, workspace, inbox: createInbox(database.sql) },
      async report(reports) {
        const from = { workspace, channel: 'email', provider: 'catcher' } as const;
        if ((await storeCallbacks(database.sql, from, incomingOf(reports, []))) > 0) ring();
      },
    });
    log.info({ url: catcher.url }, 'email is caught and shown at /inbox');
    return catcher;
  } catch (error) {
    log.error(
      { reason: messageOf(error) },
      'the mail catcher cannot start: set CATCHER_PORT to another port, or EMAIL_PROVIDER',
    );
    return undefined;
  }
}

function createTemporalProbe({ temporal }: Config) {
  const connection = Connection.lazy(temporal.connection);
  return {
    ask: () => connection.withDeadline(Date.now() + 900, () => connection.workflowService.getSystemInfo({})),
    close: () => connection.close(),
  };
}
