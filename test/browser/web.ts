import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { ensureWebApp } from '../../dev/supervisor/web-app.ts';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { validate } from '../../journey/validate/index.ts';
import { createKey } from '../../store/access/keys.ts';
import { type Database, openDatabase } from '../../store/base/sql.ts';
import { composeApi } from '../../worker/api-system.ts';
import { freshDatabase, withDatabase } from '../database.ts';
import { chromiumPath } from './chromium.ts';

/**
 * The web app in a real browser, served by the real API over a database of the test's own. The browser itself is one for all tests of a
 * process, and the app is built once: to open another costs a tenth of a second, so a test that changes
 * what others read opens its own.
 */
export interface Web {
  readonly origin: string;
  readonly key: string;
  readonly database: Database;
  /** Of the database: for workers, where a test wants any. */
  readonly databaseUrl: string;
  /** By the public API, as a service would. */
  call(method: string, path: string, body?: unknown): Promise<Response>;
  /** A page of a browser session of its own; what it complains of fails the test: see `quiet`. */
  open(options?: BrowserContextOptions): Promise<Opened>;
  /** After each test that shares this with others: a page left open goes on asking. */
  closePages(): Promise<void>;
  close(): Promise<void>;
}

export interface Opened {
  readonly page: Page;
  /** As somebody who has a key of all rights, and goes to `at`; without it, to the list of journeys. */
  signIn(at?: string): Promise<void>;
  /** Nothing in the console, nothing from elsewhere, nothing that axe finds. `but`: what this test brings about itself. */
  quiet(but?: RegExp): Promise<void>;
  clipboard(): Promise<string>;
  /** Pixels by which it is wider than the window. */
  overflow(): Promise<number>;
}

const ROOT = path.resolve(import.meta.dirname, '..', '..');
/** Without them it looks for its maker's servers. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `root`: of the sources that its pages are built from. */
export async function openWeb(root = ROOT): Promise<Web> {
  await buildOnce(root);
  const fresh = await freshDatabase();
  const database = openDatabase({ url: fresh.url, max: 5, name: 'browser test' });
  await database.sql`insert into workspaces (id) values ('main')`;
  const key = await createKey(database.sql, {
    workspace: 'main',
    name: 'test',
    scopes: ['admin'],
    kind: 'dev',
    actor: 'test',
  });
  const api = composeApi({
    database,
    workspace: WorkspaceId.parse('main'),
    plainUserIds: true,
    validate,
    health: { pendingMigrations: async () => [], phase: () => 'running' },
    log: { error() {}, warn() {}, debug() {} },
    isChecking: true,
    webDirectory: path.join(root, 'web', 'dist'),
  });
  const server = createServer(api.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const contexts: BrowserContext[] = [];
  const closePages = async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  };
  return {
    origin,
    key,
    database,
    databaseUrl: fresh.url,
    call: (method, at, body) =>
      fetch(`${origin}${at}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    async open(options = {}) {
      const browser = await sharedBrowser();
      const context = await browser.newContext({ ...CONTEXT, baseURL: origin, ...options });
      context.setDefaultTimeout(PATIENCE_MS);
      contexts.push(context);
      return openPage(context, origin, key);
    },
    closePages,
    async close() {
      await closePages();
      server.closeAllConnections();
      server.close();
      await api.close();
      await database.close();
      await fresh.drop();
    },
  };
}

/** A lock of the run's database lets one process build, while others wait for what it makes. */
async function buildOnce(root: string): Promise<void> {
  const said: string[] = [];
  await withDatabase(inject('postgresUrl'), async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [root]);
    await ensureWebApp(root, (line) => said.push(line));
  });
  if (said.some((line) => line.includes('could not'))) throw new Error(said.join('\n'));
}

let browser: Promise<Browser> | undefined;

/** Ends with the process: it reads its orders from a pipe. One that has crashed is replaced, so that it fails one test, not all after it. */
async function sharedBrowser(): Promise<Browser> {
  const isThere = await browser?.then(
    (launched) => launched.isConnected(),
    () => false,
  );
  if (isThere && browser) return browser;
  browser = chromium.launch({ executablePath: chromiumPath() ?? '', args: ARGS, handleSIGTERM: false });
  return browser;
}

/** What a page is waited for has no bound of its own. */
const PATIENCE_MS = 60_000;

const CONTEXT: BrowserContextOptions = {
  locale: 'en-GB',
  timezoneId: 'Europe/Amsterdam',
  permissions: ['clipboard-read', 'clipboard-write'],
};

const UNTIL_STILL = `Promise.allSettled(document.getAnimations()
  .filter((each) => each.playState === 'running' && each.effect?.getComputedTiming().endTime !== Infinity)
  .map((each) => each.finished))`;

async function openPage(context: BrowserContext, origin: string, key: string): Promise<Opened> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
      complaints.push(`asks ${request.url()}`);
  });
  return {
    page,
    async signIn(at = '/journeys') {
      const answer = await context.request.post('/v1/session', { data: { key, name: 'Mira' } });
      expect(answer.status()).toBe(201);
      await page.goto(at);
    },
    clipboard: () => page.evaluate<string>('navigator.clipboard.readText()'),
    overflow: () =>
      page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    async quiet(but) {
      await page.evaluate(UNTIL_STILL); // a colour that fades is none that anybody reads
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode() // in the page itself: there are no frames of other origins
        .options({ resultTypes: ['violations'] })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .exclude('iframe[sandbox]') // no script runs in a message, its either
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
      expect(complaints.filter((complaint) => !but?.test(complaint))).toEqual([]);
    },
  };
}
