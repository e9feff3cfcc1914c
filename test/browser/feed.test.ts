import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createVapidKey } from '../../channels/web-push/keys.ts';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { createFeed } from '../../store/messages/feed.ts';
import { startWebServer, type WebServer } from '../web-server.ts';
import { openWeb, type Web } from './web.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

const VAPID = createVapidKey();
let web: Web;
let shop: WebServer;
beforeAll(async () => {
  web = await openWeb(undefined, { vapidKey: VAPID.publicKey });
  shop = await startWebServer();
});
afterEach(() => web.closePages());
afterAll(async () => {
  await web.close();
  await shop.close();
});

/** The example page on a company's own site, with a strict content policy, for a user who is signed in there. */
async function openShop(userId: string) {
  const page = await readFile(path.join(ROOT, 'browser', 'example.html'), 'utf8');
  let tokens = 0;
  shop.say((request, response) => {
    if (request.url === '/sojourn-token') {
      tokens += 1;
      // the first one has expired
      const lasting = tokens === 1 ? Promise.resolve({ token: 'x.y.z' }) : tokenFor(userId);
      void lasting.then(({ token }) => response.end(token));
      return;
    }
    if (request.url === '/sojourn-worker.js') {
      response.setHeader('Content-Type', 'text/javascript');
      response.end(`importScripts('${web.origin}/sojourn-worker.js')`);
      return;
    }
    const inline = "'unsafe-inline'"; // the example's own script; a company would put it into a file
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; img-src data:; script-src ${inline} ${web.origin}; connect-src 'self' ${web.origin}; worker-src 'self'`,
    );
    response.end(
      request.url === '/' ? page.replaceAll('http://127.0.0.1:3000', web.origin) : '<title>Sale</title>Sale',
    );
  });
  const opened = await web.open();
  const complaints: string[] = [];
  opened.page.on('console', (message) => {
    const isExpired = message.text().includes('401');
    if (message.type() === 'error' && !isExpired) complaints.push(message.text());
  });
  opened.page.on('pageerror', (error) => complaints.push(String(error)));
  await opened.page.goto(shop.url);
  return { page: opened.page, complaints };
}

const tokenFor = async (userId: string): Promise<{ token: string }> =>
  (await web.call('POST', `/v1/users/${userId}/token`, {})).json() as Promise<{ token: string }>;

async function post(userId: string, title: string, url?: string) {
  const key = `${userId}.${title}.1`;
  await web.database.sql`
    insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, outcome,
                          template, claimed_at)
    select 'main', ${key}, ${userId}, id, 'welcome', 1, ${title}, 1, 'inApp', 'settled', 'sent', 'greeting', 0
      from persons where workspace = 'main' and user_id = ${userId}`;
  const content = { template: 'greeting', title, text: 'Only today.', ...(url !== undefined && { url }) };
  await createFeed(web.database).post({
    workspace: WorkspaceId.parse('main'),
    key,
    journey: JourneyId.parse('welcome'),
    userId,
    content,
  });
}

test('a company’s page shows its user’s in-app messages as they come: counted, read, clicked and archived', async () => {
  await web.call('POST', '/v1/identify', { userId: 'ana', traits: { plan: 'pro' } });
  await post('ana', 'Welcome');
  await post('ana', 'Attack', 'javascript:alert(1)');
  const { page, complaints } = await openShop('ana');
  const bell = page.getByRole('button', { name: /Notifications/ });
  await expect.poll(() => bell.getAttribute('aria-label')).toBe('Notifications, 2 unread');

  await bell.click();
  const items = page.getByRole('listitem');
  await expect.poll(() => items.count()).toBe(2);
  expect(await page.getByRole('listitem').getByRole('link').count()).toBe(0); // nothing to follow but http
  await post('ana', 'Sale', `${shop.url}/sale`);
  await expect.poll(() => items.count()).toBe(3); // while it is open
  const found = await new AxeBuilder({ page }).include('#notifications').analyze();
  expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  await page.getByRole('button', { name: 'Archive: Welcome' }).click();
  await expect.poll(() => bell.getAttribute('aria-label')).toBe('Notifications, 2 unread');
  await page.getByRole('link', { name: /Sale/ }).click();
  await page.waitForURL(`${shop.url}/sale`);
  await page.goBack();
  await expect.poll(() => bell.getAttribute('aria-label')).toBe('Notifications, 1 unread');
  await bell.click();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect.poll(() => bell.getAttribute('aria-label')).toBe('Notifications');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('listitem').count()).toBe(0);

  const events = await web.database.sql<{ line: string }>`
    select distinct name || ' ' || (properties ->> 'node') as line from events
     where workspace = 'main' and name like '$message.%' order by 1`;
  expect(events.map(({ line }) => line)).toEqual([
    '$message.clicked Sale',
    ...['Attack', 'Sale', 'Welcome'].map((title) => `$message.delivered ${title}`),
    ...['Attack', 'Sale'].map((title) => `$message.viewed ${title}`),
  ]);
  expect(complaints).toEqual([]);
});

test('a company’s page subscribes its user’s browser to web push and shows the messages', async () => {
  await web.call('POST', '/v1/identify', { userId: 'bea', traits: { plan: 'pro' } });
  const { page, complaints } = await openShop('bea');
  await page.context().grantPermissions(['notifications'], { origin: shop.url });
  await stubPushService(page);
  await page.getByRole('button', { name: 'Notify me' }).click();
  await expect.poll(() => page.getByRole('status').textContent()).toBe('subscribed');
  const devices = async () =>
    ((await (await web.call('GET', '/v1/users/bea/devices')).json()) as { devices: object[] }).devices;
  expect(await devices()).toMatchObject([
    { channel: 'webPush', platform: 'web', vapidKey: VAPID.publicKey, droppedAt: null },
  ]);
  await page.getByRole('button', { name: 'Notify me' }).click(); // again: the same device
  await expect.poll(() => page.getByRole('status').textContent()).toBe('subscribed');
  expect(await devices()).toHaveLength(1);

  await deliverPush(page, { title: 'Sale', body: 'Only today', url: `${shop.url}/sale`, tag: 'm1' });
  const shown = () =>
    page.evaluate<readonly object[]>(`(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, body, data }) => ({ title, body, data }));
    })()`);
  await expect.poll(shown).toEqual([{ title: 'Sale', body: 'Only today', data: { url: `${shop.url}/sale` } }]);
  expect(complaints).toEqual([]);
});

test('a browser whose user says no is not subscribed', async () => {
  await web.call('POST', '/v1/identify', { userId: 'cleo', traits: { plan: 'pro' } });
  const { page } = await openShop('cleo');
  await page.evaluate(`Notification.requestPermission = async () => 'denied'`);
  await page.getByRole('button', { name: 'Notify me' }).click();
  await expect.poll(() => page.getByRole('status').textContent()).toBe('denied');
});

/** Replaces the browser vendor's push service, which tests can't reach. */
const stubPushService = (page: Page) =>
  page.evaluate(`
    let subscribed = null;
    PushManager.prototype.getSubscription = async () => subscribed;
    PushManager.prototype.subscribe = async ({ applicationServerKey: text }) => {
      const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
      const keys = { p256dh: 'B' + 'A'.repeat(86), auth: 'A'.repeat(22) };
      subscribed = {
        options: { applicationServerKey: Uint8Array.from(bytes, (each) => each.charCodeAt(0)).buffer },
        toJSON: () => ({ endpoint: 'https://push.example/bea', keys }),
      };
      return subscribed;
    };`);

/** Delivers a message to the page's service worker, as the browser does once it has decrypted it. */
async function deliverPush(page: Page, message: object): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find(({ scopeURL }) => scopeURL.startsWith(shop.url));
      if (found) resolve(found.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const registrationId = await registered;
  await session.send('ServiceWorker.deliverPushMessage', {
    origin: shop.url,
    registrationId,
    data: JSON.stringify(message),
  });
}

test.each(['sojourn.js', 'sojourn-worker.js'])(
  '%s for companies’ pages is below 10 KB compressed, and any site may import it',
  async (script) => {
    const answer = await fetch(`${web.origin}/${script}`);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('content-type')).toContain('javascript');
    expect(gzipSync(await answer.text()).length).toBeLessThan(10_000);
  },
);
