import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLaunch, type Launch } from '../forwarding/launch.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { type Database, openDatabase } from '../store/base/sql.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { createStore } from '../store/person.ts';
import { createGate } from './gate.ts';
import { decider, firstStateOf, HOUR, type House, later, openHouse, type Place, soon } from './house.ts';
import { compileWorkerProgram, openWorkerProcesses } from './worker-processes.ts';

/** Waits for `Opened` or the goal, `Bought`; people may come again and again. */
const OPEN: JourneyInput = {
  id: 'open',
  name: 'Open',
  goals: [{ id: 'bought', event: 'Bought' }],
  entry: { type: 'event', event: 'Signed Up', reentry: { policy: 'always' } },
  start: 'wait',
  nodes: {
    wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '2h', then: 'on' },
    on: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '2h', then: 'done' },
    done: { type: 'exit' },
  },
};
/** Deaf to `Opened` until its delay has passed. */
const DEAF: JourneyInput = {
  ...OPEN,
  id: 'deaf',
  nodes: { wait: { type: 'delay', for: '2h', then: 'done' }, done: { type: 'exit' } },
};
/** Judges `Something Else`, and lets no user in. */
const PICKY: JourneyInput = {
  ...OPEN,
  id: 'picky',
  entry: { type: 'event', event: 'Something Else', where: { path: 'event.never', op: '=', value: 'so' } },
};
describe('§8 the forwarder nudges only instances that the event concerns', () => {
  let house: House;
  const gate = createGate();
  beforeAll(async () => {
    house = await openHouse();
    await house.start({ forwarding: { passing: gate.passing } });
  });
  afterEach(async () => expect(await house.missed()).toBe(0));
  afterAll(() => house.close());

  test('§8 given two journeys of one user, when an event concerns one of them, then that one is nudged once, whatever else waits', async () => {
    const place = await house.place();
    await place.publish(OPEN, DEAF);
    await place.track('ana', 'Signed Up');
    await place.track('bob', 'Signed Up');
    const [open, deaf] = await inside(place, 'ana', 2);
    const [bobs] = await inside(place, 'bob', 2);
    await place.track('ana', 'Opened');
    await place.track('ana', 'Something Else');
    await place.until('ana', {});
    await soon(async () => expect((await place.passes()).find(({ id }) => id === open?.id)?.node).toBe('on'));
    await soon(async () => expect(await place.outbox()).toBe(0));
    expect(await nudgesOf(place, [open, deaf, bobs])).toEqual([1, 0, 0]);
  });

  test('§8 given a hundred events while the forwarder is busy with the user, then one more nudge is enough for all', async () => {
    const place = await house.place();
    await place.publish(OPEN);
    await place.track('ana', 'Signed Up');
    const { workflowId } = await place.atRest('ana', 'wait');
    const held = gate.hold('told');
    await look(house, place);
    await held.reached;
    for (let nr = 0; nr < 99; nr += 1) await place.tell({ name: 'Opened', properties: { nr } });
    await place.track('ana', 'Bought');
    held.release();
    expect((await place.until('ana', { status: 'ended' })).exit?.reason).toBe('completed');
    expect(await place.nudges(workflowId)).toBe(1);
  });

  test('§8 given an entry of another version that the live instance does not know, then later events reach it as before', async () => {
    const place = await house.place();
    await place.publish(OPEN);
    await place.track('ana', 'Signed Up');
    await place.atRest('ana', 'wait');
    await place.publish({ ...OPEN, entry: { type: 'event', event: 'Registered' } });
    await place.track('ana', 'Registered');
    await soon(async () => expect(await place.refusals()).toMatchObject([{ reason: 'already-inside' }]));
    await place.track('ana', 'Bought');
    await place.until('ana', { exit: { reason: 'goal', goal: 'bought' } });
    expect(await place.reconcile()).toEqual([]);
  });

  describe('§7.4 an entry that meets a live instance', () => {
    test('§7.4 given the instance continues, when it has read past the entry, then the entry is refused: already inside', async () => {
      const place = await house.place();
      await place.publish(OPEN);
      await place.track('ana', 'Signed Up');
      const first = await place.atRest('ana', 'wait');
      const { position } = await place.track('ana', 'Signed Up');
      await soon(async () =>
        expect(await place.refusals()).toEqual([{ position, reason: 'already-inside', read: { instance: first.id } }]),
      );
      expect(await place.passes()).toHaveLength(1);
      expect(await place.reconcile()).toEqual([]);
    });

    test('§8 given the instance had ended before it, and its worker is late, then the user enters again', async () => {
      const place = await house.place();
      await place.publish(DEAF);
      await place.track('ana', 'Signed Up');
      const first = await place.atRest('ana', 'wait');
      await place.moveClock(later(2 * HOUR + 1)); // ended, but not decided yet
      await place.track('ana', 'Signed Up', { nr: 2 });
      await soon(async () => expect(await place.passes()).toHaveLength(2));
      expect(await place.passes()).toMatchObject([
        { id: first.id, pass: 1, exit: { reason: 'completed' } },
        { pass: 2, exit: null },
      ]);
      await place.atRest('ana', 'wait');
      expect(await place.refusals()).toEqual([]);
      expect(await place.reconcile()).toEqual([]);
    });

    test('§8 given the goal and the next entry together, then the entry after the goal enters, and one before it doesn’t', async () => {
      const place = await house.place();
      await place.publish(OPEN);
      await place.track('ana', 'Signed Up');
      await place.atRest('ana', 'wait');
      const held = gate.hold('judged');
      await look(house, place);
      await held.reached;
      const before = await place.track('ana', 'Signed Up');
      await place.track('ana', 'Bought');
      await place.track('ana', 'Signed Up');
      held.release();
      await soon(async () => expect(await place.passes()).toHaveLength(2));
      expect((await place.passes()).map(({ exit }) => exit)).toEqual([{ reason: 'goal', goal: 'bought' }, null]);
      expect(await place.refusals()).toMatchObject([{ position: before.position, reason: 'already-inside' }]);
      await place.atRest('ana', 'wait');
      expect(await place.reconcile()).toEqual([]);
    });
  });

  test.each(['idle', 'busy'])(
    '§8 given a nudge that is lost on purpose, then the sweep finds the person, once, and the event has its effect: the forwarder is %s with the person',
    async (forwardingOf) => {
      const place = await house.place();
      await place.publish(OPEN, PICKY);
      await place.track('ana', 'Signed Up');
      await place.atRest('ana', 'wait');
      const held = gate.hold('judged');
      await place.track('ana', 'Something Else');
      await held.reached;
      const { position } = await place.track('ana', 'Bought');
      await house.database.sql`update outbox set upto = ${position - 1} where upto = ${position}`;
      held.release();
      await soon(async () => expect(await place.outbox()).toBe(0));

      const another = forwardingOf === 'busy' ? gate.hold('judged') : undefined;
      if (another) {
        await place.track('ana', 'Something Else');
        await another.reached;
      }
      expect(await house.missed()).toBe(1);
      expect(await house.missed()).toBe(0);
      another?.release();
      await place.until('ana', { exit: { reason: 'goal', goal: 'bought' } });
    },
  );
});

