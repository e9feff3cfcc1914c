import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { WorkspaceId } from '../../journey/base/ids.ts';
import { withLocks } from '../base/locks.ts';
import type { Database, Sql } from '../base/sql.ts';
import { recordAudit } from './audit.ts';

/**
 * Permission of a key. `ingest`: send events and start entries. `read`: every read. `author`: change journeys.
 * `operate`: act on instances. `admin`: everything.
 */
export type Scope = 'ingest' | 'read' | 'author' | 'operate' | 'admin';

export interface ApiKey {
  readonly id: string;
  readonly workspace: WorkspaceId;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** SHA-256. It can't be reversed: the secret has 256 random bits. */
  readonly secretHash: Buffer;
}

export interface NewKey {
  readonly workspace: WorkspaceId;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Part of the key's text, so that the kind of a leaked key is visible. */
  readonly kind: 'dev' | 'live';
  readonly actor: string;
}

/** Creates a key and returns its text, `sj_<kind>_<id>_<secret>`. The secret can't be read again. */
export async function createKey(sql: Sql, { workspace, name, scopes, kind, actor }: NewKey): Promise<string> {
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  await sql`
    insert into api_keys (id, workspace, name, secret_hash, scopes)
    values (${id}, ${workspace}, ${name}, ${hashOf(secret)}, ${scopes}::text[])`;
  await recordAudit(sql, {
    workspace,
    actor,
    action: 'key.make',
    about: { key: id, name, scopes },
    after: { name, scopes },
  });
  return `sj_${kind}_${id}_${secret}`;
}

/** Returns a key, or undefined if it doesn't exist or has been revoked. */
export async function findKey(sql: Sql, id: string): Promise<ApiKey | undefined> {
  const [row] = await sql<ApiKey>`
    select id, workspace, name, scopes, secret_hash as "secretHash"
      from api_keys where id = ${id} and revoked_at is null`;
  return row;
}

/** A key as listed, without its secret. */
export interface KeyLine {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** Lists keys: active ones first, then the latest first. */
export const listKeys = (sql: Sql, workspace: WorkspaceId): Promise<KeyLine[]> => sql<KeyLine>`
  select id, name, scopes, created_at as "createdAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
    from api_keys where workspace = ${workspace}
   order by revoked_at is not null, created_at desc, id`;

/**
 * Revokes a key and ends the sessions that were opened with it. The last active key with scope `admin` can't be
 * revoked, since nobody could create another.
 */
export const revokeKey = (
  database: Pick<Database, 'transaction'>,
  { workspace, id, actor }: { readonly workspace: WorkspaceId; readonly id: string; readonly actor: string },
): Promise<'revoked' | 'not-found' | 'last-admin'> =>
  database.transaction(async (sql) => {
    const live = await sql<Pick<ApiKey, 'id' | 'name' | 'scopes'>>`
      select id, name, scopes from api_keys where workspace = ${workspace} and revoked_at is null`;
    const found = live.find((key) => key.id === id);
    if (!found) return 'not-found';
    const isAdmin = (key: Pick<ApiKey, 'scopes'>) => key.scopes.includes('admin');
    if (isAdmin(found) && live.filter(isAdmin).length === 1) return 'last-admin';
    await sql`update api_keys set revoked_at = now() where id = ${id}`;
    const before = { name: found.name, scopes: found.scopes };
    await recordAudit(sql, { workspace, actor, action: 'key.revoke', about: { key: id }, before });
    return 'revoked';
  }, lockKeys(workspace));

/** Serializes changes that first look at the workspace's keys. */
const lockKeys = (workspace: WorkspaceId) => withLocks([{ type: 'keys', workspace }]);

/** Records that a key was used, at most once a minute. */
export async function touchKey(sql: Sql, id: string): Promise<void> {
  await sql`
    update api_keys set last_used_at = now()
     where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`;
}

/** Parses a key's text. Returns undefined if it doesn't have the form of a key. */
export function parseKey(text: string): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = /^sj_[a-z]{1,10}_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** Compares a secret with a key's hash in constant time. */
export const isSecretOf = ({ secretHash }: ApiKey, secret: string): boolean =>
  timingSafeEqual(hashOf(secret), secretHash);

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export interface FirstKey {
  readonly workspace: WorkspaceId;
  readonly kind: NewKey['kind'];
  /** The existing key is unknown or revoked, so another is created. */
  readonly isLost: boolean;
  /**
   * Receives the key before the transaction commits. A crash in between leaves a text that opens nothing, never a key
   * that nobody has.
   */
  readonly keep: (key: string) => Promise<void>;
}

/** Creates the workspace if it doesn't exist, and an admin key if it has none. Returns whether it created a key. */
export const ensureFirstKey = (
  database: Pick<Database, 'transaction'>,
  { workspace, kind, isLost, keep }: FirstKey,
): Promise<boolean> =>
  database.transaction(async (sql) => {
    await sql`insert into workspaces (id) values (${workspace}) on conflict do nothing`;
    const [known] = await sql`select 1 from api_keys where workspace = ${workspace} limit 1`;
    if (known && !isLost) return false;
    const name = kind === 'dev' ? 'development' : 'first admin key';
    await keep(await createKey(sql, { workspace, name, scopes: ['admin'], kind, actor: 'start' }));
    return true;
  }, lockKeys(workspace));
