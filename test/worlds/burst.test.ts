import { writeFileSync } from 'node:fs';
import proto from '@temporalio/proto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Adapter } from '../../channels/port.ts';
import { createRoute } from '../../channels/route/route.ts';
import type { JourneyInput } from '../../journey/document/document.ts';
import { takeTurns } from '../../store/channels/turns.ts';
import { type House, openHouse, soon } from '../house.ts';
import { createProviders } from '../providers.ts';

/** `npm run burst -- --messages 100000` runs the full size: at 50 per second that takes more than half an hour. */
const MESSAGES = Number(process.env.WORLD_BURST ?? 120);
const PER_SECOND = Number(process.env.WORLD_BURST_RATE ?? 25);
const REPORT = process.env.WORLD_BURST_REPORT;
/** Messages of the other journey. */
const FEW = 10;
/** Transactional messages in the middle of the burst, one after the other. */
const URGENT = MESSAGES > 1_000 ? 9 : 1;
/** Number of users to create at once. */
const PAGE = 500;

interface Got {
  readonly key: string;
  readonly journey: string;
  readonly at: number;
}

let house: House;
const got: Got[] = [];
/** So low that all messages are queued before any is sent. */
let perSecond = 0.01;
beforeAll(async () => {
  house = await openHouse();
  const { sql } = house.database;
  for (const _ of ['first', 'second']) {
    const inApp = createRoute({
      adapters: [provider],
      settings: () => [{ name: 'test', isEnabled: true, weight: 1, perSecond }],
      turnsOf: (name) => (asked) => takeTurns(sql, { channel: 'inApp', provider: name, ...asked }),
    });
    await house.start({ adapters: { ...createProviders().adapters, inApp } });
  }
}, 300_000);
afterAll(() => house?.close());

const provider: Adapter = {
  channel: 'inApp',
  provider: 'test',
  delivery: 'at-most-once',
  async deliver({ key, journey }) {
    got.push({ key, journey, at: performance.now() });
    return { type: 'accepted', providerId: key };
  },
};

test(`World: ${MESSAGES} messages of one journey queued at once under a limit: never above it, all delivered once, others pass`, {
  timeout: 7_200_000,
}, async () => {
  // given a burst of one journey, then a few messages of another, all queued before the first goes out
  const place = await house.place('real');
  await place.publish(journey('burst'), journey('few'), journey('urgent', { transactional: true }));
  const begin = async (name: string, count: number) => {
    for (let nr = 0; nr < count; nr += PAGE)
      await place.tell(
        ...Array.from({ length: Math.min(PAGE, count - nr) }, (_, n) => ({ userId: `${name}${nr + n}`, name })),
      );
  };
  await begin('burst', MESSAGES);
  await waitUntilQueued(MESSAGES);
  await begin('few', FEW);
  await waitUntilQueued(MESSAGES + FEW);

  // when the limit is raised, and transactional messages come in the middle
  perSecond = PER_SECOND;
  const urgentMs: number[] = [];
  for (let nr = 1; nr <= URGENT; nr += 1) {
    await waitUntilGot((nr * MESSAGES) / (URGENT + 3));
    const asked = performance.now();
    await place.track(`urgent${nr}`, 'urgent');
    await expect.poll(() => of('urgent').length, POLL).toBe(nr);
    urgentMs.push((of('urgent').at(-1)?.at ?? Number.NaN) - asked);
  }
  const whenUrgentCame = got.indexOf(of('urgent').at(-1) as Got);
  await waitUntilGot(MESSAGES + FEW + URGENT);

  // then no second has more than the limit, nothing is lost or doubled, and neither burst nor order delays the others
  const report = {
    ...{ messages: MESSAGES, perSecond: PER_SECOND, workers: 2, delivered: got.length },
    double: got.length - new Set(got.map(({ key }) => key)).size,
    lost: MESSAGES + FEW + URGENT - new Set(got.map(({ key }) => key)).size,
    mostInASecond: mostInASecond(got.map(({ at }) => at)),
    seconds: Math.round(((got.at(-1)?.at ?? 0) - (got[0]?.at ?? 0)) / 1_000),
    otherJourneyHalfDoneAfter: got.indexOf(of('few')[FEW / 2] as Got) + 1,
    otherJourneyDoneAfter: got.indexOf(of('few').at(-1) as Got) + 1,
    urgentMs: urgentMs.map(Math.round),
  };
  if (REPORT) writeFileSync(REPORT, JSON.stringify(report));
  expect(report).toMatchObject({ double: 0, lost: 0 });
  expect(report.mostInASecond).toBeLessThanOrEqual(PER_SECOND);
  expect(report.otherJourneyHalfDoneAfter).toBeLessThan(MESSAGES / 2);
  expect(whenUrgentCame).toBeLessThan(MESSAGES * 0.9);
  if (REPORT) expect(Math.max(...urgentMs)).toBeLessThan(1_000);
  await soon(async () => {
    const [row] = await house.database.sql<{ n: number }>`
      select count(*) as n from instances where workspace = ${place.workspace} and exit_reason = 'completed'`;
    expect(row?.n).toBe(MESSAGES + FEW + URGENT);
  }, 600_000);
  expect(await place.reconcile()).toEqual([]);
});

const POLL = { timeout: 7_000_000, interval: 20 };
const of = (name: string) => got.filter((each) => each.journey === name);
const waitUntilGot = (count: number) => expect.poll(() => got.length, POLL).toBeGreaterThanOrEqual(count);

/** Waits until the messages are queued at Temporal, except the messages that workers have already taken. */
const waitUntilQueued = (count: number) =>
  soon(async () => {
    const { stats } = await house.client.workflowService.describeTaskQueue({
      namespace: 'default',
      taskQueue: { name: `${house.taskQueue}-inApp` },
      taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
      reportStats: true,
    });
    expect(Number(stats?.approximateBacklogCount)).toBeGreaterThanOrEqual(count - 8);
  }, 7_000_000);

const journey = (id: string, more: object = {}): JourneyInput => ({
  id,
  name: id,
  entry: { type: 'event', event: id },
  start: 'say',
  nodes: {
    say: { type: 'message', channel: 'inApp', content: { title: 'Now' }, then: 'end', ...more },
    end: { type: 'exit' },
  },
});

/** Returns the most messages in any second. `times` ascend. */
function mostInASecond(times: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (const [index, at] of times.entries()) {
    while ((times[from] ?? at) <= at - 1_000) from += 1;
    most = Math.max(most, index - from + 1);
  }
  return most;
}
