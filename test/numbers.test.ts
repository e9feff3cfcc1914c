import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JourneyInput } from '../journey/document/document.ts';
import type { Order } from '../journey/events/input.ts';
import { rollUpCounts, rollUpMessageCounts } from '../store/base/counts.ts';
import { rollUpSums } from '../store/maintenance/sums.ts';
import { replayAll } from '../testkit/replay.ts';
import { type House, openHouse, type Place, soon } from './house.ts';
import { createProviders } from './providers.ts';
import { dice } from './random.ts';

const ALWAYS = { policy: 'always' } as const;

/** Three messages with short waits between; leaves by goal, exit, timeout or its path. One in five gets nothing. */
const TALKING: JourneyInput = {
  id: 'talking',
  name: 'Talking',
  goals: [
    { id: 'bought', event: 'Bought' },
    { id: 'opened', event: 'Opened', exits: false, window: { for: '2s', from: 'last-send' } },
  ],
  exits: [{ event: 'Left', reason: 'left' }],
  entry: { type: 'event', event: 'Signed Up', reentry: ALWAYS, controlGroup: 20 },
  timeout: '4s',
  start: 'mail',
  nodes: {
    mail: { type: 'message', channel: 'email', content: { subject: 'Hello', text: 'Hello' }, then: 'wait' },
    wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '1s', then: 'text' },
    text: { type: 'message', channel: 'sms', content: { text: 'Hello' }, then: 'pause' },
    pause: { type: 'delay', for: '1s', then: 'push' },
    push: { type: 'message', channel: 'push', content: { title: 'Hello', text: 'Hello' }, then: 'done' },
    done: { type: 'exit' },
  },
};

/** One pass for each cart; drawn to one of two arms, one of which changes the profile. */
const CARTS: JourneyInput = {
  id: 'carts',
  name: 'Carts',
  goals: [{ id: 'bought', event: 'Bought' }],
  entry: {
    type: 'event',
    event: 'Added',
    key: 'event.cart',
    reentry: ALWAYS,
    where: { path: 'event.amount', op: '>', value: 1 },
  },
  start: 'wait',
  nodes: {
    wait: { type: 'delay', for: '1s', then: 'arms' },
    arms: { type: 'split', experiment: 'e', paths: { one: 1, other: 1 }, links: { one: 'note', other: 'done' } },
    note: { type: 'update', set: { cart: { path: 'context.entry.cart' } }, then: 'done' },
    done: { type: 'exit' },
  },
};

/** Entered by what the one above changes. */
const NOTED: JourneyInput = {
  id: 'noted',
  name: 'Noted',
  entry: { type: 'event', event: '$profile.changed', reentry: ALWAYS },
  start: 'wait',
  nodes: {
    wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '1s', then: 'done' },
    done: { type: 'exit' },
  },
};

const USERS = Number(process.env.LOAD_USERS ?? 20);
const ROUNDS = 12;

