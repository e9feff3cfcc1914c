import type { Sql } from '../store/base/sql.ts';
import type { Claim, ForwardingDone } from '../store/outbox/claims.ts';
import { findWakeOnly, type WakeOnly } from '../store/outbox/first-look.ts';
import { findReachable, type Reachable } from '../store/outbox/reachable.ts';

/** The calls to make to Temporal for one user. */
export interface Plan extends Omit<ForwardingDone, 'hasMore'> {
  readonly starts: readonly Reachable[];
  readonly nudges: readonly Nudge[];
  readonly names: readonly string[];
  /** True if there are more instances than fit in one plan. */
  readonly hasMore: boolean;
}

export interface Nudge {
  readonly instance: Reachable;
  /** Last position that the instance must read. Beyond what it cares about, the nudge would seem pending forever. */
  readonly to: number;
}

/** Instances of one user notified in one plan, so that other users don't wait long behind them. */
const TOLD = 100;

/**
 * Plans many users in two statements. Returns plans in the order of `claims`, undefined for users whose events must be
 * judged first.
 */
export async function planTogether(sql: Sql, claims: readonly Claim[]): Promise<readonly (Plan | undefined)[]> {
  const looks = await findWakeOnly(sql, claims);
  const plain = looks.filter((look) => look !== undefined);
  const reachable = await findReachable(sql, plain);
  const plans = new Map(plain.map((look, nr) => [look, planFor(look, reachable[nr] ?? [], [])]));
  return looks.map((look) => look && plans.get(look));
}

/**
 * Plans one user.
 * @param again Positions of events that were retried alone and are done.
 */
export function planFor(
  { to, looks, names }: Pick<WakeOnly, 'to' | 'looks' | 'names'>,
  reachable: readonly Reachable[],
  again: readonly number[],
): Plan {
  const starts = reachable.filter(({ status }) => status === 'starting');
  const nudges = reachable.flatMap((instance) => nudgeFor(instance, looks > 0));
  return {
    ...{ to, looks, names, again },
    starts: starts.slice(0, TOLD),
    nudges: nudges.slice(0, Math.max(0, TOLD - starts.length)),
    hasMore: starts.length + nudges.length > TOLD,
  };
}

/**
 * Returns a nudge if the instance has unread input and no pending nudge, which would make it read this input too. An
 * instance without a decision needs none, because its first decision reads everything. Commands and the sweep ask for a
 * look, which nudges overdue, stuck and held instances as well.
 */
function nudgeFor(instance: Reachable, isLook: boolean): readonly Nudge[] {
  const { status, step, readTo, nudgedTo, unread, isStuck, isOverdue, isHeld, isClosing } = instance;
  if (isClosing) return [{ instance, to: readTo }];
  if (status !== 'live' || (step === 0 && !isStuck)) return [];
  if (isLook && (isOverdue || isStuck || isHeld)) return [{ instance, to: unread ?? readTo }];
  if (unread === null) return [];
  return nudgedTo > readTo && !isStuck && !isLook ? [] : [{ instance, to: unread }];
}
