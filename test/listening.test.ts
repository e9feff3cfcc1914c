import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDueHandlers } from '../due/handlers.ts';
import { createDuePicker } from '../due/picker.ts';
import { PersonId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { Segment } from '../journey/segments/segment.ts';
import { record } from '../store/events/ingest.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { putSegment } from '../store/segments/segments.ts';
import { decider, firstStateOf, HOUR, type House, later, openHouse, type Place } from './house.ts';
import { pass } from './pass.ts';

/** C11: an event that nothing listens to costs only its ingest; an event that anything listens to is never missed. */

const OPEN: JourneyInput = {
  id: 'open',
  name: 'Open',
  entry: { type: 'event', event: 'Signed Up', reentry: { policy: 'always' } },
  start: 'wait',
  nodes: {
    wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '2h', then: 'done' },
    done: { type: 'exit' },
  },
};

let house: House;
let place: Place;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  place = await house.place();
});
afterAll(() => house.close());

const put = (id: string, condition: object) =>
  putSegment(house.database, {
    workspace: place.workspace,
    document: Segment.parse({ id, name: id, condition }),
    actor: 'test',
  });

/** Everything that is due, and everything that waits for a forwarder. */
async function settle(): Promise<void> {
  const complain = (about: object) => expect(about).toBeUndefined();
  const log = { warn: complain, error: complain };
  const ports = { store: house.store, versions: createVersions(house.database), entries: { plainUserIds: true }, log };
  const picker = createDuePicker({ ...ports, database: house.database, handlers: createDueHandlers(ports), ring() {} });
  const { slots } = house.forwarder();
  while ((await pass(picker)) + (await pass(slots)) > 0);
}

const members = async (segment: string) => {
  const rows = await house.database.sql<{ user: string }>`
    select p.user_id as user from memberships m join persons p on p.workspace = m.workspace and p.id = m.person
     where m.workspace = ${place.workspace} and m.segment = ${segment} and m.is_in order by 1`;
  return rows.map(({ user }) => user);
};

describe('C11 an event that nothing listens to isn’t forwarded', () => {
  test('C11 events without a listener leave no row, and one that enters is forwarded alone', async () => {
    await place.publish(OPEN);
    await place.tell(
      ...Array.from({ length: 400 }, (_, nr) => ({ userId: `u${nr % 40}`, name: 'Viewed', properties: { nr } })),
    );
    await place.tell({ traits: { plan: 'gold' } });
    expect(await place.outbox()).toBe(0);
    await place.track('ana', 'Signed Up');
    expect(await place.outbox()).toBe(1);
    await house.forwarder().drain();
    expect(await place.passes('ana')).toMatchObject([{ status: 'live' }]);
  });

  test('C11 an awaited event concerns only users inside the journey', async () => {
    await place.publish(OPEN);
    await place.track('ana', 'Signed Up');
    await settle();
    const { id } = await place.last();
    await decider(house)(await firstStateOf(house, id));
    await place.track('bo', 'Opened');
    expect(await place.outbox()).toBe(0);
    await place.track('ana', 'Opened');
    expect(await place.outbox()).toBe(1);
    await settle();
    expect((await place.last()).nudgedTo).toBeGreaterThan(0);
  });

  test.each([
    { state: 'paused', outbox: 1 },
    { state: 'scheduled', outbox: 1 },
    { state: 'stopped', outbox: 1 },
    { state: 'archived', outbox: 0 },
  ])('C11 an event that enters a journey which is $state: $outbox waits', async ({ state, outbox }) => {
    await place.publish(OPEN);
    await house.database.sql`update journeys set state = ${state} where workspace = ${place.workspace}`;
    await place.track('ana', 'Signed Up');
    expect(await place.outbox()).toBe(outbox);
  });

  test('C11 a segment that names an event listens, and a new user is evaluated for all segments', async () => {
    await put('buyers', { did: 'Bought' });
    await place.track('ana', 'Viewed');
    expect(await place.outbox()).toBe(1); // the first that is heard of ana
    await settle();
    await place.track('ana', 'Viewed');
    expect(await place.outbox()).toBe(0);
    await place.track('ana', 'Bought');
    await settle();
    expect(await members('buyers')).toEqual(['ana']);
  });

  test('C11 a change of a trait is heard by the segments that read that trait', async () => {
    await put('gold', { path: 'profile.plan', op: '=', value: 'gold' });
    await place.tell({ traits: { plan: 'none' } });
    await settle();
    await place.tell({ traits: { color: 'red' } });
    expect(await place.outbox()).toBe(0);
    await place.tell({ traits: { plan: 'gold' } });
    await settle();
    expect(await members('gold')).toEqual(['ana']);
  });

  test('C11 a change reaches a user who waits in a grace', async () => {
    const where = { path: 'profile.plan', op: '=', value: 'gold' } as const;
    await place.publish({ ...OPEN, entry: { type: 'event', event: 'Signed Up', where, grace: '1h' } });
    await place.track('ana', 'Signed Up');
    await settle();
    expect(await place.passes()).toEqual([]);
    await place.tell({ traits: { plan: 'gold' } });
    await settle();
    expect(await place.passes()).toMatchObject([{ journey: 'open' }]);
  });
});

