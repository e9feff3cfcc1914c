import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { z } from 'zod';
import { text } from '../journey/base/bounded.ts';
import type { JsonValue } from '../journey/base/json.ts';
import type { Claimed, KeyedRequest, OwnClaim } from '../store/access/idempotency.ts';
import type { Caller } from './auth.ts';
import { invalid } from './flaws.ts';
import { Denied, deny } from './problem.ts';
import type { RouteResult } from './route.ts';

export interface IdempotencyPorts {
  claim(request: KeyedRequest): Promise<Claimed>;
  settle(claim: OwnClaim, status: number, answer: JsonValue): Promise<void>;
  release(claim: OwnClaim): Promise<void>;
}

/**
 * Runs `work` once per idempotency key. A repeat of a successful request gets the stored answer. Refused and failed
 * requests are not stored, so they may be sent again.
 */
export async function runOnce(
  idempotency: IdempotencyPorts,
  keyed: KeyedRequest,
  work: () => Promise<RouteResult<unknown>>,
): Promise<RouteResult<unknown>> {
  const claimed = await idempotency.claim(keyed);
  if (claimed.type === 'answered')
    return {
      ok: true,
      status: claimed.status,
      value: claimed.answer,
      headers: { 'Idempotency-Replayed': 'true' },
    };
  if (claimed.type !== 'mine') return { ok: false, refusal: claimed.type === 'in-flight' ? IN_FLIGHT : REUSED };
  const own = { workspace: keyed.workspace, key: keyed.key, since: claimed.since };
  try {
    const answered = await work();
    const status = answered.ok ? (answered.status ?? 200) : 0;
    if (answered.ok && (status === 200 || status === 201))
      await idempotency.settle(own, status, answered.value as JsonValue);
    else await idempotency.release(own);
    return answered;
  } catch (error) {
    await idempotency.release(own).catch(() => {}); // the claim expires in a minute anyway
    throw error;
  }
}

const IN_FLIGHT = deny(
  'idempotency-in-flight',
  'a request with this Idempotency-Key is still running',
  'send it again in a second',
  { headers: { 'Retry-After': '1' } },
);
const REUSED = deny(
  'idempotency-key-reused',
  'this Idempotency-Key was used for a different request',
  'use a new key for each request, and reuse it only to repeat the same request',
);

export const IdempotencyKey = text(200).regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible characters');
const Header = z.object({ 'Idempotency-Key': IdempotencyKey });

/** Reads the idempotency key of a request; undefined if it has none. */
export function keyedRequest(request: Request, caller: Caller, bytes: Buffer): KeyedRequest | undefined {
  const given = request.headers['idempotency-key'];
  if (given === undefined) return undefined;
  const parsed = Header.safeParse({ 'Idempotency-Key': given });
  if (!parsed.success) throw new Denied(invalid(parsed.error, 'header'));
  return {
    workspace: caller.workspace,
    key: parsed.data['Idempotency-Key'],
    route: `${request.method} ${request.path}`,
    bodyHash: createHash('sha256').update(bytes).digest(),
  };
}
