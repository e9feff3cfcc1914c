import type { Instant } from '../time/time.ts';

/** An entry that met a live instance. It is decided once that instance has read past it (design.md §8). */
export interface MetEntry {
  readonly event: { readonly position: number };
  /** The user's own entry moment; null if it is the event's acceptance. */
  readonly moment: Instant | null;
  /** Position of the last event accepted by that moment, which the live instance has to read first. */
  readonly readsTo: number | null;
  /** End of the entry's grace period, if it is in one. */
  readonly graceUntil: Instant | null;
}

/** How far a live instance has come. */
export interface Progress {
  /** Position up to which it has read; null before its first decision. */
  readonly readTo: number | null;
  /** When time alone wakes it next. Everything before that instant has been decided. */
  readonly wakesAt: Instant | null;
}

/**
 * Returns whether a live instance has read everything before an entry, and nothing was due before it that could have
 * ended the instance.
 */
export function hasReadPast({ readTo, wakesAt }: Progress, met: MetEntry): boolean {
  const { moment, readsTo, event } = met;
  if (readTo === null || readTo < (readsTo ?? event.position)) return false;
  if (moment === null || wakesAt === null) return true;
  return wakesAt > moment || (wakesAt === moment && !isByTime(moment, met.graceUntil));
}

/** The end of an instance: how far it had read, and what ended it. */
export interface InstanceEnd {
  readonly readTo: number;
  /** Null if it was ended from outside; every remaining entry then came later. */
  readonly by: { readonly at: Instant; readonly isDeadline: boolean } | null;
}

/**
 * Returns whether an entry came after the instance's end. Entries that the instance has read came before it, in the
 * order of the fold. An entry by time alone comes after everything accepted by its instant, and after whatever ends at
 * that instant. So a daily run lets in users whose one-day path ends then. An entry by an event comes before deadlines
 * at its instant.
 */
export function cameAfterEnd({ moment, event, graceUntil }: MetEntry, { by, readTo }: InstanceEnd): boolean {
  if (by === null) return true;
  if (moment === null) return event.position > readTo;
  return by.at < moment || (by.at === moment && (!by.isDeadline || isByTime(moment, graceUntil)));
}

/** Returns whether time alone brought an entry's moment, rather than a change during a grace period. */
export const isByTime = (moment: Instant, graceUntil: Instant | null): boolean =>
  graceUntil === null || graceUntil === moment;
