import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JourneyInput } from '../journey/document/document.ts';
import { type House, openHouse, type Place, soon } from './house.ts';

const WAIT_MS = 3_000;
/** Before the deadline and after it. */
const AROUND_MS = 500;
const PEOPLE = Number(process.env.RACE_PEOPLE ?? 101);

const RACE: JourneyInput = {
  id: 'race',
  name: 'Race',
  entry: { type: 'event', event: 'Signed Up' },
  start: 'wait',
  nodes: {
    wait: {
      type: 'waitFor',
      events: { opened: { event: 'Opened' } },
      timeout: '3s',
      links: { opened: 'opened', timeout: 'late' },
    },
    opened: { type: 'exit', reason: 'opened' },
    late: { type: 'exit', reason: 'too-late' },
  },
};

let house: House;
let place: Place;
beforeAll(async () => {
  house = await openHouse();
  await house.start();
  place = await house.place('real');
  await place.publish(RACE);
});
afterAll(() => house.close());

test(`§7.1 in real time, around a deadline, where events and timers race: acceptance decides, for ${PEOPLE} of ${PEOPLE} users`, async () => {
  const people = Array.from({ length: PEOPLE }, (_, nr) => `user-${nr}`);
  await place.tell(...people.map((userId) => ({ userId, name: 'Signed Up' })));
  const [entered] = await house.database.sql<{ at: number; ago: number }>`
    select min(accepted_at) as at, clock(${place.workspace}) - min(accepted_at) as ago from events
      where workspace = ${place.workspace}`;
  const deadline = performance.now() + WAIT_MS - (entered?.ago ?? 0);
  await place.track(people[0] ?? '', 'Opened'); // one is in time however slow the machine is
  await Promise.all(
    people.slice(1).map(async (userId, nr) => {
      await sleep(Math.max(0, deadline + AROUND_MS * ((2 * nr) / PEOPLE - 1) - performance.now()));
      await place.track(userId, 'Opened');
    }),
  );

  const rows = await soon(async () => {
    const ended = await house.database.sql<{ lateMs: number; reason: string }>`
      select e.accepted_at - i.entered_at - ${WAIT_MS} as "lateMs", i.exit_reason as reason
        from instances i join events e on e.workspace = i.workspace and e.person = i.person and e.name = 'Opened'
       where i.workspace = ${place.workspace} and i.ended_at is not null`;
    expect(ended).toHaveLength(PEOPLE);
    return ended;
  });
  expect(rows.filter(({ lateMs, reason }) => reason !== (lateMs <= 0 ? 'opened' : 'too-late'))).toEqual([]);
  const inTime = rows.filter(({ lateMs }) => lateMs <= 0).length;
  expect(inTime).toBeGreaterThan(0); // it was a race
  expect(inTime).toBeLessThan(PEOPLE);
  expect(await place.reconcile()).toEqual([]);
});
