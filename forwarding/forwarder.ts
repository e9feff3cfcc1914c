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
import { judged } from './judge.ts';
import { type Plan, planTogether } from './plan.ts';
import type { ForwarderPorts } from './ports.ts';
import type { Slots } from './slots.ts';
import { tell } from './tell.ts';

/** Persons in hand at once. What is bulk leaves most connections to what is live. */
const SLOTS: Readonly<Record<Lane, number>> = { live: 50, bulk: 10 };
/** Temporal or the database is away: nobody's events are to blame. */
const AWAY_MS = 1_000;
/** Leases last 10 s. */
const RENEWED_EVERY_MS = 2_000;
/** A row may be committed this long after it was ready, and is claimed at once all the same. */
const LATE_MS = 2_000;
/** What was committed later than that is found by a look at all that waits, this often. */
const LOOK_EVERY_MS = 5_000;

/**
 * From accepted events to those whom they concern (design.md §8): for each person, in order, starts the journeys whose entry an event matches
 * and nudges the instances that care, once however many events wait. Several may run: each claims persons, one as soon as it has a hand free, so
 * that nobody waits for the slowest.
 */
export function createForwarder(ports: ForwarderPorts, lane: Lane = 'live'): Slots<InHand> {
  const { database, log } = ports;
  const end = gather((endings: readonly Ending[]) => endClaims(database.sql, endings), SLOTS[lane]);
  const inHand = new Set<Claim>();
  const queue = createQueueEnd(ports, lane);
  let renewing: NodeJS.Timeout | undefined;

  const renew = () => renewClaims(database.sql, [...inHand]).catch(() => {}); // lost ones are taken over, and end without effect
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
        log.warn({ err }, 'users could not be looked at together: each is looked at alone');
        return [];
      });
      return claims.map((claim, nr) => ({ claim, plan: plans[nr] }));
    },
    async work({ claim, plan }) {
      try {
        return await forward(ports, claim, plan, end);
      } catch (err) {
        log.warn({ err }, 'forwarding failed: tried again');
        await postponeClaim(database.sql, claim, AWAY_MS).catch(() => {}); // then it waits for the end of its lease
        throw err;
      } finally {
        letGo(claim);
      }
    },
  };
}

/** A person who has been claimed. */
interface InHand {
  readonly claim: Claim;
  /** What is to be told; undefined: their events are to be judged first. */
  readonly plan: Plan | undefined;
}

/** Whether there is more of the person to do at once. */
async function forward(
  ports: ForwarderPorts,
  claim: Claim,
  planned: Plan | undefined,
  end: (ending: Ending) => Promise<Ended | undefined>,
): Promise<boolean> {
  const { database, passing = () => {} } = ports;
  const plan = planned ?? (await judged(ports, claim));
  if (!plan) return false;
  await passing('judged');
  const acknowledged = await tell(ports, claim, plan);
  await passing('told');
  // What fails together is tried by itself, as is what cannot end together.
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
 * Where the lane's queue begins. While some snapshot is held, rows that have gone stay in its index: a claim that began at the first would read all
 * of them. So each begins where the last one found something, or, if it found all that there was, a moment before it; what was committed late is
 * found by a look that nobody waits for.
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
        lookBack(from).catch((err: unknown) => log.warn({ err }, 'the look at the whole queue failed: it is repeated'));
      }
      return claims;
    },
  };
}
