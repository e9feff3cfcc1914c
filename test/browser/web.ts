import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { WorkspaceId } from '../../journey/ids.ts';
import { validate } from '../../journey/validate/index.ts';
import { createKey } from '../../store/keys.ts';
import { type Database, openDatabase } from '../../store/sql.ts';
import { composeApi } from '../../worker/api-system.ts';
import { ensureWebApp } from '../../worker/supervisor/web-app.ts';
import { freshDatabase } from '../database.ts';
import { chromiumPath } from './chromium.ts';

/** The web app in a real browser, served by the real API over a database of the test's own. */
export interface Web {
  readonly origin: string;
  readonly key: string;
  readonly database: Database;
  /** Of the database: for workers, where a test wants any. */
  readonly databaseUrl: string;
  /** By the public API, as a service would. */
  call(method: string, path: string, body?: unknown): Promise<Response>;
  /** A page of a browser of its own; what it complains of fails the test: see `quiet`. */
  open(options?: BrowserContextOptions): Promise<Opened>;
  close(): Promise<void>;
}

export interface Opened {
  readonly page: Page;
  /** As somebody who has a key of all rights. */
  signIn(): Promise<void>;
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
  const said: string[] = [];
  await ensureWebApp(root, (line) => said.push(line));
  if (said.some((line) => line.includes('could not'))) throw new Error(said.join('\n'));
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
  const browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: ARGS });
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
    open: (options = {}) => openPage(browser, origin, key, options),
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
      await api.close();
      await database.close();
      await fresh.drop();
    },
  };
}

async function openPage(
  browser: Browser,
  origin: string,
  key: string,
  options: BrowserContextOptions,
): Promise<Opened> {
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'en-GB',
    timezoneId: 'Europe/Amsterdam',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
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
    async signIn() {
      await page.goto('/journeys');
      await page.getByLabel('API key').fill(key);
      await page.getByLabel('Your name').fill('Mira');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Journeys', level: 1 }).waitFor();
      complaints.length = 0; // whoever has not signed in yet is refused once
    },
    clipboard: () => page.evaluate<string>('navigator.clipboard.readText()'),
    overflow: () =>
      page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    async quiet(but) {
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .exclude('iframe[sandbox]') // no script runs in a message, its either
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
      expect(complaints.filter((complaint) => !but?.test(complaint))).toEqual([]);
    },
  };
}
