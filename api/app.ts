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
  /** Proxies whose `X-Forwarded-For` is trusted: a count or addresses, as in Express's `trust proxy`. */
  readonly trustProxy?: number | readonly string[] | undefined;
  /** True if the server is reached over TLS. Browsers then get an HSTS header. */
  readonly isSecure: boolean;
  readonly routes: readonly Route[];
  readonly metrics: Pick<Metrics, 'observeRequest'>;
  readonly log: Log;
  /** Receives what a handler has thrown. */
  readonly note?: (cause: unknown) => void;
  /** The pages of the web app. */
  readonly web?: RequestHandler;
}

/** The methods of a pino logger that the API uses. */
export interface Log {
  error(about: object, message: string): void;
  warn(about: object, message: string): void;
  debug(about: object, message: string): void;
}

/** Creates the Express application: the routes, wrapped in what applies to every request. It opens no sockets. */
export function createApp({ routes, metrics, log, web, trustProxy, isSecure, note, ...ports }: AppPorts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', trustProxy ?? false);
  app.set('etag', false);
  // proxies match paths exactly, so a path that they block must not be reachable by another spelling
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use(
    requestId,
    measureRequests(metrics, log),
    helmet({ contentSecurityPolicy: POLICY, strictTransportSecurity: isSecure && HSTS }),
  );
  app.use(closeUnread, limitAddresses(ports.limits));

  serveRoutes(app, routes, ports);
  if (web) app.use(web);
  app.use((request, response) => {
    sendDenial(
      request,
      response,
      deny('route-not-found', `no route matches ${request.path}`, 'see /docs for all routes'),
    );
  });
  app.use(answerErrors(log, note));
  return app;
}

function serveRoutes(app: Express, routes: readonly Route[], ports: ServePorts): void {
  for (const route of routes) {
    const isForPages = route.kind === 'events' || route.access === 'user';
    const handlers = [...(isForPages ? [allowEveryOrigin] : []), serve(route, ports)];
    for (const path of pathsOf(route)) {
      if (isForPages) app.options(path, allowEveryOrigin);
      app[route.method](path, ...handlers);
    }
  }
  for (const path of new Set(routes.flatMap(pathsOf))) app.route(path).all(denyOtherMethods(path, routes));
}

const pathsOf = ({ path, aliases = [] }: Route): string[] => [path, ...aliases];

/** One year. Subdomains are left out: they may belong to other services. */
const HSTS = { maxAge: 31_536_000, includeSubDomains: false };

/** All that the web app needs. The inbox sets its own, stricter policy. */
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

const measureRequests =
  (metrics: Pick<Metrics, 'observeRequest'>, log: Log): RequestHandler =>
  (request, response, next) => {
    const from = performance.now();
    response.once('close', () => {
      const seconds = (performance.now() - from) / 1000;
      const route: string = request.route?.path ?? 'none';
      const call = { route, method: request.method, status: response.statusCode };
      metrics.observeRequest(call, seconds);
      log.debug({ ...call, ms: Math.round(seconds * 1000), requestId: requestIdOf(request) }, 'answered');
    });
    next();
  };

/** Paths of health probes, which restart a process that doesn't answer. */
const UNLIMITED = new Set(['/livez', '/healthz', '/readyz']);

const limitAddresses =
  ({ address }: Pick<Limits, 'address'>): RequestHandler =>
  async (request, response, next) => {
    const denial = UNLIMITED.has(request.path) ? undefined : (await address.take(addressName(request.ip)))?.denial;
    if (denial) sendDenial(request, response, denial);
    else next();
  };

const denyOtherMethods =
  (path: string, routes: readonly Route[]): RequestHandler =>
  (request, response) => {
    const allowed = routes.filter((each) => pathsOf(each).includes(path)).map(({ method }) => method.toUpperCase());
    sendDenial(
      request,
      response,
      deny('method-not-allowed', `${request.path} does not accept ${request.method}`, `use ${allowed.join(' or ')}`, {
        headers: { Allow: allowed.join(', ') },
      }),
    );
  };

const ABOUT_DATABASE: ReadonlySet<string> = new Set(['unavailable', 'busy', 'query-timeout', 'store-full']);

/** Answers whatever a handler throws. Express recognizes error handlers by their four parameters. */
const answerErrors =
  (log: Log, note: (cause: unknown) => void = () => {}): ErrorRequestHandler =>
  (error, request, response, next) => {
    note(error);
    const denial = denialOf(error);
    const about = { requestId: requestIdOf(request), route: request.route?.path, method: request.method };
    if (!denial) log.error({ ...about, err: error }, 'a request failed');
    else if (ABOUT_DATABASE.has(denial.code))
      log.warn({ ...about, err: error }, `the database failed a request: ${denial.code}`);
    if (response.headersSent) next(error);
    else sendDenial(request, response, denial ?? UNEXPECTED);
  };
