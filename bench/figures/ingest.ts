import { startChild } from '../child.ts';
import { type Figure, figure, median, round } from '../figure.ts';
import { cpuMs } from '../machine.ts';
import type { Stage } from '../stage.ts';

/** Result of one round in the ingest's child process: rows written. */
export interface IngestRound {
  readonly rows: number;
  readonly seconds: number;
}

export type Way = 'product' | 'baseline';

/**
 * Events accepted per second, 50 callers with batches of 15: `createIngest` compared with a plain insert of the same
 * rows into two tables, one transaction per call. The product also looks up users, takes their locks, detects
 * duplicates and draws positions.
 */
export async function measureIngest({ servers, isQuick, say }: Stage): Promise<readonly Figure[]> {
  const child = await startChild(new URL('../ingest/load.ts', import.meta.url), {
    databaseUrl: await servers.database('ingest'),
  });
  try {
    const rounds: Record<Way, { readonly perSecond: number; readonly cpuMsPerRow: number }[]> = {
      product: [],
      baseline: [],
    };
    const calls = isQuick ? 1_000 : 4_000;
    for (const way of ['baseline', 'product'] as const) await child.ask('run', { way, calls: 300 });
    for (let nr = 0; nr < (isQuick ? 2 : 4); nr += 1)
      for (const way of ['baseline', 'product'] as const) {
        const readCpu = () => cpuMs(child.pid) + servers.cpu().postgres;
        const before = readCpu();
        const { rows, seconds } = await child.ask<IngestRound>('run', { way, calls });
        const played = { perSecond: rows / seconds, cpuMsPerRow: (readCpu() - before) / rows };
        rounds[way].push(played);
        say(
          `ingest, round ${nr + 1} of ${way}: ${round(played.perSecond)} rows/s, CPU-ms a row ${round(played.cpuMsPerRow)}`,
        );
      }
    const compare = (of: (one: (typeof rounds.product)[number]) => number) => ({
      product: median(rounds.product.map(of)),
      baseline: median(rounds.baseline.map(of)),
    });
    return [
      figure({ name: 'ingest.rate', unit: 'rows/s', ...compare(({ perSecond }) => perSecond) }),
      figure({ name: 'ingest.cpu', unit: 'CPU-ms a row', ...compare(({ cpuMsPerRow }) => cpuMsPerRow) }),
    ];
  } finally {
    await child.stop();
  }
}
