import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DueHandler } from '../due/handler.ts';
import { createDueHandlers } from '../due/handlers.ts';
import { createDuePicker } from '../due/picker.ts';
import { createBulkRoom } from '../forwarding/bulk-room.ts';
import { createLaunch, type Launch } from '../forwarding/launch.ts';
import { keepSlots } from '../forwarding/slots.ts';
import { JourneyId, PersonId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { apply } from '../journey/engine/apply.ts';
import { Segment } from '../journey/segments/segment.ts';
import { type DueRow, setDue } from '../store/base/due-rows.ts';
import { type Database, openDatabase } from '../store/base/sql.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { claimPersons, endClaim, renewClaims } from '../store/outbox/claims.ts';
import { acknowledge } from '../store/outbox/outbox.ts';
import { createStore } from '../store/person.ts';
import { putSegment } from '../store/segments/segments.ts';
import { createBroadcasts } from '../worker/jobs/broadcasts.ts';
import { createSweep } from '../worker/jobs/jobs.ts';
import { countStatements } from './count-statements.ts';
import { decider, firstStateOf, HOUR, type House, later, openHouse, type Place, SILENT, soon } from './house.ts';
import { pass } from './pass.ts';
import { compileWorkerProgram, openWorkerProcesses } from './worker-processes.ts';

/** No person, row, workflow or backlog blocks another. */

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
/** A user may have one live instance for each cart. */
const CARTS: JourneyInput = { ...OPEN, entry: { ...OPEN.entry, type: 'event', event: 'Signed Up', key: 'event.cart' } };
/** Judges each `Noise`, and lets no user in. */
const PICKY: JourneyInput = {
  ...OPEN,
  id: 'picky',
  entry: { type: 'event', event: 'Noise', where: { path: 'event.never', op: '=', value: 'so' } },
};

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Accepts a number of events of a known user one by one, and announces them. */
async function backlog({ workspace }: Place, userId: string, count: number, properties = '{}'): Promise<void> {
  await house.database.sql`
    with who as (select person from identities where workspace = ${workspace} and value = ${userId}),
         taken as (select nextval('positions') as position from generate_series(1, ${count}::int)),
         stored as (
      insert into events (workspace, person, position, acceptance, accepted_at, name, properties, message_id)
      select ${workspace}, person, position, position, clock(${workspace}), 'Noise',
        replace(${properties}, '?', position::text)::jsonb, 'noise.' || position from who, taken)
    insert into outbox (workspace, person, after, upto, kept_to)
    select ${workspace}, person, min(position) - 1, max(position), min(position) - 1 from who, taken group by person`;
}

const waiting = (place: Place) => house.database.sql<{ left: number }>`
  select (select count(*) from events e where e.workspace = o.workspace and e.person = o.person and e.position > o.after
    and e.position <= o.upto) as left
    from outbox o where workspace = ${place.workspace}`;

describe('C8 a backlog of one user', () => {
  test('C8 given thousands of events of one user, when others arrive, then the next turn of any forwarder serves the others', async () => {
    const place = await house.place();
    await place.publish(OPEN, PICKY);
    await place.track('hot', 'Somebody');
    await backlog(place, 'hot', 3_000);
    for (const user of ['ana', 'bo', 'cy']) await place.track(user, 'Signed Up');
    await house.forwarder().pass();
    for (const user of ['ana', 'bo', 'cy']) expect(await place.passes(user)).toMatchObject([{ status: 'live' }]);
    expect(await waiting(place)).toEqual([{ left: 2_900 }]);
    await house.database.sql`delete from outbox where workspace = ${place.workspace}`;
  });

  test('C20 a turn reads one page of a user’s events, by rows and by bytes, however many are unread', async () => {
    const place = await house.place();
    await place.publish(PICKY);
    await place.track('hot', 'Somebody');
    await place.track('big', 'Somebody');
    await backlog(place, 'hot', 110);
    const noise = Array.from({ length: 940 }, (_, nr) => Math.imul(nr + 1, 2_654_435_761).toString(36)).join('?');
    await backlog(place, 'big', 110, JSON.stringify({ noise: noise.repeat(8) }));
    await house.forwarder().pass();
    const left = (await waiting(place)).map((row) => row.left).toSorted((a, b) => a - b);
    expect(left[0]).toBe(10);
    expect(left[1]).toBeGreaterThan(10);
    await house.database.sql`delete from outbox where workspace = ${place.workspace}`;
  });
});

describe('C7 a claim is a lease', () => {
  beforeAll(compileWorkerProgram, 300_000);
  test('C7 given a worker that freezes with a claimed user, then another takes over within 15 s, and the thawed worker’s actions have no effect', {
    timeout: 120_000,
  }, async () => {
    const own = await openHouse();
    const workers = await openWorkerProcesses(own.url, own.taskQueue);
    const place = await own.place('real');
    await place.publish(OPEN);
    const frozen = workers.start('judged:1:SIGSTOP');
    await frozen.ready;
    await place.track('ana', 'Signed Up');
    await soon(async () => expect(await place.last()).toMatchObject({ status: 'starting' }));
    await own.start({ adapters: workers.adapters });
    const began = performance.now();
    await place.until('ana', { status: 'live', node: 'wait' });
    expect(performance.now() - began).toBeLessThan(15_000);
    frozen.child.kill('SIGCONT');
    await place.track('ana', 'Opened');
    const { id } = await place.until('ana', { status: 'ended' });
    await soon(async () => expect(await place.outbox()).toBe(0));
    expect((await place.trace(id)).filter(({ rule }) => rule === 'event-happened')).toHaveLength(1);
    expect(await own.missed()).toBe(0);
    expect(await place.reconcile()).toEqual([]);
    await workers.close();
    await own.close();
  });

  test('C7 an owner that comes back after its lease changes nothing: the row is the next one’s', async () => {
    const place = await house.place();
    await place.publish(OPEN);
    await place.track('ana', 'Signed Up');
    const { sql } = house.database;
    // other tests of this file may have left users of other workspaces
    const claimOwn = async () =>
      (await claimPersons(sql, 'live', { atMost: 100, from: null })).claims.filter(
        ({ workspace }) => workspace === place.workspace,
      );
    const [late] = await claimOwn();
    if (!late) throw new Error('nobody was claimed');
    expect(await claimOwn()).toEqual([]);
    await sql`update outbox set ready_at = clock_timestamp() where workspace = ${place.workspace}`; // the lease is over
    const [next] = await claimOwn();
    expect(next).toMatchObject({ person: late.person });
    expect(next?.token).not.toBe(late.token);

    await renewClaims(sql, [late]);
    await acknowledge(sql, place.workspace, { started: [], nudged: [] });
    expect(await endClaim(sql, late, { to: Number.MAX_SAFE_INTEGER, looks: 0, again: [], hasMore: false })).toBe(false);
    expect(await place.outbox()).toBe(1);
    await sql`update outbox set ready_at = clock_timestamp() where workspace = ${place.workspace}`;
    await house.forwarder().drain();
    expect(await place.last()).toMatchObject({ status: 'live' });
  });

  test('C7 events that arrive while a user is claimed aren’t lost with the end of the claim', async () => {
    const place = await house.place();
    await place.publish(CARTS);
    const forwarder = house.forwarder({
      passing: async (point) => {
        if (point === 'told' && (await place.passes()).length === 1)
          await place.track('ana', 'Signed Up', { cart: 'b' });
      },
    });
    await place.track('ana', 'Signed Up', { cart: 'a' });
    await forwarder.drain();
    expect(await place.passes()).toMatchObject([
      { key: 'a', status: 'live' },
      { key: 'b', status: 'live' },
    ]);
    expect(await place.outbox()).toBe(0);
  });
});

describe('C39 a user with many instances', () => {
  test('C39 given a user with slow workflow starts, then others are served meanwhile, and the starts of one turn are bounded', async () => {
    const place = await house.place();
    await place.publish(CARTS);
    const launch = createLaunch(house.client, house.taskQueue, { isEager: false });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let asked = 0;
    const slow: Launch = {
      ...launch,
      async start(who, instance) {
        if (instance.start.userId !== 'hot') return launch.start(who, instance);
        asked += 1;
        await held;
        return 'started';
      },
    };
    const forwarder = house.forwarder({ launch: slow });
    const running = keepSlots(forwarder.slots, house.url, 'outbox', { warn() {} });
    await place.tell(
      ...Array.from({ length: 120 }, (_, nr) => ({ userId: 'hot', name: 'Signed Up', properties: { cart: `c${nr}` } })),
    );
    await soon(async () => expect(asked).toBeGreaterThan(0));
    await place.track('ana', 'Signed Up', { cart: 'a' });
    await soon(async () => expect(await place.passes('ana')).toMatchObject([{ status: 'live' }]));
    expect(asked).toBeLessThanOrEqual(20);
    release();
    await soon(async () => expect(await place.outbox()).toBe(0));
    expect(asked).toBe(120);
    expect((await place.passes('hot')).every(({ status }) => status === 'live')).toBe(true);
    await running.close();
  });
});

describe('C10 what is bulk', () => {
  test('C10 given a segment over many users with a journey entered by it, then a user who arrives now is in the live lane and they aren’t', async () => {
    const place = await house.place();
    const { workspace } = place;
    await place.track('ana', 'Somebody');
    await place.tell(...Array.from({ length: 60 }, (_, nr) => ({ userId: `u${nr}`, traits: { plan: 'gold' } })));
    const condition = { path: 'profile.plan', op: '=', value: 'gold' };
    const put = await putSegment(house.database, {
      workspace,
      document: Segment.parse({ id: 'gold', name: 'Gold', condition }),
      actor: 'test',
    });
    expect(put.ok).toBe(true);
    await place.publish(OPEN, { ...OPEN, id: 'golden', entry: { type: 'segment', segment: 'gold', on: 'joins' } });
    const ports = {
      ...{ store: house.store, versions: createVersions(house.database), entries: { plainUserIds: true }, log: SILENT },
    };
    const picker = createDuePicker({
      ...ports,
      database: house.database,
      handlers: createDueHandlers(ports),
      ring() {},
    });
    while ((await pass(picker)) > 0);
    await place.track('ana', 'Signed Up');
    const lanes = await house.database.sql<{ isBulk: boolean; n: number }>`
      select is_bulk as "isBulk", count(*) as n from outbox where workspace = ${workspace} group by 1 order by 1`;
    expect(lanes).toEqual([
      { isBulk: false, n: 1 },
      { isBulk: true, n: 60 },
    ]);
    await house.forwarder().pass();
    expect(await place.passes('ana')).toMatchObject([{ status: 'live' }]);
  });
});

describe('C12 windows that stay open after the end', () => {
  const GOALS: JourneyInput = {
    ...CARTS,
    id: 'goals',
    goals: [{ id: 'bought', event: 'Bought', exits: false, window: { for: '30d', from: 'entry' } }],
    start: 'done',
    nodes: { done: { type: 'exit' } },
  };

  test('C12 given an event that concerns none of them, then thirty cost no more statements than one', async () => {
    const place = await house.place();
    await place.publish(GOALS, PICKY);
    await house.database.sql`select 1`;
    for (const [user, carts] of [
      ['one', 1],
      ['many', 30],
    ] as const)
      await place.tell(
        ...Array.from({ length: carts }, (_, nr) => ({
          userId: user,
          name: 'Signed Up',
          properties: { cart: `c${nr}` },
        })),
      );
    await house.forwarder().drain();
    await house.database.sql`
      update instances
        set status = 'ended', ended_at = clock(workspace), exit_reason = 'completed',
        goals_until = clock(workspace) + ${HOUR}, interests = '{Bought}'
       where workspace = ${place.workspace}`;
    const statements = async (user: string) => {
      await place.track(user, 'Noise');
      const { database, count } = countStatements(house.database);
      await house.forwarder({ database, store: createStore(database) }).pass();
      return count();
    };
    const one = await statements('one');
    expect(one).toBeGreaterThan(0);
    expect(await statements('many')).toBeLessThanOrEqual(one);
  });
});

describe('C22 the queue while a snapshot is held', () => {
  test('C22 given thousands of deleted rows that can’t be vacuumed, then a claim reads no more of the queue than before', async () => {
    const { database } = house;
    const own = openDatabase({ url: house.url, max: 2, name: 'a dump' });
    const dump = await own.pool.connect();
    await dump.query('begin transaction isolation level repeatable read; select 1');
    const queue = house.forwarder().slots;
    await pass(queue);
    const before = await blocksOf(database, () => pass(queue));
    for (let round = 0; round < 3; round += 1) {
      await database.sql`
        insert into outbox (workspace, person, looks, ready_at)
        select 'nowhere', 'p' || n, 1, clock_timestamp() - interval '1 minute' from generate_series(1, 5000) as n`;
      await database.sql`delete from outbox where workspace = 'nowhere'`;
    }
    const after = await blocksOf(database, () => pass(queue));
    const whole = await blocksOf(database, () => claimPersons(database.sql, 'live', { atMost: 1, from: null }));
    await dump.query('rollback');
    dump.release();
    await own.close();
    expect(whole).toBeGreaterThan(before + 50); // there is something to be skipped
    expect(after).toBeLessThanOrEqual(before + 5);
  });
});

/** Blocks of the queue's index that some work reads. */
async function blocksOf({ pool }: Database, work: () => Promise<unknown>): Promise<number> {
  const read = async () => {
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        const client = await pool.connect();
        await client.query('select pg_stat_force_next_flush()');
        await client.query('select 1');
        client.release();
      }),
    );
    const { rows } = await pool.query(
      `select idx_blks_hit + idx_blks_read as n from pg_statio_user_indexes where indexrelname = 'outbox_ready'`,
    );
    return Number(rows[0].n);
  };
  const before = await read();
  await work();
  return (await read()) - before;
}

