import { createHash } from 'node:crypto';
import { WorkspaceId } from '../journey/base/ids.ts';
import { type ApiKey, isSecretOf, parseKey, type Scope } from '../store/access/keys.ts';
import type { Session } from '../store/access/sessions.ts';
import { Denied, deny } from './problem.ts';

/** Who calls. */
export interface Caller {
  readonly workspace: WorkspaceId;
  /** The key's id: what the audit names. */
  readonly key: string;
  readonly scopes: readonly Scope[];
  /** Of somebody who has signed in: who they are, in their own words. */
  readonly name?: string;
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
   * Whose key this is.
   * @throws Denied `key-missing`, `key-wrong`
   */
  identify(key: string | undefined): Promise<Caller>;
  /**
   * Whose session this is.
   * @throws Denied `session-over`
   */
  identifySession(token: string): Promise<Caller>;
  /** Whether this key or token has been right before in this process. It may have been revoked since. */
  isFamiliar(credential: string): boolean;
}

/** A key that has been revoked opens nothing this much later. */
const KEPT_MS = 5_000;
const TOUCHED_MS = 60_000;
/** Guessed ids are remembered too: they must not fill the memory. */
const MAX_KEPT = 10_000;

export function createAuth({ keys, sessions, now }: AuthPorts): Auth {
  const kept = new Map<string, { readonly key: Promise<ApiKey | undefined>; readonly until: number }>();
  const touched = new Map<string, number>();
  const familiar = new Set<string>();

  const remember = (credential: string): void => {
    if (familiar.size >= MAX_KEPT) familiar.clear();
    familiar.add(hashOf(credential));
  };

  const find = (id: string): Promise<ApiKey | undefined> => {
    const known = kept.get(id);
    if (known && known.until > now()) return known.key;
    if (kept.size >= MAX_KEPT) kept.clear();
    const key = keys.find(id);
    kept.set(id, { key, until: now() + KEPT_MS });
    key.catch(() => kept.delete(id));
    return key;
  };

  const touch = (id: string): void => {
    if (now() - (touched.get(id) ?? Number.NEGATIVE_INFINITY) < TOUCHED_MS) return;
    touched.set(id, now());
    keys.touch(id).catch(() => touched.delete(id)); // of no importance to the call
  };

  return {
    async identify(text) {
      if (text === undefined || text === '') throw new Denied(MISSING);
      const given = parseKey(text);
      const found = given && (await find(given.id));
      if (!given || !found || !isSecretOf(found, given.secret)) throw new Denied(WRONG);
      touch(found.id);
      remember(text);
      return { workspace: WorkspaceId.parse(found.workspace), key: found.id, scopes: found.scopes };
    },

    async identifySession(token) {
      const found = await sessions.find(token);
      if (!found) throw new Denied(OVER);
      remember(token);
      const { workspace, key, scopes, name } = found;
      return { workspace: WorkspaceId.parse(workspace), key, scopes, name };
    },

    isFamiliar: (credential) => familiar.has(hashOf(credential)),
  };
}

/** So that no memory dump shows a key. */
const hashOf = (credential: string): string => createHash('sha256').update(credential).digest('base64');

const OVER = deny('session-over', 'this session is over', 'sign in again');
const GIVE = 'give a key: `Authorization: Bearer KEY`, or the key as user name of Basic with an empty password';
const MISSING = deny('key-missing', 'this needs an API key', GIVE);
const WRONG = deny('key-wrong', 'this API key is not valid, or has been revoked', GIVE);

/** `admin` may do everything. */
export const isAllowed = ({ scopes }: Caller, scope: Scope): boolean =>
  scopes.includes(scope) || scopes.includes('admin');

/** The key in an Authorization header: Bearer, or Basic with it as user name. */
export function keyInHeader(authorization: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S+)\s*$/.exec(authorization ?? '') ?? [];
  if (/^bearer$/i.test(scheme)) return value;
  return /^basic$/i.test(scheme) ? Buffer.from(value, 'base64').toString('utf8').split(':')[0] : undefined;
}
