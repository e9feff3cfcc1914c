import { setTimeout as sleep } from 'node:timers/promises';
import { JourneyId } from '../../journey/base/ids.ts';
import { Journey } from '../../journey/document/document.ts';
import { openExtraOccurrence } from '../../store/broadcasts/occurrences.ts';
import { publish } from '../../store/lifecycle/publish.ts';
import { startMeter } from '../costs.ts';
import { threeMessages } from '../documents.ts';
import { type Figure, figure, percentile, round } from '../figure.ts';
import { openProduct } from '../product/side.ts';
import type { Side } from '../side.ts';
import { type Stage, WORKSPACE } from '../stage.ts';
import type { SentTold } from '../worker-options.ts';

/** Wait of a user who enters while a crowd does. */
const SAMPLES = 40;
const CROWD = JourneyId.parse('crowd');

/**
 * Time from a user's durable event to the start of their first message, while thousands of others get theirs. The
 * others enter by a broadcast (`product`), or by their own events, as in a service without lanes (`baseline`).
 */
export async function measureLanes(stage: Stage): Promise<readonly Figure[]> {
  const count = stage.isQuick ? 400 : 2_000;
  const inBulk = await beside(stage, count, 'broadcast');
  const byEvents = await beside(stage, count, 'events');
  const details = { crowd: count, samples: inBulk.lags.length, p95: round(percentile(inBulk.lags, 0.95)) };
  return [
    figure(
      {
        ...{ name: 'live-beside-broadcast.p50', unit: 'ms', othersCpu: inBulk.othersCpu, details },
        product: percentile(inBulk.lags, 0.5),
        baseline: percentile(byEvents.lags, 0.5),
      },
      stage.isQuick ? undefined : { of: 'ratio', op: '≤', limit: 0.25 }, // too few users to show an effect
    ),
    figure({
      ...{ name: 'broadcast.rate', unit: 'users started per second', othersCpu: inBulk.othersCpu },
      product: inBulk.perSecond,
      baseline: byEvents.perSecond,
    }),
  ];
}

/** A journey of one message for the crowd. No other journey has a node of that name. */
const crowdJourney = (entry: object): Journey =>
  Journey.parse({
    id: CROWD,
    name: 'Crowd',
    entry,
    start: 'crowd-push',
    nodes: {
      'crowd-push': { type: 'message', channel: 'push', content: { title: 'News' }, then: 'end' },
      end: { type: 'exit' },
    },
  });

async function beside(stage: Stage, count: number, how: 'broadcast' | 'events') {
  const side = await openProduct(stage, threeMessages());
  try {
    // Distinct names: both crowds share a namespace, where a workflow ID exists once.
    const crowd = Array.from({ length: count }, (_, nr) => `${how}-crowd-${nr}`);
    const living = Array.from({ length: SAMPLES }, (_, nr) => `${how}-live-${nr}`);
    await side.identify([...crowd, ...living]);
    const entry =
      how === 'broadcast' ? { type: 'schedule', at: ['2099-01-01'] } : { type: 'event', event: 'Crowd Came' };
    await publish(side.database, WORKSPACE, crowdJourney(entry), 'bench');
    const next = await watch(side);
    const stop = startMeter(stage.servers, [side.worker.pid]);
    const begunAt = performance.now();
    if (how === 'broadcast')
      await openExtraOccurrence(side.database, { workspace: WORKSPACE, journey: CROWD, actor: 'bench' });
    else void Promise.all(crowd.map((user) => side.tell(user, 'Crowd Came')));
    await untilUnderWay(side);
    const lags: number[] = [];
    for (const user of living) {
      if ((await sentToCrowd(side)) >= count) break; // the crowd is done
      lags.push(await sample(side, next, user));
    }
    const sent = await sentToCrowd(side);
    const perSecond = (1000 * sent) / (performance.now() - begunAt);
    await side.worker.ask('watch', false);
    return { lags, perSecond, ...stop() };
  } finally {
    await side.close();
  }
}

async function sample(side: Side, next: () => Promise<SentTold>, user: string): Promise<number> {
  const sent = next();
  await side.enter(user);
  const acceptedAt = side.acceptedAt();
  const { startedAt } = await sent;
  await sleep(20);
  return startedAt - acceptedAt;
}

async function untilUnderWay(side: Side): Promise<void> {
  while ((await sentToCrowd(side)) === 0) await sleep(20);
}

async function sentToCrowd({ database }: Side): Promise<number> {
  const [row] = await database.sql<{ sent: number }>`
    select count(*) as sent from messages where workspace = ${WORKSPACE} and journey = ${CROWD}`;
  return row?.sent ?? 0;
}

/** Waits for the next first message of a user outside the crowd. */
async function watch({ worker }: Side): Promise<() => Promise<SentTold>> {
  let heard: (told: SentTold) => void = () => {};
  worker.listen((told) => {
    if ((told as SentTold).node === 'push') heard(told as SentTold);
  });
  await worker.ask('watch', true);
  return () =>
    new Promise((resolve) => {
      heard = resolve;
    });
}
