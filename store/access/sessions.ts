import { createHash, randomBytes } from 'node:crypto';
import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';
import { recordAudit } from './audit.ts';
import type { Scope } from './keys.ts';

/** A sign-in to the web app. It has the scopes of its key. */
export interface Session {
  readonly workspace: WorkspaceId;
  /** The key's id. */
  readonly key: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
}

const SESSION_DAYS = 30;
const CODE_MINUTES = 10;

/** Creates a one-time sign-in code with the rights of a key. The code can't be read again. */
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

/**
 * Redeems a sign-in code. Returns the workspace and key it was made for, or undefined if it doesn't exist or has
 * expired.
 */
export async function takeSignInCode(sql: Sql, code: string): Promise<Pick<Session, 'workspace' | 'key'> | undefined> {
  const [taken] = await sql<Pick<Session, 'workspace' | 'key'> & { isFresh: boolean }>`
    delete from sign_in_codes where code_hash = ${hashOf(code)}
      returning workspace, key, expires_at > now() as "isFresh"`;
  return taken?.isFresh ? { workspace: taken.workspace, key: taken.key } : undefined;
}

/** Starts a session and returns its token, which can't be read again. */
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

/** Returns a session, or undefined if it has expired or its key has been revoked. */
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
