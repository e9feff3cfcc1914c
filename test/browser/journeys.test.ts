import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expectReadable } from './screens.ts';
import { openWeb, type Web } from './web.ts';

const journey = (id: string, name: string, labels: readonly string[] = []) => ({
  id,
  name,
  labels,
  goals: [{ id: 'bought', event: 'Bought' }],
  entry: { type: 'event', event: 'Added to Cart' },
  start: 'wait',
  nodes: { wait: { type: 'delay', for: '2h', then: 'end' }, end: { type: 'exit' } },
});

let web: Web;
beforeEach(async () => {
  web = await openWeb();
});
afterEach(() => web.close());

const publish = async (...journeys: readonly (ReturnType<typeof journey> & { readonly owner?: string })[]) => {
  for (const each of journeys) expect((await web.call('PUT', `/v1/journeys/${each.id}`, each)).status).toBe(201);
};

describe('signing in', () => {
  test('by the address that a start prints, once; the code does not stay in the address', async () => {
    const { path } = (await (await web.call('POST', '/v1/sign-in-codes')).json()) as { path: string };
    const { page, quiet } = await web.open();
    await page.goto(path);
    await page.getByRole('heading', { name: 'No journeys yet' }).waitFor();
    expect(new URL(page.url())).toMatchObject({ pathname: '/journeys', hash: '' });
    await quiet();
    const again = await web.open();
    await again.page.goto(path);
    await again.page.getByText('this code has been used or has expired').waitFor();
    await again.page.getByText('restart Sojourn for a new code, or sign in with an API key').waitFor();
  });

  test('by a key: a wrong one is reported, a right one leads to the requested page; signing out ends the session', async () => {
    const { page } = await web.open();
    await page.goto('/journeys?state=running');
    await page.getByLabel('API key').fill('sj_dev_wrong');
    await page.getByLabel('Your name').fill('Mira');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('this API key is not valid, or has been revoked').waitFor();
    await page.getByLabel('API key').fill(web.key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/journeys?state=running');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto('/journeys');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});

describe('the journeys list', () => {
  beforeEach(async () => {
    await publish(
      journey('abandoned-cart', 'Abandoned cart', ['lifecycle']),
      journey('trial-conversion', 'Trial conversion', ['onboarding']),
      journey('win-back', 'Win back', ['lifecycle']),
    );
    expect((await web.call('POST', '/v1/journeys/win-back/pause', {})).status).toBe(200);
  });

  const rowOf = (page: Awaited<ReturnType<Web['open']>>['page'], id: string) =>
    page.getByRole('row').filter({ hasText: id });

  test('shows the Journey ID beside the name, and copies it, by mouse and by key', async () => {
    const { page, signIn, quiet, clipboard } = await web.open();
    await signIn();
    const row = rowOf(page, 'abandoned-cart');
    await row.getByText('Abandoned cart').waitFor();
    await row.getByText('Running v1').waitFor();
    const chip = row.getByRole('button', { name: 'Copy the Journey ID abandoned-cart' });
    const [name, id] = [await row.getByText('Abandoned cart').boundingBox(), await chip.boundingBox()];
    expect(Math.abs((name?.y ?? 0) + (name?.height ?? 0) / 2 - ((id?.y ?? 99) + (id?.height ?? 0) / 2))).toBeLessThan(
      4,
    );
    await chip.click();
    await page.getByRole('status').getByText('Copied abandoned-cart').waitFor();
    expect(await clipboard()).toBe('abandoned-cart');
    await rowOf(page, 'win-back').getByRole('button', { name: 'Copy the Journey ID win-back' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Copied win-back').waitFor();
    expect(await clipboard()).toBe('win-back');
    await quiet();
  });

  test('search, state and label are in the address, and come back with it', async () => {
    const { page, signIn } = await web.open();
    await signIn();
    const ids = async () =>
      (await page.getByRole('button', { name: /^Copy the Journey ID/ }).allTextContents()).toSorted();
    await page.getByRole('searchbox', { name: 'Name or ID' }).fill('TRIAL');
    await page.waitForURL('**/journeys?search=TRIAL');
    await expect.poll(ids).toEqual(['trial-conversion']);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('link', { name: 'Paused', exact: true }).click();
    await page.waitForURL('**/journeys?state=paused');
    await expect.poll(ids).toEqual(['win-back']);
    await page.getByRole('link', { name: 'All', exact: true }).click();
    await rowOf(page, 'abandoned-cart').getByRole('link', { name: 'lifecycle' }).click();
    await page.waitForURL('**/journeys?label=lifecycle');
    await expect.poll(ids).toEqual(['abandoned-cart', 'win-back']);
    await page.reload();
    await expect.poll(ids).toEqual(['abandoned-cart', 'win-back']);
    await page.getByRole('link', { name: 'Clear label filter lifecycle' }).click();
    await expect.poll(ids).toEqual(['abandoned-cart', 'trial-conversion', 'win-back']);
    await page.getByRole('searchbox').fill('nowhere');
    await page.getByText('No matching journeys').waitFor();
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await expect.poll(ids).toHaveLength(3);
  });

  test('its figures match the API, and update without a reload', async () => {
    const { page, signIn } = await web.open();
    await signIn();
    const cells = async () => (await rowOf(page, 'trial-conversion').getByRole('cell').allTextContents()).slice(3, 7);
    await expect.poll(cells).toEqual(['0', '0', '–', 'never']);
    const { sql } = web.database;
    await sql`
      insert into count_deltas (workspace, journey, version, node, measure, n)
      values ('main', 'trial-conversion', 1, '', 'qualified', 1250),
        ('main', 'trial-conversion', 1, '', 'entered', 1250),
             ('main', 'trial-conversion', 1, '', 'exited:goal', 250),
               ('main', 'trial-conversion', 1, '', 'goal:bought', 250)`;
    await expect.poll(cells, { timeout: 10_000 }).toEqual(['1,250', '1,000', '20%', 'never']);
  });

  test('the API is away: the last data stays, and it says since when', async () => {
    const { page, signIn } = await web.open();
    await signIn();
    await rowOf(page, 'abandoned-cart').waitFor();
    await page.route('**/v1/journeys?*', (route) => route.abort());
    await page.getByText(/^Can’t reach the API. Showing data from/).waitFor({ timeout: 30_000 });
    await rowOf(page, 'abandoned-cart').waitFor();
    await page.unroute('**/v1/journeys?*');
    await page.getByText(/^Can’t reach the API/).waitFor({ state: 'detached', timeout: 30_000 });
  });

  test('several at once: it shows current users and impossible actions before it acts', async () => {
    await publish(
      journey('bulk-a', 'Bulk A', ['bulk']),
      journey('bulk-b', 'Bulk B', ['bulk']),
      journey('bulk-c', 'Bulk C', ['bulk']),
    );
    const { page, signIn, quiet } = await web.open();
    await signIn('/journeys?label=bulk');
    await page.getByRole('checkbox', { name: 'Select Bulk A' }).check();
    await page.getByRole('checkbox', { name: 'Select Bulk B' }).check();
    await page.getByRole('toolbar', { name: '2 selected' }).getByRole('button', { name: 'Stop…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Stop 2 journeys' });
    await dialog.getByText('0 people inside').waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/journeys-stop.png` });
    await quiet();
    await dialog.getByRole('radio', { name: /^End all instances now/ }).check();
    await dialog.getByRole('button', { name: 'Stop 2' }).click();
    await dialog.getByRole('status').getByText('Done for 2 journeys').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await rowOf(page, 'bulk-a').getByText('Stopped v1').waitFor();

    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    await page.getByRole('button', { name: 'Archive…' }).click();
    const archive = page.getByRole('dialog', { name: 'Archive 2 journeys' });
    await archive.getByText('bulk-c: it is running. pause it, or stop it').waitFor();
    await page.keyboard.press('Escape');
    await archive.waitFor({ state: 'detached' });
    expect((await (await web.call('GET', '/v1/journeys/bulk-a')).json()) as object).toMatchObject({ state: 'stopped' });
  });

  test('sorted by a figure, in the address; filtered by owner', async () => {
    await publish(
      { ...journey('sorted-a', 'Sorted A', ['sorted']), owner: 'Growth' },
      journey('sorted-b', 'Sorted B', ['sorted']),
    );
    await web.database.sql`
      insert into count_deltas (workspace, journey, version, node, measure, n)
        values ('main', 'sorted-b', 1, '', 'entered', 5)`;
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn('/journeys?label=sorted');
    const ids = () => page.getByRole('button', { name: /^Copy the Journey ID/ }).allTextContents();
    await expect.poll(ids).toEqual(['sorted-a', 'sorted-b']);
    await page.getByRole('link', { name: 'Entered' }).click();
    await page.waitForURL('**/journeys?label=sorted&sort=entered');
    await expect.poll(ids).toEqual(['sorted-b', 'sorted-a']);
    expect(await page.getByRole('columnheader', { name: 'Entered' }).getAttribute('aria-sort')).toBe('descending');
    await quiet();
    await page.reload();
    await expect.poll(ids).toEqual(['sorted-b', 'sorted-a']);
    await page.getByRole('link', { name: 'Growth' }).click();
    await expect.poll(ids).toEqual(['sorted-a']);
    await page.getByRole('link', { name: 'Clear owner filter Growth' }).click();
    await expect.poll(ids).toHaveLength(2);
  });

  test('by keys alone: rows, selection, the ID, search; and from anywhere to anywhere', async () => {
    await publish(journey('keys-a', 'Keys A', ['keyed']), journey('keys-b', 'Keys B', ['keyed']));
    const { page, signIn, quiet, clipboard } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn('/journeys?label=keyed');
    await rowOf(page, 'keys-b').waitFor();
    for (const key of ['j', 'j', 'x']) await page.keyboard.press(key);
    await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
    expect(await rowOf(page, 'keys-b').getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('c');
    await page.getByRole('status').getByText('Copied keys-b').waitFor();
    expect(await clipboard()).toBe('keys-b');
    await page.keyboard.press('Escape');
    await page.getByRole('toolbar').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('jx');
    await page.waitForURL('**/journeys?*search=jx'); // letters are letters there
    await page.keyboard.press('ControlOrMeta+k');
    const search = page.getByRole('combobox', { name: /^Search journeys/ });
    await search.fill('keys-a');
    await page.getByRole('option', { name: /^Keys A/ }).waitFor();
    await quiet();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/journeys/keys-a/live');
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('settings');
    await page.getByRole('option', { name: /^Settings/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/settings');
    await page.goto('/journeys?label=keyed');
    await rowOf(page, 'keys-a').waitFor();
    await page.keyboard.press('n');
    await page.waitForURL('**/journeys/new');
  });

  test('a journey offers only what its state allows: a stopped one is started again', async () => {
    await publish(journey('restart', 'Restart', ['restarted']));
    expect((await web.call('POST', '/v1/journeys/restart/stop', { mode: 'now' })).status).toBe(200);
    const { page, signIn } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn('/journeys/restart/versions');
    await page.getByRole('button', { name: 'More for this journey' }).click();
    const menu = page.locator(':popover-open');
    expect(await menu.getByRole('button').allTextContents()).toEqual(['Start…', 'Archive…', 'Clone…']);
    await menu.getByRole('button', { name: 'Start…' }).click();
    await page.getByRole('dialog', { name: 'Start a journey' }).getByText('Entry opens now').waitFor();
    await page.getByRole('button', { name: 'Start 1' }).click();
    await page.getByText('Done for 1 journey').waitFor();
    await page.getByText('Running v1').waitFor();
  });

  test('cloned: a new draft, from the list and from the journey’s page; a taken ID is reported', async () => {
    await publish(journey('original', 'Original', ['cloned']));
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn('/journeys?label=cloned');
    await page.getByRole('checkbox', { name: 'Select Original' }).check();
    await page.getByRole('button', { name: 'Clone…' }).click();
    const sheet = page.getByRole('dialog', { name: 'Clone Original' });
    await sheet.getByLabel('Journey ID').fill('original');
    await sheet.getByRole('button', { name: 'Clone journey' }).click();
    await sheet.getByText('Journey "original" already exists').waitFor();
    await quiet();
    await sheet.getByLabel('Journey ID').fill('original-copy');
    await sheet.getByRole('button', { name: 'Clone journey' }).click();
    await page.waitForURL('**/journeys/original-copy/build/path*');
    const { document } = (await (await web.call('GET', '/v1/journeys/original-copy/draft')).json()) as {
      document: object;
    };
    expect(document).toMatchObject({ id: 'original-copy', name: 'Original (copy)', nodes: { wait: { for: '2h' } } });
    await page.goto('/journeys/original/live');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Clone…' }).click();
    await page.getByRole('dialog', { name: 'Clone Original' }).getByLabel('Journey ID').waitFor();
  });

  test('pages of fifty', async () => {
    await publish(
      ...Array.from({ length: 52 }, (_, nr) => journey(`zz-${String(nr).padStart(2, '0')}`, `Page ${nr}`, ['paged'])),
    );
    const { page, signIn } = await web.open();
    await signIn('/journeys?label=paged');
    const rows = page.getByRole('row').filter({ hasText: 'zz-' });
    await expect.poll(() => rows.count()).toBe(50);
    await page.getByRole('link', { name: 'Next' }).click();
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByRole('link', { name: 'Back to the first page' }).click();
    await expect.poll(() => rows.count()).toBe(50);
  });

  test('at each width and color scheme: all of it can be read and used', async () => {
    const opened = await web.open();
    await opened.signIn('/journeys?label=lifecycle');
    await rowOf(opened.page, 'abandoned-cart').waitFor();
    await expectReadable(opened, 'journeys');
  });

  test('an unknown address says so', async () => {
    const { page, signIn } = await web.open();
    await signIn('/journeys/nowhere/at/all');
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    await page.getByRole('link', { name: 'All journeys' }).click();
    await page.getByRole('heading', { name: 'Journeys', level: 1 }).waitFor();
  });
});

describe('what is loaded', () => {
  test('is under 240 KB, with no inline scripts and no scripts from other sites', async () => {
    const page = await fetch(`${web.origin}/journeys`);
    const html = await page.text();
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none';script-src 'self';style-src 'self' 'nonce-");
    expect(policy).not.toContain('unsafe');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(html).not.toContain('__NONCE__');
    const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThanOrEqual(2);
    const answers = await Promise.all(files.map((file) => fetch(`${web.origin}${file}`)));
    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(
      files.map(() => 'public, max-age=31536000, immutable'),
    );
    expect(await (await fetch(`${web.origin}${files.find((file) => file.endsWith('.js'))}`)).text()).not.toContain(
      'React DevTools',
    );
    const sizes = await Promise.all(
      answers.map(async (each) => gzipSync(Buffer.from(await each.arrayBuffer())).length),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(180_000); // and 53,000 of fonts
  });

  test('two pages have two nonces; a file that is not there is not a page', async () => {
    const nonce = async () =>
      /nonce-([^']+)'/.exec((await fetch(`${web.origin}/journeys`)).headers.get('content-security-policy') ?? '')?.[1];
    expect(await nonce()).not.toBe(await nonce());
    expect((await fetch(`${web.origin}/assets/none.js`)).status).toBe(404);
  });
});
