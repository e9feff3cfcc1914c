import { type Instant, inLocal } from '../time/time.ts';

/** Something that a person did, and when: what a best time is learned from. */
export interface Habit {
  readonly name: string;
  /** When it was done, as the client says. */
  readonly at: Instant;
  readonly acceptedAt: Instant;
}

/** The latest of a person that are looked at. */
export const MAX_HABITS = 500;

/** A day has twelve of them, on the local clock: 0 is 00:00–02:00. */
const SLOT_MS = 2 * 3_600_000;
export const SLOTS = 12;

export const slotAt = (at: Instant, zone: string): number => Math.floor(inLocal(at, zone).ms / SLOT_MS);

/** When a slot begins: `18:00`. */
export const beginOf = (slot: number): string => `${String((slot % SLOTS) * 2).padStart(2, '0')}:00`;

export interface Best {
  readonly slot: number;
  /** Of the habits, those in it. */
  readonly times: number;
}

/** The slot with most habits in it; of several, the one that comes first from `from` on. Undefined without any. */
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
