import { hasProvider, type Settings } from './settings.ts';
import { DEFAULT_SENDER } from './variables.ts';

/** A development default that is wrong in production. `refuse` keeps a role from starting, `warn` is only logged. */
interface DevelopmentDefault {
  readonly weight: 'refuse' | 'warn';
  /** Names the problem and the fix. */
  readonly message: string;
}

/** Passwords used in examples and images. */
const SAMPLE_PASSWORDS = new Set(['', 'postgres', 'password', 'sojourn', 'secret', 'changeme', 'change-me', 'example']);

/** Returns the reasons why production can't start with these settings. */
export const listRefusedDefaults = (settings: Settings): readonly string[] => selectMessages(settings, 'refuse');

/** Returns warnings about settings that production accepts but probably shouldn't have. */
export const listWarnings = (settings: Settings): readonly string[] =>
  settings.isProduction ? selectMessages(settings, 'warn') : [];

const selectMessages = (settings: Settings, wanted: DevelopmentDefault['weight']): readonly string[] =>
  developmentDefaults(settings).flatMap(({ weight, message }) => (weight === wanted ? [message] : []));

function developmentDefaults(settings: Settings): readonly DevelopmentDefault[] {
  const { mail, databaseUrl, webhookSecrets, allowPrivate, embedded } = settings;
  const sendsEmail = hasProvider(settings, 'email');
  const found: (DevelopmentDefault | false)[] = [
    !sendsEmail &&
      (mail.isCaught
        ? warn(
            'CATCH_MAIL is true: email is caught and never sent. To send it, set EMAIL_PROVIDER and unset CATCH_MAIL',
          )
        : refuse(
            'EMAIL_PROVIDER is not set, so email would be caught and never sent: set it and the variables of that ' +
              'provider (for a mail server, SMTP_URL is enough), or set CATCH_MAIL=true to catch it on purpose',
          )),
    sendsEmail &&
      mail.from === DEFAULT_SENDER &&
      refuse(`MAIL_FROM is not set: give the sender of all email, such as Shop <hello@shop.example>`),
    sendsEmail &&
      settings.api.publicUrl === undefined &&
      warn('PUBLIC_URL is not set, so recipients of marketing email can’t open its unsubscribe link'),
    webhookSecrets.length === 0 &&
      warn('WEBHOOK_SECRET is not set: webhooks are unsigned. Create one: echo whsec_$(openssl rand -base64 32)'),
    databaseUrl !== undefined &&
      !embedded.database &&
      hasSamplePassword(databaseUrl) &&
      warn('DATABASE_URL has no password, or a sample password: give its role a random one'),
    hasProvider(settings, 'sms') &&
      settings.sms.countries === undefined &&
      warn('SMS_COUNTRIES is not set: SMS can go to any country, also to expensive ones. List those of your users'),
    hasProvider(settings, 'sms') &&
      settings.sms.segmentsPerDay === 0 &&
      warn('SMS_SEGMENTS_PER_DAY is 0: nothing limits the cost of SMS. Give the most segments that a day may have'),
    allowPrivate &&
      warn('OUTBOUND_ALLOW_PRIVATE is true: webhooks can reach private addresses. Unset it unless you need that'),
    embedded.database &&
      warn('the database is embedded, without backups or replicas: set DATABASE_URL to your own PostgreSQL server'),
    embedded.temporal &&
      warn('Temporal runs as a development server, without replicas: set TEMPORAL_ADDRESS to your own cluster'),
  ];
  return found.filter((each) => each !== false);
}

const refuse = (message: string): DevelopmentDefault => ({ weight: 'refuse', message });
const warn = (message: string): DevelopmentDefault => ({ weight: 'warn', message });

/** Returns whether the password is missing or a sample. Local sockets and client certificates need none. */
function hasSamplePassword(databaseUrl: string): boolean {
  const { password, searchParams, hostname } = new URL(databaseUrl);
  if (hostname === '' || searchParams.has('sslcert') || searchParams.has('host')) return false;
  return SAMPLE_PASSWORDS.has(decodeURIComponent(password) || (searchParams.get('password') ?? ''));
}
