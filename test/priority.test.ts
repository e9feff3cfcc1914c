import { afterAll, beforeAll, expect, test } from 'vitest';
import { JourneyId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { pauseJourney } from '../store/lifecycle/pause.ts';
import { HOUR, type House, later, MINUTE, openHouse, type Place, soon } from './house.ts';
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
  expect(await winners(place)).toEqual(users.map(() => 'a-one'));
  expect(await place.reconcile()).toEqual([]);
});

/** Runs once, an hour after the beginning. */
const scheduled = (id: string, priority: number, entry: object = {}): JourneyInput =>
  ({
    ...journey(id, priority),
    timeZone: 'UTC',
    entry: { type: 'schedule', at: ['2026-03-02T10:00'], ...entry },
  }) as JourneyInput;

const USERS = Array.from({ length: 12 }, (_, nr) => `u${String(nr).padStart(2, '0')}`);

/** Makes all users known and moves the clock to a moment after the run. */
async function atTheRun(...journeys: readonly JourneyInput[]): Promise<Place> {
  const place = await house.place();
  await place.tell(...USERS.map((userId) => ({ userId, traits: { email: `${userId}@example.com` } })));
  await place.publish(...journeys);
  return place;
}

/** Templates of what was sent. */
async function winners({ workspace }: Place): Promise<readonly string[]> {
  const rows = await house.database.sql<{ template: string }>`
    select template from messages where workspace = ${workspace} and outcome = 'sent' order by template collate "C"`;
  return rows.map(({ template }) => template);
}

const everybodyHas = async (place: Place, count: number) =>
  soon(async () => {
    const seen = await Promise.all(USERS.map((userId) => place.passes(userId)));
    expect(seen.flat().filter(({ exit }) => exit !== null)).toHaveLength(count);
    expect(await place.reconcile()).toEqual([]);
  });

test.each([
  { of: 'two', journeys: [scheduled('a-four', 4), scheduled('b-two', 2)], winner: 'b-two' },
  {
    of: 'four',
    journeys: [scheduled('d-five', 5), scheduled('c-three', 3), scheduled('b-one', 1), scheduled('a-one', 1)],
    winner: 'a-one',
  },
])(
  'C34 given $of schedules at one instant under one cap, then the most important gets the slot of each of 12 users',
  async ({ journeys, winner }) => {
    const place = await atTheRun(...journeys);
    await place.moveClock(later(HOUR + 1));
    await everybodyHas(place, USERS.length * journeys.length);
    expect(await winners(place)).toEqual(USERS.map(() => winner));
  },
);

test('C34 given the more important of two runs is full after four, then the others get the message of the less important', async () => {
  const full = scheduled('b-two', 2, { capacity: { max: 4, per: 'ever' } });
  const place = await atTheRun(scheduled('a-four', 4), full);
  await place.moveClock(later(HOUR + 1));
  await everybodyHas(place, USERS.length + 4);
  expect(await winners(place)).toEqual([...Array(8).fill('a-four'), ...Array(4).fill('b-two')]);
});

test('C34 given the more important of two journeys is paused, then the other doesn’t wait for it', async () => {
  const place = await atTheRun(scheduled('a-four', 4), scheduled('b-two', 2));
  const { workspace } = place;
  await pauseJourney(house.database, { workspace, journey: JourneyId.parse('b-two'), actor: 'test' });
  await place.moveClock(later(HOUR + 1));
  await everybodyHas(place, USERS.length);
  expect(await winners(place)).toEqual(USERS.map(() => 'a-four'));
});

test('C34 given the broadcast of a more important journey is stuck, then a less important one gives way for a minute and no longer', async () => {
  const place = await atTheRun(journey('a-four', 4), scheduled('b-two', 2));
  const { sql } = house.database;
  await sql`
    update broadcasts set state = 'filling', version = 1, begins_at = at, total = 12, started_at = clock_timestamp()
     where workspace = ${place.workspace} and journey = 'b-two'`;
  await place.moveClock(later(HOUR + 1));
  await place.tell({ userId: 'u00', name: 'Bought' });
  await soon(async () =>
    expect(await house.client.workflow.getHandle((await place.last('u00')).workflowId).fetchHistory()).toSatisfy(
      hasWaited,
    ),
  );
  expect(await winners(place)).toEqual([]);
  await place.moveClock(later(HOUR + MINUTE));
  await soon(async () => expect(await winners(place)).toEqual(['a-four']));
});

/** A timer has been started more than once. */
const hasWaited = ({
  events,
}: {
  readonly events?: readonly { readonly timerStartedEventAttributes?: object | null }[] | null;
}) => (events ?? []).filter(({ timerStartedEventAttributes: timer }) => timer).length > 1;
