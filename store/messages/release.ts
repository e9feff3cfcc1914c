import { expiryIn, termsOf } from '../../journey/engine/send-terms.ts';
import type { Version } from '../../journey/engine/version.ts';
import { inMs, inWords } from '../../journey/time/time.ts';
import { withDevices } from './claim.ts';
import { storeResults } from './device-results.ts';
import { keyOf, type NotNow, type Released, type SendRef, type Within } from './message.ts';
import { readSendGate } from './send-gate.ts';
import { settle } from './settle.ts';

/** Least time between two attempts, however soon the last one is due. */
const SOONEST_MS = 1_000;

/**
 * Releases a claim whose attempt failed. The last attempt is made exactly when the time for attempts ends: no earlier,
 * so that a long `Retry-After` doesn't shorten it, and no later. A message of a provider that an operator has to fix
 * waits until it is fixed or the message expires.
 */
export async function release(within: Within, send: SendRef, version: Version, notNow: NotNow): Promise<Released> {
  const { sql, now } = within;
  const { reason, waitMs, mayBeOut, isHeld = false, status, response, undelivered, results } = notNow;
  await storeResults(within, send, results);
  const standing = await readSendGate(sql, send);
  const expiry = expiryIn(version, send, standing);
  const { giveUpAfter } = termsOf(version, send.node);
  const givesUpAt = standing.arrivedAt + inMs(giveUpAfter);
  const expiresAt = expiry === undefined ? Number.POSITIVE_INFINITY : expiry + 1;
  const lastAt = isHeld ? expiresAt : Math.min(givesUpAt, expiresAt);
  const isCurrent = !standing.ended && standing.visit === send.visit;
  if (isCurrent && now >= givesUpAt && !isHeld) {
    const outcome = mayBeOut || standing.mayBeOut ? 'unknown' : 'failed';
    const detail = describeGivingUp(inWords(giveUpAfter), standing.attempts, reason);
    const settlement = withDevices(standing, { outcome, detail, status, response, undelivered });
    return { type: 'settled', outcome: await settle(within, send, settlement) };
  }
  const ms = isCurrent ? Math.min(waitMs, Math.max(SOONEST_MS, lastAt - now)) : waitMs;
  await sql`
    update messages
       set state = 'reserved', next_try_at = ${now + ms}, gives_up_at = ${Number.isFinite(lastAt) ? lastAt : null}, detail = ${reason},
           status = ${status ?? null},
           may_be_out = may_be_out or ${mayBeOut}
     where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'claimed'`;
  return { type: 'later', ms };
}

const describeGivingUp = (after: string, attempts: number, reason: string): string =>
  `gave up after ${after} and ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}: ${reason}`;
