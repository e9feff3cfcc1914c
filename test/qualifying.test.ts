import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { JourneyId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { findJourney } from '../store/read-model/journeys.ts';
import { listQualifying } from '../store/read-model/qualifying.ts';
import { HOUR, type House, later, MINUTE, openHouse, type Place, T0 } from './house.ts';
import { createProviders } from './providers.ts';

/** Who has begun to qualify is a row that waits, visible and counted, and no workflow (design.md §8). */

const LEFT: JourneyInput = {
  id: 'left',
  name: 'Left',
  goals: [{ id: 'bought', event: 'Charged' }],
  entry: { type: 'inaction', event: 'Added', without: { event: 'Charged' }, within: '2m' },
  start: 'say',
  nodes: {
    say: { type: 'message', channel: 'inApp', content: { title: 'Still there' }, then: 'end' },
    end: { type: 'exit' },
  },
};
const FILTERED: JourneyInput = {
  ...LEFT,
  id: 'filtered',
  entry: { type: 'event', event: 'Added', where: { path: 'profile.plan', op: '=', value: 'pro' }, grace: '1h' },
};

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.closeServers()); // a forwarder of another test would take part
afterAll(() => house?.close());

const seen = async (place: Place, id: string) => ({
  counted: (await findJourney(house.database.sql, place.workspace, id))?.counts,
  listed: (
    await listQualifying(house.database.sql, { workspace: place.workspace, journey: JourneyId.parse(id), limit: 1 })
  ).qualifying,
});

test('given a user who left a cart, then the user is listed and counted as qualifying, without an instance', async () => {
  const place = await house.place();
  await place.publish(LEFT, FILTERED);
  await place.track('ana', 'Added');
  await house.forwarder().drain();

  expect(await place.passes()).toEqual([]);
  expect(await seen(place, 'left')).toMatchObject({
    counted: { qualifying: 1, qualified: 0, entered: 0 },
    listed: [{ userId: 'ana', kind: 'inaction', since: T0, until: later(2 * MINUTE) }],
  });
  expect(await seen(place, 'filtered')).toMatchObject({
    counted: { qualifying: 1, qualified: 0, refused: 0 },
    listed: [{ userId: 'ana', kind: 'grace', since: T0, until: later(HOUR) }],
  });
  expect(await place.reconcile()).toEqual([]);
});

test('given the picker was away for two hours, and a purchase meanwhile, then the user enters at the end of the time, and the goal withholds the message', async () => {
  const place = await house.place();
  await place.publish(LEFT);
  await place.track('ana', 'Added');
  await house.forwarder().drain();
  await place.moveClock(later(HOUR));
  await place.track('ana', 'Charged');
  await place.moveClock(later(2 * HOUR));

  const providers = createProviders();
  await house.start({ adapters: providers.adapters });
  const pass = await place.until('ana', { status: 'ended' });

  expect(pass.exit).toEqual({ reason: 'goal', goal: 'bought' });
  expect(providers.got).toEqual([]);
  expect((await place.trace(pass.id)).map(({ at, move, rule }) => [at, move, rule])).toEqual([
    [later(2 * MINUTE), 'wait', 'send-decided'],
    [later(HOUR), 'exit', 'goal-met'],
    [later(HOUR), 'withhold', 'goal-met'],
  ]);
  expect((await seen(place, 'left')).counted).toMatchObject({ qualifying: 0, qualified: 1, entered: 1 });
  expect(await place.reconcile()).toEqual([]);
});
