import { setTimeout as sleep } from 'node:timers/promises';
import type { Side } from './side.ts';
import { WORKSPACE } from './stage.ts';

/** Waits until a number of users wait at a node. Both sides write the same table, so one query serves both. */
export async function untilAt({ database }: Side, node: string, people: number): Promise<void> {
  for (;;) {
    const [row] = await database.sql<{ there: number }>`
      select count(*) as there from instances
       where workspace = ${WORKSPACE} and journey = 'three-messages' and node = ${node} and ended_at is null`;
    if ((row?.there ?? 0) >= people) return;
    await sleep(25);
  }
}
