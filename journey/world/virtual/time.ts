import { instant } from '../../time/time.ts';
import type { VirtualWorld } from '../world.ts';
import { type Engine, nextAt, settle } from './engine.ts';

/** Creates the part of a world that moves time: the clock, providers' later answers, and what runs by schedule. */
export function createEngineTime(engine: Engine) {
  const { state, providers, sends, experiments } = engine;
  return {
    now: state.now,
    next() {
      const at = nextAt(engine);
      return Number.isFinite(at) ? instant(at) : null;
    },
    async runUntil(until) {
      for (;;) {
        const next = nextAt(engine);
        if (next >= until) break;
        state.clock = instant(next + 1); // a deadline closes only after its own millisecond
        settle(engine);
      }
      state.clock = until;
      settle(engine);
    },
    async answer(channel, answering) {
      providers.answers.set(channel, answering);
      for (const one of state.passes) if (one.retrying?.channel === channel) sends.retrySend(one);
      settle(engine);
    },
    reweigh: async () => experiments.reweigh(state.clock),
  } satisfies Pick<VirtualWorld, 'now' | 'next' | 'runUntil' | 'answer' | 'reweigh'>;
}
