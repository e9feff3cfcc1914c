import { median } from './figure.ts';
import type { Side } from './side.ts';

/** Size of one journey's history, as Temporal's server counts it. */
export interface Footprint {
  readonly events: number;
  readonly bytes: number;
}

/** Number of histories in the sample. */
const SAMPLE = 20;

/** Returns the median of a sample spread over all histories. */
export async function footprintOf({ client, workflowIds }: Side, users: readonly string[]): Promise<Footprint> {
  const every = Math.max(1, Math.floor(users.length / SAMPLE));
  const ids = await workflowIds(users.filter((_, nr) => nr % every === 0));
  const found = await Promise.all(
    ids.map(async (id) => {
      const { raw } = await client.workflow.getHandle(id).describe();
      const { historyLength, historySizeBytes } = raw.workflowExecutionInfo ?? {};
      return { events: Number(historyLength), bytes: Number(historySizeBytes) };
    }),
  );
  return { events: median(found.map(({ events }) => events)), bytes: median(found.map(({ bytes }) => bytes)) };
}