test('C15 a pool of the smallest allowed size forwards, decides and answers', async () => {
  const own = await openHouse();
  const small = openDatabase({ url: own.url, max: 2, name: 'small pool' });
  await own.start({ database: small, decisionsAtOnce: 2 });
  const place = await own.place('real');
  await place.publish(OPEN);
  for (const user of ['ana', 'bo', 'cy']) await place.track(user, 'Signed Up');
  for (const user of ['ana', 'bo', 'cy']) await place.until(user, { status: 'live', node: 'wait' });
  await place.track('ana', 'Opened');
  await place.until('ana', { status: 'ended' });
  await own.close();
  await small.close();
});

const personOf = async (place: Place, userId: string): Promise<PersonId> => {
  const [row] = await house.database.sql<{ person: string }>`
    select person from identities where workspace = ${place.workspace} and value = ${userId}`;
  return PersonId.parse(row?.person);
};

describe('C9 events that segments haven’t processed', () => {
  test('C9 given hundreds of large events of one user and a segment, then they are read page by page, in order, and none is missed', async () => {
    const place = await house.place();
    const { workspace } = place;
    await place.track('hot', 'Somebody');
    const condition = { did: 'Noise', atLeast: 450 };
    const put = await putSegment(house.database, {
      workspace,
      document: Segment.parse({ id: 'noisy', name: 'Noisy', condition }),
      actor: 'test',
    });
    expect(put.ok).toBe(true);
    const who = { workspace, person: await personOf(place, 'hot') };
    await backlog(place, 'hot', 450);
    const keptTo = async () => {
      const [row] = await house.database.sql<{ left: number }>`
        select (select count(*) from events e where e.workspace = o.workspace and e.person = o.person
          and e.position > o.kept_to and e.position <= o.upto) as left
          from outbox o where workspace = ${workspace}`;
      return row?.left ?? 0;
    };
    await house.forwarder().pass();
    expect(await keptTo()).toBe(250);
    await house.forwarder().drain();
    const changes = await house.database.sql`
      select name from events where workspace = ${workspace} and person = ${who.person}
        and starts_with(name, '$segment')`;
    expect(changes).toEqual([{ name: '$segment.joined' }]);
  });
});

