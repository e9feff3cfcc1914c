import { setTimeout as sleep } from 'node:timers/promises';
import { openBaseline } from '../baseline/side.ts';
import { startMeter } from '../costs.ts';
import { FIRST, threeMessages } from '../documents.ts';
import { type Figure, figure, percentile, round } from '../figure.ts';
import { openProduct } from '../product/side.ts';
import type { Side } from '../side.ts';
import type { Stage } from '../stage.ts';
import { untilAt } from '../until-at.ts';
import type { SentTold } from '../worker-options.ts';

const SAMPLES = 150;
const QUICK_SAMPLES = 30;

/** Time from a durable event to the start of the message activity that it causes, on an otherwise idle system. */
export async function measureLatency(stage: Stage): Promise<readonly Figure[]> {
  const document = threeMessages();
  const [product, baseline] = await Promise.all([openProduct(stage, document), openBaseline(stage, document)]);
  try {
    const stop = startMeter(stage.servers, [product.worker.pid, baseline.worker.pid]);
    const samples = stage.isQuick ? QUICK_SAMPLES : SAMPLES;
    const ofBaseline = await sample(baseline, samples);
    const ofProduct = await sample(product, samples);
    const { othersCpu } = stop();
    return (['entry', 'awaited'] as const).flatMap((kind) => [
      figure(
        { name: `latency-${kind}.p50`, unit: 'ms', ...at(0.5, ofProduct[kind], ofBaseline[kind]), othersCpu },
        { of: 'ratio', op: '≤', limit: 1.3 },
      ),
      figure(
        {
          name: `latency-${kind}.p99`,
          unit: 'ms',
          ...at(0.99, ofProduct[kind], ofBaseline[kind]),
          othersCpu,
          details: { samples, p95: round(percentile(ofProduct[kind], 0.95)) },
        },
        { of: 'product', op: '<', limit: 300 },
      ),
    ]);
  } finally {
    await Promise.all([product.close(), baseline.close()]);
  }
}

const at = (share: number, product: readonly number[], baseline: readonly number[]) => ({
  product: percentile(product, share),
  baseline: percentile(baseline, share),
});

/**
 * `entry`: a user enters and gets the first message. `awaited`: the user waits, and the awaited event brings the
 * second.
 */
async function sample(side: Side, count: number) {
  const users = Array.from({ length: count + 3 }, (_, nr) => `latency-${String(nr).padStart(4, '0')}`);
  await side.identify(users);
  const next = await watch(side);
  const entry = await eachAlone(users, next, { side, work: side.enter, rest: 'wait-a' });
  const awaited = await eachAlone(users, next, { side, work: (user) => side.tell(user, FIRST), rest: 'wait-b' });
  return { entry: entry.slice(3), awaited: awaited.slice(3) }; // the first few warm up
}

interface Alone {
  readonly side: Side;
  readonly work: (user: string) => Promise<void>;
  /** The node at which the user is at rest. */
  readonly rest: string;
}

/**
 * Starts each sample when the previous user is at rest. Otherwise, the end of one step would count as part of the next.
 */
async function eachAlone(
  users: readonly string[],
  next: () => Promise<SentTold>,
  { side, work, rest }: Alone,
): Promise<readonly number[]> {
  const lags: number[] = [];
  for (const [nr, user] of users.entries()) {
    const sent = next();
    await work(user);
    const { startedAt } = await sent;
    lags.push(startedAt - side.acceptedAt());
    await untilAt(side, rest, nr + 1);
    await sleep(8 + (nr % 7) * 2); // out of step with every poll interval
  }
  return lags;
}

/** Waits for the next message activity to start. */
async function watch({ worker }: Side): Promise<() => Promise<SentTold>> {
  let heard: (told: SentTold) => void = () => {};
  worker.listen((told) => heard(told as SentTold));
  await worker.ask('watch', true);
  return () =>
    new Promise((resolve) => {
      heard = resolve;
    });
}
