import { createHash } from 'node:crypto';
import { WorkspaceId } from '../journey/base/ids.ts';
import { type ApiKey, isSecretOf, parseKey, type Scope } from '../store/access/keys.ts';
import type { Session } from '../store/access/sessions.ts';
import { Denied, deny } from './problem.ts';
import { readUserToken } from './user-token.ts';

/** The identity behind a call. */
export interface Caller {
  readonly workspace: WorkspaceId;
  /** Id of the key, as the audit log names it. */
  readonly key: string;
  readonly scopes: readonly Scope[];
  /** Set for signed-in callers: the name that they gave at sign-in. */
  readonly name?: string;
  /** Set for callers with a user token: that user's ID. */
  readonly userId?: string;
}

export interface AuthPorts {
  readonly keys: {
    find(id: string): Promise<ApiKey | undefined>;
    touch(id: string): Promise<void>;
  };
  readonly sessions: { find(token: string): Promise<Session | undefined> };
  readonly now: () => number;
}

export interface Auth {
  /**
   * Returns the caller that a key belongs to.
   * @throws Denied `key-missing`, `key-wrong`
   */
  identify(key: string | undefined): Promise<Caller>;
  /**
   * Returns the caller that a session belongs to.
   * @throws Denied `session-over`
   */
  identifySession(token: string): Promise<Caller>;
  /**
   * Returns the caller that a user token belongs to. It has no scopes.
   * @throws Denied `token-wrong`
   */
  identifyUser(token: string | undefined): Promise<Caller & { readonly userId: string }>;
  /** Returns whether this process has accepted the key or token before. It may have been revoked since. */
  isFamiliar(credential: string): boolean;
}

/** How long a key is cached, and so how long a revoked key may still work. */
const CACHED_MS = 5_000;
const TOUCH_EVERY_MS = 60_000;
/** Bounds the cache, since guessed ids are cached too. */
const MAX_CACHED = 10_000;

export function createAuth({ keys, sessions, now }: AuthPorts): Auth {
  const cached = new Map<string, { readonly key: Promise<ApiKey | undefined>; readonly until: number }>();
  const touched = new Map<string, number>();
  const familiar = new Set<string>();

  const remember = (credential: string): void => {
    if (familiar.size >= MAX_CACHED) familiar.clear();
    familiar.add(hashOf(credential));
  };

  const find = (id: string): Promise<ApiKey | undefined> => {
    const known = cached.get(id);
    if (known && known.until > now()) return known.key;
    if (cached.size >= MAX_CACHED) cached.clear();
    const key = keys.find(id);
    cached.set(id, { key, until: now() + CACHED_MS });
    key.catch(() => cached.delete(id));
    return key;
  };

  const touch = (id: string): void => {
    if (now() - (touched.get(id) ?? Number.NEGATIVE_INFINITY) < TOUCH_EVERY_MS) return;
    touched.set(id, now());
    keys.touch(id).catch(() => touched.delete(id)); // the call doesn't depend on "last used"
  };

  return {
    async identify(text) {
      if (text === undefined || text === '') throw new Denied(KEY_MISSING);
      const given = parseKey(text);
      const found = given && (await find(given.id));
      if (!given || !found || !isSecretOf(found, given.secret)) throw new Denied(KEY_WRONG);
      touch(found.id);
      remember(text);
      return { workspace: WorkspaceId.parse(found.workspace), key: found.id, scopes: found.scopes };
    },

    async identifySession(token) {
      const found = await sessions.find(token);
      if (!found) throw new Denied(SESSION_ENDED);
      remember(token);
      const { workspace, key, scopes, name } = found;
      return { workspace: WorkspaceId.parse(workspace), key, scopes, name };
    },

    async identifyUser(token) {
      const read = token === undefined ? undefined : await readUserToken(token, find, now());
      if (!read || !(read.key.scopes.includes('ingest') || read.key.scopes.includes('admin')))
        throw new Denied(TOKEN_WRONG);
      const { key, userId } = read;
      remember(token ?? '');
      return { workspace: WorkspaceId.parse(key.workspace), key: key.id, scopes: [], name: userId, userId };
    },

    isFamiliar: (credential) => familiar.has(hashOf(credential)),
  };
}

/** Hashes a credential so that a memory dump shows no key. */
const hashOf = (credential: string): string => createHash('sha256').update(credential).digest('base64');

const TOKEN_WRONG = deny(
  'token-wrong',
  'this user token is missing, malformed or has expired, or its key has been revoked',
  'get a new token from your own service, which gets it by `POST /v1/users/:id/token`',
);
const SESSION_ENDED = deny('session-over', 'this session has ended', 'sign in again');
const GIVE = 'give a key: `Authorization: Bearer KEY`, or the key as user name of Basic with an empty password';
const KEY_MISSING = deny('key-missing', 'this needs an API key', GIVE);
const KEY_WRONG = deny('key-wrong', 'this API key is not valid, or has been revoked', GIVE);

/** Returns whether a caller has the scope. `admin` includes every scope. */
export const isAllowed = ({ scopes }: Caller, scope: Scope): boolean =>
  scopes.includes(scope) || scopes.includes('admin');

/** Returns the key from an Authorization header: Bearer, or Basic with the key as user name. */
export function keyInHeader(authorization: string | undefined): string | undefined {
  const { scheme, value } = splitAuthorization(authorization);
  return scheme === 'bearer' ? value : readBasic(authorization)?.user;
}

/** Returns the user name and password of a Basic Authorization header. */
export function readBasic(
  authorization: string | undefined,
): { readonly user: string; readonly password: string } | undefined {
  const { scheme, value } = splitAuthorization(authorization);
  if (scheme !== 'basic') return undefined;
  const [user = '', ...password] = Buffer.from(value, 'base64').toString('utf8').split(':');
  return { user, password: password.join(':') };
}

function splitAuthorization(authorization = ''): { readonly scheme: string; readonly value: string } {
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S+)\s*$/.exec(authorization) ?? [];
  return { scheme: scheme.toLowerCase(), value };
}
