import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDueHandlers } from '../due/handlers.ts';
import { createDuePicker } from '../due/picker.ts';
import { createForwarder } from '../forwarding/forwarder.ts';
import { type InstanceId, JourneyId, NodeId, PersonId, WorkspaceId } from '../journey/base/ids.ts';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import { compile } from '../journey/engine/version.ts';
import { Segment } from '../journey/segments/segment.ts';
import { LockOrderViolated, lockJourney, lockPersons, shareJourneys, takeLock } from '../store/base/locks.ts';
import { fillPage } from '../store/broadcasts/fill.ts';
import { NO_FILE } from '../store/broadcasts/list-row.ts';
import { uploadList } from '../store/broadcasts/lists.ts';
import { openExtraOccurrence, openOccurrence } from '../store/broadcasts/occurrences.ts';
import { findNextQueued, findRipeJourneys, letInPage } from '../store/broadcasts/queue.ts';
import { markStuck } from '../store/decisions/stuck.ts';
import { createEnter } from '../store/entry/enter.ts';
import { eraseUser } from '../store/erasure/erase.ts';
import { saveDraft } from '../store/journeys/drafts.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { startJourney, stopJourney } from '../store/lifecycle/end.ts';
import { pauseJourney, resumeJourney, wakeHeld } from '../store/lifecycle/pause.ts';
import { announceClosing } from '../store/lifecycle/stop-instances.ts';
import { announceUnheard, type Unheard } from '../store/maintenance/patrol.ts';
import { createMessages } from '../store/messages/messages.ts';
import { acknowledge, announceOverdue, announceStuck, readLastPosition, sweep } from '../store/outbox/outbox.ts';
import { deleteSegment, putSegment } from '../store/segments/segments.ts';
import { decider, firstStateOf, type House, openHouse, type Place } from './house.ts';
import { pass } from './pass.ts';
import { dice } from './random.ts';

const ALWAYS = { policy: 'always' };

/**
 * Ways into journeys, so that each takes its own locks: asked for, by an event, by a segment, by a date, by a schedule,
 * by a list.
 */
const ENTRIES: Readonly<Record<string, object>> = {
  asked: { type: 'api' },
  bought: {
    type: 'event',
    event: 'Bought',
    key: 'event.cart',
    reentry: ALWAYS,
    capacity: { max: 1_000_000, per: 'day' },
  },
  graced: { type: 'event', event: 'Bought', where: { path: 'profile.nr', op: '>', value: 1_000_000 }, grace: '1h' },
  member: { type: 'segment', segment: 'buyers', existing: true, reentry: ALWAYS },
  born: { type: 'date', trait: 'born', reentry: ALWAYS },
  news: { type: 'schedule', every: { unit: 'day', at: '09:00' }, segment: 'buyers', reentry: ALWAYS },
  listed: { type: 'list', reentry: ALWAYS },
};
const IDS = Object.keys(ENTRIES).map((id) => JourneyId.parse(id));

/**
 * Every other version lets members in again, and ends its entry within a second: publishing then moves rows that are
 * being picked up.
 */
const journey = (id: string, nr: number): JourneyInput =>
  ({
    id,
    name: `${id} ${nr}`,
    ...(nr % 2 === 1 && { active: { until: new Date(Date.now() + 1_000).toISOString() } }),
    entry: id === 'member' ? { ...ENTRIES[id], existing: nr % 2 === 0 } : ENTRIES[id],
    start: 'hello',
    nodes: {
      hello: { type: 'message', channel: 'inApp', content: { text: `Hello ${nr}` }, then: 'end' },
      end: { type: 'exit' },
    },
  }) as never;

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

const USERS = Array.from({ length: 6 }, (_, nr) => `u${nr}`);

type Operation = (nr: number) => Promise<unknown>;

