import type { MessageChannel } from '../journey/delivery/channel.ts';
import { resend } from './email/resend/resend.ts';
import { sendgrid } from './email/sendgrid/sendgrid.ts';
import { smtp } from './email/smtp.ts';
import { feed } from './in-app/feed.ts';
import type { Given, Provider } from './provider.ts';
import { apns } from './push/apns.ts';
import { fcm } from './push/fcm.ts';
import { twilio } from './sms/twilio.ts';
import { vonage } from './sms/vonage.ts';
import { vapid } from './web-push/vapid.ts';
import { whatsappCloud } from './whatsapp/cloud.ts';

/** Every provider, a line each. */
export const PROVIDERS: readonly Provider[] = [
  smtp,
  resend,
  sendgrid,
  feed,
  twilio,
  vonage,
  fcm,
  apns,
  vapid,
  whatsappCloud,
];

/** A provider that `<CHANNEL>_PROVIDER` names, with its variables. */
export interface ChosenProvider {
  readonly provider: Provider;
  readonly given: Given;
}

export const providersOf = (channel: MessageChannel): readonly Provider[] =>
  PROVIDERS.filter((provider) => provider.channel === channel);
