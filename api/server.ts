import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { answerClientError } from './client-error.ts';
import { addressName } from './limits.ts';
import { deny, toProblem } from './problem.ts';

export interface ServerOptions {
  /** Maximum number of open connections. */
  readonly maxConnections: number;
  /** Maximum number of open connections from one address. */
  readonly maxPerAddress: number;
  /** Returns whether an address is a proxy's, which carries many callers and so has no limit of its own. */
  readonly isProxy?: (address: string) => boolean;
  /** How long a client may take to send 64 KB of a body, while the server is waiting for it. */
  readonly slowAfterMs?: number;
}

/** Longer than a load balancer's timeout, so that the balancer closes idle connections first. */
const KEEP_ALIVE_MS = 65_000;
const HEADERS_MS = 15_000;
/** Closes connections without traffic, such as of a client that doesn't read. Streams send heartbeats more often. */
const SILENCE_MS = 75_000;
const SLOW_AFTER_MS = 20_000;
/** The least that must arrive in `slowAfterMs`: slower than any usable connection. */
const LEAST_BYTES = 65_536;

/**
 * Creates the HTTP server, not listening yet, protected against slow and against many connections. The reader of the
 * body, not the server, answers `Expect: 100-continue`.
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

/** Closes connections over an address's limit as soon as they open. */
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
  /** Bytes of the body. Extensions of its chunks don't count as progress. */
  bytes: number;
  bytesThen: number;
}

/**
 * Ends requests whose body arrives too slowly: less than 64 KB in 20 s while the server is waiting. Node's own timeout
 * covers the whole request and would end long uploads.
 */
function watchProgress({ slowAfterMs = SLOW_AFTER_MS }: ServerOptions) {
  const open = new Map<IncomingMessage, Progress>();
  const checkAll = () => {
    const now = performance.now();
    for (const [request, progress] of open) {
      if (request.complete) open.delete(request);
      else if (now - progress.since >= slowAfterMs) checkProgress(request, progress, now);
    }
  };
  function checkProgress(request: IncomingMessage, progress: Progress, now: number) {
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
  const timer = setInterval(checkAll, Math.min(2_000, slowAfterMs / 4));
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

/** Counts the bytes that the parser passes on, before anything reads them. */
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
    'send the request over a faster connection, or split a list into parts',
  );
  const problem = toProblem(denial, String(response.getHeader('X-Request-Id') ?? ''));
  response
    .writeHead(problem.status, { 'Content-Type': 'application/problem+json', Connection: 'close' })
    .end(JSON.stringify(problem));
}
