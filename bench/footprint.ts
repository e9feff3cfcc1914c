import { median } from './figure.ts';
import type { Side } from './side.ts';

/** What one journey leaves in Temporal's history, by the server's own count. */
export interface Footprint {
  readonly events: number;
  readonly bytes: number;
}

/** Histories looked at. */
const SAMPLE = 20;

/** Of a sample, spread over all: the median. */
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