describe('C6 what a row cannot survive', () => {
  test('C6 an entry key of 3,000 characters is refused by name, and the user’s later events are processed', async () => {
    const place = await house.place();
    await place.publish(CARTS);
    await place.track('ana', 'Signed Up', { cart: 'x'.repeat(3_000) });
    await place.track('ana', 'Signed Up', { cart: 'x'.repeat(200) });
    await house.forwarder().drain();
    expect(await place.refusals()).toMatchObject([{ reason: 'entry-key-too-long' }]);
    expect(await place.passes()).toMatchObject([{ key: 'x'.repeat(200), status: 'live' }]);
    expect(await place.outbox()).toBe(0);
  });

  test('C6 a user of a broadcast who can never be let in is set aside with the reason, and the others enter', async () => {
    const own = await openHouse();
    const place = await own.place();
    const { workspace } = place;
    const { database } = own;
    await place.publish({ ...OPEN, id: 'listed', entry: { type: 'list' } });
    const users = ['ana', 'poison', 'zoe'];
    await place.tell(...users.map((userId) => ({ userId, name: 'Somebody' })));
    await database.sql`alter table instances add constraint no_poison check (user_id <> 'poison')`;
    await database.sql`
      insert into queued (workspace, journey, broadcast, nr, person, version, at)
      select ${workspace}, 'listed', 'b', row_number() over (order by user_id), id, 1, clock(${workspace}) - 1
        from persons where workspace = ${workspace}`;
    const ports = {
      versions: createVersions(database),
      entries: { plainUserIds: true },
      room: createBulkRoom(database.sql),
      log: SILENT,
      ring() {},
    };
    await pass(createBroadcasts({ ...ports, database, client: own.client, taskQueue: own.taskQueue }));
    const entered = await database.sql<{ user: string }>`
      select user_id as user from instances where workspace = ${workspace} order by 1`;
    expect(entered.map(({ user }) => user)).toEqual(['ana', 'zoe']);
    const aside = await database.sql<{
      reason: string;
    }>`select reason from dead_letters where workspace = ${workspace}`;
    expect(aside).toEqual([{ reason: expect.stringMatching(/^listed, broadcast b, row 2: .*no_poison/) }]);
    expect(await database.sql`select from queued where workspace = ${workspace}`).toEqual([]);
    await own.close();
  });

  test('C10 given the workflows of a broadcast’s users haven’t decided yet, then no more users are let in', async () => {
    const own = await openHouse();
    const place = await own.place();
    const { workspace } = place;
    const { database } = own;
    const { sql } = database;
    await place.publish({ ...OPEN, id: 'listed', entry: { type: 'list' } });
    await place.tell(...Array.from({ length: 12 }, (_, nr) => ({ userId: `u${nr}`, name: 'Somebody' })));
    await sql`
      insert into queued (workspace, journey, broadcast, nr, person, version, at)
      select ${workspace}, 'listed', 'b', row_number() over (order by user_id), id, 1, clock(${workspace}) - 1
        from persons where workspace = ${workspace}`;
    const room = createBulkRoom(sql);
    const broadcasts = createBroadcasts({
      ...{ versions: createVersions(database), entries: { plainUserIds: true }, log: SILENT, ring() {} },
      ...{ database, client: own.client, taskQueue: own.taskQueue, room },
    });
    const entered = async () => (await sql`select from instances where workspace = ${workspace}`).length;

    const left = async () => {
      await room.refresh();
      return room.left({ workspace, journey: JourneyId.parse('listed') });
    };

    await pass(broadcasts);
    expect([await entered(), await left()]).toEqual([5, 0]);
    await sql`update instances set step = 1 where workspace = ${workspace} and step = 0
      and id in (select id from instances where workspace = ${workspace} limit 2)`;
    expect(await left()).toBe(2);
    await sql`update instances set stuck = 'a fault' where workspace = ${workspace} and step = 0`;
    expect(await left()).toBe(5);
    await pass(broadcasts);
    expect(await entered()).toBe(10);
    await own.close();
  });

  test('C6 a user’s due row that can never be handled is set aside with its reason, and blocks no other', async () => {
    const place = await house.place();
    const { workspace } = place;
    await place.track('ana', 'Somebody');
    const person = await personOf(place, 'ana');
    const rowOf = (ref: string): DueRow => ({
      workspace,
      kind: 'test',
      ref,
      person,
      journey: null,
      at: later(-1),
      data: {},
    });
    await setDue(house.database.sql, [rowOf('poison'), rowOf('good')]);
    const done: string[] = [];
    const handlers: Record<string, DueHandler> = {
      test: {
        journey: 'none',
        async handle(_sql, _now, { ref }) {
          if (ref === 'poison') throw Object.assign(new Error('too much of it'), { code: '54000' });
          done.push(ref);
        },
      },
    };
    const { database, store } = house;
    const picker = createDuePicker({ database, store, handlers, log: SILENT, ring() {} });
    for (let tries = 0; tries < 8; tries += 1) {
      await pass(picker);
      await database.sql`update due set retry_at = null where workspace = ${workspace}`;
    }
    expect(done).toEqual(['good']);
    expect(await database.sql`select from due where workspace = ${workspace}`).toEqual([]);
    expect(await database.sql`select reason from dead_letters where workspace = ${workspace}`).toEqual([
      { reason: 'test poison: too much of it' },
    ]);
  });
});

