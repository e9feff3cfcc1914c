import { isIP } from 'node:net';
import { z } from 'zod';
import { PROVIDERS, providersOf } from '../../channels/providers.ts';
import {
  anyText,
  bool,
  matching,
  oneOf,
  perSecond,
  port,
  publicUrl,
  text,
  url,
  wholeNumber,
} from '../../channels/readers.ts';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { CHANNELS, type Channel, MessageChannel } from '../../journey/delivery/channel.ts';
import { isCountry } from '../../journey/delivery/phone-number.ts';
import { DEFAULT_AUDIT_DAYS, DEFAULT_RETENTION } from '../../store/maintenance/retention.ts';

const SENDER = /^(?:[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/;

/** Sender for development, which can't receive replies. */
export const DEFAULT_SENDER = 'Sojourn <sojourn@localhost>';

type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Uppercase<First> ? '_' : ''}${Uppercase<First>}${SnakeCase<Rest>}`
  : '';
type RateVariable = `${SnakeCase<Channel>}_PER_SECOND`;

/** Returns the variable that limits a channel's rate, such as `WEB_PUSH_PER_SECOND` for `webPush`. */
export const rateVariable = (channel: Channel): RateVariable =>
  `${channel.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}_PER_SECOND` as RateVariable;

const rate = perSecond().optional();
const rates = () =>
  Object.fromEntries(CHANNELS.map((channel) => [rateVariable(channel), rate])) as Record<RateVariable, typeof rate>;

type ProviderVariable = `${SnakeCase<MessageChannel>}_PROVIDER`;

/** Returns the variable that names a channel's providers, such as `SMS_PROVIDER`. */
export const providerVariable = (channel: MessageChannel): ProviderVariable =>
  rateVariable(channel).replace(/_PER_SECOND$/, '_PROVIDER') as ProviderVariable;

/** Stands for no provider: messages are caught and shown in the inbox. */
export const SANDBOX = 'sandbox';

const providerNames = (channel: MessageChannel) => {
  const names = [...providersOf(channel).map(({ name }) => name), SANDBOX];
  const wanted = `one of ${names.join(', ')}, or several in the order in which to try them, separated by commas`;
  return text(wanted, (given) => parseNames(names, given)).optional();
};
const choices = () =>
  Object.fromEntries(
    MessageChannel.options.map((channel) => [providerVariable(channel), providerNames(channel)]),
  ) as Record<ProviderVariable, ReturnType<typeof providerNames>>;

/** Every variable of every provider. A variable is only required if its provider is chosen. */
const providerVariables = () =>
  Object.fromEntries(
    PROVIDERS.flatMap(({ variables }) =>
      Object.entries(variables).map(([name, schema]) => [name, schema.optional()] as const),
    ),
  ) as unknown as Record<never, never>;

/** Schema of every variable that Sojourn reads, in the order of .env.example. A test keeps both lists the same. */
export const Variables = z.object({
  SOJOURN_WORKSPACE: text(
    'at most 31 lowercase letters, digits and hyphens',
    (given) => WorkspaceId.safeParse(given).data,
  ).prefault('main'),
  SOJOURN_DATA_DIR: anyText('a directory').default('.sojourn'),
  ADMIN_KEY_FILE: anyText('a file').optional(),
  WATCHDOG_SECONDS: wholeNumber(0, 3_600).default(15),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),

  DATABASE_URL: url(['postgres', 'postgresql'], 'postgres://user:password@host:5432/database').optional(),
  MIGRATE_DATABASE_URL: url(['postgres', 'postgresql'], 'postgres://owner:password@host:5432/database').optional(),
  API_POOL: wholeNumber(1, 1_000).default(10),
  INGEST_POOL: wholeNumber(2, 1_000).default(6),
  WORKER_POOL: wholeNumber(2, 1_000).default(20),
  POSTGRES_PORT: port().default(0),
  PG_BIN: anyText('a directory with initdb and postgres').optional(),

  TASK_QUEUE: matching('1 to 200 characters without spaces', /^\S{1,200}$/).default('sojourn'),
  TEMPORAL_PORT: port().default(7233),
  TEMPORAL_UI_PORT: port().default(8233),
  TEMPORAL_UI_URL: publicUrl('https://temporal.example.com').optional(),
  TEMPORAL_CLI: anyText('the path of the Temporal CLI').optional(),

  API_HOST: anyText('a host name or address').default('127.0.0.1'),
  API_PORT: port().default(3000),
  PUBLIC_URL: publicUrl('https://journeys.example.com').optional(),
  TRACKING_URL: publicUrl('https://click.example.com').optional(),
  LINK_SECRET: text('32 to 200 letters, digits and -_+/=, or several separated by commas', parseLinkSecrets).optional(),
  TRUST_PROXY: text(
    'the number of proxies in front, or their addresses separated by commas, such as 1 or 10.0.0.0/8',
    parseTrustProxy,
  ).optional(),
  METRICS_HOST: anyText('a host name or address').default('127.0.0.1'),
  METRICS_PORT: port().optional(),
  MAX_CONNECTIONS: wholeNumber(10, 1_000_000).default(5_000),
  CONNECTIONS_PER_ADDRESS: wholeNumber(1, 1_000_000).default(1_000),
  REQUESTS_PER_ADDRESS: wholeNumber(0, 1_000_000).default(2_000),
  REQUESTS_PER_KEY: wholeNumber(0, 1_000_000).default(2_000),
  EVENTS_PER_USER: wholeNumber(0, 1_000_000).default(500),
  WRONG_KEYS_PER_MINUTE: wholeNumber(0, 1_000_000).default(100),
  TEST_MESSAGES_PER_HOUR: wholeNumber(0, 1_000_000).default(100),
  QUERY_TIMEOUT: wholeNumber(1, 600).default(10),
  HEAVY_READS: wholeNumber(1, 1_000).default(3),

  WORKER_HOST: anyText('a host name or address').default('127.0.0.1'),
  WORKER_PORT: port().default(3001),
  SDK_METRICS_PORT: port().default(0),
  WORKFLOW_SLOTS: wholeNumber(1, 10_000).default(200),
  CACHED_WORKFLOWS: wholeNumber(1, 1_000_000).optional(),
  RENDER_PROCESSES: wholeNumber(1, 64).optional(),

  ...choices(),
  ...providerVariables(),
  SMS_COUNTRIES: text('countries by two letters, separated by commas, such as NL,DE', parseCountries).optional(),
  SMS_SEGMENTS_PER_DAY: wholeNumber(0, 999_999_999).default(100_000),
  CATCH_MAIL: bool().default(false),
  MAIL_FROM: matching('an address such as Shop <hello@shop.example>', SENDER).default(DEFAULT_SENDER),
  CATCHER_PORT: port().default(1025),
  WEBHOOK_SECRET: text(
    'whsec_ and 24 to 64 bytes in base64, or several separated by commas',
    parseWebhookSecrets,
  ).optional(),
  OUTBOUND_ALLOW_PRIVATE: bool().default(false),
  ...rates(),

  SOJOURN_ACTIVITIES: text('paths of modules, separated by commas', (given) =>
    given
      .split(',')
      .map((file) => file.trim())
      .filter(Boolean),
  ).optional(),

  PLAIN_USER_IDS: bool().default(false),

  KEEP_EVENTS_DAYS: wholeNumber(35, 10_000).default(DEFAULT_RETENTION.events),
  KEEP_TRANSITIONS_DAYS: wholeNumber(1, 10_000).default(DEFAULT_RETENTION.transitions),
  KEEP_MESSAGES_DAYS: wholeNumber(35, 10_000).default(DEFAULT_RETENTION.messages),
  KEEP_REFUSALS_DAYS: wholeNumber(1, 10_000).default(DEFAULT_RETENTION.refusals),
  KEEP_AUDIT_DAYS: wholeNumber(1, 10_000).default(DEFAULT_AUDIT_DAYS),
});
export type Variables = z.infer<typeof Variables>;

/** Variables that Temporal's own library reads: https://docs.temporal.io/develop/environment-configuration. */
export const TEMPORAL_VARIABLES = [
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_API_KEY',
  'TEMPORAL_PROFILE',
  'TEMPORAL_CONFIG_FILE',
  'TEMPORAL_TLS',
  'TEMPORAL_TLS_SERVER_NAME',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
] as const;

/** Variables whose values are never shown, not even in errors. */
export const SECRETS: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'MIGRATE_DATABASE_URL',
  'LINK_SECRET',
  'WEBHOOK_SECRET',
  'TEMPORAL_API_KEY',
  ...PROVIDERS.flatMap(({ secrets }) => secrets),
]);

/** Parses a number of proxies, or addresses and networks. Never `true`, which would trust every caller's header. */
function parseTrustProxy(given: string): number | readonly string[] | undefined {
  if (/^\d{1,2}$/.test(given)) return Number(given);
  const named = given.split(',').map((each) => each.trim());
  return named.every(isAddressOrNetwork) ? named : undefined;
}

function isAddressOrNetwork(given: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(given)) return true;
  const [address = '', bits, ...more] = given.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && most > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

/** Parses names of providers. The sandbox stands alone, and no name stands twice. */
function parseNames(known: readonly string[], given: string): readonly string[] | undefined {
  const names = given.split(',').map((each) => each.trim());
  const areKnown = names.every((name) => known.includes(name)) && new Set(names).size === names.length;
  return areKnown && (names.length === 1 || !names.includes(SANDBOX)) ? names : undefined;
}

function parseCountries(given: string): readonly string[] | undefined {
  const countries = given.split(',').map((each) => each.trim());
  return countries.every(isCountry) ? countries : undefined;
}

/** Several secrets sign at once while one replaces another. */
const MOST_SECRETS = 10;

function parseWebhookSecrets(given: string): readonly string[] | undefined {
  const secrets = given.split(',').map((each) => each.trim());
  return secrets.length <= MOST_SECRETS && secrets.every(isWebhookSecret) ? secrets : undefined;
}

function parseLinkSecrets(given: string): readonly string[] | undefined {
  const secrets = given.split(',').map((each) => each.trim());
  const areSecrets = secrets.every((each) => /^[\w+/=-]{32,200}$/.test(each));
  return secrets.length <= MOST_SECRETS && areSecrets ? secrets : undefined;
}

function isWebhookSecret(given: string): boolean {
  const bytes = /^whsec_[A-Za-z0-9+/]+=*$/.test(given) ? Buffer.from(given.slice(6), 'base64').length : 0;
  return bytes >= 24 && bytes <= 64;
}
