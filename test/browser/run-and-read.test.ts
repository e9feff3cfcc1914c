import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import type { Adapter } from '../../channels/port.ts';
import { createSandboxAdapter } from '../../channels/sandbox/adapter.ts';
import { CHANNELS, type Channel } from '../../journey/delivery/channel.ts';
import { instant } from '../../journey/time/time.ts';
import { createInbox } from '../../store/messages/inbox.ts';
import { BEGINNING } from '../../testkit/play.ts';
import { workflowBundle } from '../../testkit/replay.ts';
import { ownName } from '../../testkit/server/own-name.ts';
import { type Server, type ServerWorld, startServer } from '../../testkit/server/server.ts';
import { HOUR, MINUTE } from '../house.ts';
import { shot } from './drafts.ts';
import { type Opened, openWeb, type Web } from './web.ts';

/** Users enter by the public API and run on real workers in virtual time, while the pages show them. */
let web: Web;
let server: Server;
let world: ServerWorld;
let opened: Opened;
/** Of the test's own, since workflows are named by it on a server that all tests share. */
let id: string;
beforeEach(async () => {
  id = ownName('walked-');
  web = await openWeb();
  await web.database.sql`update workspaces set virtual_now = ${BEGINNING} where id = 'main'`;
  const inbox = createInbox(web.database.sql);
  server = await startServer({
    databaseUrl: web.databaseUrl,
    temporalAddress: inject('temporalAddress'),
    workflowBundle: await workflowBundle(),
    adapters: Object.fromEntries(
      CHANNELS.map((channel) => [channel, createSandboxAdapter({ channel, inbox })]),
    ) as Record<Channel, Adapter>,
  });
  world = server.world('main');
  expect((await put({})).status).toBe(201);
  opened = await web.open({ viewport: { width: 1440, height: 1100 } });
}, 120_000);
afterEach(async () => {
  await server?.close();
  await web?.close();
});

const put = async (change: object) => {
  const example = JSON.parse(await readFile('examples/abandoned-cart/journey.json', 'utf8')) as object;
  return web.call('PUT', `/v1/journeys/${id}`, { ...example, id, name: 'Walked cart', ...change });
};
const at = (ms: number) => instant(BEGINNING + ms);
const track = async (userId: string, event: string) => {
  const properties = { product: 'lamp', price: 50, url: 'https://shop.example/cart' };
  expect((await web.call('POST', '/v1/track', { userId, event, properties })).status).toBe(200);
};
const traits = { firstName: 'Cy', email: 'cy@example.com', phone: '+31600000001', pushToken: 'cy-phone' };

async function fillThreeCarts() {
  for (const userId of ['walk-ana', 'walk-bo', 'walk-cy']) {
    expect((await web.call('POST', '/v1/identify', { userId, traits })).status).toBe(200);
    await track(userId, 'Added to Cart');
  }
}
async function buyBeforePush() {
  await world.runUntil(at(MINUTE));
  await track('walk-ana', 'Charged'); // within the two minutes: she never enters
  await world.runUntil(at(3 * MINUTE));
}
async function buyAfterPush() {
  await track('walk-bo', 'Charged');
  await world.runUntil(at(4 * MINUTE));
}
/** After four minutes Cy alone is inside. */
async function leaveCyWaiting() {
  await fillThreeCarts();
  await buyBeforePush();
  await buyAfterPush();
}

/** How soon is held by virtual time, in api/live/watch.test.ts. */
test('live shows entries and purchases without a reload', async () => {
  const { page, signIn } = opened;
  await fillThreeCarts();
  await signIn(`/journeys/${id}/live`);
  await page.getByText('0 entered').first().waitFor();
  await buyBeforePush();
  await page.locator('[data-node="two-hours"]').getByText('2 here').waitFor();
  await buyAfterPush();
  await page.locator('[data-node="two-hours"]').getByText('1 here').waitFor();
  await page.getByText('1 inside = 1 at nodes').waitFor();
  await shot(page, 'run-live');
});

