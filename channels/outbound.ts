import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { request as requestTls } from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

/**
 * The only outbound HTTP client of the code base. URLs come from journey documents and profiles, so it refuses private
 * and reserved addresses, however they are written and whatever a name resolves to when connecting. It follows no
 * redirects and limits the time and size of answers.
 */
export interface Outbound {
  /** Sends a request. Never throws for anything that the receiver does. */
  send(request: OutboundRequest): Promise<Reply>;
  close(): void;
}

interface OutboundRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export type Reply =
  /** The receiver answered. `whole` is false if the body was cut off, by the limit or by the receiver. */
  | {
      readonly type: 'answered';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: string;
      readonly whole: boolean;
    }
  /** The request was not sent: forbidden address or malformed request. */
  | { readonly type: 'refused'; readonly reason: string }
  /** No answer, so it is unknown whether the request arrived. */
  | {
      readonly type: 'lost';
      readonly reason: string;
      /** Set if there was no connection or no TLS, so that the request certainly did not arrive. */
      readonly isEarly?: true;
    };

export interface OutboundSettings {
  /** For development: allows localhost and private networks, but never the clouds' metadata services. */
  readonly allowPrivate?: boolean;
  /** Limit from resolving the name to the last byte of the answer. Default: 10 s. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

const METADATA_SERVICES = ['169.254.169.254', '::ffff:a9fe:a9fe', 'fd00:ec2::254'];

export function createOutbound(settings: OutboundSettings = {}): Outbound {
  const { allowPrivate = false, timeoutMs = 10_000, maxBytes = 1_048_576 } = settings;
  const options = {
    keepAlive: true,
    maxSockets: 64, // per host
    allowPrivateIPAddress: allowPrivate,
    denyIPAddressList: METADATA_SERVICES,
  };
  const http = new RequestFilteringHttpAgent(options);
  const https = new RequestFilteringHttpsAgent(options);

  return {
    async send(outgoing) {
      const url = URL.canParse(outgoing.url) ? new URL(outgoing.url) : undefined;
      if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
        return { type: 'refused', reason: 'the address is not an http or https URL' };
      const agent = url.protocol === 'https:' ? https : http;
      return attempt(url, outgoing, { agent, timeoutMs, maxBytes, allowPrivate });
    },

    close() {
      http.destroy();
      https.destroy();
    },
  };
}

interface Means {
  readonly agent: RequestFilteringHttpAgent | RequestFilteringHttpsAgent;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly allowPrivate: boolean;
}

async function attempt(url: URL, outgoing: OutboundRequest, means: Means): Promise<Reply> {
  const signal = AbortSignal.timeout(means.timeoutMs);
  const progress = { hasConnected: false };
  try {
    return await exchange(url, outgoing, { ...means, signal, progress });
  } catch (failure) {
    const reply = signal.aborted ? lostAfter(means.timeoutMs) : whyNot(failure, url, means.allowPrivate);
    return reply.type === 'lost' && !progress.hasConnected ? { ...reply, isEarly: true } : reply;
  }
}

interface ExchangeMeans extends Means {
  readonly signal: AbortSignal;
  /** True once the connection is ready, TLS included, so that the request may have arrived. */
  readonly progress: { hasConnected: boolean };
}

const exchange = (
  url: URL,
  { method, headers, body }: OutboundRequest,
  { agent, signal, maxBytes, progress }: ExchangeMeans,
) =>
  new Promise<Reply>((resolve, reject) => {
    const isTls = url.protocol === 'https:';
    const open = isTls ? requestTls : request;
    const sent = open(url, { method, headers, agent, signal }, (answer) => {
      sent.off('error', reject); // from here on, reading reports errors
      sent.on('error', () => {});
      read(answer, maxBytes).then(resolve, reject);
    });
    sent.on('error', reject);
    sent.on('socket', (socket) => {
      if (sent.reusedSocket) progress.hasConnected = true;
      else
        socket.once(isTls ? 'secureConnect' : 'connect', () => {
          progress.hasConnected = true;
        });
    });
    sent.end(body);
  });

/** Reads the answer. Once there is a status, the request has arrived, even if the body breaks off or never ends. */
async function read(answer: IncomingMessage, maxBytes: number): Promise<Reply> {
  const chunks: Buffer[] = [];
  let left = maxBytes;
  let whole = true;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, left));
      whole = chunk.length <= left;
      left -= chunk.length;
      if (!whole) break; // closes the connection
    }
  } catch {
    whole = false;
  }
  const body = Buffer.concat(chunks).toString('utf8');
  return { type: 'answered', status: answer.statusCode ?? 0, headers: answer.headers, body, whole };
}

type Unanswered = Exclude<Reply, { type: 'answered' }>;

const lostAfter = (timeoutMs: number): Unanswered => ({
  type: 'lost',
  reason: `no answer within ${timeoutMs / 1000} s`,
});

/** The agents report a forbidden address only in the message. */
const FORBIDDEN = /is not allowed\. Because/;

function whyNot(failure: unknown, { hostname }: URL, allowPrivate: boolean): Unanswered {
  if (!(failure instanceof Error)) throw failure;
  if (FORBIDDEN.test(failure.message))
    return {
      type: 'refused',
      reason:
        `${hostname} is a private or reserved address` +
        (allowPrivate ? '' : '; to allow it, in development, set OUTBOUND_ALLOW_PRIVATE=true'),
    };
  // a header or method that HTTP does not allow
  if (failure instanceof TypeError) return { type: 'refused', reason: failure.message };
  return { type: 'lost', reason: failure.message || failure.name };
}
