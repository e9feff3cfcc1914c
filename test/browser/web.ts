import { createServer, type RequestListener } from 'node:http';
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
 * The web app in a real browser, served by the real API over a database of the test's own. All tests of a process share
 * the browser, its cache and one address, and the app is built once: opening another costs a tenth of a second, so a
 * test that changes what others read opens its own. One is open at a time.
 */
export interface Web {
  readonly origin: string;
  readonly key: string;
  readonly database: Database;
  /** Of the database: for workers, where a test wants any. */
  readonly databaseUrl: string;
  /** By the public API, as a service would. */
  call(method: string, path: string, body?: unknown): Promise<Response>;
  /** Opens a page with cookies and storage of its own; what it complains of fails the test: see `quiet`. */
  open(screen?: Screen): Promise<Opened>;
  /** After each test that shares this with others: a page left open goes on asking. */
  closePages(): Promise<void>;
  close(): Promise<void>;
}

/** 1280 × 720 pixels and light, unless it says otherwise. */
export type Screen = Pick<BrowserContextOptions, 'viewport' | 'colorScheme'>;

export interface Opened {
  readonly page: Page;
  /** Signs in with an admin key and opens `at`, or the list of journeys. */
  signIn(at?: string): Promise<void>;
  /**
   * Nothing in the console, nothing from elsewhere, nothing that axe finds. `but`: what this test brings about itself.
   */
  quiet(but?: RegExp): Promise<void>;
  clipboard(): Promise<string>;
  /** Pixels by which it is wider than the window. */
  overflow(): Promise<number>;
}

const ROOT = path.resolve(import.meta.dirname, '..', '..');
/** Without them it looks for its maker's servers. */
const ARGS = [
  '--no-sandbox',
  '--process-per-site', // and so a page finds what another has compiled, as long as one is open: see `takeContext`
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

type WebOptions = Partial<Pick<Parameters<typeof composeApi>[0], 'providers' | 'perSecond' | 'checkDns' | 'vapidKey'>>;

/** `root`: of the sources that its pages are built from. */
export async function openWeb(root = ROOT, options: WebOptions = {}): Promise<Web> {
  await buildOnce(root);
  const fresh = await freshDatabase();
  const database = openDatabase({ url: fresh.url, max: 5, name: 'browser test' });
  await database.sql`insert into workspaces (id) values ('main')`;
  const key = await createKey(database.sql, {
    workspace: WorkspaceId.parse('main'),
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
    ...options,
    webDirectory: path.join(root, 'web', 'dist'),
  });
  const { origin, serve } = await sharedAddress();
  const leave = serve(api.app);
  const taken: BrowserContext[] = [];
  const closePages = async () => {
    await Promise.all(taken.splice(0).map(leaveContext));
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
    async open({ viewport = DESKTOP, colorScheme = 'light' } = {}) {
      const context = await takeContext(origin);
      taken.push(context);
      const page = await emptyPage(context, origin);
      if (viewport) await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      return watchPage(page, origin, key);
    },
    closePages,
    async close() {
      await closePages();
      leave();
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

/**
 * Ends with the process: it reads its orders from a pipe. One that has crashed is replaced, so that it fails one test,
 * not all after it.
 */
async function sharedBrowser(): Promise<Browser> {
  const isThere = await browser?.then(
    (launched) => launched.isConnected(),
    () => false,
  );
  if (isThere && browser) return browser;
  browser = chromium.launch({ executablePath: chromiumPath() ?? '', args: ARGS, handleSIGTERM: false });
  return browser;
}

const EMPTY_PAGE = '/empty-page';

let address: Promise<SharedAddress> | undefined;

interface SharedAddress {
  readonly origin: string;
  /** Answers requests from now on, until the function that it returns is called. */
  serve(app: RequestListener): () => void;
}

/**
 * One for all tests of a process: what the browser has loaded and compiled from it need not be loaded and compiled
 * again.
 */
function sharedAddress(): Promise<SharedAddress> {
  address ??= (async () => {
    let served: RequestListener | undefined;
    const server = createServer((request, response) => {
      if (request.url === EMPTY_PAGE)
        response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Empty</title>');
      else if (served) served(request, response);
      else response.writeHead(503).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    return {
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      serve(app) {
        if (served) throw new Error('another web app is open: close it first');
        served = app;
        return () => {
          served = undefined;
        };
      },
    };
  })();
  return address;
}

/** Contexts that no test uses now. */
const idle: BrowserContext[] = [];
/**
 * An empty page of each context stays open: its process, which the others share, keeps the code that they have
 * compiled.
 */
const staying = new WeakSet<Page>();

async function takeContext(baseURL: string): Promise<BrowserContext> {
  const browser = await sharedBrowser();
  for (let context = idle.pop(); context; context = idle.pop()) if (context.browser() === browser) return context;
  const context = await browser.newContext({ ...CONTEXT, baseURL });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(EMPTY_PAGE);
  staying.add(page);
  return context;
}

async function leaveContext(context: BrowserContext): Promise<void> {
  const opened = context.pages().filter((page) => !staying.has(page));
  await Promise.all(opened.map((page) => page.close()));
  idle.push(context);
}

/** Nothing that an earlier page stored there is left. */
async function emptyPage(context: BrowserContext, origin: string): Promise<Page> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await session.detach();
  await context.clearCookies();
  return page;
}

const DESKTOP = { width: 1280, height: 720 };

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

function watchPage(page: Page, origin: string, key: string): Opened {
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
      const answer = await page.context().request.post('/v1/session', { data: { key, name: 'Mira' } });
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