describe('§7.12 numbers reconcile', { timeout: 90_000 }, () => {
  const seed = Number(process.env.LOAD_SEED ?? Date.now() % 1e6);
  const random = dice(seed);
  let house: House;
  let place: Place;
  beforeAll(async () => {
    house = await openHouse();
    const providers = createProviders();
    await house.start({ adapters: troubled(providers.adapters) });
    place = await house.place('real');
    await place.publish(TALKING, CARTS, NOTED);
  });
  afterAll(() => house.close());

  /** One message in ten is refused, one is asked to come again, one breaks off. */
  function troubled(adapters: ReturnType<typeof createProviders>['adapters']) {
    const trouble = (adapter: (typeof adapters)['email']): typeof adapter => ({
      ...adapter,
      async deliver(parcel) {
        const luck = random.below(10);
        if (luck === 0) return { type: 'rejected', reason: 'no' };
        if (luck === 1) return { type: 'busy', reason: 'later', retryAfterMs: 200 };
        if (luck === 2) throw new Error('reset');
        return adapter.deliver(parcel);
      },
    });
    const entries = Object.entries(adapters).map(([channel, adapter]) => [channel, trouble(adapter)] as const);
    return Object.fromEntries(entries) as typeof adapters;
  }

  test(`§7.12 at every sample while ${USERS} users and operators act at random and roll-ups run (seed ${seed})`, async () => {
    const users = Array.from({ length: USERS }, (_, nr) => `user-${nr}`);
    await place.tell(
      ...users.map((userId, nr) => ({
        userId,
        traits: {
          phone: `+316${String(nr).padStart(8, '0')}`,
          pushToken: `t${nr}`,
          ...(nr % 10 > 0 && { email: `u${nr}@example.com` }),
        },
      })),
    );
    let isOver = false;
    let samples = 0;
    const sampling = (async () => {
      while (!isOver) {
        expect(await place.reconcile()).toEqual([]);
        samples += 1;
        await rollUpCounts(house.database.sql, 1 + random.below(500));
        await rollUpMessageCounts(house.database.sql, 1 + random.below(500));
        await rollUpSums(house.database.sql, 1 + random.below(500));
      }
    })();

    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.all(users.map((userId) => act(userId)));
      await sleep(random.below(300)); // in real time: the journeys' waits are a second long
    }
    await soon(async () => {
      const [row] = await house.database.sql<{ inside: number }>`
        select count(*) as inside from instances where workspace = ${place.workspace} and ended_at is null
          and paused_at is null`;
      expect(row?.inside).toBe(0);
      expect(await place.outbox()).toBe(0);
    });
    isOver = true;
    await sampling;

    expect(samples).toBeGreaterThan(10);
    expect(await place.reconcile()).toEqual([]);
    expect(await house.missed()).toBe(0);
    await sameInTemporal();
  });

  /** One thing that a person, or an operator about them, may do. */
  async function act(userId: string): Promise<void> {
    const what = random.pick(['Signed Up', 'Added', 'Opened', 'Bought', 'Left', 'both', 'order', 'nothing'] as const);
    if (what === 'nothing') return;
    if (what === 'order') return order(userId);
    const cart = `c${random.below(2)}`;
    const event = { userId, properties: { cart, amount: random.below(4) } };
    if (what === 'both')
      await place.tell({ ...event, name: 'Left' }, { ...event, name: 'Bought' }, { ...event, name: 'Signed Up' });
    else if (random.once(5))
      await place.tell({ ...event, name: what, messageId: `${userId}.${what}` }); // again and again
    else await place.tell({ ...event, name: what });
  }

  async function order(userId: string): Promise<void> {
    const pass = (await place.passes(userId)).find(({ exit, status }) => exit === null && status !== 'control');
    if (!pass) return;
    const orders: readonly Order[] = [
      { name: 'pause' },
      { name: 'resume' },
      { name: 'retry' },
      { name: 'skip' },
      { name: 'move', to: 'done' as never },
      { name: 'exit', reason: 'by-hand' },
    ];
    await place.commands.order({
      workspace: place.workspace,
      instance: pass.id,
      actor: 'op',
      order: random.pick(orders),
    });
  }

  /** Once quiet, who is inside is who runs in Temporal, and every history replays. */
  async function sameInTemporal(): Promise<void> {
    const [row] = await house.database.sql<{ inside: number; all: number; ids: string[] }>`
      select count(*) filter (where ended_at is null) as inside, count(*) as all,
        (array_agg(workflow_id order by random()))[:20] as ids
        from instances where workspace = ${place.workspace} and workflow_id is not null`;
    const of = (status: string) => `Workspace = '${place.workspace}' and ExecutionStatus = '${status}'`;
    await soon(async () => {
      const [running, completed] = await Promise.all(
        ['Running', 'Completed'].map((status) => house.client.workflow.count(of(status))),
      );
      expect({ running: running?.count, completed: completed?.count }).toEqual({
        running: row?.inside,
        completed: (row?.all ?? 0) - (row?.inside ?? 0),
      });
    });
    await replayAll(house.client, row?.ids ?? []);
  }

  describe('§7.12 a difference is described in words', () => {
    test.each([
      {
        node: '',
        measure: 'qualified',
        says: /^talking v1: qualified \d+ <> refused \d+ \+ control \d+ \+ queued \d+ \+ entered \d+$/,
      },
      { node: '', measure: 'queued', says: /^talking v1: \d+ counted as queued, \d+ rows$/ },
      { node: '', measure: 'refused', says: /^talking v1: \d+ counted as refused, \d+ rows$/ },
      { node: '', measure: 'entered', says: /^talking v1: entered \d+ \+ moved in 0 <> inside \d+ \+ exited \d+$/ },
      { node: '', measure: 'moved-in', says: /^talking v1: \d+ counted as entered or moved in, \d+ rows$/ },
      { node: '', measure: 'moved-out', says: /^talking v1: entered \d+ \+ moved in -1 <> inside \d+ \+ exited \d+$/ },
      { node: '', measure: 'exited:goal', says: /^talking v1: \d+ counted as exited:goal, \d+ rows$/ },
      { node: '', measure: 'control', says: /^talking v1: \d+ counted as control, \d+ rows$/ },
      { node: '', measure: 'goal:opened', says: /^talking v1: \d+ counted as goal:opened, \d+ rows$/ },
      { node: '', measure: 'control-goal:opened', says: /^talking v1: \d+ counted as control-goal:opened, \d+ rows$/ },
      {
        node: 'mail',
        measure: 'goal-by:opened',
        says: /^talking v1 at mail: \d+ counted as goal-by:opened, \d+ rows$/,
      },
      { node: 'wait', measure: 'arrived', says: /^talking v1 at wait: arrived \d+ <> inside \d+ \+ gone \d+$/ },
      { node: 'wait', measure: 'left:timeout', says: /^talking v1 at wait: arrived \d+ <> inside \d+ \+ gone \d+$/ },
      { node: 'mail', measure: 'message:sent', says: /^talking v1 at mail: \d+ counted as message:sent, \d+ rows$/ },
    ])('§7.12 $measure of "$node" counted once too often', async ({ node, measure, says }) => {
      const { sql } = house.database;
      const count = (n: number) => sql`
        insert into count_deltas (workspace, journey, version, node, measure, n)
          values (${place.workspace}, 'talking', 1, ${node}, ${measure}, ${n})`;
      await count(1);
      expect(await place.reconcile()).toContainEqual(expect.stringMatching(says));
      await rollUpCounts(sql);
      expect(await place.reconcile()).toContainEqual(expect.stringMatching(says));
      await count(-1);
      expect(await place.reconcile()).toEqual([]);
    });
  });
});