test('the report matches the API, and adds up', async () => {
  const { page, signIn, quiet } = opened;
  await leaveCyWaiting();
  await signIn(`/journeys/${id}/report`);
  await page.getByText('✓ All sums match').waitFor();
  const report = (await (await web.call('GET', `/v1/journeys/${id}/report`)).json()) as {
    figures: object;
    goals: object[];
  };
  expect(report.figures).toMatchObject({ entered: 2, inside: 1 });
  expect(report.goals).toMatchObject([{ id: 'purchase', met: 1 }]);
  await page.getByText('entered 2 = inside 1 + exited:goal 1').waitFor();
  await quiet();
});

test('C47 why: one user’s node and deadline; the wait is skipped, and the message is in the inbox as sent', async () => {
  const { page, signIn, quiet } = opened;
  await leaveCyWaiting();
  await signIn(`/journeys/${id}/users?status=live`);
  await page.getByRole('link', { name: 'walk-cy' }).click();
  await page.getByRole('region', { name: 'Now' }).getByText('Wait 2 hours').waitFor();
  const other = await page.context().newPage(); // another operator opens the same page, and acts later
  await other.goto(page.url());
  await other.getByRole('button', { name: 'Skip the wait…' }).click();
  await page.getByRole('button', { name: 'Skip the wait…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Skip the wait' });
  await sheet.getByRole('button', { name: 'Confirm' }).click();
  await sheet.getByText('Done').waitFor();
  await sheet.getByRole('button', { name: 'Close' }).click();
  const messages = page.getByRole('region', { name: 'Messages' });
  const sms = messages.getByRole('row').filter({ hasText: 'ten-percent-off' });
  await sms.getByRole('link', { name: 'View message' }).waitFor();
  await other.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
  const refused = other.getByRole('dialog').getByText(/it has moved on since: it is at "(sms|two-more-hours)" now/);
  await refused.waitFor(); // the timeline behind the dialog says so, too
  await other.close();
  await quiet();
  await sms.getByRole('link', { name: 'View message' }).click();
  await page.getByText('10 % off lamp: 45 instead of 50 euros.').first().waitFor();
  await quiet();
});

test('edited while a user is inside: that user stays on their version, new users get the new one; all leave, and it adds up', async () => {
  const { page, signIn } = opened;
  await leaveCyWaiting();
  const example = JSON.parse(await readFile('examples/abandoned-cart/journey.json', 'utf8')) as {
    nodes: Record<string, object>;
  };
  const slower = { ...example.nodes, 'two-hours': { type: 'delay', for: '4h', then: 'sms' } };
  expect((await put({ nodes: slower })).status).toBe(201);
  await track('walk-di', 'Added to Cart');
  await world.runUntil(at(10 * MINUTE));
  await signIn(`/journeys/${id}/versions`);
  await page.getByText('What v2 changed').click();
  await page.getByText('4h').first().waitFor();
  const versionOf = async (userId: string) => {
    const answer = await web.call('GET', `/v1/instances?journey=${id}&userId=${userId}`);
    return ((await answer.json()) as { instances: { version: number }[] }).instances[0]?.version;
  };
  expect([await versionOf('walk-cy'), await versionOf('walk-di')]).toEqual([1, 2]);
  await world.runUntil(at(24 * HOUR));
  await page.goto(`/journeys/${id}/users?status=ended`);
  await page.getByRole('row').filter({ hasText: 'walk-di' }).getByText('exited: completed').waitFor();
  await page.getByRole('row').filter({ hasText: 'walk-bo' }).getByText('exited: met goal purchase').waitFor();
  await page.goto(`/journeys/${id}/report`);
  await page.getByText('✓ All sums match').waitFor();
  await page.getByText('entered 3 = inside 0 +').waitFor();
});
