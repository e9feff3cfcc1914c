import type { Request, Response } from 'express';
import type { WorkspaceId } from '../journey/base/ids.ts';
import { type Auth, type Caller, isAllowed, keyInHeader } from './auth.ts';
import { type Body, checkEventBody, type EventBody, readEventBody } from './body.ts';
import { type Dialect, SEGMENT } from './events/dialect.ts';
import { addressName, type Limits } from './limits.ts';
import { type Denial, Denied, deny } from './problem.ts';
import type { Route } from './route.ts';
import { isOwnCall, isSameSite, readSessionToken } from './session-cookie.ts';

export interface AdmitPorts {
  readonly auth: Auth;
  readonly limits: Pick<Limits, 'key' | 'stranger'>;
  /** Workspace whose audit log records denied calls from unknown callers. */
  readonly workspace: WorkspaceId;
  /** Reports a denied call. Never throws. */
  readonly onDenied: (denied: DeniedCall) => void;
}

export interface DeniedCall {
  readonly workspace: WorkspaceId;
  readonly actor: string;
  readonly code: string;
  readonly route: string;
}

export interface Admitted {
  readonly caller: Caller;
  /** Set when the body had to be read early because it holds the key. */
  readonly body?: Body;
}

/**
 * Identifies the caller of a request and checks its scope and rate limits. The body stays unread unless it holds the
 * key; such a body must be small and counts against its address's limit.
 * @throws Denied 401 without a valid key, 403 without the scope, 429 over a limit
 */
export async function admit(route: Route, ports: AdmitPorts, request: Request, response: Response): Promise<Admitted> {
  if (route.access === 'open') {
    if (route.method !== 'get' && route.kind !== 'callback' && !isSameSite(request.headers))
      throw recordDenial(ports, route, CROSS_SITE_OPEN);
    return { caller: { workspace: ports.workspace, key: 'nobody', scopes: [] } };
  }
  const { caller, body } = await identify(route, ports, request, response);
  if (route.access !== 'user' && !isAllowed(caller, route.access))
    throw recordDenial(ports, route, denyScope(route.access, caller), caller);
  const allowance = await ports.limits.key.take(`${caller.workspace}/${caller.key}/${caller.name ?? ''}`);
  if (allowance) response.set(allowance.headers);
  if (allowance?.denial) throw new Denied(allowance.denial);
  return { caller, ...(body && { body: checkEventBody(body, route.dialect) }) };
}

/** Returns whether a stream may go on. If the database can't be reached, the caller keeps its access. */
export async function isStillAdmitted(
  route: Route,
  { auth }: Pick<AdmitPorts, 'auth'>,
  request: Request,
): Promise<boolean> {
  if (route.access === 'open') return true;
  const key = keyInHeader(request.headers.authorization);
  const token = readSessionToken(request.headers);
  try {
    if (route.access === 'user') {
      await auth.identifyUser(key);
      return true;
    }
    const caller =
      key === undefined && token !== undefined ? await auth.identifySession(token) : await auth.identify(key);
    return isAllowed(caller, route.access);
  } catch (error) {
    return !(error instanceof Denied);
  }
}

async function identify(
  route: Route,
  ports: AdmitPorts,
  request: Request,
  response: Response,
): Promise<{ readonly caller: Caller; readonly body: EventBody | undefined }> {
  const { auth, limits } = ports;
  const dialect = route.dialect ?? SEGMENT;
  const key = dialect.findKey(request);
  const token = key === undefined ? readSessionToken(request.headers) : undefined;
  const findInBody = route.kind === 'events' && key === undefined ? dialect.findKeyInBody : undefined;
  const toll = isFree(auth, key ?? token, findInBody !== undefined) ? undefined : await takeToll(limits, request);
  try {
    const body = findInBody && (await readEventBody(request, response, strangersKindOf(dialect), dialect));
    const stated = key ?? findInBody?.(body?.rough?.value);
    const caller = await identifyBy(auth, route, request, { stated, token });
    toll?.giveBack();
    return { caller, body };
  } catch (error) {
    if (error instanceof Denied) throw recordDenial(ports, route, withChallenge(route, error.denial));
    toll?.giveBack(); // the database failed: that says nothing about the key
    throw error;
  }
}

const strangersKindOf = ({ isKeyAlwaysInBody }: Dialect) => (isKeyAlwaysInBody ? 'events' : 'strangers');

/** A user's routes take a user token alone: a page on another site can't act as the person signed in to the app. */
function identifyBy(
  auth: Auth,
  route: Route,
  request: Request,
  { stated, token }: { readonly stated: string | undefined; readonly token: string | undefined },
): Promise<Caller> {
  if (route.access === 'user') return auth.identifyUser(stated);
  return stated === undefined && token !== undefined
    ? identifyByCookie(auth, route, request, token)
    : auth.identify(stated);
}

/** Returns whether a call costs no lookup: it has no key at all, or one that this process has accepted before. */
const isFree = (auth: Auth, given: string | undefined, isInBody: boolean): boolean =>
  given === undefined ? !isInBody : auth.isFamiliar(given);

const CHALLENGED: Partial<Record<Denial['code'], true>> = {
  'key-missing': true,
  'key-wrong': true,
  'session-over': true,
  'token-wrong': true,
};

const withChallenge = (route: Route, denial: Denial): Denial =>
  denial.code in CHALLENGED ? { ...denial, headers: challengeOf(route) } : denial;

/**
 * Counts a call of an unidentified caller against its address. `giveBack` undoes the count once the key proves valid.
 * @throws Denied `rate-limited`
 */
export async function takeToll(
  { stranger }: Pick<Limits, 'stranger'>,
  request: Request,
): Promise<{ giveBack(): void }> {
  const address = addressName(request.ip);
  const allowance = await stranger.take(address);
  if (allowance?.denial) throw new Denied(allowance.denial);
  return { giveBack: () => stranger.giveBack(address) };
}

function identifyByCookie(auth: Auth, route: Route, { headers }: Request, token: string): Promise<Caller> {
  if (route.kind !== 'page' && !isOwnCall(headers)) throw new Denied(CROSS_SITE);
  return auth.identifySession(token);
}

function recordDenial(ports: AdmitPorts, route: Route, denial: Denial, by?: Pick<Caller, 'workspace' | 'key'>): Denied {
  ports.onDenied({
    workspace: by?.workspace ?? ports.workspace,
    actor: by?.key ?? 'nobody',
    code: denial.code,
    route: `${route.method.toUpperCase()} ${route.path}`,
  });
  return new Denied(denial);
}

const CROSS_SITE = deny(
  'cross-site',
  'a call with a cookie must come from the web app itself',
  'send the header `X-Sojourn: 1`, or use an API key',
);

/**
 * Prevents login CSRF: another site could sign its visitor in to the attacker's account and read what the visitor
 * writes there.
 */
const CROSS_SITE_OPEN = deny(
  'cross-site',
  "another site's page cannot sign users in or out",
  'use the web app, or call the API from a program without an Origin header',
);

const denyScope = (scope: string, { scopes }: Caller): Denial =>
  deny(
    'scope-missing',
    `this key lacks the scope "${scope}": it has ${scopes.join(', ') || 'none'}`,
    `use a key with the scope "${scope}" or "admin"`,
    { about: { scope } },
  );

/** A Basic challenge makes the browser show its own sign-in form: right for pages, wrong for a script in a shop. */
const challengeOf = ({ kind }: Route) => ({
  'WWW-Authenticate':
    kind === 'page' ? 'Basic realm="Sojourn: the API key as user name", charset="UTF-8"' : 'Bearer realm="Sojourn"',
});
