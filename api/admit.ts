import type { IncomingHttpHeaders } from 'node:http';
import type { WorkspaceId } from '../journey/ids.ts';
import { type Auth, type Caller, isAllowed, keyInHeader } from './auth.ts';
import { type Denial, Denied, deny } from './problem.ts';
import type { Route } from './route.ts';
import { isOwnCall, tokenIn } from './session-cookie.ts';

export interface AdmitPorts {
  readonly auth: Auth;
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

/**
 * Who calls, if they may.
 * @throws Denied 401 without a key that opens anything, 403 without the scope
 */
export async function admit(
  route: Route,
  { auth, workspace, onDenied }: AdmitPorts,
  headers: IncomingHttpHeaders,
  body: unknown,
): Promise<Caller> {
  if (route.access === 'open') return { workspace, key: 'nobody', scopes: [] };
  const denied = (denial: Denial, by: Pick<Caller, 'workspace' | 'key'> = { workspace, key: 'nobody' }): Denied => {
    onDenied({
      workspace: by.workspace,
      actor: by.key,
      code: denial.code,
      route: `${route.method.toUpperCase()} ${route.path}`,
    });
    return new Denied(denial);
  };

  const key = keyInHeader(headers.authorization) ?? (route.kind === 'events' ? writeKeyIn(body) : undefined);
  const token = key === undefined ? tokenIn(headers) : undefined;
  if (token !== undefined && route.kind !== 'page' && !isOwnCall(headers)) throw denied(CROSS_SITE);
  const caller = await (token === undefined ? auth.identify(key) : auth.identifySession(token)).catch(
    (error: unknown) => {
      throw error instanceof Denied ? denied({ ...error.denial, headers: challengeOf(route) }) : error;
    },
  );
  if (!isAllowed(caller, route.access)) throw denied(lacking(route.access, caller), caller);
  return caller;
}

const CROSS_SITE = deny(
  'cross-site',
  'a call with a cookie must come from our own pages',
  'send the header `X-Sojourn: 1`, or use an API key',
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
