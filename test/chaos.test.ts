import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JourneyInput } from '../journey/document/document.ts';
import { replayAll } from '../testkit/replay.ts';
import { type House, openHouse, type Place, soon } from './house.ts';
import { listDelivered } from './providers.ts';
import { type Dice, dice } from './random.ts';
import { openWorkerProcesses, type WorkerProcess, type WorkerProcesses } from './worker-processes.ts';

/**
 * Two workers run in processes of their own, on one database and one Temporal server. One of them is killed again and
 * again while users enter and go through three messages. `npm run chaos` makes it long; `CHAOS_SEED`, `CHAOS_KILLS` and
 * `CHAOS_USERS` set any size.
 */
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1e6);
const KILLS = Number(process.env.CHAOS_KILLS ?? 4);
const USERS = Number(process.env.CHAOS_USERS ?? 12);

/** E-mail and push honour keys; SMS promises at most once. */
const THREE: JourneyInput = {
  id: 'three',
  name: 'Three messages',
  entry: { type: 'event', event: 'Signed Up' },
  start: 'email',
  nodes: {
    email: { type: 'message', channel: 'email', content: { subject: 'Hello', text: 'Hello' }, then: 'wait' },
    wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '2s', then: 'push' },
    push: { type: 'message', channel: 'push', content: { title: 'Hello', text: 'Hello' }, then: 'pause' },
    pause: { type: 'delay', for: '1s', then: 'sms' },
    sms: { type: 'message', channel: 'sms', content: { text: 'Hello' }, then: 'done' },
    done: { type: 'exit' },
  },
};
const CHANNELS = ['email', 'push', 'sms'] as const;

let house: House;
let workers: WorkerProcesses;
let place: Place;
let report: Report;
beforeAll(
  async () => {
    house = await openHouse();
    workers = await openWorkerProcesses(house.url, house.taskQueue, { lagMs: 800 });
    place = await house.place('real');
    await place.publish(THREE);
    report = await wreakHavoc();
    process.stdout.write(`${inWords(report)} (seed ${SEED})\n`);
  },
  300_000 + KILLS * 30_000,
);
afterAll(async () => {
  await workers?.close();
  await house?.close();
});

const AFTER = `§3 §7.11 after ${KILLS} kills while ${USERS} users get three messages each`;

test(`${AFTER}: no user is lost, nothing is doubled (seed ${SEED})`, () => {
  expect(report).toMatchObject({ kills: KILLS, lost: 0, duplicates: 0 });
});

test(`${AFTER}: every instance has ended, and nothing waits to be forwarded`, async () => {
  expect(await stillInside()).toEqual([]);
  expect(await place.outbox()).toBe(0);
  expect(await house.missed()).toBe(0);
});

test(`${AFTER}: no event is a dead letter`, async () => {
  expect(await deadLetters()).toBe(0);
});

test(`${AFTER}: the numbers reconcile`, async () => {
  expect(await place.reconcile()).toEqual([]);
});

test(`${AFTER}: every history replays`, { timeout: 60_000 + USERS * 2_000 }, everyHistoryReplays);

/** Kills workers while users enter, and waits until every instance has ended. The tests check the results. */
async function wreakHavoc(): Promise<Report> {
  const random = dice(SEED);
  const users = Array.from({ length: USERS }, (_, nr) => `user-${nr}`);
  const killing = createKilling(random);
  await killing.begin();
  await Promise.all([killing.kill(KILLS), enterAll(users, random, () => killing.count() / KILLS)]);
  await until(async () => {
    expect(await stillInside()).toEqual([]);
    expect(await place.outbox()).toBe(0);
  }).catch(() => {});
  return { kills: killing.count(), users: USERS, events: await countEvents(), ...(await sum(users)) };
}

/** Two workers; a killed one is started again at once. */
function createKilling(random: Dice) {
  const up: WorkerProcess[] = [];
  let kills = 0;
  const start = (): WorkerProcess => {
    const worker = workers.start();
    void worker.ready.then(
      () => up.push(worker),
      () => {},
    );
    return worker;
  };
  return {
    count: () => kills,
    begin: async () => {
      await Promise.all([start().ready, start().ready]);
    },
    /** Whichever is at work, every second or so. */
    async kill(times: number) {
      while (kills < times) {
        await sleep(500 + random.below(1_000));
        await until(async () => expect(up.length).toBeGreaterThan(0));
        const [victim] = up.splice(random.below(up.length), 1);
        victim?.kill();
        await victim?.ended;
        kills += 1;
        start();
      }
    },
  };
}

