import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PersonId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { openDatabase } from '../store/base/sql.ts';
import { createIngest, record } from '../store/events/ingest.ts';
import { createStore } from '../store/person.ts';
import { createGate, readPromises } from './gate.ts';
import { decider, firstStateOf, HOUR, type House, later, MINUTE, openHouse, soon } from './house.ts';

/** Waits two hours for `Opened`; the goal is `Bought`, the exit `Left`. */
const OFFER: JourneyInput = {
  id: 'offer',
  name: 'Offer',
  goals: [{ id: 'bought', event: 'Bought' }],
  exits: [{ event: 'Left', reason: 'left' }],
  entry: { type: 'event', event: 'Signed Up' },
  start: 'wait',
  nodes: {
    wait: {
      type: 'waitFor',
      events: { opened: { event: 'Opened' } },
      timeout: '2h',
      links: { opened: 'opened', timeout: 'late' },
    },
    opened: { type: 'exit', reason: 'opened' },
    late: { type: 'exit', reason: 'too-late' },
  },
};
const DEADLINE = later(2 * HOUR);
const past = (ms: number) => later(2 * HOUR + ms);

describe('§3 a decision sees every accepted event', () => {
  let house: House;
  const gate = createGate();
  beforeAll(async () => {
    house = await openHouse();
    await house.start({ forwarding: { passing: gate.passing } });
  });
  afterEach(async () => expect(await house.missed()).toBe(0));
  afterAll(() => house.close());

  /** A user who waits for two hours from T0. */
  async function waiting() {
    const place = await house.place();
    await place.publish(OFFER);
    await place.track('ana', 'Signed Up');
    const pass = await place.atRest('ana', 'wait');
    return { place, ...pass };
  }

  test('§3 given a forwarder that is held back, when the deadline is decided, then the goal accepted before it wins', async () => {
    const { place, workflowId } = await waiting();
    await place.moveClock(past(-1_000));
    const held = gate.hold('judged');
    await place.track('ana', 'Bought');
    await held.reached;

    await place.moveClock(past(1));
    await house.fire(workflowId);
    await place.until('ana', { exit: { reason: 'goal', goal: 'bought' } });
    expect(await place.nudges(workflowId)).toBe(0);
    held.release();
    await soon(async () => expect(await place.outbox()).toBe(0));
    expect(await place.reconcile()).toEqual([]);
  });

  test('§3 given an ingest that has its stamp and has not committed, when the deadline is decided, then the decision waits for it and sees it', async () => {
    const { place, person, workflowId } = await waiting();
    const { workspace } = place;
    await place.moveClock(DEADLINE);
    const written = readPromises();
    const held = readPromises();
    const slow = createStore(house.database).person({ workspace, person }, async (sql, now) => {
      const message = { messageId: 'slow', person, name: 'Bought', properties: {} };
      const accepted = await record(sql, workspace, now, [message]);
      written.resolve();
      await held.promise;
      return { accepted, now };
    });
    await written.promise;

    await place.moveClock(past(1));
    await house.fire(workflowId);
    await soon(async () => expect(await waitingForLocks()).toBe(1));
    expect(await place.last()).toMatchObject({ node: 'wait', exit: null });
    held.resolve();
    expect((await slow).now).toBe(DEADLINE);
    expect((await place.until('ana', { status: 'ended' })).exit).toEqual({ reason: 'goal', goal: 'bought' });
  });

  /** Connections that wait for a user's lock. */
  async function waitingForLocks(): Promise<number> {
    const [row] = await house.database.sql<{ n: number }>`
      select count(*) as n from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`;
    return row?.n ?? 0;
  }

  describe('§7.1 an event at the deadline wins, one a millisecond later loses', () => {
    test.each([
      { event: 'Opened', at: -1, reason: 'opened' },
      { event: 'Opened', at: 0, reason: 'opened' },
      { event: 'Opened', at: 1, reason: 'too-late' },
      { event: 'Bought', at: -1, reason: 'goal' },
      { event: 'Bought', at: 0, reason: 'goal' },
      { event: 'Bought', at: 1, reason: 'too-late' },
    ])('§7.1 $event accepted $at ms after the deadline → $reason, decided at once', async ({ event, at, reason }) => {
      const { place } = await waiting();
      await place.moveClock(past(at));
      await place.track('ana', event);
      expect((await place.until('ana', { status: 'ended' })).exit?.reason).toBe(reason);
    });

    test.each([
      { at: 0, reason: 'opened' },
      { at: 1, reason: 'too-late' },
    ])('§7.1 accepted $at ms after it → $reason, although decided a day late', async ({ at, reason }) => {
      const { place, workflowId } = await waiting();
      await place.moveClock(past(at));
      const held = gate.hold('judged');
      await place.track('ana', 'Opened');
      await held.reached;
      await place.moveClock(past(24 * HOUR));
      held.release();
      expect((await place.until('ana', { status: 'ended' })).exit?.reason).toBe(reason);
      expect(await place.nudges(workflowId)).toBe(1);
    });
  });

  describe('§3 a deadline asked for too early', () => {
    test.each([
      { leftMs: 2 * HOUR, timerRuns: false, timer: { type: 'start', ms: 2 * HOUR + 1 } },
      { leftMs: 1, timerRuns: false, timer: { type: 'start', ms: 2 } },
      { leftMs: 0, timerRuns: false, timer: { type: 'start', ms: 1 } },
      { leftMs: MINUTE, timerRuns: true, timer: { type: 'keep' } },
    ])(
      '§3 $leftMs ms before it (a timer runs: $timerRuns) → not yet, to the millisecond after it, and nothing is written',
      async ({ leftMs, timerRuns, timer }) => {
        const { place, id } = await waiting();
        const advance = decider(house);
        const first = await firstStateOf(house, id);
        const stored = await advance(first);
        await place.moveClock(past(-leftMs));
        expect(await advance({ ...first, ...stored.delta }, timerRuns)).toEqual({
          ...{ delta: {}, effects: [], trace: [] },
          timer,
          ...{ again: false, direct: false },
        });
        expect(await place.last()).toMatchObject({ step: 1, node: 'wait' });
      },
    );
  });

  describe('§3 events accepted together are one input', () => {
    test.each([{ told: ['Bought', 'Left'] }, { told: ['Left', 'Bought'] }, { told: ['Opened', 'Left', 'Bought'] }])(
      '§7.2 $told in one batch → the goal',
      async ({ told }) => {
        const { place } = await waiting();
        await place.tell(...told.map((name) => ({ name })));
        expect((await place.until('ana', { status: 'ended' })).exit).toEqual({ reason: 'goal', goal: 'bought' });
      },
    );

    test('§7.2 given the exit accepted before the goal, in a separate request, then the exit', async () => {
      const { place } = await waiting();
      const held = gate.hold('judged');
      await place.track('ana', 'Left');
      await place.track('ana', 'Bought');
      await held.reached;
      held.release();
      expect((await place.until('ana', { status: 'ended' })).exit).toEqual({ reason: 'left' });
    });

    test('§3 given more events than one decision takes, then a batch at the seam is not cut: its goal beats its exit', async () => {
      const { place, id } = await waiting();
      const held = gate.hold('judged');
      await place.tell(...Array.from({ length: 499 }, () => ({ name: 'Signed Up' })));
      await held.reached;
      await place.tell({ name: 'Left' }, { name: 'Bought' });
      held.release();
      expect((await place.until('ana', { status: 'ended' })).exit).toEqual({ reason: 'goal', goal: 'bought' });
      expect((await place.passes())[0]?.id).toBe(id);
      await soon(async () => expect(await place.outbox()).toBe(0));
      expect(await place.reconcile()).toEqual([]);
    });
  });

  describe('§7.4 the same message twice has the effect of once', () => {
    test('§7.4 given it twice in one batch, with other traits the second time, then the first counts', async () => {
      const place = await house.place();
      await place.publish(OFFER);
      const statuses = await place.tell(
        { messageId: 'm1', name: 'Signed Up' },
        { messageId: 'm1', name: 'Signed Up' },
        { messageId: 'm2', traits: { plan: 'free' } },
        { messageId: 'm2', traits: { plan: 'paid' } },
      );
      expect(statuses.map(({ status }) => status)).toEqual(['accepted', 'duplicate', 'accepted', 'duplicate']);
      expect(statuses[1]?.position).toBe(statuses[0]?.position);
      await place.atRest('ana', 'wait');
      expect(await place.passes()).toHaveLength(1);
      expect(await profileOf(place.workspace)).toEqual({ plan: 'free' });
    });

    test('§7.4 given it in many simultaneous requests, from two servers, then it is accepted once and has one effect', async () => {
      const place = await house.place();
      await place.publish({ ...OFFER, entry: { type: 'event', event: 'Signed Up', reentry: { policy: 'always' } } });
      const other = openDatabase({ url: house.url, max: 5, name: 'second server' });
      const second = createIngest(other, createStore(other), { flushMs: 0 });
      const requests = Array.from({ length: 20 }, (_, nr) =>
        (nr % 2 ? second : place.ingest).accept(place.workspace, [
          place.message({ messageId: `same-${nr % 5}`, name: 'Signed Up' }),
        ]),
      );
      const statuses = (await Promise.all(requests)).flat();
      await second.close();
      await other.close();

      expect(statuses.filter(({ status }) => status === 'accepted')).toHaveLength(5);
      expect(new Set(statuses.map(({ messageId, position }) => `${messageId}@${position}`)).size).toBe(5);
      await place.atRest('ana', 'wait');
      expect(await place.passes()).toHaveLength(1);
      await soon(async () => expect(await place.refusals()).toHaveLength(4));
      expect(await place.reconcile()).toEqual([]);
    });
  });

  test('§3 given a clock that is set back, then events are still read in the order of acceptance, and none is lost', async () => {
    const place = await house.place();
    const refreshing: JourneyInput = {
      ...OFFER,
      nodes: {
        wait: {
          type: 'waitFor',
          events: { opened: { event: 'Opened' } },
          refreshOn: { event: 'Seen' },
          timeout: '2h',
          then: 'late',
        },
        late: { type: 'exit', reason: 'too-late' },
      },
    };
    await place.publish(refreshing);
    await place.track('ana', 'Signed Up');
    await place.atRest('ana', 'wait');
    const held = gate.hold('judged');
    await place.moveClock(later(10 * MINUTE));
    await place.track('ana', 'Bought');
    await held.reached;
    await place.moveClock(later(5 * MINUTE));
    for (let nr = 0; nr < 15; nr += 1) await place.track('ana', 'Seen', { nr });
    held.release();
    await place.until('ana', { exit: { reason: 'goal', goal: 'bought' } });
  });

  test('§15 given two withdrawals of consent in one transaction, then neither takes back the other', async () => {
    const place = await house.place();
    await place.tell({ traits: { consent: { sms: false } } }, { traits: { consent: { email: false }, plan: 'free' } });
    expect(await profileOf(place.workspace)).toEqual({ consent: { sms: false, email: false }, plan: 'free' });
  });

  test('§8 given a value that Postgres cannot hold, then its request fails and its neighbours in the group do not', async () => {
    const place = await house.place();
    const accept = (properties: object) =>
      place.ingest.accept(place.workspace, [place.message({ properties: { ...properties } })]);
    const [good, bad, alsoGood] = await Promise.allSettled([accept({}), accept({ text: 'a\0b' }), accept({})]);
    expect([good?.status, bad?.status, alsoGood?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  const profileOf = async (workspace: string) =>
    (await house.database.sql<{ profile: object }>`select profile from persons where workspace = ${workspace}`)[0]
      ?.profile;

  test('§3 for one user, order of position is order of commit, and events accepted together are seen together, whatever two servers accept at once', async () => {
    const place = await house.place();
    const other = openDatabase({ url: house.url, max: 5, name: 'second server' });
    const stores = [house.store, createStore(other)];
    const persons = ['p0', 'p1', 'p2'].map((id) => PersonId.parse(id));
    await house.database.sql`
      insert into persons (workspace, id, user_id, created_at, updated_at)
      select ${place.workspace}, id, id, clock(${place.workspace}), clock(${place.workspace})
        from unnest(${persons}::text[]) as p (id)`;
    let rounds = 0;

    const request = fc.record({
      server: fc.nat(1),
      who: fc.uniqueArray(fc.constantFrom(...persons), { minLength: 1 }),
      size: fc.integer({ min: 1, max: 3 }),
      /** Round trips between the write and the commit. */
      lag: fc.nat(6),
    });
    type Request = typeof request extends fc.Arbitrary<infer Value> ? Value : never;
    const accept = (name: string, { server, who, size, lag }: Request) =>
      stores[server]?.persons(place.workspace, who, async (sql, now) => {
        const each = Array.from({ length: size }, () => who).flat();
        await record(
          sql,
          place.workspace,
          now,
          each.map((person) => ({ ...place.message({ name }), person })),
        );
        for (let trip = 0; trip < lag; trip += 1) await sql`select ${trip}::int`;
        return each.length;
      });

    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 4, maxLength: 10 }), async (requests) => {
        rounds += 1;
        const name = `Round ${rounds}`;
        const total = requests.reduce((sum, { who, size }) => sum + who.length * size, 0);
        const accepted = Promise.all(requests.map((each) => accept(name, each)));
        for (const seen of await watched(name, total, accepted)) expect(seen).toEqual(seen.toSorted(byPosition));
        await accepted;
      }),
      { numRuns: 25 },
    );
    await other.close();

    /**
     * Looks again and again until all are there: for each person, the positions in the order in which they came into
     * sight.
     */
    async function watched(name: string, total: number, accepted: Promise<unknown>): Promise<readonly Seen[][]> {
      const inSight = new Map<number, Seen & { person: string }>();
      let failed = false;
      accepted.catch(() => {
        failed = true;
      });
      while (inSight.size < total && !failed) {
        const rows = await house.database.sql<Seen & { person: string }>`
          select person, position, accepted_at as at, acceptance from events where workspace = ${place.workspace}
            and name = ${name} order by random()`;
        const fresh = rows.filter(({ position }) => !inSight.has(position)).toSorted(byPosition);
        expect(fresh.every(isWhole)).toBe(true);
        for (const row of fresh) inSight.set(row.position, row);
      }
      return byPerson([...inSight.values()]);
    }
  });
});

interface Seen {
  readonly position: number;
  readonly at: number;
  readonly acceptance: number;
}

function byPerson<Row extends { readonly person: string }>(rows: readonly Row[]): readonly Row[][] {
  const persons = [...new Set(rows.map(({ person }) => person))];
  return persons.map((one) => rows.filter(({ person }) => person === one));
}

const byPosition = (a: Seen, b: Seen) => a.position - b.position;

/** The first of what was accepted together is there too. */
const isWhole = ({ acceptance }: Seen, _: number, all: readonly Seen[]) =>
  all.some(({ position }) => position === acceptance);
