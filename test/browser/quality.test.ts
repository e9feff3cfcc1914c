import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createDrafts } from './drafts.ts';
import { openWeb, type Web } from './web.ts';

/** What is promised of every page: how much it brings, and that it stands still. */
let web: Web;
beforeAll(async () => {
  web = await openWeb();
  await createDrafts(web).example('steady-draft');
  const cart = JSON.parse(await readFile('examples/abandoned-cart/journey.json', 'utf8')) as object;
  expect((await web.call('PUT', '/v1/journeys/steady', { ...cart, id: 'steady' })).status).toBe(201);
  await web.call('POST', '/v1/identify', { userId: 'ana', traits: { firstName: 'Ana' } });
  await web.call('PUT', '/v1/segments/known', { id: 'known', name: 'Known', condition: { did: 'Ordered' } });
});
afterEach(() => web.closePages());
afterAll(() => web.close());

/** Of each page beyond what every page brings, gzipped: kilobytes. */
const BUDGETS = {
  'src/builder/builder-page.tsx': 260,
  'src/rehearse/rehearse-page.tsx': 260,
  'src/live/live-page.tsx': 260,
  'src/report/report-page.tsx': 40,
  'src/charts/chart.tsx': 30,
  'src/users/users-page.tsx': 20,
  'src/users/user-page.tsx': 140,
  'src/segments/segments-page.tsx': 140,
  'src/templates/templates-page.tsx': 20,
  'src/templates/template-page.tsx': 145,
  'src/inbox/inbox-page.tsx': 70,
  'src/settings/settings-page.tsx': 140,
  'src/instance/instance-page.tsx': 20,
  'src/people/people-page.tsx': 20,
} as const;

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

describe('what each page loads beyond the first', () => {
  const manifest = async () =>
    JSON.parse(await readFile('web/dist/.vite/manifest.json', 'utf8')) as Record<string, Chunk>;
  const filesOf = (chunks: Record<string, Chunk>, name: string, seen = new Set<string>()): ReadonlySet<string> => {
    const chunk = chunks[name];
    if (!chunk || seen.has(chunk.file)) return seen;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file);
    for (const each of chunk.imports ?? []) filesOf(chunks, each, seen);
    return seen;
  };

  test.each(Object.entries(BUDGETS))('%s: under %s KB', async (page, budget) => {
    const chunks = await manifest();
    const first = filesOf(chunks, 'index.html');
    const own = [...filesOf(chunks, page)].filter((file) => !first.has(file));
    expect(own.length).toBeGreaterThan(0);
    const sizes = await Promise.all(own.map(async (file) => gzipSync(await readFile(`web/dist/${file}`)).length));
    expect(sizes.reduce((sum, size) => sum + size, 0) / 1_000).toBeLessThan(budget);
  });
});

const WATCH = `
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry.value);
  }).observe({ type: 'layout-shift', buffered: true });`;

/** As browsers measure it: what moves by itself, and how far, as a share of the window. */
const MOST_SHIFT = 0.02;

test.each([
  ['/journeys', 'Abandoned cart'],
  ['/journeys/steady-draft/build/path', 'Define User Path'],
  ['/journeys/steady-draft/build/goal', 'Define a Goal'],
  ['/journeys/steady/live', 'inside ='],
  ['/journeys/steady/report', 'No data yet'],
  ['/journeys/steady/users', 'No users have entered yet'],
  ['/journeys/steady-draft/rehearse', 'Nothing is sent.'],
  ['/users', 'ana'],
  ['/users/ana?tab=profile', 'firstName'],
  ['/segments', 'did Ordered'],
  ['/segments/known', 'In words'],
  ['/templates/new', 'Create template'],
  ['/inbox', 'No messages yet'],
  ['/settings', 'Reports use this'],
  ['/settings?tab=channels', 'Providers deliver your messages'],
] as const)('%s stands still while it comes', async (path, sign) => {
  const { page, signIn } = await web.open({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(WATCH);
  await signIn(path);
  await page.getByText(sign).first().waitFor();
  const shifts = await page.evaluate<number[]>('new Promise((done) => setTimeout(() => done(window.shifts), 500))');
  expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThanOrEqual(MOST_SHIFT);
});