/** People come in as the killing goes on; some open the first message, and some services say so twice. */
async function enterAll(users: readonly string[], random: Dice, progress: () => number): Promise<void> {
  for (const [nr, userId] of users.entries()) {
    await until(async () => expect(progress()).toBeGreaterThanOrEqual((nr / users.length) * 0.9 - 0.1));
    const traits = {
      email: `${userId}@example.com`,
      phone: `+316${String(nr).padStart(8, '0')}`,
      pushToken: `token-${nr}`,
    };
    const entry = { userId, name: 'Signed Up', messageId: `in-${nr}` };
    await place.tell({ userId, traits }, entry);
    if (random.once(3)) await place.tell(entry);
    if (random.once(2))
      await place.tell(
        { userId, name: 'Opened', messageId: `open-${nr}` },
        { userId, name: 'Opened', messageId: `open-${nr}` },
      );
  }
}

interface Report extends Sums {
  readonly kills: number;
  readonly users: number;
  readonly events: number;
}

interface Sums {
  readonly sends: number;
  /** Neither received nor said to be unknown. */
  readonly lost: number;
  /** Received more than once. */
  readonly duplicates: number;
  /** At most once: whether it arrived is unknown. */
  readonly unknown: number;
  /** Attempts that reached a provider again, which knew the key. */
  readonly repeats: number;
}

/** By the providers' own log, for each person and channel. */
async function sum(users: readonly string[]): Promise<Sums> {
  const got = workers.got();
  const received = listDelivered(got);
  const unknown = new Set(
    (
      await house.database.sql<{ which: string }>`
        select i.user_id || '/' || m.channel as which from messages m join instances i on i.workspace = m.workspace
          and i.id = m.instance
         where m.workspace = ${place.workspace} and m.outcome = 'unknown'`
    ).map(({ which }) => which),
  );
  const owner = new Map((await owners()).map(({ instance, user }) => [instance, user]));
  const counts = new Map<string, number>();
  for (const { key, channel } of received) {
    const which = `${owner.get(key.split('.')[0] ?? '')}/${channel}`;
    counts.set(which, (counts.get(which) ?? 0) + 1);
  }
  const all = users.flatMap((user) => CHANNELS.map((channel) => `${user}/${channel}`));
  return {
    sends: received.length,
    lost: all.filter((which) => !counts.has(which) && !unknown.has(which)).length,
    duplicates: [...counts.values()].filter((count) => count > 1).length,
    unknown: unknown.size,
    repeats: got.length - received.length,
  };
}

const owners = () => house.database.sql<{ instance: string; user: string }>`
  select id as instance, user_id as user from instances where workspace = ${place.workspace}`;

/** Returns the instances that have not ended, with everything that may explain why. */
async function stillInside(): Promise<readonly object[]> {
  const [row] = await house.database.sql<{ entered: number }>`
    select count(*) as entered from instances where workspace = ${place.workspace}`;
  const rows = await house.database.sql`
    select i.workflow_id as workflow, i.status, i.step, i.node, i.stuck, i.read_to, i.nudged_to, m.state, m.outcome,
      m.attempts, m.position
      from instances i left join messages m on m.workspace = i.workspace and m.instance = i.id and m.visit = i.visit
     where i.workspace = ${place.workspace} and i.ended_at is null`;
  const missing = USERS - (row?.entered ?? 0);
  return missing > 0 ? [{ missing }, ...rows] : rows;
}

const countEvents = async (): Promise<number> =>
  (await house.database.sql<{ n: number }>`select count(*) as n from events where workspace = ${place.workspace}`)[0]
    ?.n ?? 0;

const deadLetters = async (): Promise<number> =>
  (await house.database.sql<{ n: number }>`select count(*) as n from dead_letters`)[0]?.n ?? 0;

async function everyHistoryReplays(): Promise<void> {
  const rows = await house.database.sql<{ id: string }>`
    select workflow_id as id from instances where workspace = ${place.workspace}`;
  expect(
    await replayAll(
      house.client,
      rows.map(({ id }) => id),
    ),
  ).toHaveLength(USERS);
}

const inWords = ({ kills, users, events, sends, duplicates, lost, unknown, repeats }: Report): string =>
  [
    `${kills} kills · ${users} users · ${events} events · ${sends} sends · ${duplicates} duplicates · ${lost} lost`,
    `${unknown} unknown · ${repeats} repeats that the provider recognized`,
  ].join(' · ');

/** As patient as an outage is long. */
async function until(check: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries += 1)
    try {
      await soon(check);
      return;
    } catch (cause) {
      if (tries === 4) throw cause;
    }
}
