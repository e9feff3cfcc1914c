import { createHash, randomBytes } from 'node:crypto';
import type { Sql } from '../base/sql.ts';
import { recordAudit } from './audit.ts';
import type { Scope } from './keys.ts';

/** Somebody who has signed in. They may do what their key may. */
export interface Session {
  readonly workspace: string;
  /** The key's id. */
  readonly key: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
}

const SESSION_DAYS = 30;
const CODE_MINUTES = 10;

/** A code to sign in by once, with the rights of this key: the only time that anybody sees it. */
export async function makeSignInCode(
  sql: Sql,
  { workspace, key }: Pick<Session, 'workspace' | 'key'>,
): Promise<string> {
  const code = randomBytes(24).toString('base64url');
  await sql`
    insert into sign_in_codes (code_hash, workspace, key, expires_at)
    values (${hashOf(code)}, ${workspace}, ${key}, now() + ${CODE_MINUTES} * interval '1 minute')`;
  return code;
}

/** Whose code it is; it opens nothing any more. Undefined if it never did, or no longer. */
export async function takeSignInCode(sql: Sql, code: string): Promise<Pick<Session, 'workspace' | 'key'> | undefined> {
  const [taken] = await sql<Pick<Session, 'workspace' | 'key'> & { isFresh: boolean }>`
    delete from sign_in_codes where code_hash = ${hashOf(code)} returning workspace, key, expires_at > now() as "isFresh"`;
  return taken?.isFresh ? { workspace: taken.workspace, key: taken.key } : undefined;
}

/** Returns the token: the only time that anybody sees it. */
export async function beginSession(
  sql: Sql,
  { workspace, key, name }: Pick<Session, 'workspace' | 'key' | 'name'>,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await sql`
    insert into sessions (token_hash, workspace, key, name, expires_at)
    values (${hashOf(token)}, ${workspace}, ${key}, ${name}, now() + ${SESSION_DAYS} * interval '1 day')`;
  await recordAudit(sql, { workspace, actor: key, action: 'session.begin', about: { name } });
  return token;
}

/** Undefined if it is over, or its key has been revoked. */
export async function findSession(sql: Sql, token: string): Promise<Session | undefined> {
  const [row] = await sql<Session>`
    select s.workspace, s.key, s.name, k.scopes
      from sessions s join api_keys k on k.id = s.key and k.revoked_at is null
     where s.token_hash = ${hashOf(token)} and s.expires_at > now()`;
  return row;
}

export const endSession = (sql: Sql, token: string) => sql`delete from sessions where token_hash = ${hashOf(token)}`;

export async function forgetSessions(sql: Sql): Promise<void> {
  await sql`delete from sessions where expires_at < now()`;
  await sql`delete from sign_in_codes where expires_at < now()`;
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