describe('C21 the sweep', () => {
  test('C21 reads events older than ten seconds, slice by slice, each position once, and never further', async () => {
    const place = await house.place('real');
    await place.publish(OPEN);
    await place.track('ana', 'Signed Up');
    await house.forwarder().drain();
    const { id } = await place.last();
    await decider(house)(await firstStateOf(house, id));
    await acknowledge(house.database.sql, place.workspace, { started: [id], nudged: [] });
    let now = 0;
    const found: number[] = [];
    const look = createSweep(
      house.database.sql,
      (missed) => found.push(missed),
      () => now,
    );
    await look();
    await place.track('ana', 'Opened');
    await house.database.sql`delete from outbox where workspace = ${place.workspace}`; // lost
    now = 1_000;
    await look();
    expect(found).toEqual([]); // nothing is old
    now = 10_000;
    await look();
    expect(found.reduce((sum, each) => sum + each, 0)).toBe(0); // what is old came before it
    now = 11_000;
    await look();
    expect(found.reduce((sum, each) => sum + each, 0)).toBe(1);
    expect(await place.outbox()).toBe(1);
    now = 30_000;
    await look();
    expect(found.reduce((sum, each) => sum + each, 0)).toBe(1);
  });
});

test('C30 given the database’s clock is set back two hours after a user entered, then a later goal is read', async () => {
  const place = await house.place();
  await place.publish({ ...OPEN, goals: [{ id: 'bought', event: 'Bought' }] });
  await place.track('ana', 'Signed Up');
  await house.forwarder().drain();
  const { id } = await place.last();
  const advance = decider(house);
  const first = await firstStateOf(house, id);
  const decided = await advance(first);
  await place.moveClock(later(-2 * HOUR));
  await place.track('ana', 'Bought');
  await house.forwarder().pass();
  expect((await place.last()).nudgedTo).toBeGreaterThan(0);
  await advance(apply(first, decided));
  expect(await place.last()).toMatchObject({ exit: { reason: 'goal', goal: 'bought' } });
});
