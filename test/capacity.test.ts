import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonRef } from '../journey/base/ids.ts';
import { Journey } from '../journey/document/document.ts';
import { apply } from '../journey/engine/apply.ts';
import type { Instant } from '../journey/time/time.ts';
import { openDatabase } from '../store/base/sql.ts';
import { fillPage } from '../store/broadcasts/fill.ts';
import { openOccurrence } from '../store/broadcasts/occurrences.ts';
import { findNextQueued, letInPage } from '../store/broadcasts/queue.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { publish } from '../store/lifecycle/publish.ts';
import { createStore } from '../store/person.ts';
import { decider, firstStateOf, HOUR, type House, later, openHouse } from './house.ts';

const offer = (max: number): Journey =>
  Journey.parse({
    id: 'offer',
    name: 'Offer',
    entry: { type: 'event', event: 'Asked', capacity: { max, per: 'ever' } },
    start: 'end',
    nodes: { end: { type: 'exit' } },
  });

describe('8 a capacity is exact, however many judge at once', { timeout: 60_000 }, () => {
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

  test('C41 given a run that takes the last places when paths end, then no user overtakes one whose path is about to end', async () => {
    const place = await house.place();
    const { workspace } = place;
    const { sql, transaction } = house.database;
    const users = ['ana', 'bob', 'cem'];
    await sql`insert into identities (workspace, kind, value, person) select ${workspace}, 'user', u, u
      from unnest(${users}::text[]) as u`;
    await sql`
      insert into persons (workspace, id, user_id, created_at, updated_at)
      select ${workspace}, u, u, clock(${workspace}), clock(${workspace}) from unnest(${users}::text[]) as u`;
    const hourly = Journey.parse({
      ...offer(2),
      entry: {
        ...{ type: 'schedule', at: ['2026-03-02T10:00', '2026-03-02T11:00'], capacity: { max: 2, per: 'hour' } },
        reentry: { policy: 'always' },
      },
      timeZone: 'UTC',
      start: 'wait',
      nodes: { wait: { type: 'delay', for: '1h', then: 'end' }, end: { type: 'exit' } },
    });
    await publish(house.database, workspace, hourly, 'test');
    const of = { workspace, journey: hourly.id };
    const ports = { versions: createVersions(house.database), entries: { plainUserIds: true } };
    const letIn = async () => {
      const page = await findNextQueued(sql, of, 10);
      return (await transaction((tx) => letInPage(tx, of, page, ports))).taken;
    };
    const run = async (at: Instant) => {
      await place.moveClock(at);
      await transaction((tx) => openOccurrence(tx, workspace, hourly.id));
      await transaction((tx) => fillPage(tx, workspace, hourly.id));
    };

    await run(later(HOUR + 1));
    expect(await letIn()).toBe(3);
    const inside = await Promise.all(
      ['ana', 'bob'].map(async (user) => {
        const first = await firstStateOf(house, (await place.last(user)).id);
        return apply(first, await decider(house)(first));
      }),
    );
    await run(later(2 * HOUR + 1));
    expect(await letIn()).toBe(0);
    for (const one of inside.toReversed()) await decider(house)(one);
    expect(await letIn()).toBe(3);
    const entered = await Promise.all(users.map((user) => place.passes(user)));
    expect(entered.map((passes) => passes.length)).toEqual([2, 2, 0]);
    expect(await place.reconcile()).toEqual([]);
  });
});
