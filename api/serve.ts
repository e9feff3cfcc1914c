import { pipeline, Readable } from 'node:stream';
import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { type AdmitPorts, admit, isStillAdmitted, takeToll } from './admit.ts';
import { type Body, checkEventBody, readBody, readBytes, readEventBody, uploadOf } from './body.ts';
import type { Dialect } from './events/dialect.ts';
import { invalid } from './flaws.ts';
import { addressName } from './limits.ts';
import { type IdempotencyPorts, keyedRequest, runOnce } from './once.ts';
import { type Denial, Denied, toProblem } from './problem.ts';
import { requestIdOf } from './request-id.ts';
import type { PageContent, RawRequest, Route, RouteResult, StreamContent } from './route.ts';
import { sendStream } from './stream.ts';
import type { InTurn } from './turns.ts';

export interface ServePorts extends AdmitPorts {
  /** Limits how many heavy reads run at once. */
  readonly inTurn: InTurn;
  readonly idempotency: IdempotencyPorts;
  /** For tests: throws if an answer doesn't match its schema. */
  readonly isChecking?: boolean;
  /** For tests: interval at which a stream sends a heartbeat and checks its reader's access. */
  readonly beatMs?: number;
}

/**
 * Handles calls of a route: admits the caller, parses the input, runs the handler and answers. Errors are thrown to
 * api/app.ts.
 */
export const serve = (route: Route, ports: ServePorts): RequestHandler =>
  route.kind === 'callback' ? serveCallback(route, ports) : serveCall(route, ports);

const serveCall =
  (route: Route, ports: ServePorts): RequestHandler =>
  async (request, response) => {
    if (route.dialect) dialects.set(response, route.dialect);
    const { caller, body: early } = await admit(route, ports, request, response);
    const params = parseInput(route.params, { ...request.params }, 'path');
    const query = parseInput(route.query, { ...request.query }, 'query');
    const toll = isForStrangers(route) ? await takeToll(ports.limits, request) : undefined;
    const { bytes, value } = early ?? (await bodyFor(route, request, response));
    const body = parseInput(route.body, value, 'body');
    const upload = route.takes && uploadOf(request, response, route.takes);

    const { headers } = request;
    const raw = rawOf(request, bytes);
    const asked = { params, query, body, headers, bodyBytes: bytes.length, caller, upload, raw };
    const work = () => (route.isHeavy ? ports.inTurn(() => route.handle(asked)) : route.handle(asked));
    const keyed = route.isKeyed ? keyedRequest(request, caller, bytes) : undefined;
    const answered = keyed ? await runOnce(ports.idempotency, keyed, work) : await work();
    if (answered.ok) toll?.giveBack();
    sendAnswer(request, response, route, answered, ports);
  };

/**
 * Handles calls of providers, whose bodies are of any type. An address that sends too many wrong signatures is refused.
 * A provider's own callbacks aren't counted, since many come at once.
 */
const serveCallback =
  (route: Route, ports: ServePorts): RequestHandler =>
  async (request, response) => {
    const { stranger } = ports.limits;
    const name = addressName(request.ip);
    const denial = await stranger.check(name);
    if (denial) throw new Denied(denial);
    const { caller } = await admit(route, ports, request, response);
    const params = parseInput(route.params, { ...request.params }, 'path');
    const bytes = await readBytes(request, response, 'callback');
    const { headers } = request;
    const raw = rawOf(request, bytes);
    const asked = { params, query: {}, body: undefined, headers, bodyBytes: bytes.length, caller, raw };
    const answered = await route.handle(asked);
    if (!answered.ok && WRONG_CALLS.has(answered.refusal.code)) await stranger.take(name);
    sendAnswer(request, response, route, answered, ports);
  };

const WRONG_CALLS: ReadonlySet<string> = new Set(['signature-wrong', 'provider-not-found']);

const rawOf = ({ method, originalUrl: target, ip = '' }: Request, body: Buffer): RawRequest => ({
  ...{ method, target, address: ip, body },
});

/** Recognizes sign-in routes, where a wrong key or code counts like a wrong key elsewhere. */
const isForStrangers = ({ access, body }: Route): boolean => access === 'open' && body !== undefined;

async function bodyFor({ body, access, kind, dialect }: Route, request: Request, response: Response): Promise<Body> {
  if (!body) return { bytes: Buffer.alloc(0), value: undefined };
  if (access === 'open') return readBody(request, response, 'strangers');
  if (kind === 'events') return checkEventBody(await readEventBody(request, response, kind, dialect), dialect);
  return readBody(request, response, kind === 'document' ? kind : 'json');
}

function parseInput(schema: z.ZodType | undefined, given: unknown, where: 'path' | 'query' | 'body'): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Denied(invalid(parsed.error, where));
}

type Done = Extract<RouteResult<unknown>, { readonly ok: true }>;

function sendAnswer(
  request: Request,
  response: Response,
  route: Route,
  answered: RouteResult<unknown>,
  ports: ServePorts,
): void {
  if (!answered.ok) sendDenial(request, response, answered.refusal);
  else if (route.kind === 'stream')
    sendStream(response, answered.value as StreamContent /* streamRoute types it */, {
      isAllowed: () => isStillAdmitted(route, ports, request),
      beatMs: ports.beatMs,
    });
  else sendWhole(response, route, answered, ports.isChecking === true);
}

function sendWhole(
  response: Response,
  { answer, alsoIn = 'text/plain' }: Route,
  done: Done,
  isChecking: boolean,
): void {
  response.status(done.status ?? 200).set({ 'Cache-Control': 'no-store', ...done.headers });
  if (done.inText !== undefined) {
    response.type(alsoIn).send(done.inText);
    return;
  }
  if (typeof answer !== 'string') {
    response.json(isChecking ? answer.parse(done.value) : done.value);
    return;
  }
  const content = done.value as PageContent; // pageRoute types it
  if ('file' in content) response.sendFile(content.file, { cacheControl: false });
  else if ('chunks' in content)
    // An error ends the connection: the caller sees a failed download instead of a truncated file.
    pipeline(Readable.from(content.chunks), response.type(answer), () => {});
  else response.type(done.headers?.['Content-Type'] ?? answer).send('bytes' in content ? content.bytes : content.text);
}

/** Dialects in which requests under way are answered. */
const dialects = new WeakMap<Response, Dialect>();

/** Answers with a problem document, which a vendor's clients may read by names of their own. */
export function sendDenial(request: Request, response: Response, denial: Denial): void {
  const problem = toProblem(denial, requestIdOf(request));
  const renamed = dialects.get(response)?.describeProblem?.(problem);
  response
    .status(problem.status)
    .set({ 'Cache-Control': 'no-store', ...denial.headers })
    .type('application/problem+json')
    .send(JSON.stringify({ ...problem, ...renamed }));
}
