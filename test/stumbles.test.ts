import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JourneyInput } from '../journey/document/document.ts';
import { openDatabase } from '../store/base/sql.ts';
import type { IncomingMessage } from '../store/events/ingest.ts';
import { withDatabase } from './database.ts';
import { type House, openHouse, type Place, soon } from './house.ts';
import { createProviders, listDelivered, type Providers } from './providers.ts';
import { dice } from './random.ts';

/** Two messages, with a wait between them. */
const TWO: JourneyInput = {
  id: 'two',
  name: 'Two messages',
  entry: { type: 'event', event: 'Signed Up' },
  start: 'email',
  nodes: {
    email: { type: 'message', channel: 'email', content: { subject: 'Hello', text: 'Hello' }, then: 'wait' },
    wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '1s', then: 'push' },
    push: { type: 'message', channel: 'push', content: { title: 'Hello', text: 'Hello' }, then: 'done' },
    done: { type: 'exit' },
  },
};
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1e6);
const USERS = 40;
const BREAKS = 40;

let house: House;
let providers: Providers;
let place: Place;
beforeAll(async () => {
  house = await openHouse();
  providers = createProviders();
  await house.start({ adapters: providers.adapters });
  place = await house.place('real');
  await place.publish(TWO);
});
afterAll(() => house.close());

test(`§3 connections to the database that break at any moment, ${BREAKS} times: every accepted event is there once and has its effect once (seed ${SEED})`, {
  timeout: 120_000,
}, async () => {
  const random = dice(SEED);
  const users = Array.from({ length: USERS }, (_, nr) => `user-${nr}`);
  const breaking = breakConnections(random);
  for (const [nr, userId] of users.entries()) {
    const traits = { email: `${userId}@example.com`, pushToken: `token-${nr}` };
    await tellUntilAccepted(place.message({ userId, traits }), place.message({ userId, name: 'Signed Up' }));
    if (random.once(2)) await tellUntilAccepted(place.message({ userId, name: 'Opened' }));
    await sleep(random.below(60));
  }
  await breaking;

  await soon(async () => {
    const [row] = await house.database.sql<{ ended: number; left: number }>`
        select (select count(*) from instances where workspace = ${place.workspace} and ended_at is not null) as ended,
               (select count(*) from outbox) as left`;
    expect(row).toEqual({ ended: USERS, left: 0 });
  });
  for (const userId of users) expect(await place.passes(userId)).toMatchObject([{ exit: { reason: 'completed' } }]);
  expect(listDelivered(providers.got)).toHaveLength(2 * USERS);
  const [events] = await house.database.sql`
      select count(*) as events, count(distinct message_id) as messages from events where workspace = ${place.workspace}
        and name = 'Signed Up'`;
  expect(events).toEqual({ events: USERS, messages: USERS });
  expect(await place.reconcile()).toEqual([]);
  expect(await house.missed()).toBe(0);
  const [aside] = await house.database.sql<{ n: number }>`select count(*) as n from dead_letters`;
  expect(aside?.n).toBe(0);
});

/** As a service does: the same message ids until they have been answered for. */
async function tellUntilAccepted(...messages: readonly IncomingMessage[]): Promise<void> {
  for (;;)
    try {
      await place.ingest.accept(place.workspace, messages);
      return;
    } catch {
      await sleep(20);
    }
}

/** Some of all that are open, whatever they are at. */
const breakConnections = (random: ReturnType<typeof dice>) =>
  withDatabase(house.url, async (client) => {
    for (let nr = 0; nr < BREAKS; nr += 1) {
      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
          and pid <> pg_backend_pid() and random() < $1`,
        [random.next()],
      );
      await sleep(random.below(120));
    }
  });

test('§3 given a connection that breaks while a transaction holds it, then that transaction fails, the process lives, and the next one has another', async () => {
  const database = openDatabase({ url: house.url, max: 1, name: 'one connection' });
  const broken = database.transaction(async (sql) => {
    const [row] = await sql<{ pid: number }>`select pg_backend_pid() as pid`;
    await house.database.sql`select pg_terminate_backend(${row?.pid})`;
    await soon(async () => {
      const [left] = await house.database.sql<{
        n: number;
      }>`select count(*) as n from pg_stat_activity where pid = ${row?.pid}`;
      expect(left?.n).toBe(0);
    });
    await sleep(50); // the news arrives between two statements
    await sql`select 1`;
  });
  await expect(broken).rejects.toThrow();
  expect(await database.sql`select 1 as one`).toEqual([{ one: 1 }]);
  await database.close();
});
