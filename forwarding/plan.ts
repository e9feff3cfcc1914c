import type { Sql } from '../store/base/sql.ts';
import type { Claim, ForwardingDone } from '../store/outbox/claims.ts';
import { findWakeOnly, type WakeOnly } from '../store/outbox/first-look.ts';
import { findReachable, type Reachable } from '../store/outbox/reachable.ts';

/** What is to be told to Temporal about one person. */
export interface Plan extends Omit<ForwardingDone, 'hasMore'> {
  readonly starts: readonly Reachable[];
  readonly nudges: readonly Nudge[];
  readonly names: readonly string[];
  /** More instances are to be told than go at once. */
  readonly hasMore: boolean;
}

export interface Nudge {
  readonly instance: Reachable;
  /** The last position that it makes the instance read: never beyond what the instance cares about, or it would seem on its way for ever. */
  readonly to: number;
}

/** Instances of one person that are told at once: others wait behind them no longer than that takes. */
const TOLD = 100;

/** Plans what many persons need in two statements; undefined for those whose events have to be judged first. By the position in `claims`. */
export async function planTogether(sql: Sql, claims: readonly Claim[]): Promise<readonly (Plan | undefined)[]> {
  const looks = await findWakeOnly(sql, claims);
  const plain = looks.filter((look) => look !== undefined);
  const reachable = await findReachable(sql, plain);
  const plans = new Map(plain.map((look, nr) => [look, planFor(look, reachable[nr] ?? [], [])]));
  return looks.map((look) => look && plans.get(look));
}

/** `again`: events that were looked at one by one, and are done with. */
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
 * A nudge, if something that it cares about lies unread and none is on its way: one whose position it has not read up to yet will make it read
 * this too. Before its first decision it needs none: that one reads everything. A look is asked for by someone who knows that
 * it has to be looked at: a command, the sweep.
 */
function nudgeFor(instance: Reachable, isLook: boolean): readonly Nudge[] {
  const { status, step, readTo, nudgedTo, unread, isStuck, isOverdue, isHeld, isClosing } = instance;
  if (isClosing) return [{ instance, to: readTo }];
  if (status !== 'live' || (step === 0 && !isStuck)) return [];
  if (isLook && (isOverdue || isStuck || isHeld)) return [{ instance, to: unread ?? readTo }];
  if (unread === null) return [];
  return nudgedTo > readTo && !isStuck && !isLook ? [] : [{ instance, to: unread }];
}
