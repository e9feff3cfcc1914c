import { z } from 'zod';
import type { Instant } from '../time/time.ts';

/** The states of a journey, and what an operator can make of each (design.md §9, §12). */

export const JourneyState = z.enum(['draft', 'scheduled', 'running', 'paused', 'completed', 'stopped', 'archived']);
export type JourneyState = z.infer<typeof JourneyState>;

/** One that has been published. */
export type PublishedState = Exclude<JourneyState, 'draft'>;

export type JourneyVerb = 'start' | 'pause' | 'resume' | 'stop' | 'archive';

const POSSIBLE: Readonly<Record<JourneyState, readonly JourneyVerb[]>> = {
  draft: ['archive'],
  scheduled: ['start', 'stop'],
  running: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  completed: ['start', 'archive'],
  stopped: ['start', 'archive'],
  archived: [],
};

/** In the order in which they are offered. */
export const possibleFrom = (state: JourneyState): readonly JourneyVerb[] => POSSIBLE[state];

export const isPossible = (state: JourneyState, verb: JourneyVerb): boolean => POSSIBLE[state].includes(verb);

/** What can be done instead, in words. */
export function whatIsPossible(state: JourneyState): string {
  if (state === 'draft') return 'publish it, or archive it';
  if (state === 'archived') return 'publish its document under another Journey ID';
  return `${POSSIBLE[state].join(' it, or ')} it`;
}

/** Between which instants an event lets somebody in: `from` counts, `until` no more. */
export interface EntryWindow {
  readonly entryFrom: Instant | null;
  readonly entryUntil: Instant | null;
}

/**
 * Whether an entry of this instant counts, whenever it is looked at (guarantees: "Nobody is left out silently"). An
 * instant in a pause doesn't, unless the person has waited it out in the queue; a stop is a wall, whatever came before
 * it.
 */
export const takesEntriesAt = (
  { state, pauses, ...window }: EntryWindow & { readonly state: PublishedState; readonly pauses: readonly Pausing[] },
  at: Instant,
  hasWaited = false,
): boolean =>
  (state === 'running' || state === 'scheduled' || state === 'paused') &&
  isOpenAt(window, at) &&
  (hasWaited || !isPausedAt(pauses, at));

/** Its first instant belongs to a pause, its last one no more. */
export const isPausedAt = (pauses: readonly Pausing[], at: Instant): boolean =>
  pauses.some(({ from, to }) => from <= at && (to === null || at < to));

interface Pausing {
  readonly from: Instant;
  readonly to: Instant | null;
}

export const isOpenAt = ({ entryFrom, entryUntil }: EntryWindow, at: Instant): boolean =>
  (entryFrom === null || entryFrom <= at) && (entryUntil === null || at < entryUntil);
