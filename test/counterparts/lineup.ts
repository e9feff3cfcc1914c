import { generateKeyPairSync } from 'node:crypto';
import { type ChosenProvider, providersOf } from '../../channels/providers.ts';
import { createVapidKey } from '../../channels/web-push/keys.ts';
import type { MessageChannel } from '../../journey/delivery/channel.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { startWebServer, type WebServer } from '../web-server.ts';
import { APNS_KEY, type Apns, KEY_ID, startApns, TEAM_ID, TOPIC } from './apns.ts';
import { type Fcm, startFcm } from './fcm.ts';
import { type PushService, startPushService } from './push-service.ts';
import { API_KEY as RESEND_KEY, type Resend, startResend } from './resend.ts';
import { ACCOUNT_SID, AUTH_TOKEN, startTwilio, type Twilio } from './twilio.ts';
import {
  APPLICATION_ID,
  startVonage,
  API_KEY as VONAGE_KEY,
  API_SECRET as VONAGE_SECRET,
  type Vonage,
} from './vonage.ts';
import { ACCESS_TOKEN, PHONE_NUMBER_ID, startWhatsApp, type WhatsApp } from './whatsapp.ts';

/** Secrets of callbacks, as providers and Sojourn share them. */
export const SECRETS = {
  mail: 'token-of-the-mail-server',
  resend: `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`,
  twilio: AUTH_TOKEN,
  vonage: 'signature-secret',
  whatsapp: 'app-secret',
  webhook: `whsec_${Buffer.from('a secret of tests that is long').toString('base64')}`,
} as const;

/** A counterpart of every provider, and the variables with which Sojourn reaches them. */
export interface Counterparts {
  readonly mail: MailServer;
  readonly resend: Resend;
  readonly twilio: Twilio;
  readonly vonage: Vonage;
  readonly fcm: Fcm;
  readonly apns: Apns;
  readonly browsers: PushService;
  readonly whatsapp: WhatsApp;
  /** Takes webhooks. */
  readonly shop: WebServer;
  /** Public VAPID key of new web push subscriptions. */
  readonly vapidKey: string;
  /** Returns providers with their variables, by name. */
  choose(names: Readonly<Partial<Record<MessageChannel, string>>>): readonly ChosenProvider[];
  close(): Promise<void>;
}

/** Starts a counterpart of every provider. */
export async function startCounterparts(): Promise<Counterparts> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const [mail, resend, twilio, vonage, fcm, apns, browsers, whatsapp, shop] = await Promise.all([
    ...([startMailServer(), startResend(), startTwilio()] as const),
    startVonage(keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    ...([startFcm(), startApns(), startPushService(), startWhatsApp(), startWebServer()] as const),
  ]);
  const vapid = createVapidKey();
  const given = {
    ...{ SMTP_URL: mail.url, SMTP_CALLBACK_TOKEN: SECRETS.mail },
    ...{ RESEND_API_KEY: RESEND_KEY, RESEND_API_URL: resend.url, RESEND_WEBHOOK_SECRET: SECRETS.resend },
    ...{ TWILIO_ACCOUNT_SID: ACCOUNT_SID, TWILIO_AUTH_TOKEN: AUTH_TOKEN, TWILIO_API_URL: twilio.url },
    ...{ VONAGE_API_KEY: VONAGE_KEY, VONAGE_API_SECRET: VONAGE_SECRET, VONAGE_API_URL: vonage.url },
    VONAGE_APPLICATION_ID: APPLICATION_ID,
    VONAGE_PRIVATE_KEY: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ...{ VONAGE_SIGNATURE_SECRET: SECRETS.vonage, SMS_SENDERS: 'Shop' },
    ...{ FCM_SERVICE_ACCOUNT: fcm.serviceAccount, FCM_URL: fcm.url },
    ...{ APNS_TEAM_ID: TEAM_ID, APNS_KEY_ID: KEY_ID, APNS_KEY, APNS_TOPIC: TOPIC },
    ...{ APNS_URL: apns.url, APNS_DEVELOPMENT_URL: apns.url },
    ...{ VAPID_PRIVATE_KEY: vapid.privateKey, VAPID_SUBJECT: 'mailto:push@shop.dev', WEB_PUSH_HOSTS: browsers.host },
    ...{ WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID, WHATSAPP_ACCESS_TOKEN: ACCESS_TOKEN },
    ...{ WHATSAPP_APP_SECRET: SECRETS.whatsapp, WHATSAPP_VERIFY_TOKEN: 'verify' },
    WHATSAPP_API_URL: `${whatsapp.url}/v23.0`,
  };
  const all = [mail, resend, twilio, vonage, fcm, apns, browsers, whatsapp, shop];
  return {
    ...{ mail, resend, twilio, vonage, fcm, apns, browsers, whatsapp, shop, vapidKey: vapid.publicKey },
    choose: (names) =>
      (Object.entries(names) as [MessageChannel, string][]).map(([channel, name]) => {
        const provider = providersOf(channel).find((each) => each.name === name);
        if (!provider) throw new Error(`no provider "${name}" of ${channel}`);
        return { provider, given };
      }),
    async close() {
      await Promise.all(all.map((each) => each.close()));
    },
  };
}
