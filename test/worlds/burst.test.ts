import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Adapter } from '../../channels/port.ts';
import { CHANNELS, type Channel } from '../../journey/delivery/channel.ts';
import type { JourneyInput } from '../../journey/document/document.ts';
import { type House, openHouse, soon } from '../house.ts';

/** `WORLD_BURST=100000` for the whole of it: at 50 a second that takes half an hour. */
const PEOPLE = Number(process.env.WORLD_BURST ?? 150);
const PER_SECOND = 50;
/** By then every user has entered. */
const AHEAD_MS = Math.max(6_000, PEOPLE * 20);

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

test(`World: ${PEOPLE} messages due at the same instant, under a limit of ${PER_SECOND} per second: never above it, and all are delivered`, {
  timeout: 3_600_000,
}, async () => {
  // given many people who wait for the same moment
  const at: number[] = [];
  await house.start({ adapters: limited(at) });
  const place = await house.place('real');
  await place.publish(atOnce(new Date(Date.now() + AHEAD_MS).toISOString()));
  for (let nr = 0; nr < PEOPLE; nr += 500)
    await place.tell(
      ...Array.from({ length: Math.min(500, PEOPLE - nr) }, (_, n) => ({ userId: `u${nr + n}`, name: 'Began' })),
    );

  // when it comes
  await expect
    .poll(() => at.length, { timeout: AHEAD_MS + (PEOPLE / PER_SECOND) * 4_000 + 30_000, interval: 100 })
    .toBe(PEOPLE);

  // then no second has more than the limit
  const most = Math.max(...at.map((from) => at.filter((each) => each >= from && each < from + 1000).length));
  expect(most).toBeLessThanOrEqual(PER_SECOND);
  await soon(async () => {
    const [row] = await house.database.sql<{ n: number }>`
      select count(*) as n from instances where workspace = ${place.workspace} and exit_reason = 'completed'`;
    expect(row?.n).toBe(PEOPLE);
  });
  expect(await place.reconcile()).toEqual([]);
});

const atOnce = (date: string): JourneyInput => ({
  id: 'at-once',
  name: 'All at once',
  entry: { type: 'event', event: 'Began' },
  start: 'wait',
  nodes: {
    wait: { type: 'waitUntil', date: { at: date }, then: 'say' },
    say: { type: 'message', channel: 'inApp', content: { title: 'Now' }, then: 'end' },
    end: { type: 'exit' },
  },
});

/** Providers that note when they were asked. */
function limited(at: number[]): Readonly<Record<Channel, Adapter>> {
  const adapter = (channel: Channel): Adapter => ({
    channel,
    provider: 'test',
    delivery: 'honours-keys',
    perSecond: PER_SECOND,
    async deliver({ key }) {
      at.push(performance.now());
      return { type: 'accepted', providerId: key };
    },
  });
  return Object.fromEntries(CHANNELS.map((channel) => [channel, adapter(channel)])) as Record<Channel, Adapter>;
}
