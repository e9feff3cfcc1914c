import * as wf from '@temporalio/workflow';
import type { Effect, Timer } from '../journey/engine/apply.ts';

/** Something about this instance lies in the database. The names are for the operator's eyes. */
export const nudge = wf.defineSignal<[readonly string[]]>('nudge');

export interface Bell {
  ring(): void;
  /** Rings when the timer has run out; `summary` is what Temporal's UI shows of it. A kept timer costs no history. */
  set(timer: Timer, summary: string): void;
  isSet(): boolean;
  /** Rings when the work has settled, so that a slow provider never makes the instance deaf. */
  after(effect: Effect, work: Promise<unknown>): void;
  /** What has not settled. One effect may be under way twice: its key keeps the message single. */
  underWay(): readonly Effect[];
  /**
   * Resolves at once if it rang while nobody listened, and after `withinMs`, unless that is 0, even if it did not ring.
   */
  rung(withinMs: number): Promise<void>;
}

/**
 * Nudges, timers and settled effects only wake: what they mean is read from the database, so repeats and disorder are
 * harmless.
 */
export function hangBell(): Bell {
  const pending = new Map<Promise<unknown>, Effect>();
  let timer: wf.CancellationScope | undefined;
  let hasRung = false;
  const ring = () => {
    hasRung = true;
  };
  wf.setDefaultSignalHandler(() => {}); // an unknown name would be buffered for as long as the run lasts
  wf.setHandler(nudge, ring, { description: 'Something about this instance lies in the database: look' });

  return {
    ring,
    set(next, summary) {
      if (next.type === 'keep') return;
      timer?.cancel();
      timer = undefined;
      if (next.type === 'none') return;
      const scope = new wf.CancellationScope();
      timer = scope;
      scope.run(() => wf.sleep(next.ms, { summary })).then(runOut, unlessCancelled);
    },
    isSet: () => timer !== undefined,
    after(effect, work) {
      pending.set(work, effect);
      const settle = () => {
        pending.delete(work);
        ring();
      };
      work.then(settle, settle);
    },
    underWay: () => [...pending.values()],
    async rung(withinMs) {
      if (withinMs === 0) await wf.condition(() => hasRung);
      else await wf.condition(() => hasRung, withinMs, { summary: 'try again' });
      hasRung = false;
    },
  };

  function runOut() {
    timer = undefined;
    ring();
  }
}

const unlessCancelled = (cause: unknown) => {
  if (!wf.isCancellation(cause)) throw cause;
};
