import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import DKIM from 'nodemailer/lib/dkim';
import type { Adapter, Answer } from '../port.ts';
import { composeEmail, type Email } from './compose.ts';
import { answerOf } from './failure.ts';
import { needsUtf8 } from './mailbox.ts';
import { createUtf8Probe } from './smtp-utf8.ts';

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
  /** Connections at once, and messages until a connection is replaced. */
  readonly pool?: { readonly maxConnections: number; readonly maxMessages: number };
  readonly dkim?: DkimSettings;
  /** Address of the return path of a message; undefined: the sender. */
  readonly returnPath?: (key: string) => string | undefined;
}

export interface DkimSettings {
  readonly domainName: string;
  readonly keySelector: string;
  /** PEM. */
  readonly privateKey: string;
}

/** Headers that the signature covers: RFC 8058 wants the headers of unsubscription among them. */
const SIGNED =
  'From:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:Content-Transfer-Encoding:List-Unsubscribe:List-Unsubscribe-Post:Feedback-ID';

/**
 * Creates the adapter that sends email by SMTP over pooled connections. It sends HTML, text or both, as the content has
 * them.
 * @throws TypeError for a URL that isn't SMTP, because nodemailer would silently send to localhost
 */
export function createEmailAdapter(settings: EmailSettings): Adapter<'email'> {
  const { from, delivery, perSecond, timeoutMs = 8_000, returnPath = () => undefined } = settings;
  const { transport, takesUtf8 } = connect(settings, timeoutMs);

  return {
    channel: 'email',
    provider: 'smtp',
    delivery,
    perSecond,

    announcesHandOver: true,

    async deliver(parcel, handingOver = async () => {}): Promise<Answer> {
      const composed = composeEmail(parcel, from);
      if (!composed.ok) return { type: 'rejected', reason: composed.reason };
      const { email } = composed;
      const handOver = beforeFinalDot(handingOver);
      try {
        if (needsUtf8(email.to) && !(await takesUtf8()))
          return {
            type: 'rejected',
            reason: 'the address has letters that the mail server can’t take: it lacks SMTPUTF8',
          };
        const mail = {
          ...mailOf(email),
          envelope: { from: returnPath(parcel.key) ?? email.from.address, to: email.to },
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

function connect({ url, pool, dkim }: EmailSettings, timeoutMs: number) {
  if (!/^smtps?:\/\/[^/]/.test(url)) throw new TypeError('SMTP_URL must look like smtp://user:password@host:587');
  const earlyMs = timeoutMs * 0.75; // ends before the socket timeout, which can't tell that nothing was handed over
  const transport = createTransport({
    pool: true,
    url,
    ...pool,
    maxRequeues: 0, // `delivery` decides whether an ambiguous message is sent again, not the pool
    disableFileAccess: true,
    disableUrlAccess: true,
    dnsTimeout: earlyMs,
    connectionTimeout: earlyMs,
    greetingTimeout: earlyMs,
    socketTimeout: timeoutMs,
  });

  const signer = dkim && new DKIM({ keys: [dkim], headerFieldNames: SIGNED });
  transport.use('stream', ({ message, data }, done) => {
    if (signer) message.processFunc((whole: Readable) => signer.sign(whole)); // first: the hand-over comes last
    if ('handOver' in data) message.processFunc((data.handOver as HandOver).lastOf);
    done();
  });
  return { transport, takesUtf8: createUtf8Probe(transport.options) };
}

/** Returns an email as nodemailer takes it. */
export const mailOf = ({ from, to, replyTo, subject, text, html, messageId, headers }: Email) => ({
  ...{ from, subject, text, html, messageId, headers },
  to: { name: '', address: to },
  ...(replyTo && { replyTo }),
});

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
