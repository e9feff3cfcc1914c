import type { Request, Response } from 'express';
import type { WorkspaceId } from '../journey/base/ids.ts';
import { type Auth, type Caller, isAllowed, keyInHeader } from './auth.ts';
import { type Body, readBody } from './body.ts';
import { addressName, type Limits } from './limits.ts';
import { type Denial, Denied, deny } from './problem.ts';
import type { Route } from './route.ts';
import { isOfNoOtherSite, isOwnCall, tokenIn } from './session-cookie.ts';

export interface AdmitPorts {
  readonly auth: Auth;
  readonly limits: Pick<Limits, 'key' | 'stranger'>;
  /** Where denied calls of nobody that we know are written down. */
  readonly workspace: WorkspaceId;
  /** Called for every call that was denied. Does not fail. */
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
  /** Where the key stood in the body. */
  readonly body?: Body;
}

/**
 * Who calls, if they may. Their body is still unread, unless the key stands in it: then it is a small one, and an address has only so
 * many of them.
 * @throws Denied 401 without a key that opens anything, 403 without the scope, 429 past a limit
 */
export async function admit(route: Route, ports: AdmitPorts, request: Request, response: Response): Promise<Admitted> {
  if (route.access === 'open') {
    if (route.method !== 'get' && !isOfNoOtherSite(request.headers)) throw recorded(ports, route, CROSS_SITE_OPEN);
    return { caller: { workspace: ports.workspace, key: 'nobody', scopes: [] } };
  }
  const { caller, body } = await identify(route, ports, request, response);
  if (!isAllowed(caller, route.access)) throw recorded(ports, route, lacking(route.access, caller), caller);
  const allowance = await ports.limits.key.take(`${caller.workspace}/${caller.key}/${caller.name ?? ''}`);
  if (allowance) response.set(allowance.headers);
  if (allowance?.denial) throw new Denied(allowance.denial);
  return { caller, ...(body && { body }) };
}

/** Whether the caller of a long answer may still have it. A database that is away takes nothing from anybody. */
export async function isStillAdmitted(
  route: Route,
  { auth }: Pick<AdmitPorts, 'auth'>,
  request: Request,
): Promise<boolean> {
  if (route.access === 'open') return true;
  const key = keyInHeader(request.headers.authorization);
  const token = tokenIn(request.headers);
  try {
    const caller =
      key === undefined && token !== undefined ? await auth.identifySession(token) : await auth.identify(key);
    return isAllowed(caller, route.access);
  } catch (error) {
    return !(error instanceof Denied);
  }
}

async function identify(route: Route, ports: AdmitPorts, request: Request, response: Response): Promise<Admitted> {
  const { auth, limits } = ports;
  const key = keyInHeader(request.headers.authorization);
  const token = key === undefined ? tokenIn(request.headers) : undefined;
  const isInBody = route.kind === 'events' && key === undefined;
  const toll = isFree(auth, key ?? token, isInBody) ? undefined : await takeToll(limits, request);
  try {
    const body = isInBody ? await readBody(request, response, 'strangers') : undefined;
    const stated = key ?? writeKeyIn(body?.value);
    const caller =
      stated === undefined && token !== undefined
        ? await identifyByCookie(auth, route, request, token)
        : await auth.identify(stated);
    toll?.giveBack();
    return { caller, ...(body && { body }) };
  } catch (error) {
    if (error instanceof Denied) throw recorded(ports, route, withChallenge(route, error.denial));
    toll?.giveBack(); // a database that is away makes nobody's key wrong
    throw error;
  }
}

/** Nothing is done for a call without a key; a key that was right before is looked for in memory first. */
const isFree = (auth: Auth, given: string | undefined, isInBody: boolean): boolean =>
  given === undefined ? !isInBody : auth.isFamiliar(given);

const CHALLENGED: Partial<Record<Denial['code'], true>> = {
  'key-missing': true,
  'key-wrong': true,
  'session-over': true,
};

const withChallenge = (route: Route, denial: Denial): Denial =>
  denial.code in CHALLENGED ? { ...denial, headers: challengeOf(route) } : denial;

/**
 * Counts a call of somebody who isn't known yet, before anything is done for them.
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

function recorded(ports: AdmitPorts, route: Route, denial: Denial, by?: Pick<Caller, 'workspace' | 'key'>): Denied {
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
  'a call with a cookie must come from our own pages',
  'send the header `X-Sojourn: 1`, or use an API key',
);

/** Prevents login CSRF: another site could sign its visitor in to the attacker's account, and read what the visitor writes there. */
const CROSS_SITE_OPEN = deny(
  'cross-site',
  'a page of another site can sign nobody in or out',
  'open Sojourn itself, or call it from a program, which sends no Origin',
);

const lacking = (scope: string, { scopes }: Caller): Denial =>
  deny(
    'scope-missing',
    `this key lacks the scope "${scope}": it has ${scopes.join(', ') || 'none'}`,
    `use a key with the scope "${scope}" or "admin"`,
    { about: { scope } },
  );

/** A browser that is asked for Basic shows its own form: wanted for pages, never in the middle of somebody's shop. */
const challengeOf = ({ kind }: Route) => ({
  'WWW-Authenticate':
    kind === 'page' ? 'Basic realm="Sojourn: the API key as user name", charset="UTF-8"' : 'Bearer realm="Sojourn"',
});

/** Browsers and older mobile clients give the key in the body alone. */
const writeKeyIn = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'writeKey' in body && typeof body.writeKey === 'string'
    ? body.writeKey
    : undefined;
