import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SendPoint } from '../activities/hand-over.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { type Carrier, startCarrier } from './counterparts/carrier.ts';
import { type House, openHouse, type Place, soon } from './house.ts';
import { readPassed } from './kill-orders.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { dice } from './random.ts';
import { openWorkerProcesses, type WorkerProcess, type WorkerProcesses } from './worker-processes.ts';

/**
 * Kills workers at each point of a send, for each kind of provider, and then at random. `npm run chaos:sends` sets the
 * number of kills. docs/sends.md has the guarantees.
 */
const KILLS = Number(process.env.SENDS_KILLS ?? 12);
const SEED = Number(process.env.SENDS_SEED ?? Date.now() % 1e6);
const REPORT = process.env.SENDS_REPORT;

const POINTS: readonly SendPoint[] = ['begun', 'claimed', 'handing-over', 'delivered', 'settled'];

/** Kinds of providers. `doubt`: points at which a worker's death leaves the outcome unknown. */
const KINDS = {
  'honors keys': { channel: 'webhook', doubt: [] },
  'at most once, SMTP': { channel: 'email', doubt: ['handing-over', 'delivered'] },
  'at most once, HTTP': { channel: 'sms', doubt: ['handing-over', 'delivered'] },
  'honors keys, answer lost': { channel: 'push', doubt: [] },
  'at most once, answer lost': { channel: 'whatsapp', doubt: POINTS },
  'fails over, at most once': { channel: 'inApp', doubt: ['handing-over', 'delivered'] },
} as const satisfies Record<string, { readonly channel: string; readonly doubt: readonly SendPoint[] }>;
type Kind = keyof typeof KINDS;
const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];
const channelOf = (kind: Kind) => KINDS[kind].channel;

/** One user's message, and the point at which its worker dies. `random`: any worker dies during the send. */
interface Ordered {
  readonly user: string;
  readonly kind: Kind;
  readonly at: SendPoint | 'random';
}

/** The most important points come first. */
const LABELED: readonly Pick<Ordered, 'kind' | 'at'>[] = (
  ['delivered', 'handing-over', 'claimed', 'settled', 'begun'] as const
).flatMap((at) => KIND_NAMES.map((kind) => ({ kind, at })));

interface Result extends Ordered {
  readonly outcome: string | null;
  /** Messages that the provider sent to the user. */
  readonly arrived: number;
  readonly mayBeUnknown: boolean;
}

let house: House;
let mail: MailServer;
let carrier: Carrier;
let workers: WorkerProcesses;
let directory: string;
let place: Place;
let kills = 0;
let results: readonly Result[];

beforeAll(
  async () => {
    house = await openHouse();
    mail = await startMailServer();
    carrier = await startCarrier();
    carrier.refuse('/down', { status: 429 }); // the first of two providers is busy
    directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-kills-'));
    const urls = { smtpUrl: mail.url, carrierUrl: carrier.url };
    workers = await openWorkerProcesses(house.url, house.taskQueue, { ...urls, killOrders: directory });
    place = await house.place('real');
    await place.publish(...KIND_NAMES.flatMap((kind) => [...POINTS, 'random' as const].map((at) => journey(kind, at))));
    results = await killAndCount();
    const report = { seed: SEED, ...sum() };
    if (REPORT) writeFileSync(REPORT, JSON.stringify(report));
    process.stdout.write(`${JSON.stringify(report)}\n`);
  },
  300_000 + KILLS * 20_000,
);
afterAll(async () => {
  await workers?.close();
  await house?.close();
  await mail?.close();
  await carrier?.close();
  if (directory) rmSync(directory, { recursive: true, force: true });
});

describe(`7.11 after ${KILLS} kills at labeled points and at random (seed ${SEED})`, () => {
  test('no message is lost, and none arrives twice', () => {
    expect(sum()).toMatchObject({ kills: KILLS, lost: 0, duplicates: 0 });
  });

  test('a repeat under a key is the same request to the byte', () => {
    expect(carrier.changed()).toBe(0);
  });

  test('a message is unknown only where docs/sends.md says so', () => {
    expect(results.filter(({ outcome, mayBeUnknown }) => outcome === 'unknown' && !mayBeUnknown)).toEqual([]);
  });

  test('every message has an outcome: sent or unknown', () => {
    expect(results.filter(({ outcome }) => outcome !== 'sent' && outcome !== 'unknown')).toEqual([]);
  });
});

function journey(kind: Kind, at: string): JourneyInput {
  const channel = channelOf(kind);
  const common = { id: `${channel.toLowerCase()}-${at}`, name: `${kind}, ${at}`, start: 'send' };
  const entry = { type: 'event', event: `${channel} ${at}` };
  const send =
    channel === 'webhook'
      ? { type: 'webhook', url: `${carrier.url}/keyed`, body: { to: '{{ profile.name }}' }, then: 'end' }
      : { type: 'message', channel, content: contentOf(channel), then: 'end' };
  return { ...common, entry, nodes: { send, end: { type: 'exit' } } } as unknown as JourneyInput;
}

const contentOf = (channel: string) => ({
  text: 'Hello',
  ...(channel === 'email' && { subject: 'Hello' }),
  ...((channel === 'push' || channel === 'inApp') && { title: 'Hello' }),
});

/** How many workers run. */
const CREW = 2;

