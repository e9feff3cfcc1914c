import { setTimeout as sleep } from 'node:timers/promises';
import { publish } from '../../store/lifecycle/publish.ts';
import { type Baseline, openBaseline } from '../baseline/side.ts';
import { type Costs, type Spent, startMeter, totalOf } from '../costs.ts';
import { FIRST, SECOND, threeMessages, threeMessagesOfMany } from '../documents.ts';
import { type Figure, figure, median, round } from '../figure.ts';
import { type Footprint, footprintOf } from '../footprint.ts';
import { inParallel } from '../in-parallel.ts';
import { openProduct } from '../product/side.ts';
import type { Side } from '../side.ts';
import { type Stage, WORKSPACE } from '../stage.ts';
import { untilAt } from '../until-at.ts';
import { measureBare } from './bare.ts';

/**
 * `early`: the events arrive while the first message is still being sent. `awaited`: each arrives when all users wait
 * for it, so that nothing coalesces: two timers start, two signals wake.
 */
type Arrival = 'early' | 'awaited';
const AT_ONCE = 100;

interface Round extends Spent {
  readonly footprint: Footprint;
}

/** Measures journeys completed per second, CPU per journey and history size. Product and baseline take turns. */
export async function measureJourneys(stage: Stage): Promise<readonly Figure[]> {
  const people = stage.isQuick ? 40 : 200;
  const document = threeMessages();
  const [product, baseline] = await Promise.all([openProduct(stage, document), openBaseline(stage, document)]);
  const sides = { product, baseline };
  try {
    await Promise.all(
      [baseline, product].map((side) => play(stage, side, sides, 'early', names('warm', stage.isQuick ? 40 : 120))),
    );
    const early = await compare(stage, sides, 'early', people);
    const awaited = await compare(stage, sides, 'awaited', people);
    const bare = await measureBare(stage, baseline, product.worker.pid, people);
    const ownQueue = stage.isQuick ? [] : [await measureOwnQueue(stage, sides, people)];
    const cpu = early.find(({ name }) => name.endsWith('.cpu'))?.product ?? Number.NaN;
    const documentSize = await compareDocuments(stage, sides);
    return [
      ...early,
      ...awaited,
      documentSize,
      ...[bare, ...ownQueue].map((against) => figure({ ...against, product: cpu })),
    ];
  } finally {
    await Promise.all([product.close(), baseline.close()]);
  }
}

interface Sides {
  readonly product: Side;
  readonly baseline: Baseline;
}

/** Runs rounds by turns, so that other load on the machine affects both sides. */
async function compare(stage: Stage, sides: Sides, arrival: Arrival, people: number): Promise<readonly Figure[]> {
  const rounds: Record<keyof Sides, Round[]> = { product: [], baseline: [] };
  const order = ['baseline', 'product'] as const;
  for (let nr = 0; nr < (stage.isQuick ? 2 : 3); nr += 1)
    for (const name of nr % 2 === 0 ? order : order.toReversed()) {
      const played = await play(stage, sides[name], sides, arrival, names(`${arrival}${nr}`, people));
      rounds[name].push(played);
      stage.say(`journeys, ${arrival}, round ${nr + 1} of ${name}: ${inWords(played, people)}`);
    }
  return figuresOf(arrival, people, rounds.product, rounds.baseline);
}

const names = (round: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, nr) => `${round}-${String(nr).padStart(5, '0')}`);

async function play(
  { servers }: Pick<Stage, 'servers'>,
  side: Side,
  { product, baseline }: Sides,
  arrival: Arrival,
  users: readonly string[],
): Promise<Round> {
  await side.identify(users);
  const before = await side.completed();
  const idle = [product, baseline].filter((other) => other !== side).map(({ worker }) => worker.pid);
  const stop = startMeter(servers, [side.worker.pid], idle);
  if (arrival === 'early')
    await inParallel(users, AT_ONCE, async (user) => {
      await side.enter(user);
      await side.tell(user, FIRST);
      await side.tell(user, SECOND);
    });
  else {
    await inParallel(users, AT_ONCE, side.enter);
    await untilAt(side, 'wait-a', users.length);
    await inParallel(users, AT_ONCE, (user) => side.tell(user, FIRST));
    await untilAt(side, 'wait-b', users.length);
    await inParallel(users, AT_ONCE, (user) => side.tell(user, SECOND));
  }
  while ((await side.completed()) - before < users.length) await sleep(25);
  const spent = stop();
  return { ...spent, footprint: await footprintOf(side, users) };
}

