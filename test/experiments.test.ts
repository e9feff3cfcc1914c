import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createReweigh } from '../activities/reweigh.ts';
import { JourneyId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { readTallies } from '../store/experiments/conversions.ts';
import { createEditExperiment } from '../store/experiments/edit.ts';
import { findExperiment } from '../store/experiments/experiments.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { announceEvents } from '../store/outbox/announce.ts';
import { listChanges } from '../store/read-model/experiments.ts';
import { keepReweighing, reweighSchedule } from '../worker/jobs/schedules.ts';
import { HOUR, type House, later, openHouse, type Place, soon, T0 } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const journeyOf = (id: string, node: object = {}): JourneyInput => ({
  id,
  name: 'Offers',
  entry: { type: 'event', event: 'Carted', reentry: { policy: 'always' } },
  start: 'offer',
  nodes: {
    offer: {
      type: 'intelli',
      experiment: 'offer',
      paths: { a: {}, b: {} },
      goals: [{ id: 'bought', event: 'Bought', within: '2h' }],
      then: 'end',
      ...node,
    },
    end: { type: 'exit' },
  },
});

/** Assigns a number of users to an arm, as decisions would, and lets some of them convert. */
const filled = (place: Place, arm: string, assigned: number, converted: number, at = T0) => house.database.sql`
  with given as (
    insert into assignments (workspace, person, experiment, arm, assigned_at, journey)
    select ${place.workspace}, ${arm} || nr, 'offer', ${arm}, ${at}::bigint, 'offers'
      from generate_series(1, ${assigned}::int) as nr
    returning person
  )
  insert into experiment_conversions (workspace, experiment, person, goal, journey, arm, assigned_at, converted_at)
  select ${place.workspace}, 'offer', person, 'bought', 'offers', ${arm}, ${at}::bigint, ${at}::bigint from given
    limit ${converted}::int`;

const refIn = ({ workspace }: Place) => ({ workspace, journey: JourneyId.parse('offers'), experiment: 'offer' });
const talliesIn = (place: Place) => readTallies(house.database.sql, refIn(place), ['a', 'b'], later(24 * HOUR));
const reweigh = (place: Place) =>
  createReweigh({
    database: house.database,
    versions: createVersions(house.database),
    onFailure: (_, cause) => {
      throw cause;
    },
  })({ workspace: place.workspace });

describe('a conversion counts once per assignment', () => {
  test('a user judged again after a crash has converted once; the numbers reconcile', async () => {
    const server = await house.start();
    const place = await house.place();
    await place.publish(journeyOf('offers'));
    await place.track('ana', 'Carted');
    await place.until('ana', { exit: { reason: 'completed' } });
    const { position } = await place.track('ana', 'Bought');
    await place.track('ana', 'Bought');
    await soon(async () => expect(await place.outbox()).toBe(0));
    const { person } = await place.last();
    await announceEvents(house.database.sql, { workspace: place.workspace, person }, [position]);
    await soon(async () => expect(await place.outbox()).toBe(0));
    const converted = await house.database
      .sql`select goal, arm, converted_at as at from experiment_conversions where workspace = ${place.workspace}`;
    expect(converted).toEqual([{ goal: 'bought', arm: expect.stringMatching(/^[ab]$/), at: T0 }]);
    expect(
      Object.values(await talliesIn(place))
        .map((tally) => tally.converted)
        .toSorted(),
    ).toEqual([0, 1]);
    expect(await place.reconcile()).toEqual([]);

    await house.database.sql`update assignments set arm = 'c' where workspace = ${place.workspace}`;
    expect((await place.reconcile()).join('; ')).toMatch(/has given c to 1, 0 left by it; .*counts a conversion of/);
    await server.close();
  });
});

describe('re-weighing sends traffic to the path that converts, and keeps a log', () => {
  test('once: run again, it finds nothing to change', async () => {
    const place = await house.place();
    await place.publish(journeyOf('offers'));
    await filled(place, 'a', 500, 20);
    await filled(place, 'b', 500, 50);
    expect([await reweigh(place), await reweigh(place)]).toEqual([1, 0]);
    const { changes } = await listChanges(house.database.sql, refIn(place), { limit: 10 });
    expect(changes).toMatchObject([
      {
        revision: 2,
        actor: 'bandit',
        what: 'reweighed',
        at: T0,
        before: { weights: { a: 50, b: 50 } },
        after: { weights: { a: 5, b: 95 } },
        tallies: { a: { assigned: 500, converted: 20 }, b: { assigned: 500, converted: 50 } },
      },
      { revision: 1, what: 'published' },
    ]);
  });

  test.each([
    {
      given: 'a journey that is not running',
      change: (place: Place) =>
        house.database.sql`update journeys set state = 'paused' where workspace = ${place.workspace}`,
    },
    { given: 'manual mode', change: (place: Place) => edit(place, { type: 'edited', mode: 'manual' }) },
    { given: 'a declared winner', change: (place: Place) => edit(place, { type: 'winner-declared', arm: 'a' }) },
  ])('$given is left alone', async ({ change }) => {
    const place = await house.place();
    await place.publish(journeyOf('offers'));
    await filled(place, 'b', 100, 90);
    await change(place);
    expect(await reweigh(place)).toBe(0);
  });

  test('counting after the window: no user counts before their window has passed, converted or not', async () => {
    const place = await house.place();
    await place.publish(journeyOf('offers', { counting: 'after-window' }));
    await filled(place, 'a', 100, 60); // converts at once
    await filled(place, 'b', 100, 0); // later
    expect(await reweigh(place)).toBe(0);
    await house.database.sql`
      insert into experiment_conversions (workspace, experiment, person, goal, journey, arm, assigned_at, converted_at)
      select workspace, experiment, person, 'bought', journey, arm, assigned_at, assigned_at + 1 from assignments
       where workspace = ${place.workspace} and arm = 'b' limit 90`;
    await place.moveClock(later(5 * HOUR));
    expect(await reweigh(place)).toBe(1);
    const now = await findExperiment(house.database.sql, refIn(place));
    expect(now?.weights.b).toBeGreaterThan(90);
  });

  test('by a Temporal Schedule, made once however often a worker starts, on the bulk queue', async () => {
    const server = await house.start();
    const place = await house.place();
    await place.publish(journeyOf('offers'));
    await filled(place, 'b', 100, 90);
    await keepReweighing(house.client, house.taskQueue);
    await keepReweighing(house.client, house.taskQueue);
    const schedule = house.client.schedule.getHandle(reweighSchedule(house.taskQueue));
    const { spec } = await schedule.describe();
    expect(spec.intervals).toMatchObject([{ every: 5 * 60_000 }]);
    await schedule.trigger();
    await soon(async () => expect((await findExperiment(house.database.sql, refIn(place)))?.revision).toBe(2));
    await schedule.delete();
    await server.close();
  });
});

describe('7.10 operators’ changes move no assigned user', () => {
  test('a winner gets all new users; assigned users keep their path, and the winner is withdrawn again', async () => {
    const server = await house.start();
    const place = await house.place();
    await place.publish(journeyOf('offers'));
    const armOf = async (user: string) => {
      const { id } = await place.until(user, { exit: { reason: 'completed' } });
      return (await place.trace(id))[0];
    };
    const users = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6'];
    for (const user of users) await place.track(user, 'Carted');
    const before = await Promise.all(users.map(armOf));
    const loser = before[0]?.port === 'a' ? 'b' : 'a';
    await edit(place, { type: 'winner-declared', arm: loser });
    for (const user of [...users, 'n1', 'n2', 'n3', 'n4']) await place.track(user, 'Carted');
    await soon(async () => {
      for (const user of users)
        expect((await place.passes(user)).map(({ exit }) => exit?.reason)).toEqual(['completed', 'completed']);
    });
    const after = await Promise.all(users.map(armOf));
    expect(after.map((line) => line?.port)).toEqual(before.map((line) => line?.port));
    expect(after.every((line) => line?.rule === 'arm-kept')).toBe(true);
    const fresh = await Promise.all(['n1', 'n2', 'n3', 'n4'].map(armOf));
    expect(fresh.map((line) => line?.port)).toEqual([loser, loser, loser, loser]);
    expect(await place.reconcile()).toEqual([]);
    await server.close();
  });
});

type Edit = Parameters<ReturnType<typeof createEditExperiment>>[0]['edit'];
const edit = (place: Place, what: Edit) =>
  createEditExperiment(house.database, createVersions(house.database))({ ...refIn(place), actor: 'test', edit: what });
