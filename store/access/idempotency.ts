import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonValue } from '../../journey/base/json.ts';
import type { Sql } from '../base/sql.ts';

/** A request that carries an `Idempotency-Key`. */
export interface KeyedRequest {
  readonly workspace: WorkspaceId;
  readonly key: string;
  /** Method and path. */
  readonly route: string;
  readonly bodyHash: Buffer;
}

/**
 * `mine`: the caller has the claim, handles the request and then calls `settleRequest`. `answered`: the stored answer
 * of an earlier request. `in-flight`: another request is being handled. `reused`: the key belongs to a different
 * request.
 */
export type Claimed =
  | { readonly type: 'mine'; readonly since: string }
  | { readonly type: 'in-flight' | 'reused' }
  | { readonly type: 'answered'; readonly status: number; readonly answer: JsonValue };

/**
 * A claim that the caller holds. A suspended process that resumes after another has taken over the key changes nothing.
 */
export interface OwnClaim extends Pick<KeyedRequest, 'workspace' | 'key'> {
  readonly since: string;
}

/** Status of a request that has no answer yet. */
const UNDER_WAY = 0;

/**
 * Claims a key. Keys are kept for a day. A claim whose process died before it answered can be taken over after a
 * minute: repeating its work is harmless, since the work has the same ids (message id, command id).
 */
export async function claimRequest(sql: Sql, { workspace, key, route, bodyHash }: KeyedRequest): Promise<Claimed> {
  const [taken] = await sql<{ since: string }>`
    insert into idempotency as known (workspace, key, route, body_hash, status, answer)
    values (${workspace}, ${key}, ${route}, ${bodyHash}, ${UNDER_WAY}, 'null')
    on conflict (workspace, key) do update
       set route = excluded.route, body_hash = excluded.body_hash, status = excluded.status, answer = excluded.answer,
           created_at = now()
     where known.created_at < now() - interval '1 day'
        or (known.status = ${UNDER_WAY} and known.created_at < now() - interval '1 minute'
            and known.route = excluded.route and known.body_hash = excluded.body_hash)
    returning created_at::text as since`;
  if (taken) return { type: 'mine', since: taken.since };

  const [known] = await sql<{ isSame: boolean; status: number; answer: JsonValue }>`
    select route = ${route} and body_hash = ${bodyHash} as "isSame", status, answer
      from idempotency where workspace = ${workspace} and key = ${key}`;
  if (!known) return { type: 'in-flight' }; // released just now: the caller asks again
  if (!known.isSame) return { type: 'reused' };
  return known.status === UNDER_WAY ? { type: 'in-flight' } : { type: 'answered', ...known };
}

/** Stores the answer for repeated requests. */
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

/** Releases a claim without an answer, so that the next request with the key can try. */
export async function releaseRequest(sql: Sql, { workspace, key, since }: OwnClaim): Promise<void> {
  await sql`
    delete from idempotency
     where workspace = ${workspace} and key = ${key} and status = ${UNDER_WAY} and created_at = ${since}::timestamptz`;
}

/** Deletes keys older than a day. Returns how many. */
export async function forgetRequests(sql: Sql): Promise<number> {
  const gone = await sql`delete from idempotency where created_at < now() - interval '1 day' returning 1`;
  return gone.length;
}
