import { z } from 'zod';
import { type Instant, toIso } from '../time/time.ts';

/** The states of a journey, and the actions that operators can take in each (design.md §9, §12). */

export const JourneyState = z.enum(['draft', 'scheduled', 'running', 'paused', 'completed', 'stopped', 'archived']);
export type JourneyState = z.infer<typeof JourneyState>;

/** The states of a published journey. */
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

/** Lists the possible actions, in the order in which they are offered. */
export const possibleFrom = (state: JourneyState): readonly JourneyVerb[] => POSSIBLE[state];

/** Returns whether an action is possible in a state. */
export const isPossible = (state: JourneyState, verb: JourneyVerb): boolean => POSSIBLE[state].includes(verb);

/** Describes the actions that are possible in a state, as a fix. */
export function whatIsPossible(state: JourneyState): string {
  if (state === 'draft') return 'publish it, or archive it';
  if (state === 'archived') return 'publish its document under another Journey ID';
  return `${POSSIBLE[state].join(' it, or ')} it`;
}

/** When entry is open. `entryFrom` is inclusive, `entryUntil` exclusive. Null means no limit. */
export interface EntryWindow {
  readonly entryFrom: Instant | null;
  readonly entryUntil: Instant | null;
}

/** Everything that decides whether a journey takes entries. */
export interface EntryOpening extends EntryWindow {
  readonly state: PublishedState;
  readonly pauses: readonly Pausing[];
}

/**
 * Returns whether an entry at this instant counts, whenever it is judged (guarantees: "Nobody is left out silently").
 * During a pause it doesn't, unless the user has waited in the queue for the pause to end. After a stop, nothing
 * counts.
 */
export const takesEntriesAt = ({ state, pauses, ...window }: EntryOpening, at: Instant, hasWaited = false): boolean =>
  (state === 'running' || state === 'scheduled' || state === 'paused') &&
  isOpenAt(window, at) &&
  (hasWaited || !isPausedAt(pauses, at));

/** Returns why a journey takes no entry at this instant, for the refusal. */
export const explainClosedEntry = (
  { state, pauses, entryFrom, entryUntil }: EntryOpening,
  at: Instant,
): Readonly<Record<string, string>> => {
  if (entryFrom !== null && at < entryFrom) return { state: 'scheduled', opens: toIso(entryFrom) };
  if (isPausedAt(pauses, at)) return { state: 'paused' };
  return entryUntil !== null && entryUntil <= at ? { state, closed: toIso(entryUntil) } : { state };
};

/** Returns whether a pause contains an instant. The start is inclusive, the end exclusive. */
export const isPausedAt = (pauses: readonly Pausing[], at: Instant): boolean =>
  pauses.some(({ from, to }) => from <= at && (to === null || at < to));

interface Pausing {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** Returns whether entry is open at an instant. */
export const isOpenAt = ({ entryFrom, entryUntil }: EntryWindow, at: Instant): boolean =>
  (entryFrom === null || entryFrom <= at) && (entryUntil === null || at < entryUntil);