describe('C11 no event is missed while a listener is added', () => {
  /** Held open under ana's lock, after the statement that has written her event. */
  async function accepting(told: Parameters<Place['message']>[0]) {
    const hold = await house.database.pool.connect();
    const person = await personOf('ana');
    await hold.query('begin');
    await hold.query('select lock_persons($1, array[$2]::text[])', [place.workspace, person]);
    const accepted = place.tell(told); // waits for the lock
    return {
      accepted,
      async release() {
        await hold.query('commit');
        hold.release();
        await accepted;
      },
    };
  }
  const personOf = async (userId: string) => {
    const [row] = await house.database.sql<{ person: string }>`
      select person from identities where workspace = ${place.workspace} and value = ${userId}`;
    return row?.person;
  };

  test('C11 an event whose ingest is under way while a journey is published: written after the answer, it enters', async () => {
    await place.track('ana', 'Viewed');
    const { release } = await accepting({ name: 'Signed Up' });
    await place.publish(OPEN);
    await release();
    await settle();
    expect(await place.passes()).toMatchObject([{ journey: 'open' }]);
  });

  test('C11 an event that is written before the publishing is committed was there before it; the next one enters', async () => {
    await place.track('ana', 'Viewed');
    await place.track('ana', 'Signed Up');
    await place.publish(OPEN);
    await settle();
    expect(await place.passes()).toEqual([]);
    await place.track('ana', 'Signed Up');
    await settle();
    expect(await place.passes()).toMatchObject([{ journey: 'open' }]);
  });

  test('C11 events and a segment saved at the same time: whichever comes first, every user who did it is a member', async () => {
    const users = Array.from({ length: 60 }, (_, nr) => `u${nr}`);
    await place.tell(...users.map((userId) => ({ userId, name: 'Viewed' })));
    const doing = users.map(async (userId, nr) => {
      await new Promise((resolve) => setTimeout(resolve, nr / 3));
      await place.track(userId, 'Bought');
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    await put('buyers', { did: 'Bought' });
    await settle();
    await Promise.all(doing);
    await settle();
    expect(await members('buyers')).toEqual(users.toSorted());
  });

  test('C11 an event that isn’t committed yet when a segment is saved is found by the look at all users', async () => {
    await place.track('ana', 'Viewed');
    const person = await personOf('ana');
    const { store, database } = house;
    const written = createSignal();
    const held = createSignal();
    const who = { workspace: place.workspace, person: PersonId.parse(person) };
    const accepting = store.person(who, async (sql, now) => {
      await record(sql, who.workspace, now, [
        { messageId: 'late', person: who.person, name: 'Bought', properties: {} },
      ]);
      written.give();
      await held.given;
    });
    await written.given;
    await put('buyers', { did: 'Bought' });
    const settled = settle(); // the backfill waits for ana's lock
    held.give();
    await accepting;
    await settled;
    expect(await database.sql`select from outbox where workspace = ${place.workspace}`).toEqual([]);
    expect(await members('buyers')).toEqual(['ana']);
  });

  test('C11 a date set while the journey is published is found by the look at all users', async () => {
    await place.track('ana', 'Viewed');
    const person = await personOf('ana');
    const who = { workspace: place.workspace, person: PersonId.parse(person) };
    const written = createSignal();
    const held = createSignal();
    const trial = new Date(later(HOUR)).toISOString();
    const accepting = house.store.person(who, async (sql, now) => {
      const traits = { trialEnds: trial };
      await record(sql, who.workspace, now, [
        { messageId: 'date', person: who.person, name: '$profile.changed', properties: traits, traits },
      ]);
      written.give();
      await held.given;
    });
    await written.given;
    await place.publish({ ...OPEN, entry: { type: 'date', trait: 'trialEnds' } });
    const settled = settle();
    held.give();
    await accepting;
    await settled;
    await place.moveClock(later(HOUR + 1));
    await settle();
    expect(await place.passes()).toMatchObject([{ journey: 'open' }]);
  });
});

function createSignal() {
  let give: () => void = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}
