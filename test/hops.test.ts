import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JourneyInput } from '../journey/document/document.ts';
import { type House, openHouse, soon } from './house.ts';

const WAIT: JourneyInput = {
  id: 'wait',
  name: 'Wait',
  entry: { type: 'event', event: 'Signed Up', reentry: { policy: 'always' } },
  start: 'wait',
  nodes: { wait: { type: 'delay', for: '2h', then: 'done' }, done: { type: 'exit' } },
};

describe('§8 Sojourn’s own events that cause one another end after twenty hops', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  test('§8 given an entry after the twentieth hop, then it is refused: too many hops', async () => {
    const place = await house.place();
    await place.publish(WAIT);
    await place.tell({ userId: 'ana', name: 'Signed Up', hops: 19 }, { userId: 'bob', name: 'Signed Up', hops: 20 });
    await house.forwarder().drain();
    expect(await place.passes('ana')).toHaveLength(1);
    expect(await place.passes('bob')).toEqual([]);
    expect(await place.refusals()).toMatchObject([{ reason: 'too-many-hops', read: { hops: 20 } }]);
    expect(await place.reconcile()).toEqual([]);
  });

  test.each([
    {
      given: 'a journey that its own change of the profile lets in again',
      entry: '$profile.changed',
      then: 'done',
      passes: 20,
    },
    { given: 'a wait for the change that comes before it', entry: 'Signed Up', then: 'wait', passes: 1 },
  ])('§8 given $given, then that ends, and the reason is kept', async ({ entry, then, passes }) => {
    const place = await house.place();
    await place.publish({
      ...WAIT,
      entry: { type: 'event', event: entry, reentry: { policy: 'always' } },
      start: 'note',
      nodes: {
        note: { type: 'update', increment: { times: 1 }, then: then as never },
        wait: { type: 'waitFor', events: { again: { event: '$profile.changed' } }, timeout: '2h', then: 'note' },
        done: { type: 'exit' },
      },
    });
    const server = await house.start();
    await place.tell({ name: 'Signed Up' }, { traits: { times: 0 } });
    await soon(async () => {
      const reasons = await house.database.sql<{ reason: string }>`
        select reason from refusals where workspace = ${place.workspace} union all select reason from dead_letters
          where workspace = ${place.workspace}`;
      expect(reasons).toEqual([{ reason: expect.stringMatching(/^too.many.hops/) }]);
      expect(await place.outbox()).toBe(0);
    });
    expect(await place.passes()).toHaveLength(passes);
    const [profile] = await house.database.sql<{ times: number }>`
      select (profile ->> 'times')::int as times from persons where workspace = ${place.workspace}`;
    expect([20, 21, 22]).toContain(profile?.times);
    await server.close();
  });

  test('§8 given a journey that its own message lets the user into again, then the chain ends, and the reason is recorded', async () => {
    const place = await house.place();
    await place.publish({
      ...WAIT,
      entry: { type: 'event', event: '$message.sent', reentry: { policy: 'always' } },
      start: 'hello',
      nodes: {
        hello: { type: 'message', channel: 'inApp', content: { text: 'Hello' }, then: 'done' as never },
        done: { type: 'exit' },
      },
    });
    const server = await house.start();
    await place.tell({ name: '$message.sent' });
    await soon(async () => {
      const reasons = await house.database.sql<{ reason: string }>`
        select reason from refusals where workspace = ${place.workspace} union all select reason from dead_letters
          where workspace = ${place.workspace}`;
      expect(reasons).toEqual([{ reason: expect.stringMatching(/^too.many.hops/) }]);
      expect(await place.outbox()).toBe(0);
    });
    expect(await place.passes()).toHaveLength(20);
    await server.close();
  });
});
