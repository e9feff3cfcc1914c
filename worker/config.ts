import path from 'node:path';
import type { z } from 'zod';
import type { ChosenProvider } from '../channels/providers.ts';
import { messageOf } from '../journey/base/message-of.ts';
import { trimSlashes } from '../journey/base/trim-slashes.ts';
import { CHANNELS } from '../journey/delivery/channel.ts';
import { listRefusedDefaults } from './config/production.ts';
import { chooseProviders } from './config/providers.ts';
import { hidePassword } from './config/redact.ts';
import { readSecretFiles } from './config/secret-files.ts';
import type { ApiSettings, Settings } from './config/settings.ts';
import { loadTemporal, type Temporal } from './config/temporal.ts';
import { rateVariable, SECRETS, Variables } from './config/variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings of a role, for which the database and Temporal are configured. */
export interface Config extends Settings {
  readonly databaseUrl: string;
  readonly temporal: Temporal;
}

/** Lists everything wrong with the configuration, each line with the variable and the fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Variable by which `sojourn all` tells its roles which servers are embedded, such as `database,temporal`. */
export const EMBEDDED_VARIABLE = 'SOJOURN_EMBEDDED';

/**
 * Loads the configuration of a role. In production, refuses defaults that are meant for development.
 *
 * @throws ConfigError
 */
export function loadConfig(env: Environment): Config {
  const settings = loadSettings(env);
  const { databaseUrl, temporal } = settings;
  const refused = settings.isProduction ? listRefusedDefaults(settings) : [];
  if (databaseUrl && temporal && refused.length === 0) return { ...settings, databaseUrl, temporal };
  throw problems([
    ...refused,
    ...(databaseUrl ? [] : ['DATABASE_URL is not set: give postgres://user:password@host:5432/database']),
    ...(temporal ? [] : ['TEMPORAL_ADDRESS is not set: give host:7233']),
    ...(databaseUrl && temporal ? [] : ['or run `sojourn all`, which starts both']),
  ]);
}

/**
 * Loads settings for commands that don't require a configured database or Temporal: `sojourn all`, `config`, `doctor`.
 * An empty variable counts as unset.
 *
 * @throws ConfigError
 */
export function loadSettings(env: Environment): Settings {
  const { given, toConfigError: unread } = readSecretFiles(
    Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : []))),
  );
  const read = Variables.safeParse(given);
  const temporal = attempt(() => loadTemporal(given));
  if (read.success && temporal.ok && unread.length === 0) {
    const chosen = chooseProviders(read.data, given);
    if (!chosen.ok) throw problems(chosen.problems);
    const settings = toSettings(read.data, temporal.value, given[EMBEDDED_VARIABLE] ?? '', chosen.providers);
    return { ...settings, isProduction: given.NODE_ENV === 'production' };
  }
  throw problems([
    ...unread,
    ...(read.success ? [] : read.error.issues.map((issue) => describeIssue(issue, given))),
    ...(temporal.ok ? [] : [`TEMPORAL_* or its profile: ${temporal.message}`]),
  ]);
}

/** Returns the URL of the workflow list in Temporal's UI. */
const workflowListUrl = (ui: string, namespace: string): string =>
  `${trimSlashes(ui)}/namespaces/${encodeURIComponent(namespace)}/workflows`;

