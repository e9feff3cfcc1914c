import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { InstanceId, JourneyId, NodeId, type PersonId } from '../../journey/base/ids.ts';
import { Journey, type JourneyInput } from '../../journey/document/document.ts';
import { type Effect, newInstance } from '../../journey/engine/apply.ts';
import { compile } from '../../journey/engine/version.ts';
import { instant } from '../../journey/time/time.ts';
import { HOUR, type House, later, MINUTE, openHouse, type Place, T0 } from '../../test/house.ts';
import { findGivingWay, GIVE_WAY_MS } from './precedence.ts';

/** A journey with a mail under a cap that waits for `Opened` afterwards. The lowest priority goes first. */
const journeyOf = (id: string, priority: number, more: object = {}) =>
  ({
    ...{ id, name: id, priority, timeZone: 'UTC', frequencyCaps: [{ max: 1, per: '1h' }], start: 'mail' },
    entry: { type: 'event', event: `Bought ${id}` },
    nodes: {
      mail: { type: 'message', channel: 'email', content: { subject: 'Hi', text: '.' }, then: 'wait' },
      wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '2h', then: 'end' },
      end: { type: 'exit' },
    },
    ...more,
  }) as JourneyInput;

const SECOND = 1_000;
const BRIEF = { isBrief: true, ms: GIVE_WAY_MS };
const SENDS: readonly Effect[] = [{ type: 'send', channel: 'email', node: NodeId.parse('mail'), visit: 1 }];

let house: House;
let place: Place;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  place = await house.place();
});

/** Ana enters journeys through a forwarder. No worker runs, so that nothing is decided. */
async function enter(...ids: readonly string[]) {
  await place.tell({ traits: { email: 'ana@example.com' } }, ...ids.map((id) => ({ name: `Bought ${id}` })));
  await house.forwarder().drain();
}

/** Returns how long an instance of `b-two` gives way that decides a moment after the beginning. */
async function wait(afterMs = 1, { effects = SENDS, document = journeyOf('b-two', 2) } = {}) {
  const { sql } = house.database;
  const { workspace } = place;
  const [person] = await sql<{ id: PersonId }>`select id from persons where workspace = ${workspace}`;
  const mine = (await place.passes()).find(({ journey }) => journey === 'b-two');
  const instance = newInstance({
    ...{ id: InstanceId.parse(mine?.id ?? 'i1'), workspace, person: person?.id ?? ('' as PersonId) },
    ...{ journey: JourneyId.parse('b-two'), version: 1, enteredAt: T0, beginsAt: 0 },
  });
  return findGivingWay(sql, later(afterMs), compile(Journey.parse(document), 1), instance, effects);
}

describe('§7.9 a decision that takes a slot gives way to another instance that goes first', () => {
  beforeEach(async () => {
    await place.publish(journeyOf('b-two', 2), journeyOf('a-one', 1));
    await enter('b-two', 'a-one');
  });
  const change = (set: object) => house.database.sql`
    update instances i set (step, wakes_at, stuck, paused_at, ended_at, status, queue, entered_at)
        = (select n.step, n.wakes_at, n.stuck, n.paused_at, n.ended_at, n.status, n.queue, n.entered_at
             from jsonb_populate_record(i, ${set}) n)
     where workspace = ${place.workspace} and journey = 'a-one'`;
  const setState = (state: string) => house.database.sql`
    update journeys set state = ${state} where workspace = ${place.workspace} and id = 'a-one'`;

  test('for milliseconds while that one is only just late, and as long as it is late afterwards', async () => {
    expect(await wait()).toEqual(BRIEF);
    expect(await wait(SECOND - 1)).toEqual({ isBrief: true, ms: SECOND - 1 });
    expect(await wait(SECOND)).toEqual({ isBrief: false, ms: SECOND });
    expect(await wait(30 * SECOND)).toEqual({ isBrief: false, ms: 5 * SECOND });
    expect(await wait(MINUTE - 1)).toEqual({ isBrief: false, ms: 5 * SECOND });
    expect(await wait(MINUTE)).toBeUndefined();
  });

  test('only if it takes a slot itself', async () => {
    expect(await wait(1, { effects: [] })).toBeUndefined();
    expect(await wait(1, { document: journeyOf('b-two', 2, { frequencyCaps: [] }) })).toBeUndefined();
  });

  test.each([{ stuck: 'engineError: x' }, { paused_at: T0 }, { ended_at: T0 }, { status: 'control' }])(
    'but not to one with %j',
    async (set) => {
      await change(set);
      expect(await wait()).toBeUndefined();
    },
  );

  test.each(['paused', 'stopped', 'archived'])('but not to one of a journey that is %s', async (state) => {
    await setState(state);
    expect(await wait()).toBeUndefined();
  });

  test('but not to one that has decided and waits', async () => {
    await change({ step: 1, wakes_at: null });
    expect(await wait()).toBeUndefined();
    await change({ step: 1, wakes_at: later(1) });
    expect(await wait(1)).toBeUndefined();
    expect(await wait(2)).toEqual(BRIEF);
  });

  test('also if that one has an event of interest to read, and no other', async () => {
    await change({ step: 1, wakes_at: null });
    const { sql } = house.database;
    const { workspace } = place;
    await sql`update instances set interests = '{Opened}' where workspace = ${workspace} and journey = 'a-one'`;
    await place.track('ana', 'Clicked');
    await place.track('bob', 'Opened');
    expect(await wait()).toBeUndefined();
    await place.track('ana', 'Opened');
    expect(await wait()).toEqual(BRIEF);
    expect(await wait(MINUTE)).toBeUndefined();
  });

  test('longer than milliseconds if that one is of a broadcast', async () => {
    await change({ queue: 'bulk' });
    expect(await wait()).toEqual({ isBrief: false, ms: GIVE_WAY_MS });
  });
});

