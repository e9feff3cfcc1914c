import type { Client } from '@temporalio/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { JourneyId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { NO_FILE } from '../store/broadcasts/list-row.ts';
import { uploadList } from '../store/broadcasts/lists.ts';
import { eraseUser } from '../store/erasure/erase.ts';
import { findErasure } from '../store/erasure/erasures.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { pauseJourney } from '../store/lifecycle/pause.ts';
import { createGate } from './gate.ts';
import { HOUR, type House, later, openHouse, type Place, soon } from './house.ts';
import { createProviders, type Providers } from './providers.ts';

/** Reads every row that belongs to this user alone. */
const MARK = 'xqzmark';
const USER = `${MARK}-ana`;

const journeys: readonly JourneyInput[] = [
  {
    id: 'sending',
    name: 'Sending',
    goals: [{ id: 'bought', event: 'Bought', exits: false, window: { for: '30d', from: 'entry' } }],
    entry: { type: 'event', event: 'Carted', key: 'event.cart', reentry: { policy: 'always' } },
    start: 'mail',
    nodes: {
      mail: { type: 'message', channel: 'email', content: { subject: '{{ profile.name }}', text: '.' }, then: 'wait' },
      wait: { type: 'waitFor', events: { back: { event: 'Back' } }, timeout: '9d', then: 'end' },
      end: { type: 'exit' },
    },
  },
  {
    id: 'calling',
    name: 'Calling',
    entry: { type: 'event', event: 'Carted', where: { path: 'event.cart', op: 'exists' } },
    start: 'call',
    nodes: {
      call: { type: 'webhook', url: 'https://crm.example', as: 'crm', then: 'fork' },
      fork: { type: 'split', experiment: 'fork', paths: { a: 1, b: 1 }, then: 'wait' },
      wait: { type: 'delay', for: '9d', then: 'end' },
      end: { type: 'exit' },
    },
  },
  {
    id: 'listed',
    name: 'Listed',
    entry: { type: 'list', spread: '2h', reentry: { policy: 'always' } },
    start: 'wait',
    nodes: { wait: { type: 'delay', for: '9d', then: 'end' }, end: { type: 'exit' } },
  },
  {
    id: 'left',
    name: 'Left',
    entry: { type: 'inaction', event: 'Carted', key: 'event.cart', without: { event: 'Bought' }, within: '5d' },
    start: 'end',
    nodes: { end: { type: 'exit' } },
  },
  {
    id: 'refusing',
    name: 'Refusing',
    entry: {
      type: 'event',
      event: 'Carted',
      key: 'event.cart',
      where: { path: 'event.cart', op: '=', value: 'nothing' },
    },
    start: 'end',
    nodes: { end: { type: 'exit' } },
  },
] as unknown as readonly JourneyInput[];

