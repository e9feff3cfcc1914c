import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from '../../browser/chromium.ts';
import { startWebServer, type WebServer } from '../../web-server.ts';
import { type ClientServer, startClientServer } from '../server.ts';
import { packageFolder } from './installed.ts';

/** Browser clients on a page of another origin, as in a shop. */
const SEGMENT = packageFolder('@segment/analytics-next');
const POSTHOG = packageFolder('posthog-js');
const RUDDER = packageFolder('@rudderstack/analytics-js');

let server: ClientServer;
let shop: WebServer;
let browser: Browser;
beforeAll(async () => {
  server = await startClientServer();
  shop = await startWebServer();
  shop.say((request, response) => {
    void serveFile(request.url ?? '').then(({ type, content }) => {
      response.setHeader('Content-Type', type);
      response.end(content);
    });
  });
  browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser.close();
  await shop.close();
  await server.close();
});

const FOLDERS: Readonly<Record<string, string | undefined>> = {
  segment: SEGMENT && path.join(SEGMENT, 'dist', 'umd'),
  posthog: POSTHOG && path.join(POSTHOG, 'dist'),
  rudder: RUDDER && path.join(RUDDER, 'dist', 'npm', 'modern', 'bundled', 'esm'),
};

async function serveFile(url: string): Promise<{ readonly type: string; readonly content: string }> {
  const [, client = '', file = ''] = url.split('?')[0]?.split('/') ?? [];
  const folder = FOLDERS[client];
  if (folder === undefined || file === '') return { type: 'text/html', content: '<!doctype html><title>Shop</title>' };
  const content = await readFile(path.join(folder, path.basename(file)), 'utf8').catch(() => '');
  return { type: 'text/javascript', content };
}