/** What Temporal's client throws when the server is away. */
const unavailable = () => Promise.reject(new Error('14 UNAVAILABLE: No connection established'));

/** Has the forwarder take ana in hand, for nothing in particular. */
const look = ({ database }: House, place: Place) => database.sql`
  select announce(workspace, id) from persons where workspace = ${place.workspace}`;

/** Waits until a user is inside the given number of journeys, at rest. */
const inside = (place: Place, user: string, journeys: number) =>
  soon(async () => {
    const passes = await place.passes(user);
    expect(passes.filter(({ status, node }) => status === 'live' && node !== null)).toHaveLength(journeys);
    return passes.toSorted((a, b) => b.journey.localeCompare(a.journey));
  });

const nudgesOf = (place: Place, passes: readonly ({ readonly workflowId: string } | undefined)[]) =>
  Promise.all(passes.map((pass) => place.nudges(pass?.workflowId ?? '')));

describe('§8 nothing that blocks forwarding loses anything', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterEach(async () => {
    await house.database.sql`delete
      from outbox`; // of a test that has failed: the next one passes over all that is ready
  });
  afterAll(() => house.close());

  const clearBackOff = () => house.forwarder().clearBackOff();
  const deadLetters = (workspace: string) => house.database.sql<{ position: number; reason: string }>`
    select position, reason from dead_letters where workspace = ${workspace} order by position`;

  test('§8 given Temporal is away, then ingest continues, nothing is lost or set aside however long, and afterwards all are started in order', async () => {
    const place = await house.place();
    await place.publish(OPEN);
    const away = { start: unavailable, nudge: unavailable, closedAs: unavailable } satisfies Launch;
    const stalled = house.forwarder({ launch: away });
    const { sql } = house.database;
    await place.track('ana', 'Signed Up');
    for (let tries = 0; tries < 12; tries += 1) {
      const [now] = await sql<{ at: string }>`select clock_timestamp() as at`;
      await expect(stalled.pass()).rejects.toThrow('nothing could be done');
      const [row] = await sql<{ areLeft: boolean }>`
        select bool_and(ready_at >= ${now?.at}::timestamptz + interval '1 second') as "areLeft" from outbox`;
      expect(row?.areLeft).toBe(true); // not at once again
      await clearBackOff();
      await place.track(`user-${tries}`, 'Signed Up');
    }
    expect(await place.passes()).toMatchObject([{ status: 'starting' }]);
    expect(await place.outbox()).toBe(13);

    const started: string[] = [];
    const launch = createLaunch(house.client, house.taskQueue, { isEager: false });
    await house
      .forwarder({
        launch: {
          ...launch,
          start(who, instance) {
            started.push(instance.start.userId);
            return launch.start(who, instance);
          },
        },
      })
      .drain();
    expect(started).toHaveLength(13);
    expect(await place.outbox()).toBe(0);
    expect(await deadLetters(place.workspace)).toEqual([]);
    expect(await house.missed()).toBe(0);
  });

  test('§8 given a database that stumbles while an event is judged, however often, then the event is not set aside', async () => {
    const place = await house.place();
    await place.publish(OPEN);
    await place.track('ana', 'Signed Up');
    const stumbling = house.forwarder({
      versions: { get: () => Promise.reject(Object.assign(new Error('terminating connection'), { code: '57P01' })) },
    });
    for (let tries = 0; tries < 10; tries += 1) {
      await expect(stumbling.pass()).rejects.toThrow('nothing could be done');
      await clearBackOff();
    }
    expect(await deadLetters(place.workspace)).toEqual([]);
    await house.forwarder().drain();
    expect(await place.passes()).toMatchObject([{ status: 'live' }]);
  });

  test('§8 given a journey that can’t judge an event, then the event is set aside with the reason after eight tries, and blocks no other journey or user', async () => {
    const place = await house.place();
    await place.publish(OPEN, { ...OPEN, id: 'faulty' });
    await house.database.transaction(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update versions set document = '{}' where workspace = ${place.workspace} and journey = 'faulty'`;
    });
    const forwarder = house.forwarder();
    const poison = await place.track('ana', 'Signed Up');
    await place.track('bob', 'Something Else');
    await forwarder.pass();
    expect(await place.passes()).toMatchObject([{ journey: 'open', status: 'live' }]);
    expect(await place.outbox()).toBe(1);

    for (let tries = 1; tries < 8; tries += 1) {
      expect(await deadLetters(place.workspace)).toEqual([]);
      await clearBackOff();
      await place.track('ana', `Later ${tries}`); // goes its way meanwhile
      await forwarder.pass();
      expect(await place.outbox()).toBe(tries < 7 ? 1 : 0);
    }
    expect(await deadLetters(place.workspace)).toEqual([
      { position: poison.position, reason: expect.stringMatching(/^faulty: .*cannot be read/) },
    ]);
    expect(await place.passes()).toHaveLength(1);
    expect(await place.reconcile()).toEqual([]);
  });

  test('§7.4 given an anonymous ID that equals a user ID, then both enter, each in a workflow of their own', async () => {
    const place = await house.place();
    await place.publish(OPEN);
    await place.tell({ userId: 'x', name: 'Signed Up' }, { userId: undefined, anonymousId: 'x', name: 'Signed Up' });
    await house.forwarder().drain();
    const passes = await place.passes('x');
    expect(passes).toMatchObject([{ status: 'live' }, { status: 'live' }]);
    expect(new Set(passes.map(({ workflowId }) => workflowId)).size).toBe(2);
    expect(await deadLetters(place.workspace)).toEqual([]);
  });

  test('§8 given an event judged again after a crash, when the cause of its refusal has gone, then it stays refused, once', async () => {
    const place = await house.place();
    await place.publish({ ...OPEN, entry: { ...OPEN.entry, where: { path: 'profile.plan', op: '=', value: 'paid' } } });
    await place.track('ana', 'Signed Up');
    const dies = house.forwarder({ passing: () => Promise.reject(new Error('killed')) });
    await expect(dies.pass()).rejects.toThrow('nothing could be done');
    await place.tell({ traits: { plan: 'paid' } });
    await clearBackOff();
    await house.forwarder().drain();
    expect(await place.passes()).toEqual([]);
    expect(await place.refusals()).toMatchObject([{ reason: 'filter-not-met' }]);
    expect(await place.reconcile()).toEqual([]);
  });

  test('§8 given a nudge that Temporal has accepted, when the forwarder dies before it deletes the row, then there are two nudges and one effect', async () => {
    const place = await house.place();
    await place.publish(OPEN);
    await place.track('ana', 'Signed Up');
    await house.forwarder().drain();
    const { id } = await place.last();
    const first = await firstStateOf(house, id);
    await decider(house)(first);
    await place.track('ana', 'Opened');
    const dies = house.forwarder({
      passing: (point) => (point === 'told' ? Promise.reject(new Error('killed')) : undefined),
    });
    await expect(dies.pass()).rejects.toThrow('nothing could be done');
    await clearBackOff();
    await house.forwarder().drain();
    const { workflowId } = await place.last();
    expect(await place.nudges(workflowId)).toBe(2);

    const server = await house.start();
    await place.atRest('ana', 'on');
    expect((await place.trace(id)).filter(({ rule }) => rule === 'event-happened')).toHaveLength(1);
    await server.close();
  });

  test('§8 given more users than connections, all entering a journey that isn’t loaded yet, then one round starts them all', async () => {
    const place = await house.place();
    await place.publish(OPEN);
    const small = openDatabase({ url: house.url, max: 3, name: 'small pool' });
    await place.tell(...Array.from({ length: 40 }, (_, nr) => ({ userId: `user-${nr}`, name: 'Signed Up' })));
    const forwarder = house.forwarder({ database: small, store: createStore(small), versions: createVersions(small) });
    expect(await forwarder.pass()).toBe(40);
    expect(forwarder.warnings).toEqual([]);
    expect(await place.outbox()).toBe(0);
    await small.close();
  });

  test('§8 given three forwarders on two servers and a burst for each of many users, then no user is claimed twice at once, and each user’s first entry enters', async () => {
    const place = await house.place();
    await place.publish(OPEN);
    const other = openDatabase({ url: house.url, max: 10, name: 'second server' });
    const launch = createLaunch(house.client, house.taskQueue, { isEager: false });
    const inHand = new Map<string, number>();
    const started: { readonly by: number; readonly user: string }[] = [];
    let overlaps = 0;
    const watching = (by: number): Launch => ({
      ...launch,
      async start(who, instance) {
        const user = instance.start.userId;
        if (inHand.has(user)) overlaps += 1;
        inHand.set(user, by);
        started.push({ by, user });
        const answer = await launch.start(who, instance);
        inHand.delete(user);
        return answer;
      },
    });
    const at = (database: Database, by: number) =>
      house.forwarder({
        database,
        store: createStore(database),
        versions: createVersions(database),
        launch: watching(by),
      });
    const forwarders = [at(house.database, 1), at(other, 2), at(other, 3)];

    let isOver = false;
    const forwarding = forwarders.map(async (forwarder) => {
      while (!isOver) await forwarder.pass();
    });
    const users = Array.from({ length: 120 }, (_, nr) => `user-${nr}`);
    const entries = await Promise.all(
      users.map(async (user) => {
        const positions: number[] = [];
        for (let nr = 0; nr < 3; nr += 1) positions.push((await place.track(user, 'Signed Up')).position);
        return { user, positions };
      }),
    );
    await soon(async () => expect(await place.outbox()).toBe(0));
    isOver = true;
    await Promise.all(forwarding);

    expect(overlaps).toBe(0);
    expect(started.map(({ user }) => user).sort()).toEqual(users.toSorted());
    expect(new Set(started.map(({ by }) => by)).size).toBeGreaterThan(1);
    for (const { user, positions } of entries) {
      const rows = await house.database.sql<{ entered: number; met: number[] }>`
        select entry_position as entered,
          (select jsonb_agg(position order by position) from contested c where c.instance = i.id) as met
          from instances i where workspace = ${place.workspace} and user_id = ${user}`;
      expect(rows).toEqual([{ entered: positions[0], met: positions.slice(1) }]);
    }
    expect(forwarders.flatMap(({ warnings }) => warnings)).toEqual([]);
    await other.close();
  });
});

describe('§8 a forwarder that is killed leaves nothing undone and nothing done twice', () => {
  beforeAll(compileWorkerProgram, 300_000);
  test.concurrent.each([
    { point: 'judged', meaning: 'between the row and the start', nth: 1, nudges: 1 },
    { point: 'told', meaning: 'between the start and its acknowledgement', nth: 1, nudges: 1 },
    { point: 'told', meaning: 'between a nudge and the end of its row', nth: 2, nudges: 2 },
  ])(
    '§8 killed $meaning ($point), then another does what is left, and the effect is that of once',
    async ({ point, nth, nudges }) => {
      const house = await openHouse();
      const workers = await openWorkerProcesses(house.url, house.taskQueue);
      const place = await house.place('real');
      await place.publish(OPEN);
      const killed = workers.start(`${point}:${nth}`);
      await killed.ready;
      await place.track('ana', 'Signed Up');
      if (nth > 1) {
        await place.atRest('ana', 'wait');
        await place.track('ana', 'Opened');
      }
      expect(await killed.ended).toBe('SIGKILL');
      expect(await place.outbox()).toBe(1);
      if (point === 'judged') expect(await place.last()).toMatchObject({ status: 'starting', step: 0 });

      await house.start({ adapters: workers.adapters });
      if (nth === 1) {
        await place.atRest('ana', 'wait');
        await place.track('ana', 'Opened');
      }
      const { id, workflowId } = await place.atRest('ana', 'on');
      expect(await place.passes()).toHaveLength(1);
      expect((await place.trace(id)).filter(({ rule }) => rule === 'event-happened')).toHaveLength(1);
      expect(await place.nudges(workflowId)).toBeLessThanOrEqual(nudges);
      expect(await house.missed()).toBe(0);
      expect(await place.reconcile()).toEqual([]);
      await workers.close();
      await house.close();
    },
  );
});