/** Each worker that dies is replaced at once. */
async function killAndCount(): Promise<readonly Result[]> {
  const labeled = Array.from({ length: Math.min(KILLS, Math.max(LABELED.length, Math.floor(KILLS / 2))) }, (_, nr) => ({
    ...(LABELED[nr % LABELED.length] as (typeof LABELED)[number]),
    user: `u${nr}`,
  }));
  const crew = startCrew();
  await crew.begin();
  for (const [nr, ordered] of labeled.entries()) {
    await enter(ordered, nr);
    // one at a time: a kill for another user could leave this message in doubt before it reaches its point
    await soon(async () => expect(kills).toBeGreaterThan(nr), 120_000);
  }
  const random = await killAtRandom(crew, labeled.length);
  const all: readonly Ordered[] = [...labeled, ...random];
  await soon(async () => expect(await settledUsers()).toHaveLength(all.length), 180_000);
  return Promise.all(all.map(readResult));
}

const pidsKilled = new Set<number>();

function startCrew() {
  const up: WorkerProcess[] = [];
  const start = () => {
    const worker = workers.start();
    void worker.ready.then(
      () => up.push(worker),
      () => {},
    );
    void worker.ended.then((signal) => {
      const index = up.indexOf(worker);
      if (index >= 0) up.splice(index, 1);
      if (signal !== 'SIGKILL' || isOver()) return;
      pidsKilled.add(worker.child.pid ?? 0);
      kills += 1;
      start();
    });
    return worker;
  };
  return {
    up,
    begin: () => Promise.all(Array.from({ length: CREW }, () => start().ready)),
  };
}
const isOver = () => results !== undefined;

/** Users enter all the time, and a worker dies every second or so. */
async function killAtRandom({ up }: { readonly up: WorkerProcess[] }, from: number): Promise<readonly Ordered[]> {
  const random = dice(SEED);
  const entered: Ordered[] = [];
  while (kills < KILLS) {
    for (let each = 0; each < 3; each += 1) {
      const ordered: Ordered = {
        user: `u${from + entered.length}`,
        kind: random.pick(KIND_NAMES.filter((kind) => kind !== 'at most once, answer lost')),
        at: 'random',
      };
      await enter(ordered, from + entered.length);
      entered.push(ordered);
    }
    await sleep(random.below(400));
    await soon(async () => expect(up.length).toBeGreaterThan(0), 120_000);
    const before = kills;
    random.pick(up).kill();
    await soon(async () => expect(kills).toBeGreaterThan(before));
  }
  return entered;
}

const enter = ({ user, kind, at }: Ordered, nr: number) => {
  const phone = `+316${String(10_000_000 + nr)}`;
  const consent = { whatsapp: true, sms: true, push: true, email: true };
  const traits = { name: user, email: `${user}@shop.example`, phone, pushToken: user, consent };
  return place.tell({ userId: user, traits }, { userId: user, name: `${channelOf(kind)} ${at}` });
};

const settledUsers = () => house.database.sql<{ user: string; outcome: string; instance: string }>`
  select i.user_id as user, m.outcome, m.instance from messages m
    join instances i on (i.workspace, i.id) = (m.workspace, m.instance)
   where m.workspace = ${place.workspace} and m.state = 'settled'`;

async function readResult(ordered: Ordered): Promise<Result> {
  const settled = (await settledUsers()).find(({ user }) => user === ordered.user);
  const instance = settled?.instance ?? '';
  const arrived =
    ordered.kind === 'at most once, SMTP'
      ? mail.mails.filter((sent) => sent.includes(`${ordered.user}@shop.example`)).length
      : carrier.sent().filter(({ key }) => key.startsWith(`${instance}.`)).length;
  return { ...ordered, outcome: settled?.outcome ?? null, arrived, mayBeUnknown: mayBeUnknown(ordered, instance) };
}

/**
 * Returns whether a worker's death left the message in doubt. A worker that was killed for another reason may have been
 * a step further than the last point that it wrote down.
 */
function mayBeUnknown({ kind, at }: Ordered, instance: string): boolean {
  const doubt: readonly string[] = KINDS[kind].doubt;
  if (kind === 'at most once, answer lost') return true;
  const passed = readPassed(directory).filter((each) => each.instance === instance);
  return [...pidsKilled].some((pid) => {
    const last = passed.filter((each) => each.pid === pid).at(-1)?.point;
    if (last === undefined) return false;
    if (last === at) return doubt.includes(last);
    const next = POINTS[POINTS.indexOf(last as SendPoint) + 1] ?? last;
    return doubt.includes(last) || doubt.includes(next);
  });
}

interface Counts {
  readonly sends: number;
  readonly duplicates: number;
  readonly unknown: number;
  readonly lost: number;
}

function sum() {
  const byKind = Object.fromEntries(
    KIND_NAMES.map((kind) => [kind, count(results.filter((each) => each.kind === kind))]),
  );
  const random = results.filter(({ at }) => at === 'random').length;
  return { kills, labeled: results.length - random, ...count(results), byKind };
}

const count = (of: readonly Result[]): Counts => ({
  sends: of.reduce((total, { arrived }) => total + arrived, 0),
  duplicates: of.filter(({ arrived }) => arrived > 1).length,
  unknown: of.filter(({ outcome }) => outcome === 'unknown').length,
  lost: of.filter(({ arrived, outcome }) => arrived === 0 && outcome !== 'unknown').length,
});
