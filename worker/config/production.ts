import type { Settings } from './settings.ts';
import { DEFAULT_SENDER } from './variables.ts';

/** A default for development that production doesn't go by: refused, or started with and said loudly. */
interface DevelopmentDefault {
  readonly weight: 'refuse' | 'warn';
  /** What is wrong, and the fix. */
  readonly message: string;
}

/** Passwords that stand in examples and images. */
const SAMPLE_PASSWORDS = new Set(['', 'postgres', 'password', 'sojourn', 'secret', 'changeme', 'change-me', 'example']);

/** Why production doesn't start with these settings. */
export const refusedIn = (settings: Settings): readonly string[] => weighing(settings, 'refuse');

/** What production starts with and must not go unseen. */
export const warnedIn = (settings: Settings): readonly string[] =>
  settings.isProduction ? weighing(settings, 'warn') : [];

const weighing = (settings: Settings, wanted: DevelopmentDefault['weight']): readonly string[] =>
  developmentDefaults(settings).flatMap(({ weight, message }) => (weight === wanted ? [message] : []));

function developmentDefaults(settings: Settings): readonly DevelopmentDefault[] {
  const { mail, databaseUrl, webhookSecrets, allowPrivate, embedded } = settings;
  const found: (DevelopmentDefault | false)[] = [
    mail.smtpUrl === undefined &&
      (mail.isCaught
        ? warn('CATCH_MAIL is true: e-mail is caught and sent to nobody. Set SMTP_URL and unset CATCH_MAIL to send it')
        : refuse(
            'SMTP_URL is not set, so all e-mail would be caught and sent to nobody: give smtp://user:password@host:587, or set CATCH_MAIL=true to catch it on purpose',
          )),
    mail.smtpUrl !== undefined &&
      mail.from === DEFAULT_SENDER &&
      refuse(`MAIL_FROM is not set: give the sender of all e-mail, such as Shop <hello@shop.example>`),
    webhookSecrets.length === 0 &&
      warn('WEBHOOK_SECRET is not set: webhooks go unsigned. To make one: echo whsec_$(openssl rand -base64 32)'),
    databaseUrl !== undefined &&
      !embedded.database &&
      hasSamplePassword(databaseUrl) &&
      warn('DATABASE_URL has no password, or one that stands in examples: give its role a random one'),
    allowPrivate &&
      warn(
        'OUTBOUND_ALLOW_PRIVATE is true: webhooks can reach private addresses. Unset it unless their receivers are there',
      ),
    embedded.database &&
      warn(
        'the database is the embedded one, without backups or replicas: set DATABASE_URL to a PostgreSQL of your own',
      ),
    embedded.temporal &&
      warn('Temporal is its development server, without replicas: set TEMPORAL_ADDRESS to a cluster of your own'),
  ];
  return found.filter((each) => each !== false);
}

const refuse = (message: string): DevelopmentDefault => ({ weight: 'refuse', message });
const warn = (message: string): DevelopmentDefault => ({ weight: 'warn', message });

/** A local socket or a certificate needs none. */
function hasSamplePassword(databaseUrl: string): boolean {
  const { password, searchParams, hostname } = new URL(databaseUrl);
  if (hostname === '' || searchParams.has('sslcert') || searchParams.has('host')) return false;
  return SAMPLE_PASSWORDS.has(decodeURIComponent(password) || (searchParams.get('password') ?? ''));
}
