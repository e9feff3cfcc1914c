import { isBug } from '../journey/base/document-fault.ts';
import {
  type Claim,
  claimPersons,
  endClaim,
  findReadyBefore,
  type Lane,
  postponeClaim,
  renewClaims,
} from '../store/outbox/claims.ts';
import { type Ended, type Ending, endClaims } from '../store/outbox/end-claims.ts';
import { acknowledge } from '../store/outbox/outbox.ts';
import { gather } from './gather.ts';
import { judgeClaim } from './judge.ts';
import { isLasting } from './lasting.ts';
import { type Plan, planTogether } from './plan.ts';
import type { ForwarderPorts } from './ports.ts';
import type { Slots } from './slots.ts';
import { tell } from './tell.ts';

/** Users processed at once. Few in bulk, so that most connections are left to live events. */
const SLOTS: Readonly<Record<Lane, number>> = { live: 50, bulk: 10 };
/** How long a user waits after a failure of Temporal or the database. */
const AWAY_MS = 1_000;
/** How long a user waits after a failure that only concerns that user. */
const HELD_MS = 60_000;
/** Leases last 10 s. */
const RENEWED_EVERY_MS = 2_000;
/** How long after it is ready a row may be committed and still be claimed at once. */
const LATE_MS = 2_000;
/** Interval of checks of the whole queue, which find rows committed even later. */
const LOOK_EVERY_MS = 5_000;

/**
 * Creates the forwarder of accepted events (design.md §8). For each user, in order, it starts journeys whose entry
 * matches an event and nudges the instances that care, once for all waiting events. Several may run. Each claims a user
 * as soon as a slot is free, so that no user waits for the slowest.
 */
export function createForwarder(ports: ForwarderPorts, lane: Lane = 'live'): Slots<InHand> {
  const { database, log } = ports;
  const end = gather((endings: readonly Ending[]) => endClaims(database.sql, endings), SLOTS[lane]);
  const inHand = new Set<Claim>();
  const queue = createQueueEnd(ports, lane);
  let renewing: NodeJS.Timeout | undefined;

  // lost claims are taken over, and end without effect
  const renew = () => renewClaims(database.sql, [...inHand]).catch(() => {});
  const take = (claim: Claim) => {
    inHand.add(claim);
    renewing ??= setInterval(renew, RENEWED_EVERY_MS);
  };
  const letGo = (claim: Claim) => {
    inHand.delete(claim);
    if (inHand.size > 0) return;
    clearInterval(renewing);
    renewing = undefined;
  };

  return {
    slots: SLOTS[lane],
    async claim(atMost) {
      const claims = await queue.claim(atMost);
      for (const claim of claims) take(claim);
      const plans = await planTogether(database.sql, claims).catch((err: unknown) => {
        log.warn({ err }, 'users could not be planned together: planning each alone');
        return [];
      });
      return claims.map((claim, nr) => ({ claim, plan: plans[nr] }));
    },
    async work({ claim, plan }) {
      try {
        return await forward(ports, claim, plan, end);
      } catch (err) {
        const isAboutUser = isBug(err) || isLasting(err);
        if (isBug(err)) log.error({ err }, 'a bug keeps the events of a user from being forwarded: trying again');
        else log.warn({ err }, 'forwarding failed: trying again');
        // if that fails too, the lease expires
        await postponeClaim(database.sql, claim, isAboutUser ? HELD_MS : AWAY_MS).catch(() => {});
        if (isAboutUser) return false; // nothing is away: other users must not wait
        throw err;
      } finally {
        letGo(claim);
      }
    },
  };
}

/** A claimed user. */
interface InHand {
  readonly claim: Claim;
  /** The calls to make to Temporal. Undefined if the user's events must be judged first. */
  readonly plan: Plan | undefined;
}

/** Forwards one user's events. Returns whether the user has more to do at once. */
async function forward(
  ports: ForwarderPorts,
  claim: Claim,
  planned: Plan | undefined,
  end: (ending: Ending) => Promise<Ended | undefined>,
): Promise<boolean> {
  const { database, passing = () => {} } = ports;
  const plan = planned ?? (await judgeClaim(ports, claim));
  if (!plan) return false;
  await passing('judged');
  const acknowledged = await tell(ports, claim, plan);
  await passing('told');
  // Claims that can't end together, or failed to, end one by one.
  const together =
    plan.again.length > 0 ? undefined : await end({ claim, acknowledged, done: plan }).catch(() => undefined);
  if (together) {
    await passing('acknowledged');
    return together.isReady;
  }
  await acknowledge(database.sql, claim.workspace, acknowledged);
  const hasMore = await endClaim(database.sql, claim, plan);
  await passing('acknowledged');
  return hasMore;
}

/**
 * Tracks where the lane's queue begins. While a snapshot is held, deleted rows stay in the index, and a claim from the
 * very beginning would read all of them. So each claim begins where the last one found something or, if it found
 * everything, a moment before it. Rows committed late are found by a separate check.
 */
function createQueueEnd({ database: { sql }, log }: ForwarderPorts, lane: Lane) {
  let from: string | null = null;
  let lookedAt = performance.now();

  const before = (instant: string) => new Date(Date.parse(instant) - LATE_MS).toISOString();
  const lookBack = async (upTo: string) => {
    const first = await findReadyBefore(sql, lane, upTo);
    if (first !== null && from !== null && first < from) from = before(first);
  };

  return {
    async claim(atMost: number): Promise<readonly Claim[]> {
      const { claims, now, first } = await claimPersons(sql, lane, { atMost, from });
      from = before(claims.length === atMost && first !== null ? first : now);
      if (performance.now() - lookedAt > LOOK_EVERY_MS) {
        lookedAt = performance.now();
        lookBack(from).catch((err: unknown) => log.warn({ err }, 'the check of the whole queue failed: trying again'));
      }
      return claims;
    },
  };
}
