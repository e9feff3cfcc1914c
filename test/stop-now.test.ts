import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDueHandlers } from '../due/handlers.ts';
import { createDuePicker } from '../due/picker.ts';
import { JourneyId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { stopJourney } from '../store/lifecycle/end.ts';
import { decider, firstStateOf, HOUR, type House, later, openHouse, type Place, SILENT } from './house.ts';
import { pass } from './pass.ts';

const OFFER: JourneyInput = {
  id: 'offer',
  name: 'Offer',
  goals: [
    { id: 'bought', event: 'Bought' },
    { id: 'looked', event: 'Looked', exits: false },
  ],
  exits: [{ event: 'Complained', reason: 'complained' }],
  entry: { type: 'event', event: 'Signed Up' },
  start: 'wait',
  nodes: {
    wait: { type: 'delay', for: '90d', then: 'say' },
    say: { type: 'message', channel: 'inApp', content: { title: 'Hello' }, then: 'end' },
    end: { type: 'exit' },
  },
};

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const pick = async () => {
  const { database, store } = house;
  const ports = { store, versions: createVersions(database), entries: { plainUserIds: true }, log: SILENT };
  const picker = createDuePicker({ ...ports, database, handlers: createDueHandlers(ports), ring() {} });
  while ((await pass(picker)) > 0);
};

const USERS = ['ana', 'bob', 'cleo', 'dan', 'eve', 'fay'];
type Deed = readonly [hour: number, user: string | null, what: string];
const DID: readonly Deed[] = [
  [1, 'ana', 'Bought'],
  [1, 'dan', 'Looked'],
  [1, 'eve', 'Complained'],
  [2, 'eve', 'Bought'],
  [2, 'bob', 'Bought'],
  [2, null, 'the stop'],
  [3, 'cleo', 'Bought'],
];

async function stop({ workspace }: Place) {
  const request = { workspace, journey: JourneyId.parse('offer'), actor: 'test', mode: 'now' } as const;
  expect((await stopJourney(house.database, request)).ok).toBe(true);
}

const exits = async (place: Place) => {
  const rows = await house.database.sql<{ user: string; reason: string; at: number; goals: string[] }>`
    select user_id as user, exit_reason as reason, ended_at as at,
           array(select goal from conversions c where c.workspace = i.workspace and c.instance = i.id) as goals
      from instances i where workspace = ${place.workspace} order by user_id`;
  return Object.fromEntries(
    rows.map(({ user, reason, at, goals }) => [user, [reason, (at - later(0)) / HOUR, ...goals]]),
  );
};

test('§12 given a journey is stopped now, then unread events accepted up to that instant count first, and later ones don’t', async () => {
  const place = await house.place();
  await place.publish(OFFER);
  for (const user of USERS) await place.track(user, 'Signed Up');
  await house.forwarder().drain();
  for (const user of USERS.filter((each) => each !== 'bob'))
    await decider(house)(await firstStateOf(house, (await place.last(user)).id)); // bob's workflow has not begun

  for (const [hour, user, event] of DID) {
    await place.moveClock(later(hour * HOUR));
    if (user !== null) await place.track(user, event);
    else await stop(place);
  }
  await place.moveClock(later(4 * HOUR));
  await pick();

  expect(await exits(place)).toEqual({
    ana: ['goal', 1, 'bought'],
    bob: ['goal', 2, 'bought'],
    cleo: ['stopped', 2],
    dan: ['stopped', 2, 'looked'],
    eve: ['complained', 1],
    fay: ['stopped', 2],
  });
  expect((await place.trace((await place.last('dan')).id)).map(({ move, rule }) => `${move} ${rule}`)).toEqual([
    'wait delay-began',
    'note goal-counted',
    'exit stopped',
  ]);
  expect(await place.reconcile()).toEqual([]);
});
