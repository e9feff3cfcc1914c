import type { JsonValue } from '../../journey/base/json.ts';
import type { Sql } from '../base/sql.ts';

/** One request that carries an `Idempotency-Key`. */
export interface KeyedRequest {
  readonly workspace: string;
  readonly key: string;
  /** Method and path. */
  readonly route: string;
  readonly bodyHash: Buffer;
}

/**
 * `mine`: nobody has asked this, do it and then `settle`. `answered`: what was answered then. `in-flight`: another request does it now.
 * `reused`: the key was given with another request.
 */
export type Claimed =
  | { readonly is: 'mine'; readonly since: string }
  | { readonly is: 'in-flight' | 'reused' }
  | { readonly is: 'answered'; readonly status: number; readonly answer: JsonValue };

/** A claim that was made: a process that stood still and comes back after another has claimed the same changes nothing of it. */
export interface OwnClaim extends Pick<KeyedRequest, 'workspace' | 'key'> {
  readonly since: string;
}

/** Status of a request that has no answer yet. */
const UNDER_WAY = 0;

/**
 * Keys are kept for a day. One whose process died before it could answer is free again after a minute: what it did is found by the
 * same key further in (message id, command id), so doing it again does it once.
 */
export async function claimRequest(sql: Sql, { workspace, key, route, bodyHash }: KeyedRequest): Promise<Claimed> {
  const [taken] = await sql<{ since: string }>`
    insert into idempotency as known (workspace, key, route, body_hash, status, answer)
    values (${workspace}, ${key}, ${route}, ${bodyHash}, ${UNDER_WAY}, 'null')
    on conflict (workspace, key) do update
       set route = excluded.route, body_hash = excluded.body_hash, status = excluded.status, answer = excluded.answer, created_at = now()
     where known.created_at < now() - interval '1 day'
        or (known.status = ${UNDER_WAY} and known.created_at < now() - interval '1 minute'
            and known.route = excluded.route and known.body_hash = excluded.body_hash)
    returning created_at::text as since`;
  if (taken) return { is: 'mine', since: taken.since };

  const [known] = await sql<{ isSame: boolean; status: number; answer: JsonValue }>`
    select route = ${route} and body_hash = ${bodyHash} as "isSame", status, answer
      from idempotency where workspace = ${workspace} and key = ${key}`;
  if (!known) return { is: 'in-flight' }; // given back this very moment: ask again
  if (!known.isSame) return { is: 'reused' };
  return known.status === UNDER_WAY ? { is: 'in-flight' } : { is: 'answered', ...known };
}

/** Keeps the answer for those who ask again. */
export async function settleRequest(
  sql: Sql,
  { workspace, key, since }: OwnClaim,
  status: number,
  answer: JsonValue,
): Promise<void> {
  await sql`
    update idempotency set status = ${status}, answer = ${JSON.stringify(answer)}::jsonb
     where workspace = ${workspace} and key = ${key} and created_at = ${since}::timestamptz`;
}

/** Nothing came of it: the next one with this key may try. */
export async function releaseRequest(sql: Sql, { workspace, key, since }: OwnClaim): Promise<void> {
  await sql`
    delete from idempotency
     where workspace = ${workspace} and key = ${key} and status = ${UNDER_WAY} and created_at = ${since}::timestamptz`;
}

/** Returns how many had been kept for longer than a day. */
export async function forgetRequests(sql: Sql): Promise<number> {
  const gone = await sql`delete from idempotency where created_at < now() - interval '1 day' returning 1`;
  return gone.length;
}
