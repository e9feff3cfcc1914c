import { entryWindowOf } from '../../document/active.ts';
import type { Journey } from '../../document/document.ts';
import type { Pause, PausePolicy } from '../../lifecycle/pause.ts';
import { type EntryWindow, type PublishedState, takesEntriesAt } from '../../lifecycle/state.ts';
import { isPossible, type JourneyVerb } from '../../lifecycle/verbs.ts';
import type { Instant } from '../../time/time.ts';

/** The state of a journey besides its versions, in place of the store. */
export interface EngineJourney {
  /** The running version's document. */
  document: Journey;
  state: PublishedState;
  window: EntryWindow;
  whenEmpty: 'completed' | 'stopped';
  pauses: readonly Pause[];
}

export function openJourney(document: Journey, now: Instant): EngineJourney {
  const window = entryWindowOf(document);
  const state = window.entryFrom !== null && window.entryFrom > now ? 'scheduled' : 'running';
  return { document, state, window, whenEmpty: 'completed', pauses: [] };
}

/** Returns whether the journey takes entries at the instant when an event was accepted. */
export const takesEntries = ({ state, window, pauses }: EngineJourney, at: Instant, hasWaited = false): boolean =>
  takesEntriesAt({ state, pauses, ...window }, at, hasWaited);

/**
 * Pauses a journey, by default with its document's policy.
 *
 * @throws Error if its state doesn't allow it
 */
export function pauseJourney(
  journey: EngineJourney,
  now: Instant,
  policy: PausePolicy = journey.document.onPause,
): void {
  must(journey, 'pause');
  journey.state = 'paused';
  journey.pauses = [...journey.pauses, { from: now, to: null, policy }];
}

/**
 * Resumes a journey.
 *
 * @throws Error if its state doesn't allow it
 */
export function resumeJourney(journey: EngineJourney, now: Instant): void {
  must(journey, 'resume');
  endPause(journey, now);
  journey.state = 'running';
}

/**
 * Stops a journey. With `now`, the caller ends its instances; with `drain`, only entry closes.
 *
 * @throws Error if its state doesn't allow it
 */
export function stopJourney(journey: EngineJourney, now: Instant, mode: 'now' | 'drain'): void {
  must(journey, 'stop');
  if (mode === 'drain') {
    journey.window = { ...journey.window, entryUntil: now };
    journey.whenEmpty = 'stopped';
    return;
  }
  endPause(journey, now);
  journey.state = 'stopped';
}

/** Changes the state when entry opens, or when entry has closed and no instance is left. */
export function passTime(journey: EngineJourney, now: Instant, isEmpty: boolean): void {
  const { entryFrom, entryUntil } = journey.window;
  if (journey.state === 'scheduled' && entryFrom !== null && entryFrom <= now) journey.state = 'running';
  if (journey.state === 'running' && entryUntil !== null && entryUntil <= now && isEmpty)
    journey.state = journey.whenEmpty;
}

function endPause(journey: EngineJourney, now: Instant): void {
  journey.pauses = journey.pauses.map((pause) => (pause.to === null ? { ...pause, to: now } : pause));
}

/**
 * Checks that an action is possible.
 *
 * @throws Error if the product would refuse it
 */
function must({ document, state }: EngineJourney, verb: JourneyVerb): void {
  if (!isPossible(state, verb)) throw new Error(`${document.id} is ${state}: ${verb} is not possible`);
}
