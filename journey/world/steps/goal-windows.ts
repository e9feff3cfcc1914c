import type { Instant } from '../../time/time.ts';
import type { createEngineDue } from '../state/due.ts';
import type { EnginePass } from '../state/pass.ts';
import { lookAfter, openWindow } from './goals.ts';

interface Surroundings {
  now(): Instant;
  readonly due: Pick<ReturnType<typeof createEngineDue>, 'later' | 'never'>;
}

/** Creates the windows in which goals may still be met after an instance has ended, like due rows of kind `window`. */
export function createGoalWindows({ now, due }: Surroundings) {
  return { openAfterEnd, readAgain };

  /** Opens the window of an instance that has ended, or that is in the control group. */
  function openAfterEnd(one: EnginePass): void {
    keepUntil(one, openWindow(one, now()));
  }

  /** Reads events since the end. */
  function readAgain(one: EnginePass): void {
    keepUntil(one, lookAfter(one, now()));
  }

  function keepUntil(one: EnginePass, until: Instant | null): void {
    one.goalsUntil = until;
    if (until === null) due.never('window', one.instance.id);
    else due.later('window', one.instance.id, until, () => readAgain(one));
  }
}
