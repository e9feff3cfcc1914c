import * as wf from '@temporalio/workflow';
import type { Effect, Timer } from '../journey/engine/apply.ts';

/** Signals that the database has something new for this instance. The names are for operators to read. */
export const nudge = wf.defineSignal<[readonly string[]]>('nudge');

export interface Bell {
  ring(): void;
  /**
   * Rings after the timer's length. `summary` is shown in Temporal's UI. Keeping a timer adds nothing to the history.
   */
  set(timer: Timer, summary: string): void;
  isSet(): boolean;
  /** Rings when the work has settled, so that the instance still reads events while a provider is slow. */
  after(effect: Effect, work: Promise<unknown>): void;
  /** Returns the effects that haven't settled. One effect may run twice at once; its key keeps the message single. */
  underWay(): readonly Effect[];
  /**
   * Resolves on the next ring, or immediately if the bell rang since the last call. Also resolves after `withinMs`
   * without a ring, unless that is 0.
   */
  rung(withinMs: number): Promise<void>;
}

/**
 * Creates the bell that wakes a workflow. Nudges, timers and settled effects only wake it; their meaning is read from
 * the database. So repeats and disorder are harmless.
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
