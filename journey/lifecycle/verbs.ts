import type { JourneyState } from './state.ts';

/**
 * The actions that operators can take in each state of a journey (design.md §9, §12). Needs no zod, since the web app's
 * first page loads it.
 */

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

/** Lists the possible actions, in the order the web app shows them. */
export const possibleFrom = (state: JourneyState): readonly JourneyVerb[] => POSSIBLE[state];

/** Returns whether an action is possible in a state. */
export const isPossible = (state: JourneyState, verb: JourneyVerb): boolean => POSSIBLE[state].includes(verb);

/** Describes the actions that are possible in a state, as a fix. */
export function whatIsPossible(state: JourneyState): string {
  if (state === 'draft') return 'publish it, or archive it';
  if (state === 'archived') return 'publish its document under another Journey ID';
  return `${POSSIBLE[state].join(' it, or ')} it`;
}
