import { setTimeout as sleep } from 'node:timers/promises';
import type { Journey } from '../../journey/document/document.ts';
import { publish } from '../../store/lifecycle/publish.ts';
import { ENTRY } from '../documents.ts';
import { countCompleted, type Side } from '../side.ts';
import { openStage, type Stage, WORKSPACE } from '../stage.ts';

/** The product: its ingest accepts events, and its worker does the rest. */
export async function openProduct(stage: Stage, document: Journey): Promise<Side> {
  const opened = await openStage(stage, 'product', new URL('./worker.ts', import.meta.url), stage.bundles.product);
  const { database, worker, client, accept, identify, metricsPort } = opened;
  await publish(database, WORKSPACE, document, 'bench');
  let acceptedAt = 0;
  const tell = async (user: string, event: string) => {
    await accept(user, event);
    acceptedAt = performance.timeOrigin + performance.now();
  };

  return {
    name: 'product',
    worker,
    database,
    client,
    tell,
    enter: (user) => tell(user, ENTRY),
    acceptedAt: () => acceptedAt,
    async identify(users) {
      await identify(users);
      while ((await database.sql`select from outbox limit 1`).length > 0) await sleep(20);
    },
    async workflowIds(users) {
      const rows = await database.sql<{ id: string }>`
        select workflow_id as id from instances where workspace = ${WORKSPACE} and user_id = any(${users}::text[])`;
      return rows.map(({ id }) => id);
    },
    metricsPort,
    completed: () => countCompleted(metricsPort),
    close: opened.close,
  };
}
