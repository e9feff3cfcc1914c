import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Journey } from '../journey/document.ts';
import type { PersonRef } from '../journey/ids.ts';
import { publish } from '../store/journeys.ts';
import { createStore } from '../store/person.ts';
import { openDatabase } from '../store/sql.ts';
import { createVersions } from '../store/versions.ts';
import { type House, openHouse } from './house.ts';

const offer = (max: number): Journey =>
  Journey.parse({
    id: 'offer',
    name: 'Offer',
    entry: { type: 'event', event: 'Asked', capacity: { max, per: 'ever' } },
    start: 'end',
    nodes: { end: { type: 'exit' } },
  });

describe('8 a capacity is exact, whoever judges at once', { timeout: 60_000 }, () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  const standing = async (workspace: string) => {
    const [row] = await house.database.sql<{ entered: number; refused: number }>`
      select (select count(*) from instances where workspace = ${workspace}) as entered,
             (select count(*) from refusals where workspace = ${workspace} and reason = 'capacity-reached') as refused`;
    return row;
  };

  /** Judged and written, started nowhere. */
  const quiet = {
    start: async () => 'started' as const,
    nudge: async () => 'nudged' as const,
    closedAs: async () => undefined,
  };

  test('8 given three forwarders, some of whose transactions fail, then exactly as many enter as may, and a raised capacity lets in the rest', async () => {
    const place = await house.place();
    await publish(house.database, place.workspace, offer(130), 'test');
    const others = [1, 2].map(() => openDatabase({ url: house.url, max: 10, name: 'another' }));
    let nr = 0;
    const forwarders = [house.database, ...others].map((database) => {
      const store = createStore(database);
      return house.forwarder({
        database,
        store: {
          ...store,
          person: (who: PersonRef, work) =>
            store.person(who, async (sql, now) => {
              const done = await work(sql, now);
              nr += 1;
              if (nr % 7 === 0) throw new Error('the connection broke before the commit');
              return done;
            }),
        },
        versions: createVersions(database),
        launch: quiet,
      });
    });
    const all = async () => {
      while ((await place.outbox()) > 0)
        await Promise.all(forwarders.map((forwarder) => forwarder.pass().catch(() => 0)));
    };
    const users = Array.from({ length: 200 }, (_, each) => `user-${each}`);
    await place.tell(...users.map((userId) => ({ userId, name: 'Asked' })));
    await all();
    expect(await standing(place.workspace)).toEqual({ entered: 130, refused: 70 });

    await publish(house.database, place.workspace, offer(140), 'test');
    await place.tell(...users.slice(0, 50).map((userId) => ({ userId: `late-${userId}`, name: 'Asked' })));
    await all();
    expect(await standing(place.workspace)).toEqual({ entered: 140, refused: 110 });
    expect(await place.reconcile()).toEqual([]);
    await Promise.all(others.map((database) => database.close()));
  });
});