function toSettings(
  given: Variables,
  temporal: ReturnType<typeof loadTemporal>,
  embedded: string,
  providers: readonly ChosenProvider[],
): Omit<Settings, 'isProduction'> {
  return {
    workspace: given.SOJOURN_WORKSPACE,
    dataDir: path.resolve(given.SOJOURN_DATA_DIR),
    adminKeyFile: path.resolve(given.ADMIN_KEY_FILE ?? path.join(given.SOJOURN_DATA_DIR, 'admin-key')),
    logLevel: given.LOG_LEVEL,
    databaseUrl: given.DATABASE_URL,
    migrateDatabaseUrl: given.MIGRATE_DATABASE_URL,
    pools: { api: given.API_POOL, ingest: given.INGEST_POOL, worker: given.WORKER_POOL },
    postgres: { port: given.POSTGRES_PORT, binaries: given.PG_BIN },
    temporal: 'connection' in temporal ? temporal : undefined,
    temporalServer: {
      namespace: temporal.namespace,
      port: given.TEMPORAL_PORT,
      uiPort: given.TEMPORAL_UI_PORT,
      uiUrl: given.TEMPORAL_UI_URL && workflowListUrl(given.TEMPORAL_UI_URL, temporal.namespace),
      cli: given.TEMPORAL_CLI,
    },
    taskQueue: given.TASK_QUEUE,
    api: toApiSettings(given),
    watchdogSeconds: given.WATCHDOG_SECONDS,
    worker: {
      host: given.WORKER_HOST,
      port: given.WORKER_PORT,
      sdkMetricsPort: given.SDK_METRICS_PORT,
      workflowSlots: given.WORKFLOW_SLOTS,
      cachedWorkflows: given.CACHED_WORKFLOWS,
      renderProcesses: given.RENDER_PROCESSES,
    },
    providers,
    mail: {
      from: given.MAIL_FROM,
      catcherPort: given.CATCHER_PORT,
      isCaught: given.CATCH_MAIL,
    },
    sms: { countries: given.SMS_COUNTRIES, segmentsPerDay: given.SMS_SEGMENTS_PER_DAY },
    perSecond: ratesOf(given),
    activities: (given.SOJOURN_ACTIVITIES ?? []).map((file) => path.resolve(file)),
    webhookSecrets: given.WEBHOOK_SECRET ?? [],
    allowPrivate: given.OUTBOUND_ALLOW_PRIVATE,
    plainUserIds: given.PLAIN_USER_IDS,
    retention: {
      events: given.KEEP_EVENTS_DAYS,
      transitions: given.KEEP_TRANSITIONS_DAYS,
      messages: given.KEEP_MESSAGES_DAYS,
      refusals: given.KEEP_REFUSALS_DAYS,
    },
    auditDays: given.KEEP_AUDIT_DAYS,
    embedded: { database: embedded.includes('database'), temporal: embedded.includes('temporal') },
  };
}

const ratesOf = (given: Variables): Settings['perSecond'] =>
  Object.fromEntries(CHANNELS.map((channel) => [channel, given[rateVariable(channel)]]));

const toApiSettings = (given: Variables): ApiSettings => ({
  host: given.API_HOST,
  port: given.API_PORT,
  publicUrl: given.PUBLIC_URL,
  trackingUrl: given.TRACKING_URL ?? given.PUBLIC_URL,
  linkSecrets: given.LINK_SECRET ?? [],
  trustProxy: given.TRUST_PROXY,
  metrics: given.METRICS_PORT === undefined ? undefined : { host: given.METRICS_HOST, port: given.METRICS_PORT },
  connections: { most: given.MAX_CONNECTIONS, perAddress: given.CONNECTIONS_PER_ADDRESS },
  limits: {
    perAddress: given.REQUESTS_PER_ADDRESS,
    perKey: given.REQUESTS_PER_KEY,
    perUser: given.EVENTS_PER_USER,
    wrongKeysPerMinute: given.WRONG_KEYS_PER_MINUTE,
    testsPerHour: given.TEST_MESSAGES_PER_HOUR,
  },
  queryTimeoutMs: given.QUERY_TIMEOUT * 1_000,
  heavyReads: given.HEAVY_READS,
});

function describeIssue(issue: z.core.$ZodIssue, given: Record<string, string>): string {
  const name = String(issue.path[0]);
  const value = SECRETS.has(name) ? 'set, but to an invalid value' : JSON.stringify(redactValue(given[name]));
  return `${name} is ${value}: ${issue.message}, or unset it`;
}

/** Hides the password if the value is a URL. */
const redactValue = (value: string | undefined): string | undefined =>
  value !== undefined && URL.canParse(value) ? hidePassword(value) : value;

const problems = (lines: readonly string[]): ConfigError =>
  new ConfigError(`The configuration is invalid:\n${lines.map((line) => `  ${line}`).join('\n')}`);

function attempt<T>(
  work: () => T,
): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string } {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, message: messageOf(error) };
  }
}
