import { type Instant, inLocal } from '../time/time.ts';

/** Something that a user did, and when. Best times are computed from habits. */
export interface Habit {
  readonly name: string;
  /** When it happened, according to the client. */
  readonly at: Instant;
  readonly acceptedAt: Instant;
}

/** Only a user's latest habits are read. */
export const MAX_HABITS = 500;

/** A day has twelve slots of two hours, in local time. Slot 0 is 00:00–02:00. */
const SLOT_MS = 2 * 3_600_000;
export const SLOTS = 12;

/** Returns the slot of an instant in a time zone, from 0 to 11. */
export const slotAt = (at: Instant, zone: string): number => Math.floor(inLocal(at, zone).ms / SLOT_MS);

/** Returns the local time at which a slot starts: `18:00`. */
export const beginOf = (slot: number): string => `${String((slot % SLOTS) * 2).padStart(2, '0')}:00`;

export interface Best {
  readonly slot: number;
  /** Number of habits in the slot. */
  readonly times: number;
}

/**
 * Returns the slot with the most habits; undefined without habits. Of several, the first one at or after `from` wins.
 */
export function bestSlot(habits: readonly Habit[], zone: string, from: Instant): Best | undefined {
  const times = new Array<number>(SLOTS).fill(0);
  for (const { at } of habits) {
    const slot = slotAt(at, zone);
    times[slot] = (times[slot] ?? 0) + 1;
  }
  const first = slotAt(from, zone);
  const inOrder = times.map((_, nr) => (first + nr) % SLOTS);
  const [slot = first] = inOrder.toSorted((a, b) => (times[b] ?? 0) - (times[a] ?? 0));
  const most = times[slot] ?? 0;
  return most === 0 ? undefined : { slot, times: most };
}
