import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InstanceId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { listInstances } from '../store/read-model/instances.ts';
import { type House, openHouse, type Place, soon } from './house.ts';

const TWO_WAITS: JourneyInput = {
  id: 'two-waits',
  name: 'Two waits',
  entry: { type: 'event', event: 'Began' },
  start: 'wait',
  nodes: {
    wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '3d', then: 'more' },
    more: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '3d', then: 'on' },
    on: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '3d', then: 'done' },
    done: { type: 'exit' },
  },
};
/** Fewer than those that are parked. */
const SLOTS = 2;
const USERS = ['ana', 'bea', 'cid', 'dan', 'eve'];

describe('an instance that can’t decide is parked visibly, and delays no other', () => {
  let house: House;
  let place: Place;
  let server: Awaited<ReturnType<House['start']>>;
  beforeEach(async () => {
    house = await openHouse();
    server = await house.start({ workflowSlots: SLOTS });
    place = await house.place();
    await place.publish(TWO_WAITS);
  });
  afterEach(() => house.close());

  const enter = async (userId: string) => {
    await place.track(userId, 'Began');
    return place.atRest(userId, 'wait');
  };
  const lengthOf = async (workflowId: string) =>
    (await house.client.workflow.getHandle(workflowId).fetchHistory()).events?.length ?? 0;

  /** The store as it was when the instance had taken that step, and Temporal as it is. */
  const restore = async (id: InstanceId, step: number) => {
    await house.database.sql`delete from transitions where instance = ${id} and step >= ${step}`;
    await house.database.sql`update instances set step = ${step}, node = 'wait', nudged_to = 0 where id = ${id}`;
  };

  test('C14 a store that is behind its workflows parks each once, listed as stuck, with a bounded history; others continue', async () => {
    for (const user of USERS) {
      await enter(user);
      for (const node of ['more', 'on']) {
        await place.track(user, 'Opened');
        await place.atRest(user, node);
      }
      await restore((await place.last(user)).id, 1);
      await place.track(user, 'Opened');
    }
    for (const user of USERS) await place.until(user, { stuck: expect.stringMatching(/^storeBehind: /) as never });
    const { instances } = await listInstances(house.database.sql, { ...place, status: 'stuck', limit: 50 });
    expect(instances.map(({ userId }) => userId).sort()).toEqual(USERS);

    const { workflowId } = await place.last('ana');
    const before = await lengthOf(workflowId);
    await enter('fay'); // more are parked than there are slots
    await place.track('fay', 'Opened');
    await place.atRest('fay', 'more');
    expect(await lengthOf(workflowId)).toBe(before);
    expect((await house.client.workflow.getHandle(workflowId).describe()).status.name).toBe('RUNNING');
  });

  test('C40 a worker whose decisions keep failing ends in time; the instance says why, and continues when they succeed', async () => {
    const { workflowId } = await enter('ana');
    await enter('bea');
    await house.database.pool.query(`
      create function refuse_it() returns trigger language plpgsql as $$ begin raise exception 'refused by a test, of ana@example.com'; end $$;
      create trigger refuse_it before insert on transitions for each row
        when (new.instance = '${(await place.last('ana')).id}') execute function refuse_it()`);
    await place.track('ana', 'Opened');
    await place.until('ana', { stuck: expect.stringMatching(/^decisionFails: refused by a test/) as never });
    await place.track('bea', 'Opened');
    await place.atRest('bea', 'more');

    const began = performance.now();
    await server.close();
    expect(performance.now() - began).toBeLessThan(25_000);
    const { events = [] } = await house.client.workflow.getHandle(workflowId).fetchHistory();
    expect(events?.length).toBeLessThan(40);
    expect(JSON.stringify(events)).not.toContain('ana@example.com');

    await house.database.pool.query('drop trigger refuse_it on transitions');
    await house.start();
    await place.until('ana', { node: 'more', stuck: null });
  }, 180_000);

  test('C40 the pauses between two rounds of tries grow, so that a day adds no more than a few thousand events', async () => {
    const { workflowId, id } = await enter('ana');
    await house.database.pool.query(`
      create function refuse_it() returns trigger language plpgsql as $$ begin raise exception 'refused by a test'; end $$;
      create trigger refuse_it before insert on transitions for each row when (new.instance = '${id}') execute function refuse_it()`);
    await place.track('ana', 'Opened');
    await soon(async () => {
      const { events = [] } = await house.client.workflow.getHandle(workflowId).fetchHistory();
      const pauses = events?.flatMap(({ timerStartedEventAttributes: timer }) =>
        timer ? [Number(timer.startToFireTimeout?.seconds)] : [],
      );
      expect(pauses?.slice(-2)).toEqual([2, 4]);
    });
  });
});
