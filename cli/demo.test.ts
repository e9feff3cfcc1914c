import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeAdapters, createAdapters } from '../channels/index.ts';
import { createFeed } from '../store/messages/feed.ts';
import { createInbox } from '../store/messages/inbox.ts';
import { startApi, type TestApi } from '../test/api.ts';
import { type House, openHouse } from '../test/house.ts';
import { loadSettings } from '../worker/config.ts';
import { createClient } from './demo/client.ts';
import { SHOWN_CHANNELS } from './demo/story.ts';
import { playDemo } from './demo.ts';

let house: House;
let api: TestApi;
let adapters: ReturnType<typeof createAdapters>;
beforeAll(async () => {
  house = await openHouse();
  api = await startApi({ url: house.url });
  adapters = createAdapters({
    inbox: createInbox(house.database.sql),
    feed: createFeed(house.database),
    webhook: { secrets: [], allowPrivate: false, catchesReservedHosts: true },
  });
  await house.start({ adapters });
});
afterAll(async () => {
  await api?.close();
  await house?.close();
  await closeAdapters(adapters);
});

test('the demo ends as described, with a message on each of the seven channels in the inbox', async () => {
  const server = api.app.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  const client = createClient(loadSettings({}), {
    ...{ SOJOURN_URL: `http://127.0.0.1:${port}`, SOJOURN_KEY: await api.key('admin') },
  });
  try {
    const report = await playDemo(client, () => {});
    // a purchase races the next message on a busy machine
    const silent = report.users.filter(({ expected }) => expected.exit !== 'goal');
    expect(silent.filter(({ ok }) => !ok)).toEqual([]);
    expect(Object.keys(report.channels)).toEqual([...SHOWN_CHANNELS]);
    expect(Object.entries(report.channels).filter(([, shown]) => shown === 0)).toEqual([]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
