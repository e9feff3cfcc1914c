import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Adapter } from '../channels/port.ts';
import { createRoute } from '../channels/route/route.ts';
import { JourneyId, WorkspaceId } from '../journey/base/ids.ts';
import type { ProviderSettings } from '../journey/delivery/channel-settings.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { readProviderReports } from '../store/channels/reports.ts';
import { putChannelSettings } from '../store/channels/settings.ts';
import { openChannelDesk } from '../worker/channel-desk.ts';
import { type House, openHouse, SILENT, soon } from './house.ts';
import { createProviders } from './providers.ts';

/** Two workers with their own adapters and settings, as in two processes. */
let house: House;
const got: { readonly provider: string; readonly key: string; readonly at: number }[] = [];
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  house = await openHouse();
  for (const _ of ['first', 'second']) {
    const desk = await openChannelDesk({ sql: house.database.sql, log: SILENT });
    const adapters = {
      ...createProviders().adapters,
      inApp: createRoute({
        adapters: [provider('a'), provider('b')],
        settings: () => desk.settingsOf('inApp'),
        turnsOf: (name) => desk.turnsOf('inApp', name),
      }),
    };
    desk.report(adapters);
    closing.push(desk.close);
    await house.start({ adapters });
  }
});
afterAll(async () => {
  await Promise.all(closing.map((close) => close()));
  await house.close();
});

const provider = (name: string): Adapter => ({
  channel: 'inApp',
  provider: name,
  delivery: 'at-most-once',
  async deliver({ key }) {
    got.push({ provider: name, key, at: performance.now() });
    return { type: 'accepted', providerId: key };
  },
});

const setProviders = (...providers: readonly Partial<ProviderSettings>[]) =>
  putChannelSettings(house.database, {
    ...{ workspace: WorkspaceId.parse('main'), actor: 'test' },
    settings: {
      inApp: { providers: providers.map((each) => ({ name: 'a', isEnabled: true, weight: 1, ...each })) },
    },
  });

const MESSAGE: JourneyInput = {
  id: 'say',
  name: 'Say',
  entry: { type: 'event', event: 'Began' },
  start: 'say',
  nodes: {
    say: { type: 'message', channel: 'inApp', content: { title: 'Now' }, then: 'end' },
    end: { type: 'exit' },
  },
};

async function begin(count: number, journey = 'say') {
  const place = await house.place('real');
  await place.publish({ ...MESSAGE, id: JourneyId.parse(journey) });
  got.length = 0;
  await place.tell(...Array.from({ length: count }, (_, nr) => ({ userId: `u${nr}`, name: 'Began' })));
  return place;
}

const mostInASecond = (times: readonly number[]): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));
const timesOf = (name: string) => got.filter((each) => each.provider === name).map(({ at }) => at);

describe('channels are set while workers run', () => {
  test('8 several workers together keep each provider’s limit in any second, by weight, and deliver everything once', async () => {
    await setProviders({ name: 'a', perSecond: 20 }, { name: 'b', perSecond: 10 });
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // by then both workers have read the settings
    const place = await begin(120);
    await expect.poll(() => got.length).toBe(120);
    expect(new Set(got.map(({ key }) => key)).size).toBe(120);
    expect(timesOf('a').length).toBeGreaterThan(30);
    expect(timesOf('b').length).toBeGreaterThan(30);
    expect(mostInASecond(timesOf('a'))).toBeLessThanOrEqual(20);
    expect(mostInASecond(timesOf('b'))).toBeLessThanOrEqual(10);
    expect(await place.reconcile()).toEqual([]);
  });

  test('8 while all providers are disabled, messages wait; enabled again, each goes out once', async () => {
    await setProviders({ name: 'a', isEnabled: false }, { name: 'b', isEnabled: false });
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // see above
    const place = await begin(5);
    await soon(async () => {
      const [row] = await house.database.sql<{ n: number }>`
        select count(*) as n from messages
         where workspace = ${place.workspace} and state = 'reserved' and detail like '%disabled%'`;
      expect(row?.n).toBe(5);
    });
    expect(got).toEqual([]);
    await setProviders({ name: 'b' });
    await expect.poll(() => got.length).toBe(5);
    expect(new Set(timesOf('b')).size).toBeGreaterThan(0);
  });

  test('8 each worker reports its providers, and removes its reports when it stops', async () => {
    await soon(async () => {
      const reports = await readProviderReports(house.database.sql);
      expect(reports.filter(({ channel }) => channel === 'inApp')).toHaveLength(4);
    });
    const desk = await openChannelDesk({ sql: house.database.sql, log: SILENT });
    const before = (await readProviderReports(house.database.sql)).length;
    desk.report({ ...createProviders().adapters, inApp: createRoute({ adapters: [provider('c')] }) });
    await soon(async () => expect((await readProviderReports(house.database.sql)).length).toBe(before + 1));
    await desk.close();
    expect((await readProviderReports(house.database.sql)).length).toBe(before);
  });
});