describe('§7.9 the other instance goes first by priority, then by the journey’s ID', () => {
  test.each([
    { id: 'z-one', priority: 1, goesFirst: true },
    { id: 'a-two', priority: 2, goesFirst: true },
    { id: 'c-two', priority: 2, goesFirst: false },
    { id: 'a-three', priority: 3, goesFirst: false },
  ])('$id of priority $priority: $goesFirst', async ({ id, priority, goesFirst }) => {
    await place.publish(journeyOf('b-two', 2), journeyOf(id, priority));
    await enter('b-two', id);
    expect(await wait()).toEqual(goesFirst ? BRIEF : undefined);
  });

  test('a user’s instance doesn’t wait for those of another user', async () => {
    await place.publish(journeyOf('b-two', 2), journeyOf('a-one', 1));
    await enter('b-two');
    await place.tell({ userId: 'bob', name: 'Bought a-one' });
    await house.forwarder().drain();
    const { sql } = house.database;
    const [ana] = await sql<{ id: PersonId }>`
      select person as id from instances where workspace = ${place.workspace} and user_id = 'ana'`;
    const [mine] = await place.passes();
    const instance = newInstance({
      ...{ id: InstanceId.parse(mine?.id), workspace: place.workspace, person: ana?.id ?? ('' as PersonId) },
      ...{ journey: JourneyId.parse('b-two'), version: 1, enteredAt: T0, beginsAt: 0 },
    });
    const version = compile(Journey.parse(journeyOf('b-two', 2)), 1);
    expect(await findGivingWay(sql, later(1), version, instance, SENDS)).toBeUndefined();
  });
});

