import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAdvance } from '../activities/advance.ts';
import { createDueHandlers } from '../due/handlers.ts';
import { createDuePicker } from '../due/picker.ts';
import { createBulkRoom } from '../forwarding/bulk-room.ts';
import { JourneyId, type PersonId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import type { Version } from '../journey/engine/version.ts';
import { belongs } from '../journey/segments/evaluate.ts';
import { Segment } from '../journey/segments/segment.ts';
import { type DueRow, setDue } from '../store/base/due-rows.ts';
import type { Database, Sql } from '../store/base/sql.ts';
import { findRipeJourneys } from '../store/broadcasts/queue.ts';
import { createVersions, type Versions } from '../store/journeys/versions.ts';
import { stopJourney } from '../store/lifecycle/end.ts';
import type { Store } from '../store/person.ts';
import { listSegments, putSegment } from '../store/segments/segments.ts';
import { updateMemberships } from '../store/segments/update-memberships.ts';
import { createBroadcasts } from '../worker/jobs/broadcasts.ts';
import { firstStateOf, HOUR, type House, later, openHouse, type Place, SILENT } from './house.ts';
import { pass } from './pass.ts';

/**
 * A bug in the code is never taken for a fault of a document or of a user's data, so nothing is set aside because of
 * it.
 */

const OPEN: JourneyInput = {
  id: 'open',
  name: 'Open',
  goals: [{ id: 'bought', event: 'Bought' }],
  entry: { type: 'event', event: 'Signed Up' },
  start: 'wait',
  nodes: { wait: { type: 'delay', for: '2h', then: 'done' }, done: { type: 'exit' } },
};

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** What a bug looks like: reading a property of undefined. */
const bug = (): never => (undefined as unknown as { x: never }).x;
const BUG = expect.objectContaining({ err: expect.any(TypeError) });

/** Versions of which some have a bug: it shows wherever `property` is read. */
const versionsWithBug = (isBuggy: (version: Version) => boolean, property: 'document' | 'endingNames'): Versions => {
  const versions = createVersions(house.database);
  return {
    async get(...asked) {
      const version = await versions.get(...asked);
      return isBuggy(version) ? Object.defineProperty({ ...version }, property, { get: bug }) : version;
    },
  };
};

const deadLetters = ({ workspace }: Place) =>
  house.database.sql`select from dead_letters where workspace = ${workspace}`;

describe('§8 a bug in the code', () => {
  test('§8 keeps an event that it cannot judge: it is logged and tried again for as long as the bug is there, other journeys and users go on, and nothing is set aside', async () => {
    const place = await house.place();
    await place.publish(OPEN, { ...OPEN, id: 'buggy' });
    const versions = versionsWithBug(({ document }) => document.id === 'buggy', 'document');
    const forwarder = house.forwarder({ versions });
    await place.track('ana', 'Signed Up');
    for (let tries = 0; tries < 10; tries += 1) {
      await place.track('ana', `Later ${tries}`);
      await forwarder.drain();
      await forwarder.clearBackOff();
    }
    await place.track('bob', 'Signed Up');
    await forwarder.drain();
    expect(await place.passes('ana')).toMatchObject([{ journey: 'open', status: 'live' }]);
    expect(await place.passes('bob')).toMatchObject([{ journey: 'open', status: 'live' }]);
    expect(await deadLetters(place)).toEqual([]);
    expect(forwarder.errors.length).toBeGreaterThanOrEqual(10);
    expect(forwarder.errors).toContainEqual(BUG);

    const fixed = house.forwarder();
    await fixed.clearBackOff();
    await fixed.drain();
    expect((await place.passes('ana')).map(({ journey }) => journey)).toEqual(['open', 'buggy']);
    expect(await place.outbox()).toBe(0);
    expect(await place.reconcile()).toEqual([]);
  });

  test('§8 in a journey whose grace period holds a user blocks none of the user’s other events', async () => {
    const place = await house.place();
    const asksForPlan = { path: 'profile.plan', op: '=', value: 'gold' } as const;
    await place.publish(OPEN, {
      ...OPEN,
      id: 'buggy',
      entry: { type: 'event', event: 'Asked', where: asksForPlan, grace: '1h' },
    });
    await place.track('ana', 'Asked');
    await house.forwarder().drain();
    const versions = versionsWithBug(({ document }) => document.id === 'buggy', 'document');
    const forwarder = house.forwarder({ versions });

    await place.tell({ userId: 'ana', traits: { plan: 'gold' } });
    await place.track('ana', 'Signed Up');
    await forwarder.drain();
    expect(await place.passes('ana')).toMatchObject([{ journey: 'open', status: 'live' }]);
    expect(forwarder.errors).toContainEqual(BUG);
    expect(await deadLetters(place)).toEqual([]);

    const fixed = house.forwarder();
    await fixed.clearBackOff();
    await fixed.drain();
    expect((await place.passes('ana')).map(({ journey }) => journey).toSorted()).toEqual(['buggy', 'open']);
    expect(await place.outbox()).toBe(0);
    expect(await place.reconcile()).toEqual([]);
  });

  test('§8 that concerns single users in the forwarder holds each of them for a minute, and no other user', async () => {
    const place = await house.place();
    await place.publish(OPEN);
    const store: Store = {
      ...house.store,
      person: (who, work) => (who.person === held ? bug() : house.store.person(who, work)),
    };
    await place.track('ana', 'Signed Up');
    const [ana] = await house.database.sql<{ person: PersonId }>`
      select person from outbox where workspace = ${place.workspace}`;
    const held = ana?.person;
    const forwarder = house.forwarder({ store });
    await place.track('bob', 'Signed Up');
    await forwarder.drain();

    expect(await place.passes('bob')).toMatchObject([{ journey: 'open', status: 'live' }]);
    expect(forwarder.errors).toContainEqual(BUG);
    const [waits] = await house.database.sql<{ isHeld: boolean }>`
      select ready_at > clock_timestamp() + interval '30 seconds' and claimed_by is null as "isHeld"
        from outbox where workspace = ${place.workspace}`;
    expect(waits).toEqual({ isHeld: true });
  });

  test('§8 in journeys of bulk users who wait for a retry holds no broadcast up', async () => {
    const place = await house.place();
    const { workspace } = place;
    await place.publish({ ...OPEN, id: 'crowd', entry: { type: 'list' } });
    await place.track('zoe', 'Hi');
    const waitFor = (readyAt: string) => house.database.sql`
      insert into outbox (workspace, person, after, upto, is_bulk, ready_at)
      select ${workspace}, 'waits-' || nr, 0, 1, true, ${readyAt}::timestamptz from generate_series(1, 1000) nr
      on conflict (workspace, person) do update set ready_at = excluded.ready_at`;
    await house.database.sql`
      insert into queued (workspace, journey, broadcast, nr, person, version, at)
      select ${workspace}, 'crowd', 'b', 1, id, 1, clock(${workspace}) - 1 from persons where workspace = ${workspace}`;

    await waitFor('2099-01-01');
    expect(await findRipeJourneys(house.database.sql)).toContainEqual({ workspace, journey: 'crowd' });
    await waitFor('2020-01-01');
    expect(await findRipeJourneys(house.database.sql)).toEqual([]);
    await house.database.sql`delete from outbox where workspace = ${workspace}`;
  });

  test('§8 keeps a due row of a user: it is logged and tried again, and blocks no other', async () => {
    const place = await house.place();
    await place.track('ana', 'Somebody');
    const { workspace } = place;
    const [row] = await house.database.sql<{ person: DueRow['person'] }>`
      select id as person from persons where workspace = ${workspace}`;
    const person = row?.person ?? null;
    const rowOf = (ref: string): DueRow => ({
      ...{ workspace, kind: 'test', ref, person, journey: null, at: later(-1), data: {} },
    });
    await setDue(house.database.sql, [rowOf('buggy'), rowOf('good')]);
    const done: string[] = [];
    const errors: object[] = [];
    const handle = async (_sql: Sql, _now: unknown, { ref }: DueRow) => {
      if (ref === 'buggy') bug();
      done.push(ref);
    };
    const { database, store } = house;
    const log = { ...SILENT, error: (about: object) => errors.push(about) };
    const handlers = { test: { journey: 'none', handle } } as const;
    const picker = createDuePicker({ ...{ database, store, handlers, log }, ring() {} });
    for (let tries = 0; tries < 10; tries += 1) {
      await pass(picker);
      await database.sql`update due set retry_at = null where workspace = ${workspace}`;
    }
    expect(done).toEqual(['good']);
    expect(errors).toHaveLength(10);
    expect(errors[0]).toEqual(BUG);
    expect(await database.sql`select ref from due where workspace = ${workspace}`).toEqual([{ ref: 'buggy' }]);
    expect(await deadLetters(place)).toEqual([]);
  });

  test('§12 keeps an instance of a stopped journey alive, stuck and logged, while all others end, and it ends once the bug is fixed', async () => {
    const place = await house.place();
    const { workspace } = place;
    await place.publish(OPEN);
    await place.track('ana', 'Signed Up');
    await house.forwarder().drain();
    await place.publish({ ...OPEN, name: 'Open, again' });
    await place.track('bob', 'Signed Up');
    await house.forwarder().drain();
    await place.track('ana', 'Bought');
    const request = { workspace, journey: JourneyId.parse('open'), actor: 'test', mode: 'now' } as const;
    expect((await stopJourney(house.database, request)).ok).toBe(true);

    const errors: object[] = [];
    const pick = async (versions: Versions) => {
      const { database, store } = house;
      const log = { ...SILENT, error: (about: object) => errors.push(about) };
      const ports = { store, versions, entries: { plainUserIds: true }, log };
      const picker = createDuePicker({ ...ports, database, handlers: createDueHandlers(ports), ring() {} });
      while ((await pass(picker)) > 0);
    };
    await pick(versionsWithBug(({ number }) => number === 1, 'endingNames'));
    expect((await place.last('bob')).exit).toEqual({ reason: 'stopped' });
    expect(await place.last('ana')).toMatchObject({
      exit: null,
      stuck: expect.stringContaining('engineError: TypeError'),
    });
    expect(errors).toContainEqual(BUG);

    await place.moveClock(later(HOUR));
    await pick(createVersions(house.database));
    expect((await place.last('ana')).exit).toEqual({ reason: 'goal', goal: 'bought' });
    expect(await house.database.sql`select from due where workspace = ${workspace} and kind = 'journey-stop'`).toEqual(
      [],
    );
    expect(await place.reconcile()).toEqual([]);
  });

  test('§12 and a row that the database refuses keep one instance of a stopped journey alive and stuck: the others end, and it ends once it can', async () => {
    const own = await openHouse();
    const place = await own.place();
    const { workspace } = place;
    const { database, store } = own;
    await place.publish(OPEN);
    for (const user of ['ana', 'bob', 'cem']) await place.track(user, 'Signed Up');
    await own.forwarder().drain();
    await database.sql`
      create function refuse_end() returns trigger language plpgsql as $$
      begin raise exception 'index row too large' using errcode = '54000'; end $$`;
    await database.sql`
      create trigger refuses before update on instances for each row
        when (new.user_id = 'bob' and new.ended_at is not null) execute function refuse_end()`;
    const request = { workspace, journey: JourneyId.parse('open'), actor: 'test', mode: 'now' } as const;
    expect((await stopJourney(database, request)).ok).toBe(true);
    const ports = { store, versions: createVersions(database), entries: { plainUserIds: true }, log: SILENT };
    const picker = createDuePicker({ ...ports, database, handlers: createDueHandlers(ports), ring() {} });
    const pick = async () => {
      while ((await pass(picker)) > 0);
    };
    await pick();
    expect((await place.last('ana')).exit).toEqual({ reason: 'stopped' });
    expect((await place.last('cem')).exit).toEqual({ reason: 'stopped' });
    expect(await place.last('bob')).toMatchObject({
      exit: null,
      stuck: expect.stringContaining('index row too large'),
    });

    await database.sql`drop trigger refuses on instances`;
    await place.moveClock(later(HOUR));
    await pick();
    expect((await place.last('bob')).exit).toEqual({ reason: 'stopped' });
    expect(await place.reconcile()).toEqual([]);
    await own.close();
  });

  describe('§8 a segment that cannot be judged', () => {
    const isGold = { path: 'profile.plan', op: '=', value: 'gold' } as const;
    const put = async ({ workspace }: Place, id: string) => {
      const document = Segment.parse({ id, name: id, condition: isGold });
      expect((await putSegment(house.database, { workspace, document, actor: 'test' })).ok).toBe(true);
    };
    const byGold: JourneyInput = { ...OPEN, id: 'by-gold', entry: { type: 'segment', segment: 'gold' } };
    const pick = async () => {
      const { database, store } = house;
      const ports = { store, versions: createVersions(database), entries: { plainUserIds: true }, log: SILENT };
      const picker = createDuePicker({ ...ports, database, handlers: createDueHandlers(ports), ring() {} });
      while ((await pass(picker)) > 0);
    };
    const memberships = async ({ workspace }: Place) =>
      (
        await house.database.sql<{ segment: string }>`
          select segment from memberships where workspace = ${workspace} and is_in order by 1`
      ).map(({ segment }) => segment);

    test('§8 because its document is unreadable holds up nothing else of its users, and is judged once it can be read', async () => {
      const place = await house.place();
      const { workspace } = place;
      await put(place, 'gold');
      await put(place, 'odd');
      await pick();
      await house.database.sql`
        update segments set document = '{"id": "odd", "condition": {"telepathy": true}}', definition = default
         where workspace = ${workspace} and id = 'odd'`;
      await place.publish(OPEN, byGold);
      await place.tell({ traits: { plan: 'gold' } });
      await place.track('ana', 'Signed Up');
      const forwarder = house.forwarder();
      await forwarder.drain();
      expect((await place.passes('ana')).map(({ journey }) => journey).toSorted()).toEqual(['by-gold', 'open']);
      expect(await memberships(place)).toEqual(['gold']);
      expect(forwarder.warnings).toContainEqual(expect.objectContaining({ segment: 'odd' }));
      expect(
        (await listSegments(house.database.sql, { workspace, limit: 9 })).map((each) => each.isUnreadable),
      ).toEqual([false, true]);

      await put(place, 'odd');
      await pick();
      expect(await memberships(place)).toEqual(['gold', 'odd']);
    });

    test('§8 because of a bug keeps its members, and judges again ten minutes later; the other segments are judged', async () => {
      const place = await house.place();
      const { workspace } = place;
      await put(place, 'gold');
      await put(place, 'odd');
      await pick();
      const [known] = await house.database.sql<{ definition: string }>`
        select definition from segments where workspace = ${workspace} and id = 'odd'`;
      expect(known).toBeDefined();
      await place.tell({ traits: { plan: 'gold' } });
      const [ana] = await house.database.sql<{ id: PersonId }>`select id from persons where workspace = ${workspace}`;
      const who = { workspace, person: ana?.id as PersonId };
      let calls = 0;
      const judge: typeof belongs = (...asked) => {
        calls += 1;
        return calls === 2 ? bug() : belongs(...asked); // segments are judged in the order of their IDs
      };
      const update = await house.store.person(who, (sql, now) => updateMemberships(sql, now, who, judge));
      expect(update.faults).toEqual([{ segment: 'odd', fault: expect.any(TypeError) }]);
      expect(await memberships(place)).toEqual(['gold']);

      await place.moveClock(later(601_000));
      await pick();
      expect(await memberships(place)).toEqual(['gold', 'odd']);
    });
  });

  test('§8 keeps a queued user of a broadcast in the queue while the others enter', async () => {
    const own = await openHouse();
    const place = await own.place();
    const { workspace } = place;
    const { database } = own;
    await place.publish({ ...OPEN, id: 'listed', entry: { type: 'list' } });
    await place.tell(...['ana', 'bob', 'zoe'].map((userId) => ({ userId, name: 'Somebody' })));
    await database.sql`
      insert into queued (workspace, journey, broadcast, nr, person, version, at)
      select ${workspace}, 'listed', 'b', row_number() over (order by user_id), id, 1, clock(${workspace}) - 1
        from persons where workspace = ${workspace}`;
    const [bob] = await database.sql<{
      id: string;
    }>`select id from persons where workspace = ${workspace} and user_id = 'bob'`;
    let hasBug = true;
    const buggy: Database = {
      ...database,
      transaction: (work) =>
        database.transaction((sql, client) => {
          const meets: Sql = async (strings, ...values) => {
            if (hasBug && JSON.stringify(values).includes(String(bob?.id))) bug();
            return sql(strings, ...values);
          };
          return work(meets, client);
        }),
    };
    const errors: object[] = [];
    const versions = createVersions(database);
    const log = { ...SILENT, error: (about: object) => errors.push(about) };
    const { client, taskQueue } = own;
    const entries = { plainUserIds: true };
    const broadcasts = () =>
      createBroadcasts({
        ...{ versions, entries, log, client, taskQueue, database: buggy, room: createBulkRoom(database.sql) },
        ring() {},
      });
    const entered = async () =>
      (
        await database.sql<{
          user: string;
        }>`select user_id as user from instances where workspace = ${workspace} order by 1`
      ).map(({ user }) => user);

    await pass(broadcasts());
    expect(await entered()).toEqual(['ana', 'zoe']);
    expect(errors).toEqual([BUG]);
    expect(await database.sql`select nr from queued where workspace = ${workspace}`).toEqual([{ nr: 2 }]);
    expect(await database.sql`select from dead_letters where workspace = ${workspace}`).toEqual([]);

    hasBug = false;
    await pass(broadcasts());
    expect(await entered()).toEqual(['ana', 'bob', 'zoe']);
    await own.close();
  });

  test('§12 in a decision leaves the instance where it is, stuck and logged, and the next event is decided once the bug is fixed', async () => {
    const place = await house.place();
    await place.publish(OPEN);
    await place.track('ana', 'Signed Up');
    await house.forwarder().drain();
    const { id } = await place.last();
    const told: unknown[] = [];
    const deciding = (versions: Versions) =>
      createAdvance({
        ...{ versions, store: house.store, entries: { plainUserIds: true }, ring: () => {} },
        onStuck: (_instance, why) => told.push(why),
      });
    const state = await firstStateOf(house, id);
    await deciding(versionsWithBug(() => true, 'document'))({ instance: state, timerRuns: false }).catch(() => {});
    const broken = versionsWithBug(() => true, 'endingNames');
    await place.track('ana', 'Bought');
    await deciding(broken)({ instance: state, timerRuns: false });
    expect(told.at(-1)).toContain('engineError: TypeError');
    expect(await place.last()).toMatchObject({ exit: null, step: 0, stuck: expect.stringContaining('engineError') });
    await deciding(createVersions(house.database))({ instance: state, timerRuns: false });
    expect(await place.last()).toMatchObject({ stuck: null, exit: { reason: 'goal', goal: 'bought' } });
  });
});