/** Everything that takes locks, on few users and few journeys, so that they meet. */
function operationsOf(place: Place, faults: unknown[]): Readonly<Record<string, Operation>> {
  const { database, store } = house;
  const { workspace } = place;
  const { next: random, pick: one } = dice(7);
  const versions = createVersions(database);
  const entries = { plainUserIds: true };
  const complain = (about: object) => faults.push('err' in about ? about.err : about);
  const log = { warn: complain, error: complain };
  const enter = createEnter(database, store, versions, entries);
  const messages = createMessages(store);
  const advance = decider(house);
  const ports = { database, store, versions, entries, log };
  const launch = {
    start: async () => 'started' as const,
    nudge: async () => 'nudged' as const,
    closedAs: async () => undefined,
  };
  const forwarder = createForwarder({ ...ports, launch });
  const picker = createDuePicker({ ...ports, handlers: createDueHandlers(ports), ring() {} });
  const change = () => ({ workspace, journey: one(IDS), actor: 'test' });
  const instances = () => database.sql<{ id: string; journey: string; version: number }>`
    select id, journey, version from instances where workspace = ${workspace} and ended_at is null order by random()
      limit 1`;
  const first = async () => {
    const [found] = await instances();
    return found && firstStateOf(house, found.id as never);
  };

  return {
    pause: () => pauseJourney(database, change()),
    resume: () => resumeJourney(database, change()),
    stop: async () => {
      const request = change();
      await stopJourney(database, { ...request, mode: one(['now', 'drain'] as const) });
      await startJourney(database, request);
    },
    publish: (nr) => place.publish(journey(one(IDS), nr)),
    draft: (nr) => saveDraft(database, { ...change(), document: { nr } }),
    enter: (nr) =>
      enter({ workspace, journey: IDS[0] as JourneyId, userId: one(USERS), properties: {}, messageId: `e${nr}` }),
    ingest: (nr) =>
      place.tell(
        ...USERS.toSorted(() => random() - 0.5).flatMap((userId, index) => [
          { messageId: `t${(nr * 7 + index) % 900}`, userId, name: 'Bought', properties: { cart: `c${nr % 5}` } },
          { userId, traits: { nr, born: Math.ceil(Date.now() / 1000) } },
        ]),
      ),
    forward: () => pass(forwarder),
    due: () => pass(picker),
    advance: async () => {
      const state = await first();
      if (state) await advance(state);
    },
    claim: async () => {
      const state = await first();
      if (!state) return;
      await advance(state); // the store knows of the send
      const [stored] = await database.sql<{ document: unknown }>`
        select document from versions where workspace = ${workspace} and journey = ${state.journey}
          and version = ${state.version}`;
      const send = {
        ...state,
        instance: state.id,
        type: 'send',
        channel: 'inApp',
        node: NodeId.parse('hello'),
        visit: 1,
      } as const;
      const version = compile(Journey.parse(stored?.document), state.version);
      await messages
        .claim(send, version, { atMostOnce: false, announcesHandOver: false })
        .then(() => messages.settle(send, { outcome: 'sent' }))
        .catch(unlessErased);
    },
    command: async () => {
      const [found] = await instances();
      if (found)
        await place.commands.order({ workspace, instance: found.id as never, actor: 'test', order: { name: 'pause' } });
    },
    erase: () => eraseUser({ sql: database.sql, store, versions }, { workspace, userId: one(USERS), actor: 'test' }),
    segment: (nr) =>
      putSegment(database, {
        workspace,
        document: Segment.parse({ id: 'buyers', name: `Buyers ${nr}`, condition: { all: [{ did: 'Bought' }] } }),
        actor: 'test',
      }),
    forget: async (nr) => {
      const condition = { all: [{ did: 'Bought', within: '1d' }] };
      const document = Segment.parse({ id: 'recent', name: `Recent ${nr}`, condition });
      await putSegment(database, { workspace, document, actor: 'test' });
      await pass(picker);
      await deleteSegment(database, { workspace, id: 'recent', actor: 'test' });
    },
    acknowledge: async () => {
      const told = await database.sql<{ id: InstanceId }>`
        select id from instances where workspace = ${workspace} and user_id = ${one(USERS)}
          and (ended_at is null or closing) order by random()`;
      await acknowledge(database.sql, workspace, { started: [], nudged: told.map(({ id }) => ({ id, to: 0 })) });
    },
    jobs: async () => {
      for (const { id } of await instances())
        await markStuck(database.sql, { workspace, id: id as InstanceId }, 'test');
      const unread = await database.sql<Unheard>`
        select workspace, id, nudged_to as "nudgedTo" from instances where workspace = ${workspace}
          and nudged_to > read_to and ended_at is null`;
      await announceUnheard(database.sql, unread);
      await sweep(database.sql, 0, await readLastPosition(database.sql));
      for (const look of [announceOverdue, announceStuck, wakeHeld, announceClosing]) await look(database.sql);
    },
    broadcast: async () => {
      await openExtraOccurrence(database, { workspace, journey: JourneyId.parse('news'), actor: 'test' }).catch(
        unlessTwice,
      );
      await database.transaction((sql) => openOccurrence(sql, workspace, JourneyId.parse('news')));
      await database.transaction((sql) => fillPage(sql, workspace, JourneyId.parse('news')));
    },
    list: async () => {
      const rows = USERS.map((userId, nr) => ({ nr, userId, properties: {} }));
      await uploadList(
        database,
        { workspace, journey: JourneyId.parse('listed'), actor: 'test' },
        { rows: asAsync(rows), describe: () => NO_FILE },
      );
      await database.transaction((sql) => fillPage(sql, workspace, JourneyId.parse('listed')));
    },
    letIn: async () => {
      for (const ripe of await findRipeJourneys(database.sql)) {
        const page = await findNextQueued(database.sql, ripe, 50);
        await database.transaction((sql) => letInPage(sql, ripe, page, ports));
      }
    },
  };
}

