import { entryWindowOf } from '../../document/active.ts';
import type { Journey } from '../../document/document.ts';
import type { Pause, PausePolicy } from '../../lifecycle/pause.ts';
import {
  type EntryWindow,
  isPossible,
  type JourneyVerb,
  type PublishedState,
  takesEntriesAt,
} from '../../lifecycle/state.ts';
import type { Instant } from '../../time/time.ts';

/** What the store keeps of a journey beside its versions, in memory. */
export interface EngineJourney {
  /** Of the running version. */
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

/** By when the event was accepted. */
export const takesEntries = ({ state, window, pauses }: EngineJourney, at: Instant, hasWaited = false): boolean =>
  takesEntriesAt({ state, pauses, ...window }, at, hasWaited);

export function pauseJourney(
  journey: EngineJourney,
  now: Instant,
  policy: PausePolicy = journey.document.onPause,
): void {
  must(journey, 'pause');
  journey.state = 'paused';
  journey.pauses = [...journey.pauses, { from: now, to: null, policy }];
}

export function resumeJourney(journey: EngineJourney, now: Instant): void {
  must(journey, 'resume');
  endPause(journey, now);
  journey.state = 'running';
}

/** Who is inside is put out by whoever asks for it `now`. */
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

/** What time and the last exit bring about. */
export function passTime(journey: EngineJourney, now: Instant, isEmpty: boolean): void {
  const { entryFrom, entryUntil } = journey.window;
  if (journey.state === 'scheduled' && entryFrom !== null && entryFrom <= now) journey.state = 'running';
  if (journey.state === 'running' && entryUntil !== null && entryUntil <= now && isEmpty)
    journey.state = journey.whenEmpty;
}

function endPause(journey: EngineJourney, now: Instant): void {
  journey.pauses = journey.pauses.map((pause) => (pause.to === null ? { ...pause, to: now } : pause));
}

/** @throws what the product would refuse. */
function must({ document, state }: EngineJourney, verb: JourneyVerb): void {
  if (!isPossible(state, verb)) throw new Error(`${document.id} is ${state}: ${verb} is not possible`);
}