describe('§7.9 a decision also gives way to a journey that is about to let the user in', () => {
  const sql: House['database']['sql'] = (text, ...values) => house.database.sql(text, ...values);
  const SCHEDULE = { type: 'schedule', at: ['2026-03-02T09:00'] };
  const SLOW = { isBrief: false, ms: GIVE_WAY_MS };

  /** Publishes `a-one` with an entry, and lets Ana enter `b-two` alone. */
  async function prepare(entry: object = SCHEDULE) {
    await place.publish(journeyOf('b-two', 2), journeyOf('a-one', 1, { entry }));
    await sql`delete from broadcasts where workspace = ${place.workspace}`;
    await enter('b-two');
    expect(await wait()).toBeUndefined();
  }
  const queueAt = (at: number, person = 'ana') => sql`
    insert into queued (workspace, journey, broadcast, nr, person, version, at)
    select p.workspace, 'a-one', 'x', 1, p.id, 1, ${at} from persons p
     where p.workspace = ${place.workspace} and p.user_id = ${person}`;
  const addDue = (kind: string, at: number) => sql`
    insert into due (workspace, kind, ref, person, journey, at)
    select p.workspace, ${kind}, ${kind}, p.id, 'a-one', ${at} from persons p where p.workspace = ${place.workspace}`;
  const addBroadcast = (state: string, more: { cursor?: string; at?: number; source?: string } = {}) => sql`
    insert into broadcasts (workspace, journey, id, source, state, at, cursor, created_by)
    values (${place.workspace}, 'a-one', 'x', ${more.source ?? 'schedule'}, ${state}, ${more.at ?? T0},
            ${more.cursor ?? ''}, 'test')`;

  test('because they are queued and their moment has passed', async () => {
    await prepare();
    await queueAt(T0);
    expect(await wait(0)).toBeUndefined();
    expect(await wait(1)).toEqual(SLOW);
    expect(await wait(2 * SECOND)).toEqual({ isBrief: false, ms: 2 * SECOND });
    expect(await wait(MINUTE)).toBeUndefined();
  });

  test('but not because another user is queued', async () => {
    await prepare();
    await place.tell({ userId: 'bob', traits: { email: 'bob@example.com' } });
    await queueAt(T0, 'bob');
    expect(await wait()).toBeUndefined();
  });

  test.each(['date', 'grace', 'inaction', 'contested-rest'])('because their wait (%s) has ended', async (kind) => {
    await prepare();
    await addDue(kind, T0);
    expect(await wait(0)).toBeUndefined();
    expect(await wait(1)).toEqual(SLOW);
    expect(await wait(MINUTE)).toBeUndefined();
  });

  test('but not because something else is due', async () => {
    await prepare();
    await addDue('goal-window', T0);
    expect(await wait()).toBeUndefined();
  });

  test.each([
    { state: 'waiting', more: { cursor: '~' }, is: SLOW },
    { state: 'filling', more: {}, is: SLOW },
    { state: 'filling', more: { cursor: '~' }, is: undefined },
    { state: 'filled', more: {}, is: undefined },
    { state: 'filling', more: { source: 'list' }, is: undefined },
    { state: 'waiting', more: { at: later(1) }, is: undefined },
    { state: 'waiting', more: { at: instant(T0 - HOUR) }, is: undefined },
  ])('by a broadcast that is $state with $more: $is', async ({ state, more, is }) => {
    await prepare();
    await addBroadcast(state, more);
    expect(await wait()).toEqual(is);
  });

  test.each([{ spread: '1h' }, { perSecond: 5 }])('but only once queued if the broadcast has %j', async (pace) => {
    await prepare({ ...SCHEDULE, ...pace });
    await addBroadcast('filling');
    expect(await wait()).toBeUndefined();
    await queueAt(T0);
    expect(await wait()).toEqual(SLOW);
  });

  describe('by a broadcast to a segment', () => {
    const join = (segment: string, isIn: boolean) => sql`
      insert into memberships (workspace, segment, person, is_in, since_at, version)
      select p.workspace, ${segment}, p.id, ${isIn}, ${T0}, 1 from persons p where p.workspace = ${place.workspace}`;
    beforeEach(async () => {
      await prepare({ ...SCHEDULE, segment: 'vip' });
      await addBroadcast('filling');
      expect(await wait()).toBeUndefined();
    });

    test('if they are a member', async () => {
      await join('other', true);
      await join('vip', false);
      expect(await wait()).toBeUndefined();
      await sql`update memberships set is_in = true where workspace = ${place.workspace} and segment = 'vip'`;
      expect(await wait()).toEqual(SLOW);
    });

    test('if time may have made them one and nobody has looked', async () => {
      await addDue('segment', later(1));
      expect(await wait(1)).toBeUndefined();
      expect(await wait(2)).toEqual(SLOW);
    });
  });

  test('because an event that lets them in has not been forwarded', async () => {
    await prepare({ type: 'event', event: 'Bought a-one' });
    await place.track('ana', 'Bought c-other');
    expect(await wait()).toBeUndefined();
    await place.track('ana', 'Bought a-one');
    expect(await wait()).toEqual(BRIEF);
    await sql`update outbox set is_bulk = true where workspace = ${place.workspace}`;
    expect(await wait()).toBeUndefined();
    await sql`update outbox set is_bulk = false where workspace = ${place.workspace}`;
    expect(await wait(MINUTE)).toBeUndefined();
    await house.forwarder().drain();
    await sql`delete from instances where workspace = ${place.workspace} and journey = 'a-one'`;
    expect(await wait()).toBeUndefined();
  });

  test.each(['paused', 'stopped', 'archived', 'completed'])('but not of a journey that is %s', async (state) => {
    await prepare();
    await queueAt(T0);
    await sql`update journeys set state = ${state} where workspace = ${place.workspace} and id = 'a-one'`;
    expect(await wait()).toBeUndefined();
  });

  test.each([
    { priority: 2, is: SLOW },
    { priority: 3, is: undefined },
  ])('of priority $priority: $is', async ({ priority, is }) => {
    await place.publish(journeyOf('b-two', 2), journeyOf('a-one', priority, { entry: SCHEDULE }));
    await sql`delete from broadcasts where workspace = ${place.workspace}`;
    await enter('b-two');
    await queueAt(T0);
    expect(await wait()).toEqual(is);
  });
});
