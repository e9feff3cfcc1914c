import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { request as requestTls } from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

/**
 * The one outbound HTTP client of the code base. URLs come from journey documents and profiles, so it reaches no
 * private or reserved address, whichever way it is written and whatever a name resolves to at the moment of connecting; it follows
 * no redirect, and neither a slow nor an endless answer holds it.
 */
export interface Outbound {
  /** Never throws for what the other side can do. */
  send(request: OutboundRequest): Promise<Reply>;
  close(): void;
}

interface OutboundRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Reply =
  /** `whole` is false if the body went past the limit or broke off: what there was is in `body`. */
  | {
      readonly type: 'answered';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: string;
      readonly whole: boolean;
    }
  /** It never left: a forbidden address, a malformed request. */
  | { readonly type: 'refused'; readonly reason: string }
  /** No answer: whether it arrived is not known. */
  | {
      readonly type: 'lost';
      readonly reason: string;
      /** Nothing was handed over, for certain: there was no connection. */
      readonly isEarly?: true;
    };

export interface OutboundSettings {
  /** For development: localhost and private networks too. The clouds' metadata services stay out of reach. */
  readonly allowPrivate?: boolean;
  /** From resolving the name to the last byte of the answer. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

const METADATA_SERVICES = ['169.254.169.254', '::ffff:a9fe:a9fe', 'fd00:ec2::254'];

export function createOutbound(settings: OutboundSettings = {}): Outbound {
  const { allowPrivate = false, timeoutMs = 10_000, maxBytes = 1_048_576 } = settings;
  const options = {
    keepAlive: true,
    maxSockets: 64, // to one host
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

      const signal = AbortSignal.timeout(timeoutMs);
      try {
        return await exchange(url, outgoing, { agent: url.protocol === 'https:' ? https : http, signal, maxBytes });
      } catch (failure) {
        return signal.aborted
          ? { type: 'lost', reason: `no answer within ${timeoutMs / 1000} s` }
          : whyNot(failure, url, allowPrivate);
      }
    },

    close() {
      http.destroy();
      https.destroy();
    },
  };
}

interface Means {
  readonly agent: RequestFilteringHttpAgent | RequestFilteringHttpsAgent;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
}

const exchange = (url: URL, { method, headers, body }: OutboundRequest, { agent, signal, maxBytes }: Means) =>
  new Promise<Reply>((resolve, reject) => {
    const open = url.protocol === 'https:' ? requestTls : request;
    const sent = open(url, { method, headers, agent, signal }, (answer) => {
      sent.off('error', reject); // from now on reading notices
      sent.on('error', () => {});
      read(answer, maxBytes).then(resolve, reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });

/** Once there is a status the exchange has happened: a body that breaks off or never ends does not undo it. */
async function read(answer: IncomingMessage, maxBytes: number): Promise<Reply> {
  const chunks: Buffer[] = [];
  let left = maxBytes;
  let whole = true;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, left));
      whole = chunk.length <= left;
      left -= chunk.length;
      if (!whole) break; // which closes the connection
    }
  } catch {
    whole = false;
  }
  const body = Buffer.concat(chunks).toString('utf8');
  return { type: 'answered', status: answer.statusCode ?? 0, headers: answer.headers, body, whole };
}

const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** The agents say so in words only. */
const FORBIDDEN = /is not allowed\. Because/;

function whyNot(failure: unknown, { hostname }: URL, allowPrivate: boolean): Reply {
  if (!(failure instanceof Error)) throw failure;
  if (FORBIDDEN.test(failure.message))
    return {
      type: 'refused',
      reason: `${hostname} is a private or reserved address${allowPrivate ? '' : '; to allow it, in development, set OUTBOUND_ALLOW_PRIVATE=true'}`,
    };
  if (failure instanceof TypeError) return { type: 'refused', reason: failure.message }; // a header or method that HTTP does not allow
  const isEarly = 'code' in failure && NO_CONNECTION.has(String(failure.code));
  return { type: 'lost', reason: failure.message || failure.name, ...(isEarly && { isEarly }) };
}
