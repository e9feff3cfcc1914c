import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JourneyInput } from '../journey/document.ts';
import { replayed } from '../testkit/replay.ts';
import { type House, openHouse, type Place, soon } from './house.ts';
import { delivered } from './providers.ts';
import { type Dice, dice } from './random.ts';
import { openWorkerProcesses, type WorkerProcess, type WorkerProcesses } from './worker-processes.ts';

/**
 * Two workers in processes of their own, on one database and one Temporal server; one of them is killed without a word again and again while
 * people come in and go through three messages. `CHAOS_SEED`, `CHAOS_KILLS` and `CHAOS_USERS` make another run, or a longer one
 * (`npm run chaos`).
 */
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1e6);
const KILLS = Number(process.env.CHAOS_KILLS ?? 12);
const USERS = Number(process.env.CHAOS_USERS ?? 40);

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
beforeAll(async () => {
  house = await openHouse();
  workers = await openWorkerProcesses(house.url, house.taskQueue, { lagMs: 800 });
  place = await house.place('real');
  await place.publish(THREE);
});
afterAll(async () => {
  await workers.close();
  await house.close();
});

test(`§3 §7.11 ${KILLS} kills while ${USERS} people get three messages each: nobody is lost, nothing is doubled (seed ${SEED})`, {
  timeout: 60_000 + KILLS * 15_000,
}, async () => {
  const random = dice(SEED);
  const users = Array.from({ length: USERS }, (_, nr) => `user-${nr}`);
  const killing = createKilling(random);
  await killing.begin();
  await Promise.all([killing.kill(KILLS), enterAll(users, random, () => killing.count() / KILLS)]);

  await until(async () => {
    expect(await stillInside()).toEqual([]);
    expect(await place.outbox()).toBe(0);
  });
  const sums = await sum(users);
  process.stdout.write(`${inWords({ kills: killing.count(), users: USERS, ...sums })} (seed ${SEED})\n`);

  expect(killing.count()).toBe(KILLS);
  expect(sums).toMatchObject({ lost: 0, double: 0 });
  expect(await place.reconcile()).toEqual([]);
  expect(await house.missed()).toBe(0);
  expect(await deadLetters()).toBe(0);
  await everyHistoryReplays();
});

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
    const traits = { email: `${userId}@example.com`, phone: `+${nr}`, pushToken: `token-${nr}` };
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

interface Sums {
  readonly sends: number;
  /** Neither received nor said to be unknown. */
  readonly lost: number;
  readonly double: number;
  /** At most once: nobody can say whether it arrived. */
  readonly unknown: number;
  /** Attempts that reached a provider again, which knew the key. */
  readonly repeats: number;
}

/** By the providers' own log, for each person and channel. */
async function sum(users: readonly string[]): Promise<Sums> {
  const got = workers.got();
  const received = delivered(got);
  const unknown = new Set(
    (
      await house.database.sql<{ which: string }>`
        select i.user_id || '/' || m.channel as which from messages m join instances i on i.workspace = m.workspace and i.id = m.instance
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
    double: [...counts.values()].filter((count) => count > 1).length,
    unknown: unknown.size,
    repeats: got.length - received.length,
  };
}

const owners = () => house.database.sql<{ instance: string; user: string }>`
  select id as instance, user_id as user from instances where workspace = ${place.workspace}`;

/** Whoever has not come to the end, with all that there is to know about why. */
async function stillInside(): Promise<readonly object[]> {
  const [row] = await house.database.sql<{ entered: number }>`
    select count(*) as entered from instances where workspace = ${place.workspace}`;
  const rows = await house.database.sql`
    select i.workflow_id as workflow, i.status, i.step, i.node, i.stuck, i.read_to, i.nudged_to, m.state, m.outcome, m.attempts, m.position
      from instances i left join messages m on m.workspace = i.workspace and m.instance = i.id and m.visit = i.visit
     where i.workspace = ${place.workspace} and i.ended_at is null`;
  const missing = USERS - (row?.entered ?? 0);
  return missing > 0 ? [{ missing }, ...rows] : rows;
}

const deadLetters = async (): Promise<number> =>
  (await house.database.sql<{ n: number }>`select count(*) as n from dead_letters`)[0]?.n ?? 0;

async function everyHistoryReplays(): Promise<void> {
  const rows = await house.database.sql<{ id: string }>`
    select workflow_id as id from instances where workspace = ${place.workspace}`;
  expect(
    await replayed(
      house.client,
      rows.map(({ id }) => id),
    ),
  ).toHaveLength(USERS);
}

const inWords = ({ kills, users, sends, lost, double, unknown, repeats }: Sums & { kills: number; users: number }) =>
  `${kills} kills · ${users} users · ${sends} sends · ${lost} lost · ${double} double · ${unknown} unknown · ${repeats} repeats that their provider knew`;

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
