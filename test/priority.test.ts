import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JourneyInput } from '../journey/document.ts';
import { type House, openHouse, soon } from './house.ts';
import { createProviders } from './providers.ts';

const journey = (id: string, priority: number): JourneyInput => ({
  id,
  name: id,
  priority,
  entry: { type: 'event', event: 'Bought' },
  frequencyCaps: [{ max: 1, per: '1h' }],
  start: 'mail',
  nodes: {
    mail: {
      type: 'message',
      channel: 'email',
      template: id,
      content: { subject: 'Hello', text: '.' },
      links: { suppressed: 'full' },
      then: 'end',
    },
    end: { type: 'exit' },
    full: { type: 'exit', reason: 'full' },
  },
});

let house: House;
const providers = createProviders();
beforeAll(async () => {
  house = await openHouse();
  await house.start({ adapters: providers.adapters });
});
afterAll(() => house?.close());

test('C34 given four journeys on one event under one cap, the one of priority 5 published first, then priority 1 gets the slot of each of 12 users', async () => {
  const place = await house.place();
  for (const each of [journey('d-five', 5), journey('c-three', 3), journey('b-one', 1), journey('a-one', 1)])
    await place.publish(each);
  const users = Array.from({ length: 12 }, (_, nr) => `u${nr}`);
  await Promise.all(
    users.map((userId) =>
      place.tell({ userId, traits: { email: `${userId}@example.com` } }, { userId, name: 'Bought' }),
    ),
  );
  await soon(async () => {
    const ends = await Promise.all(users.map((userId) => place.passes(userId)));
    expect(ends.flat().filter(({ exit }) => exit !== null)).toHaveLength(48);
  });
  expect(providers.got.map(({ template }) => template)).toEqual(users.map(() => 'a-one'));
  expect(await place.reconcile()).toEqual([]);
});
