import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { createFeed } from '../../store/messages/feed.ts';
import { startWebServer, type WebServer } from '../web-server.ts';
import { openWeb, type Web } from './web.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

let web: Web;
let shop: WebServer;
beforeAll(async () => {
  web = await openWeb();
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
    const inline = "'unsafe-inline'"; // the example's own script; a company would put it into a file
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; img-src data:; script-src ${inline} ${web.origin}; connect-src 'self' ${web.origin}`,
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

test('the script for companies’ pages is below 10 KB compressed, and any site may import it', async () => {
  const answer = await fetch(`${web.origin}/sojourn.js`);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('content-type')).toContain('javascript');
  expect(gzipSync(await answer.text()).length).toBeLessThan(10_000);
});