function figuresOf(
  arrival: Arrival,
  people: number,
  product: readonly Round[],
  baseline: readonly Round[],
): readonly Figure[] {
  const compare = (of: (one: Round) => number) => ({
    product: median(product.map(of)),
    baseline: median(baseline.map(of)),
  });
  const othersCpu = median([...product, ...baseline].map((one) => one.othersCpu));
  const split = { product: splitOf(product, people), baseline: splitOf(baseline, people) };
  return [
    figure(
      { name: `journeys-${arrival}.rate`, unit: 'journeys/s', ...compare((one) => people / one.seconds), othersCpu },
      { of: 'ratio', op: '≥', limit: 0.95 },
    ),
    figure(
      {
        name: `journeys-${arrival}.cpu`,
        unit: 'CPU-ms per journey',
        ...compare((one) => totalOf(one.cpuMs) / people),
        othersCpu,
        details: split,
      },
      { of: 'ratio', op: '≤', limit: 1.05 },
    ),
    figure(
      {
        name: `history-${arrival}.events`,
        unit: 'events per journey',
        ...compare(({ footprint }) => footprint.events),
      },
      arrival === 'early' ? { of: 'product', op: '≤', limit: 31 } : { of: 'ratio', op: '≤', limit: 1.05 },
    ),
    figure(
      { name: `history-${arrival}.bytes`, unit: 'bytes per journey', ...compare(({ footprint }) => footprint.bytes) },
      { of: 'ratio', op: '≤', limit: 1.05 },
    ),
  ];
}

const splitOf = (rounds: readonly Round[], people: number) => {
  const part = (of: keyof Costs) => round(median(rounds.map(({ cpuMs }) => cpuMs[of] / people)));
  return { temporal: part('temporal'), postgres: part('postgres'), worker: part('worker'), driver: part('driver') };
};

/** Publishes the same path inside a document of 200 nodes as the next version: the document never enters a history. */
async function compareDocuments(stage: Stage, sides: Sides): Promise<Figure> {
  const small = await play(stage, sides.product, sides, 'awaited', names('small', 20));
  await publish(sides.product.database, WORKSPACE, threeMessagesOfMany(), 'bench');
  const large = await play(stage, sides.product, sides, 'awaited', names('large', 20));
  return figure(
    {
      name: 'history-large-document.bytes',
      unit: 'bytes per journey, compared with a small one',
      product: large.footprint.bytes,
      baseline: small.footprint.bytes,
      details: { nodes: [Object.keys(threeMessages().nodes).length, Object.keys(threeMessagesOfMany().nodes).length] },
    },
    { of: 'ratio', op: '≤', limit: 1.01 },
  );
}

/** For information: the baseline with a separate queue for sends, as for a channel with a rate limit. */
async function measureOwnQueue(stage: Stage, sides: Sides, people: number) {
  sides.baseline.use('journeyOwnQueue');
  const { cpuMs, othersCpu } = await play(stage, sides.baseline, sides, 'early', names('own-queue', people));
  sides.baseline.use('journeyLocal');
  const baseline = totalOf(cpuMs) / people;
  return { name: 'journeys-early.cpu-against-own-queue', unit: 'CPU-ms per journey', baseline, othersCpu };
}

function inWords({ seconds, cpuMs, othersCpu, footprint }: Round, people: number): string {
  const per = (ms: number) => round(ms / people);
  const { temporal, postgres, worker, driver } = cpuMs;
  return `${round(people / seconds)}/s, CPU-ms ${per(totalOf(cpuMs))} (temporal ${per(temporal)}, postgres ${per(postgres)}, worker ${per(worker)}, driver ${per(driver)}), ${footprint.events} events, ${footprint.bytes} bytes, others ${round(othersCpu)}`;
}
