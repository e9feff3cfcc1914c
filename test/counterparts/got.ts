import type { MessageChannel } from '../../journey/delivery/channel.ts';
import type { Counterparts } from './lineup.ts';

/** A message as its provider received it. */
export interface Got {
  /** As the provider addresses it. For web push, the path of the subscription's endpoint. */
  readonly to: string;
  /** Subject, title or text, whichever comes first; of a WhatsApp template the parameters. */
  readonly words: string;
}

/** Providers of the channels that have several. */
interface Chosen {
  readonly email: 'smtp' | 'resend';
  readonly sms: 'twilio' | 'vonage';
  readonly push: 'fcm' | 'apns';
}

/** Returns the messages that a channel's provider received. In-app messages stay in Sojourn. */
export function readGot(
  { mail, resend, twilio, vonage, fcm, apns, browsers, whatsapp }: Counterparts,
  { channel, ...chosen }: Chosen & { readonly channel: MessageChannel },
): readonly Got[] {
  switch (channel) {
    case 'email':
      return chosen.email === 'smtp'
        ? mail.mails.map((each) => ({
            to: /^To: (\S+)/m.exec(each)?.[1] ?? '',
            words: /^Subject: (.*)/m.exec(each)?.[1]?.trim() ?? '',
          }))
        : resend.sent.map(({ to, subject }) => ({ to: String((to as string[])[0]), words: String(subject) }));
    case 'sms':
      return chosen.sms === 'twilio'
        ? twilio.sent.map(({ To = '', Body = '' }) => ({ to: To, words: Body }))
        : vonage.sent.map(({ to = '', text = '' }) => ({ to, words: text }));
    case 'push':
      return chosen.push === 'fcm'
        ? fcm.sent.map(({ token, notification = {} }) => ({ to: token, words: wordsOf(notification) }))
        : apns.sent.map(({ token, payload }) => ({ to: token, words: wordsOf((payload.aps as Aps).alert) }));
    case 'webPush':
      return browsers.sent.map(({ device, payload }) => ({ to: device, words: String(payload.title) }));
    case 'whatsapp':
      return whatsapp.sent.map(({ to, template }) => ({
        to: String(to),
        words: (template as Template).components
          .flatMap(({ parameters }) => parameters.map(({ text }) => text))
          .join(' '),
      }));
    case 'inApp':
      return [];
  }
}

const wordsOf = ({ title, body = '' }: Alert): string => title ?? body;

interface Alert {
  readonly title?: string;
  readonly body?: string;
}
interface Aps {
  readonly alert: Alert;
}
interface Template {
  readonly components: readonly { readonly parameters: readonly { readonly text: string }[] }[];
}
