import fc from 'fast-check';
import { Journey } from '../../journey/document/document.ts';
import { validate } from '../../journey/validate/index.ts';
import { anyJourney } from '../../test/any-journey.ts';
import { type Figure, figure, median } from '../figure.ts';
import type { Stage } from '../stage.ts';

/**
 * The builder's wait after every change: all checks of a random journey of 200 nodes, in CPU time, so that other load
 * doesn't matter. The baseline is the schema alone.
 */
export async function measureValidate({ isQuick, say }: Stage): Promise<readonly Figure[]> {
  const documents: readonly unknown[] = fc
    .sample(anyJourney(199), { numRuns: isQuick ? 20 : 60, seed: 7 })
    .map((document) => JSON.parse(JSON.stringify(document)));
  // warm up, as in a builder that has been open for a while
  for (const document of documents.slice(0, 5)) validate(document);
  const product = median(documents.map((document) => cpuMs(() => validate(document))));
  const baseline = median(documents.map((document) => cpuMs(() => Journey.safeParse(document))));
  say(`validate: ${documents.length} journeys of 200 nodes`);
  return [
    figure(
      { name: 'validate.200-nodes', unit: 'CPU-ms per journey', product, baseline },
      { of: 'product', op: '<', limit: 50 },
    ),
  ];
}

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
