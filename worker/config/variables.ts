import { z } from 'zod';
import { WorkspaceId } from '../../journey/ids.ts';
import { anything, bool, matching, oneOf, port, positive, text, url, whole } from './readers.ts';

/** Every variable that we read ourselves, in the order of .env.example, which a test holds to this list. */
export const Variables = z.object({
  SOJOURN_WORKSPACE: text(
    'at most 31 lower-case letters, digits and hyphens',
    (given) => WorkspaceId.safeParse(given).data,
  ).prefault('main'),
  SOJOURN_DATA_DIR: anything('a directory').default('.sojourn'),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),

  DATABASE_URL: url(['postgres', 'postgresql'], 'postgres://user:password@host:5432/database').optional(),
  API_POOL: whole(1, 1_000).default(10),
  WORKER_POOL: whole(1, 1_000).default(20),
  POSTGRES_PORT: port().default(0),
  PG_BIN: anything('a directory with initdb and postgres').optional(),

  TASK_QUEUE: matching('1 to 200 characters without spaces', /^\S{1,200}$/).default('sojourn'),
  TEMPORAL_PORT: port().default(7233),
  TEMPORAL_UI_PORT: port().default(8233),
  TEMPORAL_UI_URL: url(['http', 'https'], 'https://temporal.example.com').optional(),
  TEMPORAL_CLI: anything('the path of the Temporal CLI').optional(),

  API_HOST: anything('a host name or address').default('127.0.0.1'),
  API_PORT: port().default(3000),

  WORKER_HOST: anything('a host name or address').default('127.0.0.1'),
  WORKER_PORT: port().default(3001),
  SDK_METRICS_PORT: port().default(0),
  WORKFLOW_SLOTS: whole(1, 10_000).default(200),
  CACHED_WORKFLOWS: whole(1, 1_000_000).optional(),

  SMTP_URL: url(['smtp', 'smtps'], 'smtp://user:password@host:587').optional(),
  SMTP_DELIVERY: oneOf(['at-least-once', 'at-most-once']).default('at-least-once'),
  MAIL_FROM: matching('an address such as Shop <hello@shop.example>', /@/).default('Sojourn <sojourn@localhost>'),
  CATCHER_PORT: port().default(1025),
  WEBHOOK_SECRET: text('whsec_ and 24 to 64 bytes in base64', webhookSecret).optional(),
  OUTBOUND_ALLOW_PRIVATE: bool().default(false),
  EMAIL_PER_SECOND: positive().optional(),
  SMS_PER_SECOND: positive().optional(),
  PUSH_PER_SECOND: positive().optional(),
  WEB_PUSH_PER_SECOND: positive().optional(),
  IN_APP_PER_SECOND: positive().optional(),
  WHATSAPP_PER_SECOND: positive().optional(),
  WEBHOOK_PER_SECOND: positive().optional(),
  ACTIVITY_PER_SECOND: positive().optional(),

  SOJOURN_ACTIVITIES: text('paths of modules, with commas between them', (given) =>
    given
      .split(',')
      .map((file) => file.trim())
      .filter(Boolean),
  ).optional(),

  PLAIN_USER_IDS: bool().default(false),
});
export type Variables = z.infer<typeof Variables>;

/** Read by Temporal's own library, beside its profile file: https://docs.temporal.io/develop/environment-configuration. */
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

/** Never shown, not even where they are wrong. */
export const SECRETS: ReadonlySet<string> = new Set(['DATABASE_URL', 'SMTP_URL', 'WEBHOOK_SECRET', 'TEMPORAL_API_KEY']);

function webhookSecret(given: string): string | undefined {
  const bytes = /^whsec_[A-Za-z0-9+/]+=*$/.test(given) ? Buffer.from(given.slice(6), 'base64').length : 0;
  return bytes >= 24 && bytes <= 64 ? given : undefined;
}
