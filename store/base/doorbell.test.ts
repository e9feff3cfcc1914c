import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/database.ts';
import { type Bell, createDoorbell, listenForRings } from './doorbell.ts';
import { type Database, openDatabase } from './sql.ts';

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 2, name: 'doorbell.test' });
});
afterAll(async () => {
  await database?.close();
  await fresh?.drop();
});

/** Collects rings. The first tells that it listens. */
function listen(bell: Bell) {
  let heard = 0;
  let onRing = () => {};
  const listening = listenForRings(fresh.url, bell, () => {
    heard += 1;
    onRing();
  });
  return {
    heard: () => heard,
    close: listening.close,
    until: (count: number) =>
      new Promise<void>((resolve) => {
        onRing = () => {
          if (heard >= count) resolve();
        };
        onRing();
      }),
  };
}

test('rings for live work don’t wake those who listen for bulk work, and a bell of both wakes both', async () => {
  const live = listen('outbox');
  const bulk = listen('bulk');
  await Promise.all([live.until(1), bulk.until(1)]);

  createDoorbell(database).ring();
  await live.until(2);
  createDoorbell(database, ['outbox', 'bulk']).ring();
  await Promise.all([live.until(3), bulk.until(2)]);

  expect(live.heard()).toBe(3);
  expect(bulk.heard()).toBe(2);
  await Promise.all([live.close(), bulk.close()]);
});
