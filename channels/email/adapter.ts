import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { Adapter, Answer } from '../port.ts';
import { answerOf } from './failure.ts';
import { domainOf, messageIdOf } from './message-id.ts';

export interface EmailSettings {
  /** `smtp://user:password@host:587`, `smtps://…:465`. */
  readonly url: string;
  /** `Shop <hello@shop.example>`; its domain is the Message-ID's. */
  readonly from: string;
  /** What a repeat does is the provider's business: SMTP itself has no idempotency. */
  readonly delivery: Adapter['delivery'];
  readonly perSecond?: number;
  /** Of an idle socket; connecting and the greeting get three quarters of it, the whole conversation three times. */
  readonly timeoutMs?: number;
}

/**
 * E-mail by SMTP over pooled connections. The message says what the content says: HTML, text or both; nothing is made up.
 * @throws TypeError for a URL that is not SMTP's: nodemailer would quietly send to localhost.
 */
export function createEmailAdapter({
  url,
  from,
  delivery,
  perSecond,
  timeoutMs = 8_000,
}: EmailSettings): Adapter<'email'> {
  if (!/^smtps?:\/\/[^/]/.test(url)) throw new TypeError('SMTP_URL must look like smtp://user:password@host:587');
  const domain = domainOf(from);
  const earlyMs = timeoutMs * 0.75; // sooner than the idle socket's, which cannot tell that nothing had been handed over
  const transport = createTransport({
    pool: true,
    url,
    maxRequeues: 0, // the pool would hand an ambiguous message over again by itself; whether to is decided by `delivery`
    disableFileAccess: true,
    disableUrlAccess: true,
    dnsTimeout: earlyMs,
    connectionTimeout: earlyMs,
    greetingTimeout: earlyMs,
    socketTimeout: timeoutMs,
  });

  transport.use('stream', ({ message, data }, done) => {
    if ('handOver' in data) message.processFunc((data.handOver as HandOver).lastOf);
    done();
  });

  return {
    channel: 'email',
    provider: 'smtp',
    delivery,
    perSecond,

    announcesHandOver: true,

    async deliver({ key, to, content }, handingOver = async () => {}): Promise<Answer> {
      if (!isOneAddress(to)) return { type: 'rejected', reason: 'the address is not one e-mail address' };
      const handOver = beforeFinalDot(handingOver);
      try {
        const mail = {
          from,
          to: { name: '', address: to },
          messageId: messageIdOf(key, domain),
          subject: content.subject ?? content.title ?? '',
          text: content.text,
          html: content.html,
          signal: AbortSignal.timeout(3 * timeoutMs), // a server that trickles its replies trips none of the timeouts above
          handOver,
        };
        const { messageId } = await transport.sendMail(mail);
        return { type: 'accepted', providerId: messageId };
      } catch (failure) {
        if (handOver.refusal) throw handOver.refusal.cause;
        return answerOf(failure, handOver.hasBegun);
      }
    },

    close: async () => transport.close(),
  };
}

interface HandOver {
  /** The message, read only once the server has asked for it; its end, and with it the final dot of DATA, waits until the hand-over may begin. */
  readonly lastOf: (message: Readable) => Readable;
  readonly hasBegun: boolean;
  readonly refusal: { readonly cause: unknown } | undefined;
}

function beforeFinalDot(handingOver: () => Promise<void>): HandOver {
  const state: { hasBegun: boolean; refusal: HandOver['refusal'] } = { hasBegun: false, refusal: undefined };
  async function* whole(message: Readable) {
    yield* message;
    try {
      await handingOver();
    } catch (cause) {
      state.refusal = { cause };
      throw cause;
    }
    state.hasBegun = true;
  }
  return Object.assign(state, {
    lastOf: (message: Readable) => Readable.from(whole(message), { objectMode: false }),
  });
}

/** A trait is whatever a service sent: `a@x.example, b@y.example` must not become two mails. */
const isOneAddress = (to: string): boolean => /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(to);