/** Two occurrences that begin in one millisecond have one id. */
function unlessTwice(cause: unknown) {
  if (!(cause instanceof Error && 'code' in cause && cause.code === '23505')) throw cause;
}

/** Accepts the failure of a send whose user was erased meanwhile. */
function unlessErased(cause: unknown) {
  if (!(cause instanceof Error && cause.message.endsWith('is not there'))) throw cause;
}

async function* asAsync<T>(rows: readonly T[]) {
  yield* rows;
}

const deadlocks = async () => {
  const { sql } = house.database;
  await sql`select pg_stat_force_next_flush()`;
  const [row] = await sql<{
    n: number;
  }>`select deadlocks as n from pg_stat_database where datname = current_database()`;
  return row?.n;
};

test('C29 finds no deadlock and no fault when every pair of operations runs against each other', async () => {
  const place = await house.place('real');
  const faults: unknown[] = [];
  const operations = Object.entries(operationsOf(place, faults));
  const { sql } = house.database;
  await sql`alter system set deadlock_timeout = '20ms'`;
  await sql`select pg_reload_conf()`;
  await operations.find(([name]) => name === 'segment')?.[1](0);
  await operations.find(([name]) => name === 'ingest')?.[1](0);
  await place.publish(...IDS.map((id) => journey(id, 0)));

  let nr = 1;
  for (const [index, [, left]] of operations.entries())
    for (const [, right] of operations.slice(index)) {
      nr += 1;
      const racing = await Promise.allSettled([
        left(nr),
        right(nr),
        left(nr + 1_000),
        right(nr + 1_000),
        operations[3]?.[1](nr),
      ]);
      faults.push(...racing.flatMap((each) => (each.status === 'rejected' ? [each.reason] : [])));
    }
  expect(faults).toEqual([]);
  expect(await deadlocks()).toBe(0);
  const [{ n } = { n: 0 }] = await sql<{
    n: number;
  }>`select count(*) as n from instances where workspace = ${place.workspace}`;
  expect(n).toBeGreaterThan(50); // the operations did meet
}, 120_000);

test('C29 given a transaction that has announced one of two users, when a job announces both, then the transaction can announce the other', async () => {
  const place = await house.place('real');
  const { sql, transaction } = house.database;
  const { workspace } = place;
  await place.publish(journey(IDS[1] as JourneyId, 0));
  await place.tell(...['ana', 'bob'].map((userId) => ({ userId, name: 'Bought', properties: { cart: 'c' } })));
  await house.forwarder().drain();
  const stuck = await sql<{ id: InstanceId; person: string }>`
    select id, person from instances where workspace = ${workspace} order by person`;
  for (const { id } of stuck) await markStuck(sql, { workspace, id }, 'test');
  const waiters = () => sql`select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like '%announce%'`;

  const jobs: Promise<number>[] = [];
  await transaction(async (own) => {
    await own`select announce(${workspace}, ${stuck[1]?.person})`;
    jobs.push(announceStuck(sql));
    while ((await waiters()).length === 0);
    await own`select announce(${workspace}, ${stuck[0]?.person})`;
  });
  expect((await Promise.all(jobs))[0]).toBeGreaterThanOrEqual(2);
});

describe('C29 a lock requested out of order throws, whether or not it is free', () => {
  const W = WorkspaceId.parse('w');
  const [a, b] = [JourneyId.parse('a'), JourneyId.parse('b')];
  const ana = lockPersons(W, [PersonId.parse('ana')]);
  const segments = { type: 'segments', workspace: W } as const;
  test.each([
    { given: 'a user after a journey', locks: [shareJourneys(W, [a]), ana], throws: true },
    { given: 'a second user after the first', locks: [ana, lockPersons(W, [PersonId.parse('bob')])], throws: true },
    { given: 'a journey before another', locks: [shareJourneys(W, [a]), shareJourneys(W, [b])], throws: false },
    { given: 'a journey after a later one', locks: [shareJourneys(W, [b]), shareJourneys(W, [a])], throws: true },
    { given: 'a journey alone that is shared', locks: [shareJourneys(W, [a]), lockJourney(W, a)], throws: true },
    {
      given: 'a journey shared that is held alone',
      locks: [lockJourney(W, a), shareJourneys(W, [a])],
      throws: false,
    },
    { given: 'a journey after the segments', locks: [segments, lockJourney(W, a)], throws: true },
    {
      given: 'all in order',
      locks: [ana, lockJourney(W, a), segments, { type: 'keys', workspace: W }],
      throws: false,
    },
    { given: 'one twice', locks: [ana, shareJourneys(W, [a]), ana], throws: false },
  ] as const)('$given: throws $throws', async ({ locks, throws }) => {
    const taking = house.database.transaction(async (sql) => {
      for (const lock of locks) await takeLock(sql, lock);
    });
    if (throws) await expect(taking).rejects.toThrow(LockOrderViolated);
    else await expect(taking).resolves.toBeUndefined();
  });
});
