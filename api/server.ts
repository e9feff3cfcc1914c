import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { answerClientError } from './client-error.ts';
import { addressName } from './limits.ts';
import { deny, toProblem } from './problem.ts';

export interface ServerOptions {
  /** Open connections of the whole server. */
  readonly maxConnections: number;
  /** And from one address. */
  readonly maxPerAddress: number;
  /** Whether the connections from this address are a proxy's, who brings many callers. */
  readonly isProxy?: (address: string) => boolean;
  /** How long a client may take to send so much of a body, while nobody but the client is waited for. */
  readonly slowAfterMs?: number;
}

/** More than a balancer's, so that it is the one that closes. */
const KEEP_ALIVE_MS = 65_000;
const HEADERS_MS = 15_000;
/** Nothing at all has gone either way: a client that reads nothing of its answer. Streams beat more often. */
const SILENCE_MS = 75_000;
const SLOW_AFTER_MS = 20_000;
/** Slower than any connection that people put up with. */
const LEAST_BYTES = 65_536;

/**
 * The HTTP server, not listening yet: no client holds it by being slow, or by being many. Asked by `Expect: 100-continue` whether to send
 * a body, it leaves the answer to whoever reads the body.
 */
export function createApiServer(listener: RequestListener, options: ServerOptions): Server {
  const server = createServer({ connectionsCheckingInterval: 2_000, headersTimeout: HEADERS_MS, requestTimeout: 0 });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.timeout = SILENCE_MS;
  server.maxConnections = options.maxConnections;
  server.on('connection', limitAddresses(options));
  const watched = watchProgress(options);
  const serve: RequestListener = (request, response) => {
    watched.watch(request, response);
    listener(request, response);
  };
  server.on('request', serve).on('checkContinue', serve);
  server.on('clientError', answerClientError);
  server.once('close', watched.close);
  return server;
}

/** A connection more than an address may have is closed at once. */
function limitAddresses({ maxPerAddress, isProxy = () => false }: ServerOptions): (socket: Socket) => void {
  const open = new Map<string, number>();
  return (socket) => {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || isProxy(remoteAddress)) return;
    const name = addressName(remoteAddress);
    const count = (open.get(name) ?? 0) + 1;
    if (count > maxPerAddress) {
      socket.destroy();
      return;
    }
    open.set(name, count);
    socket.once('close', () => {
      const left = (open.get(name) ?? 1) - 1;
      if (left > 0) open.set(name, left);
      else open.delete(name);
    });
  };
}

interface Progress {
  readonly response: ServerResponse;
  since: number;
  /** Of the body: the extensions of its chunks are no progress. */
  bytes: number;
  bytesThen: number;
}

/**
 * Ends requests whose body comes too slowly: fewer than 64 KB in 20 s, while we read as fast as it comes. Node's own limit is one for the
 * whole request, and would end a long upload.
 */
function watchProgress({ slowAfterMs = SLOW_AFTER_MS }: ServerOptions) {
  const open = new Map<IncomingMessage, Progress>();
  const look = () => {
    const now = performance.now();
    for (const [request, progress] of open) {
      if (request.complete) open.delete(request);
      else if (now - progress.since >= slowAfterMs) judge(request, progress, now);
    }
  };
  function judge(request: IncomingMessage, progress: Progress, now: number) {
    const came = progress.bytes - progress.bytesThen;
    const isOurTurn = request.readableLength > 0; // it has sent more than we have taken
    if (came >= LEAST_BYTES || isOurTurn) {
      progress.since = now;
      progress.bytesThen = progress.bytes;
      return;
    }
    open.delete(request);
    answerSlow(request, progress.response, slowAfterMs);
  }
  const timer = setInterval(look, Math.min(2_000, slowAfterMs / 4));
  timer.unref();

  return {
    watch(request: IncomingMessage, response: ServerResponse) {
      const progress = { response, since: performance.now(), bytes: 0, bytesThen: 0 };
      open.set(request, progress);
      countBody(request, progress);
      response.once('close', () => open.delete(request));
    },
    close: () => clearInterval(timer),
  };
}

/** Counts what the parser hands over, whoever reads it and when. */
function countBody(request: IncomingMessage, progress: Progress): void {
  const push = request.push.bind(request);
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    progress.bytes += chunk?.length ?? 0;
    return push(chunk, encoding);
  };
}

function answerSlow({ socket }: IncomingMessage, response: ServerResponse, afterMs: number): void {
  if (response.headersSent) {
    socket.destroy();
    return;
  }
  const denial = deny(
    'request-slow',
    `fewer than ${LEAST_BYTES} bytes of the body came in ${Math.ceil(afterMs / 1000)} s`,
    'send the whole request at once; a list may come in parts, each over a better connection',
  );
  const problem = toProblem(denial, String(response.getHeader('X-Request-Id') ?? ''));
  response
    .writeHead(problem.status, { 'Content-Type': 'application/problem+json', Connection: 'close' })
    .end(JSON.stringify(problem));
}
