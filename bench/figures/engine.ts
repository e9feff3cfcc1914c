import { startChild } from '../child.ts';
import { type Figure, figure, median } from '../figure.ts';
import type { Stage } from '../stage.ts';

/** Result of one round in the engine's child process. */
export interface EngineRound {
  readonly steps: number;
  readonly folds: number;
  readonly journeys: number;
  readonly cpuMs: number;
}

/**
 * The pure engine on one core, as simulations and forecasts run it: `fold` over a journey of eight nodes, called as
 * testkit/engine-world does, without templates. A step is one `decide`, that is, one input. Per second of CPU, so that
 * other load on the machine doesn't matter.
 */
export async function measureEngine({ isQuick, say }: Stage): Promise<readonly Figure[]> {
  const child = await startChild(new URL('../engine/simulate.ts', import.meta.url), {});
  try {
    const rounds: EngineRound[] = [];
    await child.ask('run', 3_000);
    for (let nr = 0; nr < (isQuick ? 3 : 7); nr += 1) rounds.push(await child.ask<EngineRound>('run', 3_000));
    say(`engine: ${rounds.length} rounds of ${rounds[0]?.journeys} journeys`);
    const perSecond = (of: (round: EngineRound) => number) =>
      median(rounds.map((round) => of(round) / (round.cpuMs / 1000)));
    return [
      figure(
        { name: 'engine.steps', unit: 'decide calls/s of a core', product: perSecond(({ steps }) => steps) },
        { of: 'product', op: '≥', limit: 250_000 },
      ),
      figure({ name: 'engine.folds', unit: 'folds/s of a core', product: perSecond(({ folds }) => folds) }),
    ];
  } finally {
    await child.stop();
  }
}
