import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';

/** One request to APNs and what came of it. Never rejects for anything that the network does. */
export type ApnsReply =
  | { readonly type: 'answered'; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }
  /** No answer. `isEarly`: APNs certainly did not process the request. */
  | { readonly type: 'lost'; readonly reason: string; readonly isEarly?: true };

export interface ApnsConnection {
  /** Opens a connection, or checks that one which was idle is still there. Returns why there is none. */
  prepare(): Promise<string | undefined>;
  send(headers: OutgoingHttpHeaders, body: string): Promise<ApnsReply>;
  /** Uses a new connection from now on. Requests under way keep theirs. */
  renew(): void;
  close(): void;
}

interface Line {
  readonly session: ClientHttp2Session;
  readonly connected: Promise<string | undefined>;
  isConnected: boolean;
  usedAt: number;
  /** Set by GOAWAY: requests above it were not processed. */
  lastId: number;
}

/** After this, a connection may have been cut without a word. */
const IDLE_MS = 30_000;
const PING_MS = 2_000;
const MOST_BODY = 65_536;

/**
 * Creates a connection to one APNs service, over HTTP/2. All requests share one session. After GOAWAY, an error or a
 * request without an answer, the next request opens another.
 */
export function createApnsConnection(url: string, timeoutMs = 10_000): ApnsConnection {
  let current: Line | undefined;

  const retire = (line: Line) => {
    if (current === line) current = undefined;
    if (!line.session.closed) line.session.close();
  };

  function open(): Line {
    if (current && !current.session.closed && !current.session.destroyed) return current;
    const session = connect(url, { timeout: timeoutMs });
    const connected = new Promise<string | undefined>((resolve) => {
      const late = setTimeout(() => {
        resolve(`no connection within ${timeoutMs / 1000} s`);
        session.destroy();
      }, timeoutMs);
      session.once('connect', () => {
        clearTimeout(late);
        line.isConnected = true;
        resolve(undefined);
      });
      session.on('error', (failure: Error) => {
        clearTimeout(late);
        resolve(failure.message);
        retire(line);
      });
      session.once('close', () => {
        clearTimeout(late);
        resolve('the connection was closed');
        retire(line);
      });
    });
    const line: Line = { session, connected, isConnected: false, usedAt: Date.now(), lastId: Number.POSITIVE_INFINITY };
    // The session of a GOAWAY isn't destroyed as long as requests are under way, and takes no new ones.
    session.on('goaway', (_code: number, lastId: number) => {
      line.lastId = lastId;
      retire(line);
    });
    current = line;
    return line;
  }

  const lineReady = async (): Promise<string | undefined> => {
    const line = open();
    const failure = await line.connected;
    if (failure !== undefined || Date.now() - line.usedAt < IDLE_MS || (await isAlive(line))) return failure;
    retire(line);
    line.session.destroy();
    return open().connected;
  };

  return {
    prepare: lineReady,
    async send(headers, body) {
      const line = open();
      line.usedAt = Date.now();
      const reply = await exchange(line, headers, body, timeoutMs);
      if (reply.type === 'lost') retire(line);
      return reply;
    },
    renew() {
      if (current) retire(current);
    },
    close() {
      const line = current;
      current = undefined;
      line?.session.destroy();
    },
  };
}

const isAlive = (line: Line) =>
  new Promise<boolean>((resolve) => {
    const late = setTimeout(() => resolve(false), PING_MS);
    const done = (isThere: boolean) => {
      clearTimeout(late);
      resolve(isThere);
    };
    const { session } = line;
    if (session.closed || session.destroyed || !session.ping((failure) => done(failure === null))) done(false);
  });

function exchange(line: Line, headers: OutgoingHttpHeaders, body: string, timeoutMs: number): Promise<ApnsReply> {
  return new Promise((resolve) => {
    let stream: ClientHttp2Stream;
    try {
      stream = line.session.request(headers);
    } catch (failure) {
      const reason = failure instanceof Error ? failure.message : String(failure);
      return resolve({ type: 'lost', reason, isEarly: true }); // the session takes no requests any more
    }
    let reason = 'the connection was closed';
    let answer: IncomingHttpHeaders | undefined;
    let text = '';
    const late = setTimeout(() => {
      reason = `no answer within ${timeoutMs / 1000} s`;
      stream.close(constants.NGHTTP2_CANCEL);
    }, timeoutMs);
    stream.setEncoding('utf8');
    stream.on('response', (got) => {
      answer = got;
    });
    stream.on('data', (chunk: string) => {
      text += chunk.slice(0, MOST_BODY - text.length);
      if (text.length >= MOST_BODY) stream.close(constants.NGHTTP2_CANCEL);
    });
    stream.on('error', (failure: Error) => {
      reason = failure.message;
    });
    stream.on('close', () => {
      clearTimeout(late);
      const status = Number(answer?.[':status'] ?? 0);
      if (answer && status > 0) return resolve({ type: 'answered', status, headers: answer, body: text });
      resolve({ type: 'lost', reason, ...(isUnprocessed(line, stream) && { isEarly: true }) });
    });
    stream.end(body);
  });
}

/** Returns whether the service certainly did not process a request that got no answer (RFC 9113 §6.8, §8.7). */
const isUnprocessed = (line: Line, { id, rstCode }: ClientHttp2Stream): boolean =>
  !line.isConnected || id === undefined || id > line.lastId || rstCode === constants.NGHTTP2_REFUSED_STREAM;