/** Opens the shop, and collects what the page complains of. */
async function openShop(): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} ${request.failure()?.errorText}`));
  page.on('console', (message) => {
    const isOfIcon = message.location().url.endsWith('favicon.ico');
    if (message.type() === 'error' && !isOfIcon) complaints.push(message.text());
  });
  await page.goto(`${shop.url}/`);
  return { page, complaints };
}

const namesOf = async (id: string) => (await server.events(id)).map(({ name }) => name);

describe('D16 @segment/analytics-next in a browser', () => {
  const load = async (page: Page) => {
    await page.addScriptTag({ url: `${shop.url}/segment/index.js` });
    await page.evaluate(
      async ([writeKey, cdnURL]) => {
        const own = globalThis as unknown as {
          AnalyticsNext: { AnalyticsBrowser: { load(options: object): unknown } };
          analytics: unknown;
        };
        own.analytics = own.AnalyticsNext.AnalyticsBrowser.load({ writeKey, cdnURL });
      },
      [server.key, server.origin],
    );
  };
  const call = (page: Page, method: string, ...given: readonly unknown[]) =>
    page.evaluate(
      async ([name, values]) => {
        const { analytics } = globalThis as unknown as {
          analytics: Record<string, (...all: readonly unknown[]) => Promise<unknown>>;
        };
        await analytics[name as string]?.(...(values as readonly unknown[]));
      },
      [method, given] as const,
    );

  test.skipIf(!SEGMENT)('D16 it loads its settings from here, and sends everything here', async () => {
    const { page, complaints } = await openShop();
    await load(page);
    await call(page, 'identify', 'web-seg', { email: 'w@example.com' });
    await call(page, 'track', 'Added', { total: 3 });
    await call(page, 'page', 'Docs', 'Pricing');
    await call(page, 'group', 'acme', { plan: 'team' });
    await call(page, 'alias', 'web-seg-2');
    await expect.poll(() => namesOf('web-seg')).toHaveLength(4);
    expect(await namesOf('web-seg')).toEqual(expect.arrayContaining(['$profile.changed', 'Added', 'Page Viewed']));
    expect(await server.profile('web-seg')).toMatchObject({ email: 'w@example.com', group: { id: 'acme' } });
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.skipIf(!SEGMENT)('D16 it sends again after 429 and 503, and each event counts once', async () => {
    const { page } = await openShop();
    await load(page);
    await call(page, 'identify', 'web-seg-3', {});
    server.fail({ status: 503 }, { status: 429, headers: { 'Retry-After': '1' } });
    await call(page, 'track', 'Added', { total: 3 });
    await expect.poll(() => namesOf('web-seg-3')).toContain('Added');
    expect((await namesOf('web-seg-3')).filter((name) => name === 'Added')).toHaveLength(1);
    await page.close();
  });
});

/** Loads a module from the shop as `globalThis.client`. */
async function loadModule(page: Page, url: string): Promise<void> {
  await page.addScriptTag({ type: 'module', content: `import * as client from '${url}'; globalThis.client = client;` });
  await page.waitForFunction(() => 'client' in globalThis);
}

type Methods<Name extends string> = Record<Name, (...given: readonly unknown[]) => unknown>;

describe('D16 posthog-js in a browser', () => {
  test.skipIf(!POSTHOG)('D16 it is configured from here, and sends everything here', async () => {
    const { page, complaints } = await openShop();
    await loadModule(page, '/posthog/module.mjs');
    await page.evaluate(
      ([key, host]) => {
        const { client } = globalThis as unknown as {
          client: { default: Methods<'init' | 'capture' | 'identify'> };
        };
        const posthog = client.default;
        // it sends nothing from a browser without a head, unless told to
        const options = { opt_out_useragent_filter: true, request_batching: false, capture_pageview: false };
        posthog.init(key, { api_host: host, ...options });
        posthog.capture('Saw', { shop: true });
        posthog.identify('web-ph', { email: 'w@example.com' });
        posthog.capture('Paid', { total: 3 });
        posthog.capture('$pageview');
      },
      [server.key, server.origin],
    );
    const names = ['Paid', 'Page Viewed', '$profile.changed'];
    await expect.poll(() => namesOf('web-ph')).toEqual(expect.arrayContaining(names));
    expect(await server.profile('web-ph')).toMatchObject({ email: 'w@example.com' });
    const paid = (await server.events('web-ph')).find(({ name }) => name === 'Paid');
    expect(paid?.properties).toMatchObject({ total: 3 });
    expect(JSON.stringify(paid)).not.toContain(server.key);
    const anonymous = await server.api.database.sql`
      select i.kind from events e join identities i on i.workspace = e.workspace and i.person = e.person
       where e.name = 'Saw'`;
    expect(anonymous).toMatchObject([{ kind: 'anonymous' }]);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe('D16 @rudderstack/analytics-js in a browser', () => {
  test.skipIf(!RUDDER)('D16 it loads its source from here, and sends everything here', async () => {
    const { page, complaints } = await openShop();
    await loadModule(page, '/rudder/index.mjs');
    await page.evaluate(
      ([key, host]) => {
        const { client } = globalThis as unknown as {
          client: { RudderAnalytics: new () => Methods<'load' | 'identify' | 'track' | 'page' | 'group'> };
        };
        const analytics = new client.RudderAnalytics();
        analytics.load(key, host, { configUrl: host });
        analytics.identify('web-rudder', { email: 'w@example.com' });
        analytics.track('Added', { total: 3 });
        analytics.page('Docs', 'Pricing');
        analytics.group('acme', { plan: 'team' });
      },
      [server.key, server.origin],
    );
    await expect.poll(() => namesOf('web-rudder')).toHaveLength(4);
    expect(await namesOf('web-rudder')).toEqual(expect.arrayContaining(['$profile.changed', 'Added', 'Page Viewed']));
    expect(await server.profile('web-rudder')).toMatchObject({ email: 'w@example.com', group: { id: 'acme' } });
    expect(complaints).toEqual([]);
    await page.close();
  });
});
