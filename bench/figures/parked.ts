import { setTimeout as sleep } from 'node:timers/promises';
import { openBaseline } from '../baseline/side.ts';
import { threeMessages } from '../documents.ts';
import { type Figure, figure } from '../figure.ts';
import { inParallel } from '../in-parallel.ts';
import { memoryKb } from '../machine.ts';
import { openProduct } from '../product/side.ts';
import type { Side } from '../side.ts';
import type { Stage } from '../stage.ts';
import { untilAt } from '../until-at.ts';

/** Users parked before the measurement, so that code is loaded and heaps have grown. */
const BEFORE = 100;

/** Measures the worker's memory per instance in its cache, at the first wait after the first message. */
export async function measureParked(stage: Stage): Promise<readonly Figure[]> {
  const people = stage.isQuick ? 100 : 1_000;
  const document = threeMessages();
  const baseline = await parkedIn(await openBaseline(stage, document), people);
  const product = await parkedIn(await openProduct(stage, document), people);
  return [
    figure(
      { name: 'parked.memory', unit: 'KB of the worker an instance', product, baseline, details: { parked: people } },
      { of: 'ratio', op: '≤', limit: 1.3 },
    ),
  ];
}

async function parkedIn(side: Side, people: number): Promise<number> {
  try {
    const users = Array.from({ length: BEFORE + people }, (_, nr) => `parked-${String(nr).padStart(5, '0')}`);
    await side.identify(users);
    await park(side, users.slice(0, BEFORE), BEFORE);
    const before = await settledMemory(side);
    await park(side, users.slice(BEFORE), users.length);
    return ((await settledMemory(side)) - before) / people;
  } finally {
    await side.close();
  }
}

async function park(side: Side, users: readonly string[], all: number): Promise<void> {
  await inParallel(users, 50, side.enter);
  await untilAt(side, 'wait-a', all);
}

/** Reads memory after a garbage collection of the main thread and a pause for the other threads. */
async function settledMemory({ worker }: Side): Promise<number> {
  await sleep(1_500);
  await worker.ask('tidy');
  return memoryKb(worker.pid);
}
