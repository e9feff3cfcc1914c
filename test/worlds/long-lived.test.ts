import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JourneyInput } from '../../journey/document/document.ts';
import { type House, later, openHouse, type Place } from '../house.ts';
import { createProviders } from '../providers.ts';

/** `WORLD_EVENTS=100000` for the whole of it. */
const EVENTS = Number(process.env.WORLD_EVENTS ?? 4_000);
const LOOPS = Math.min(100, EVENTS / 100);
/** What a service sends in one request. */
const BATCH = 200;

const loyal: JourneyInput = {
  id: 'loyal',
  name: 'A user who stays',
  entry: { type: 'event', event: 'Joined' },
  exits: [{ event: 'Left', reason: 'left' }],
  start: 'wait',
  nodes: {
    wait: {
      type: 'waitFor',
      events: { bought: { event: 'Bought', as: 'purchase' } },
      refreshOn: { event: 'Viewed', as: 'view' },
      timeout: 'never',
      then: 'thank',
    },
    thank: {
      type: 'message',
      channel: 'inApp',
      content: { title: '{{ context.purchase.nr }}' },
      then: 'wait',
    },
  },
};

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

test(`World: one instance that receives ${EVENTS} events and loops ${LOOPS} times: no event lost, nothing sent twice`, {
  timeout: 600_000,
}, async () => {
  // given a user who has entered
  const providers = createProviders();
  await house.start({ adapters: providers.adapters });
  const place = await house.place();
  await place.publish(loyal);
  await place.track('ana', 'Joined');
  await place.atRest('ana', 'wait');

  // when they look at many things, and buy each time after so many of them
  let nr = 0;
  for (let loop = 1; loop <= LOOPS; loop += 1) {
    for (let left = EVENTS / LOOPS; left > 0; left -= BATCH) {
      const views = Array.from({ length: Math.min(BATCH, left) }, () => ({ name: 'Viewed', properties: { nr: ++nr } }));
      await place.tell(...views);
    }
    await place.moveClock(later(loop * 1000));
    await place.track('ana', 'Bought', { nr: loop });
    await thanked(place, loop);
  }
  await place.atRest('ana', 'wait');

  // then each purchase was thanked for once, and the last that they looked at is remembered
  const { id } = await place.last();
  expect(providers.got.map(({ key }) => key)).toHaveLength(LOOPS);
  expect(new Set(providers.got.map(({ key }) => key)).size).toBe(LOOPS);
  expect((await place.messages(id)).map(({ outcome }) => outcome)).toEqual(Array.from({ length: LOOPS }, () => 'sent'));
  const [{ context } = { context: {} }] = await house.database.sql<{ context: Record<string, unknown> }>`
    select context from instances where workspace = ${place.workspace} and id = ${id}`;
  expect(context).toMatchObject({ view: { nr: EVENTS }, purchase: { nr: LOOPS } });
  const [{ n } = { n: 0 }] = await house.database.sql<{
    n: number;
  }>`select count(*) as n from events where workspace = ${place.workspace}`;
  expect(n).toBe(EVENTS + LOOPS + 1);
  expect(await place.reconcile()).toEqual([]);
  expect(await house.missed()).toBe(0);
});

const thanked = (place: Place, visits: number) =>
  expect
    .poll(async () => (await place.last()).node === 'wait' && (await place.messages((await place.last()).id)).length, {
      timeout: 60_000,
      interval: 5,
    })
    .toBe(visits);
