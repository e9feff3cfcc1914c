import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { Adapter, Answer } from '../port.ts';
import { answerOf } from './failure.ts';
import { domainOf, messageIdOf } from './message-id.ts';

export interface EmailSettings {
  /** For example `smtp://user:password@host:587` or `smtps://…:465`. */
  readonly url: string;
  /** For example `Shop <hello@shop.example>`. Message-IDs use its domain. */
  readonly from: string;
  /** How the provider treats repeats. SMTP itself has no idempotency. */
  readonly delivery: Adapter['delivery'];
  readonly perSecond?: number;
  /**
   * Timeout of an idle socket. Connecting may take three quarters of it, the whole conversation three times as long.
   */
  readonly timeoutMs?: number;
}

/**
 * Creates the adapter that sends email by SMTP over pooled connections. It sends HTML, text or both, as the content has
 * them.
 * @throws TypeError for a URL that isn't SMTP, because nodemailer would silently send to localhost
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
  const earlyMs = timeoutMs * 0.75; // ends before the socket timeout, which can't tell that nothing was handed over
  const transport = createTransport({
    pool: true,
    url,
    maxRequeues: 0, // `delivery` decides whether an ambiguous message is sent again, not the pool
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
      if (!isOneAddress(to)) return { type: 'rejected', reason: 'the address is not a single email address' };
      const handOver = beforeFinalDot(handingOver);
      try {
        const mail = {
          from,
          to: { name: '', address: to },
          messageId: messageIdOf(key, domain),
          subject: content.subject ?? content.title ?? '',
          text: content.text,
          html: content.html,
          signal: AbortSignal.timeout(3 * timeoutMs), // no timeout above catches a server that trickles its replies
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
  /** Wraps the message so that its end, and so the final dot of DATA, waits until the hand-over may begin. */
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

/** Returns whether a trait is one address: `a@x.example, b@y.example` must not become two emails. */
const isOneAddress = (to: string): boolean => /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(to);
