import { setTimeout as sleep } from 'node:timers/promises';
import type { Told } from '../baseline/acts.ts';
import type { Baseline } from '../baseline/side.ts';
import { startMeter, totalOf } from '../costs.ts';
import { FIRST, SECOND } from '../documents.ts';
import { inParallel } from '../in-parallel.ts';
import type { Stage } from '../stage.ts';

/** For information: the journey without bookkeeping, started and signaled by a client. */
export async function measureBare(
  { servers }: Stage,
  { client, worker, taskQueue, completed }: Baseline,
  idle: number,
  people: number,
) {
  const before = await completed();
  const stop = startMeter(servers, [worker.pid], [idle]);
  const all = Array.from({ length: people }, (_, nr) => nr);
  await inParallel(all, 100, async (nr) => {
    const workflow = await client.workflow.start('journeyBare', { workflowId: `bare/${nr}`, taskQueue, args: [nr] });
    await workflow.signal<[Told]>('event', { event: FIRST });
    await workflow.signal<[Told]>('event', { event: SECOND });
  });
  while ((await completed()) - before < people) await sleep(25);
  const { seconds, cpuMs, othersCpu } = stop();
  const baseline = totalOf(cpuMs) / people;
  const details = { perSecondOfBare: people / seconds };
  return { name: 'journeys-early.cpu-against-bare', unit: 'CPU-ms per journey', baseline, othersCpu, details };
}