describe('7.14 erasing a user ends their instances and leaves nothing of theirs but counts (design.md §7.14)', () => {
  let house: House;
  let place: Place;
  let providers: Providers;
  const gate = createGate();
  beforeEach(async () => {
    house = await openHouse(); // all of its tables are searched for what is left
    providers = createProviders();
    await house.start({ adapters: providers.adapters, passing: (point) => gate.passing(point) });
    place = await house.place();
  });
  afterEach(() => house.close());

  const erase = (userId = USER) => {
    const { database, store } = house;
    const ports = { sql: database.sql, store, versions: createVersions(database) };
    return eraseUser(ports, { workspace: place.workspace, userId, actor: 'test' });
  };
  const enteredAndRefused = async () => {
    const rows = await house.database.sql<{ journey: string; measure: string; n: number }>`
      select journey, measure, sum(n) as n from (
        select journey, measure, n from counts where workspace = ${place.workspace} and node = ''
        union all select journey, measure, n from count_deltas where workspace = ${place.workspace} and node = '') c
       where measure in ('entered', 'refused', 'goal:bought', 'exited:erased') group by 1, 2 having sum(n) > 0
         order by 1, 2`;
    return rows.map(({ journey, measure, n }) => `${journey}: ${n} ${measure}`);
  };

  /** Tables and columns in which the mark stands. */
  async function found(): Promise<readonly string[]> {
    const { sql, pool } = house.database;
    const columns = await sql<{ table: string; column: string }>`
      select c.table_name as table, c.column_name as column from information_schema.columns c
        join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
          and t.table_type = 'BASE TABLE'
       where c.table_schema = 'sojourn'`;
    const all = await Promise.all(
      columns.map(async ({ table, column }) => {
        const { rows } = await pool.query(
          `select 1 from sojourn."${table}" where "${column}"::text like '%${MARK}%' limit 1`,
        );
        return rows.length > 0 ? [`${table}.${column}`] : [];
      }),
    );
    return all.flat();
  }

  /** Runs on the server whose ids or histories tell of them. */
  async function runs(client: Client): Promise<number> {
    let count = 0;
    for await (const { workflowId } of client.workflow.list({ query: `Workspace = '${place.workspace}'` }))
      if (workflowId.includes(MARK)) count += 1;
    return count;
  }

  /** The user is inside five journeys, waits, is queued and qualifies; Bob is beside. */
  async function enterEverywhere(): Promise<void> {
    await place.publish(...journeys);
    const accepted = { type: 'accepted', providerId: MARK, response: { note: MARK } } as const;
    providers.next(...Array.from({ length: 2 }, () => () => accepted));
    await place.tell({ userId: USER, traits: { email: `${MARK}@example.com`, name: MARK } });
    await place.tell({ userId: 'bob', traits: { email: 'bob@example.com', name: 'Bob' } });
    await place.tell({ anonymousId: `${MARK}-device`, userId: USER, name: 'Seen', properties: { of: MARK } });
    const list = [USER, 'bob'].map((userId, index) => ({ nr: index + 1, userId, properties: { of: userId } }));
    const request = { workspace: place.workspace, journey: JourneyId.parse('listed'), actor: 'test' };
    expect((await uploadList(house.database, request, { rows: asList(list), describe: () => NO_FILE })).ok).toBe(true);
    await place.track(USER, 'Carted', { cart: `${USER}-cart` });
    await soon(async () => expect(providers.got).toHaveLength(2)); // these answers are for them
    await place.track('bob', 'Carted', { cart: 'bob-cart' });
    await place.moveClock(later(1));
    await soon(async () => {
      expect(await enteredAndRefused()).toEqual([
        'calling: 2 entered',
        'listed: 1 entered',
        'refusing: 2 refused',
        'sending: 2 entered',
      ]);
      expect(await place.outbox()).toBe(0);
    });
    await soon(async () => expect(await runs(house.client)).toBe(3));
    await queue();
    await place.track(USER, 'Bought', { cart: `${USER}-cart`, what: MARK });
    await soon(async () => expect(await enteredAndRefused()).toContain('sending: 1 goal:bought'));
    await house.database.sql`
      insert into inbox (workspace, key, channel, caught_by, recipient, body)
      select workspace, key, channel, 'sandbox', ${MARK}, '{}' from messages where workspace = ${place.workspace}
        and provider_id = ${MARK} limit 1`;
    await house.database.sql`
      insert into dead_letters (workspace, person, position, reason)
      select workspace, id, 1, ${MARK} from persons where workspace = ${place.workspace} and user_id = ${USER}`;
  }

  /** Queues the user for an hour later, as another row of the list would. */
  const queue = () => house.database.sql`
    with added as (
      insert into queued (workspace, journey, broadcast, nr, person, version, at, properties)
      select p.workspace, b.journey, b.id, 9, p.id, 1, ${later(HOUR)}, ${{ of: USER }}::jsonb
        from persons p join broadcasts b on b.workspace = p.workspace and b.journey = 'listed'
       where p.workspace = ${place.workspace} and p.user_id = ${USER}
      returning *
    )
    insert into count_deltas (workspace, journey, version, node, measure, entered_at, n)
    select workspace, journey, version, '', measure, hour_of(at), 1
      from added, unnest(array['qualified', 'queued']) as m (measure)`;

  async function expectTracesOfUser(): Promise<void> {
    expect(await found()).toEqual(
      expect.arrayContaining([
        'persons.profile',
        'instances.key',
        'instances.workflow_id',
        'due.ref',
        'queued.properties',
        'refusals.key',
        'refusals.read',
        'messages.response',
        'messages.provider_id',
        'instances.context',
        'inbox.recipient',
        'dead_letters.reason',
        'identities.value',
        'events.properties',
      ]),
    );
  }

  test('given a user inside five journeys: sending, waiting, queued and qualifying', async () => {
    await enterEverywhere();
    await expectTracesOfUser();

    // another cart, whose message is just being sent
    const held = gate.hold('claimed');
    await place.track(USER, 'Carted', { cart: `${MARK}-second` });
    await held.reached;
    await soon(async () => expect(await enteredAndRefused()).toContain('calling: 1 refused'));

    const id = await erase();
    expect(await place.reconcile()).toEqual([]);
    held.release();

    expect(id).toBeDefined();
    await soon(async () => {
      expect(await findErasure(house.database.sql, place.workspace, id ?? '')).toMatchObject({
        state: 'done',
        left: 0,
        ended: 4,
        instances: 4,
        workflows: 4,
      });
    });
    expect(await found()).toEqual([]);
    await soon(async () => expect(await runs(house.client)).toBe(0));
    expect(await place.reconcile()).toEqual([]);
    expect((await enteredAndRefused()).toSorted()).toEqual(
      [
        'calling: 1 exited:erased',
        'calling: 2 entered',
        'calling: 1 refused',
        'listed: 1 entered',
        'listed: 1 exited:erased',
        'refusing: 3 refused',
        'sending: 2 exited:erased',
        'sending: 3 entered',
        'sending: 1 goal:bought',
      ].toSorted(),
    );
    await expectSilence();
    await expectNewcomer();
  });

  /** Nothing more is sent to the user who was erased, and Bob goes on. */
  async function expectSilence(): Promise<void> {
    const before = providers.got.length;
    await place.moveClock(later(12 * HOUR));
    await soon(async () => expect(await place.passes('bob')).toHaveLength(3));
    expect(providers.got.slice(before).some(({ key }) => key.includes(MARK))).toBe(false);
    expect(await erase()).toBeUndefined();
  }

  /** The same user ID is a new user. */
  async function expectNewcomer(): Promise<void> {
    await place.tell({ userId: USER, traits: { email: 'new@example.com' } });
    await place.track(USER, 'Carted', { cart: 'new' });
    const last = await soon(async () => {
      const passes = await place.passes(USER);
      expect(passes.map(({ journey, pass }) => [journey, pass]).toSorted()).toEqual([
        ['calling', 1],
        ['sending', 1],
      ]);
      expect(await place.outbox()).toBe(0);
      return passes[0];
    });
    expect(last?.workflowId).toContain(USER);
  }

  test('events that race with the erasure belong to a new user, or are deleted', async () => {
    await place.publish(journeys[1] as JourneyInput);
    for (let round = 0; round < 10; round += 1) {
      await place.tell({ userId: USER, traits: { round } });
      const told = Array.from({ length: 5 }, (_, nr) => place.track(USER, 'Carted', { cart: `${MARK}-${nr}` }));
      await Promise.all([...told, erase()]);
      expect(await place.reconcile()).toEqual([]);
      const orphans = await house.database.sql`
        select from events e where workspace = ${place.workspace} and
          not exists (select from persons p where p.workspace = e.workspace and p.id = e.person)`;
      expect(orphans).toEqual([]);
    }
    await soon(async () => expect(await place.outbox()).toBe(0));
  });

  test('of a journey that is paused too, and of one that has ended', async () => {
    await place.publish(journeys[1] as JourneyInput);
    await place.track(USER, 'Carted', { cart: MARK });
    await soon(async () => expect(await place.last(USER)).toMatchObject({ status: 'live', node: 'wait' }));
    await pauseJourney(house.database, {
      workspace: place.workspace,
      journey: JourneyId.parse('calling'),
      actor: 'test',
    });
    const id = await erase();
    await soon(async () =>
      expect(await findErasure(house.database.sql, place.workspace, id ?? '')).toMatchObject({
        state: 'done',
        ended: 1,
      }),
    );
    expect(await place.reconcile()).toEqual([]);
  });
});

async function* asList<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}
