import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { allowEveryOrigin } from './cors.ts';
import { denialOf, UNEXPECTED } from './errors.ts';
import { addressName, type Limits } from './limits.ts';
import type { Metrics } from './metrics.ts';
import { deny } from './problem.ts';
import { requestId, requestIdOf } from './request-id.ts';
import type { Route } from './route.ts';
import { type ServePorts, sendDenial, serve } from './serve.ts';
import { closeUnread } from './unread-body.ts';

export interface AppPorts extends ServePorts {
  readonly limits: Limits;
  /** Whose word for a caller's address counts: how many proxies, or which, as Express takes it. */
  readonly trustProxy?: number | readonly string[] | undefined;
  /** Whether people reach it by TLS: browsers are then told to use nothing else. */
  readonly isSecure: boolean;
  readonly routes: readonly Route[];
  readonly metrics: Pick<Metrics, 'answered'>;
  readonly log: Log;
  /** The pages of the web app. */
  readonly web?: RequestHandler;
}

/** Of pino. */
export interface Log {
  error(about: object, message: string): void;
  warn(about: object, message: string): void;
  debug(about: object, message: string): void;
}

/** The HTTP server's application: routes, and around them what is true of every request. It opens and closes nothing. */
export function createApp({ routes, metrics, log, web, trustProxy, isSecure, ...ports }: AppPorts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', trustProxy ?? false);
  app.set('etag', false);
  app.enable('case sensitive routing'); // proxies compare paths so: what they let through or hold back is one path here too
  app.enable('strict routing');
  app.use(
    requestId,
    measured(metrics, log),
    helmet({ contentSecurityPolicy: POLICY, strictTransportSecurity: isSecure && HSTS }),
  );
  app.use(closeUnread, limited(ports.limits));

  for (const route of routes) {
    if (route.kind === 'events') app.options(route.path, allowEveryOrigin);
    app[route.method](route.path, ...(route.kind === 'events' ? [allowEveryOrigin] : []), serve(route, ports));
  }
  for (const path of new Set(routes.map((each) => each.path))) app.route(path).all(otherMethod(path, routes));

  if (web) app.use(web);
  app.use((request, response) => {
    sendDenial(
      request,
      response,
      deny('route-not-found', `there is nothing at ${request.path}`, 'see /docs for what there is'),
    );
  });
  app.use(failed(log));
  return app;
}

/** A year. The domain's other hosts are not ours to speak for. */
const HSTS = { maxAge: 31_536_000, includeSubDomains: false };

/** No page of ours needs more; the inbox sets its own, stricter one. */
const POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

const measured =
  (metrics: Pick<Metrics, 'answered'>, log: Log): RequestHandler =>
  (request, response, next) => {
    const from = performance.now();
    response.once('close', () => {
      const seconds = (performance.now() - from) / 1000;
      const route: string = request.route?.path ?? 'none';
      const call = { route, method: request.method, status: response.statusCode };
      metrics.answered(call, seconds);
      log.debug({ ...call, ms: Math.round(seconds * 1000), requestId: requestIdOf(request) }, 'answered');
    });
    next();
  };

/** Asked by whoever restarts what doesn't answer. */
const UNLIMITED = new Set(['/livez', '/healthz', '/readyz']);

const limited =
  ({ address }: Pick<Limits, 'address'>): RequestHandler =>
  async (request, response, next) => {
    const denial = UNLIMITED.has(request.path) ? undefined : (await address.take(addressName(request.ip)))?.denial;
    if (denial) sendDenial(request, response, denial);
    else next();
  };

const otherMethod =
  (path: string, routes: readonly Route[]): RequestHandler =>
  (request, response) => {
    const allowed = routes.filter((each) => each.path === path).map(({ method }) => method.toUpperCase());
    sendDenial(
      request,
      response,
      deny('method-not-allowed', `${request.method} is not for ${request.path}`, `use ${allowed.join(' or ')}`, {
        headers: { Allow: allowed.join(', ') },
      }),
    );
  };

const ABOUT_DATABASE: ReadonlySet<string> = new Set(['unavailable', 'busy', 'query-timeout', 'store-full']);

/** Four arguments: that is how Express tells it from the others. */
const failed =
  (log: Log): ErrorRequestHandler =>
  (error, request, response, next) => {
    const denial = denialOf(error);
    const about = { requestId: requestIdOf(request), route: request.route?.path, method: request.method };
    if (!denial) log.error({ ...about, err: error }, 'a request failed');
    else if (ABOUT_DATABASE.has(denial.code))
      log.warn({ ...about, err: error }, `the database failed a request: ${denial.code}`);
    if (response.headersSent) next(error);
    else sendDenial(request, response, denial ?? UNEXPECTED);
  };
