import type { ActivitySlotInfo, CustomSlotSupplier, TunerHolder } from '@temporalio/worker';
import type { Pacing } from '../channels/port.ts';

/** Maximum concurrent sends of one channel on its own queue. */
const MOST = 100;
/** Enough to test a held provider, and for a limit of less than one message per second. */
const FEWEST = 2;
/**
 * How far ahead of their turns a worker takes messages: long enough to claim and render them. The others wait in
 * Temporal, which orders them by priority.
 */
const AHEAD_S = 0.3;

/**
 * Returns how many sends of a channel a worker takes at once. With a limit, a worker takes only messages that it can
 * hand over soon, plus the messages at a provider. Messages that wait in Temporal keep their priority and their
 * journey's share.
 */
export function slotsFor({ perSecond, isHeld, atProvider }: Pacing): number {
  if (isHeld) return FEWEST;
  if (perSecond === undefined) return MOST;
  return Math.min(MOST, Math.max(FEWEST, Math.ceil(perSecond * AHEAD_S)) + atProvider);
}

/** How often waiting requests check for new slots. */
const LOOK_MS = 100;

/** Creates a supplier of activity slots. Their number may change at any time; slots in use are never taken away. */
export function createSlots(most: () => number): CustomSlotSupplier<ActivitySlotInfo> {
  const waiting: (() => void)[] = [];
  let used = 0;
  let timer: NodeJS.Timeout | undefined;
  const admit = () => {
    while (used < most()) {
      const next = waiting.shift();
      if (!next) break;
      used += 1;
      next();
    }
    clearTimeout(timer);
    timer = waiting.length > 0 ? setTimeout(admit, LOOK_MS) : undefined;
    timer?.unref();
  };

  return {
    type: 'custom',
    reserveSlot: (_context, abort) =>
      new Promise((resolve, reject) => {
        const grant = () => {
          abort.removeEventListener('abort', end);
          resolve({});
        };
        const end = () => {
          const index = waiting.indexOf(grant);
          if (index < 0) return;
          waiting.splice(index, 1);
          reject(abort.reason);
        };
        abort.addEventListener('abort', end, { once: true });
        waiting.push(grant);
        admit();
      }),
    tryReserveSlot() {
      if (used >= most()) return null;
      used += 1;
      return {};
    },
    markSlotUsed() {},
    releaseSlot() {
      used -= 1;
      admit();
    },
  };
}

/** Returns the tuner of a worker that runs only activities. */
export const tunerOf = (activities: CustomSlotSupplier<ActivitySlotInfo>): TunerHolder => ({
  activityTaskSlotSupplier: activities,
  workflowTaskSlotSupplier: { type: 'fixed-size', numSlots: 2 },
  localActivityTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
  nexusTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
});
