import { type Channel, MessageChannel } from '../journey/delivery/channel.ts';
import { resend } from './email/resend/resend.ts';
import { sendgrid } from './email/sendgrid/sendgrid.ts';
import { ses } from './email/ses/ses.ts';
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
  ses,
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

/** A provider of a channel that is set up in the environment. */
export interface KnownProvider {
  readonly channel: Channel;
  readonly name: string;
  readonly title: string;
  /** Set if messages go to the inbox only. */
  readonly isSandbox: boolean;
}

/** Lists the providers of all channels, with a sandbox for channels without a provider. */
export function listKnownProviders(chosen: readonly ChosenProvider[]): readonly KnownProvider[] {
  const messages = MessageChannel.options.flatMap((channel): readonly KnownProvider[] => {
    const providers = chosen.map(({ provider }) => provider).filter((provider) => provider.channel === channel);
    if (providers.length === 0) return [standInOf(channel)];
    return providers.map(({ name, title }) => ({ channel, name, title, isSandbox: false }));
  });
  return [
    ...messages,
    { channel: 'webhook', name: 'http', title: 'Webhooks', isSandbox: false },
    { channel: 'activity', name: 'worker', title: 'Activities', isSandbox: false },
  ];
}

function standInOf(channel: MessageChannel): KnownProvider {
  if (channel === 'inApp') return { channel, name: 'feed', title: 'In-app feed', isSandbox: false };
  if (channel === 'email') return { channel, name: 'smtp', title: 'Mail catcher', isSandbox: true };
  return { channel, name: 'sandbox', title: 'Sandbox', isSandbox: true };
}
