import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expectReadable } from './screens.ts';
import { openWeb, type Web } from './web.ts';

/** Reading what happened: the report, and why one user is where they are. */
let web: Web;
let waiting = '';
const HOUR = 3_600_000;
const ENTERED = Date.now() - HOUR;

beforeEach(async () => {
  web = await openWeb();
  expect((await web.call('PUT', '/v1/journeys/read-cart', CART)).status).toBe(201);
  for (const userId of ['ana', 'bo', 'cy']) {
    const answer = await web.call('POST', '/v1/journeys/read-cart/enter', { userId });
    expect(answer.status).toBe(201);
    if (userId === 'ana') waiting = ((await answer.json()) as { instance: string }).instance;
  }
  const { sql } = web.database;
  await sql`
    update instances
      set entered_at = ${ENTERED}, status = 'live', node = 'wait', visit = 2, arrived_at = ${ENTERED},
      until = ${ENTERED + 2 * HOUR}
     where user_id in ('ana', 'bo')`;
  await sql`
    update instances
      set entered_at = ${ENTERED}, status = 'ended', node = null, visit = 3, ended_at = ${ENTERED},
      exit_reason = 'completed'
     where user_id = 'cy'`;
  const line = (node: string, visit: number, move: string, rule: string, more: object = {}) => ({
    ...{ at: ENTERED, node, visit, move, rule },
    ...more,
  });
  const trace = [line('push', 1, 'leave', 'sent', { port: 'sent' }), line('wait', 2, 'wait', 'delay-began')];
  await sql`
    insert into transitions (workspace, instance, step, decided_at, decision, read)
    values ('main', ${waiting}, 0, ${ENTERED}, ${JSON.stringify({ delta: {}, effects: [], trace })},
      ${JSON.stringify([{}, { for: '2h' }])})`;
  for (const [node, measure, n] of [
    ['', 'exited:completed', 1],
    ['push', 'arrived', 3],
    ['push', 'left:sent', 3],
    ['wait', 'arrived', 3],
    ['wait', 'left:done', 1],
    ['end', 'arrived', 1],
    ['end', 'exited', 1],
  ] as const)
    await sql`
      insert into count_deltas (workspace, journey, version, node, measure, n)
        values ('main', 'read-cart', 1, ${node}, ${measure}, ${n})`;
});
afterEach(() => web.close());

const CART = {
  id: 'read-cart',
  name: 'Read cart',
  goals: [{ id: 'bought', event: 'Bought' }],
  entry: { type: 'api' },
  start: 'push',
  nodes: {
    push: { type: 'message', channel: 'push', content: { text: 'Hello' }, then: 'wait' },
    wait: { type: 'delay', for: '2h', then: 'end' },
    end: { type: 'exit' },
  },
};

describe('the report', () => {
  test('its figures match the API and the file, and they add up', async () => {
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn('/journeys/read-cart/report');
    const report = (await (await web.call('GET', '/v1/journeys/read-cart/report')).json()) as {
      figures: Record<string, number>;
      reconciliation: { holds: boolean };
    };
    expect(report.figures).toMatchObject({ entered: 3, inside: 2, completed: 1 });
    expect(report.reconciliation.holds).toBe(true);
    await page.getByText('✓ All sums match').waitFor();
    const funnel = page.getByRole('region', { name: 'Funnel by node' });
    await funnel.getByRole('row').filter({ hasText: 'wait' }).getByText('done 1').waitFor();
    await page.getByRole('region', { name: 'Exits by reason' }).getByText('completed').waitFor();
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const file = await (await waiting).path();
    expect(await readFile(file, 'utf8')).toContain('completed');
    await quiet();
  });

  test('range, bucket and version are in the address', async () => {
    const { page, signIn } = await web.open();
    await signIn('/journeys/read-cart/report');
    await page.getByLabel('Range').selectOption('30');
    await page.waitForURL(/range=%2230%22|range=30/);
    await page.getByText('Figures cover users who entered in this range').waitFor();
    await page.getByRole('combobox', { name: /^By/ }).selectOption('week');
    await page.waitForURL(/by=week/);
    await page.reload();
    expect(await page.getByRole('combobox', { name: /^By/ }).inputValue()).toBe('week');
    expect(await page.getByLabel('Range').inputValue()).toBe('30');
  });

  test('between two days in the address; a wrong order is reported', async () => {
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn('/journeys/read-cart/report');
    await page.getByLabel('Range').selectOption('days');
    await page.getByLabel('From', { exact: true }).fill('2020-01-01');
    await page.getByLabel('To', { exact: true }).fill('2020-12-31');
    await page.waitForURL(/from=2020-01-01.*to=2020-12-31|from=%222020/);
    await page.getByText('No data yet. Figures appear after the first user enters.').waitFor();
    await quiet();
    await page.getByLabel('To', { exact: true }).fill('2019-12-31');
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Range').selectOption('all');
    await page.getByText('✓ All sums match').waitFor();
  });

  test('a sum that does not hold is shown, not hidden', async () => {
    await web.database.sql`
      insert into count_deltas (workspace, journey, version, node, measure, n)
        values ('main', 'read-cart', 1, 'wait', 'arrived', 1)`;
    const { page, signIn } = await web.open();
    await signIn('/journeys/read-cart/report');
    await page.getByText('✗ Sums don’t match').waitFor();
    await page.getByText(/^✗ wait /).waitFor();
  });
});

describe('one user', () => {
  test('where the user is, until when and why; and an operator’s command', async () => {
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn('/journeys/read-cart/live');
    await page.getByRole('button', { name: /^Delay/ }).click();
    await page.getByRole('complementary', { name: 'Users at Delay' }).getByRole('link', { name: 'ana' }).click();
    await page.waitForURL(`**/instances/${waiting}`);
    const now = page.getByRole('region', { name: 'Now' });
    await now.getByText('Wait 2 hours').waitFor();
    await now.getByText(/in [0-9]+ minutes/).waitFor();
    await now.getByText('journey/main/read-cart/ana/1').waitFor();
    await page.getByRole('region', { name: 'Timeline' }).getByText('by sent').waitFor();
    await quiet();
    await page.getByRole('button', { name: 'Skip the wait…' }).click();
    const sheet = page.getByRole('dialog', { name: 'Skip the wait' });
    await sheet.getByText('Ends the wait now').waitFor();
    await quiet();
    await sheet.getByRole('button', { name: 'Confirm' }).click();
    await sheet.getByText('Accepted but not applied yet').waitFor({ timeout: 15_000 }); // no worker runs here
    await sheet.getByRole('button', { name: 'Close' }).click();
    const { sql } = web.database;
    expect(await sql`select count(*)::int as n from commands where instance = ${waiting}`).toEqual([{ n: 1 }]);
  });

  test('current and former users, by filters in the address', async () => {
    const { page, signIn, quiet } = await web.open();
    await signIn('/journeys/read-cart/users');
    const rows = page.getByRole('row');
    await expect.poll(() => rows.count()).toBe(4);
    await page.getByRole('link', { name: 'Exited', exact: true }).click();
    await page.waitForURL('**/users?status=ended');
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByText('exited: completed').waitFor();
    await page.getByRole('link', { name: 'All' }).click();
    await page.getByRole('searchbox', { name: 'User ID' }).fill('bo');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/users?userId=bo');
    await expect.poll(() => rows.count()).toBe(2);
    await quiet();
    await page.getByRole('link', { name: 'bo', exact: true }).click();
    await page.getByRole('region', { name: 'Now' }).getByText('Wait 2 hours').waitFor();
  });

  test('an unknown instance says so', async () => {
    const { page, signIn } = await web.open();
    await signIn('/journeys/read-cart/instances/nobody');
    await page.getByRole('alert').getByText('there is no instance "nobody"').waitFor();
  });
});

test('at each width and color scheme: all of it can be read', async () => {
  const opened = await web.open();
  await opened.signIn();
  for (const [name, path, sign] of [
    ['report', '/journeys/read-cart/report', '✓ All sums match'],
    ['users', '/journeys/read-cart/users', 'exited: completed'],
    ['instance', `/journeys/read-cart/instances/${waiting}`, 'Wait 2 hours'],
  ] as const) {
    await opened.page.goto(path);
    await opened.page.getByText(sign).first().waitFor();
    await expectReadable(opened, name);
  }
});

test('versions: what each changed, and publishing an old one again', async () => {
  const later = { ...CART, nodes: { ...CART.nodes, wait: { type: 'delay', for: '4h', then: 'end' } } };
  for (const document of [CART, later])
    expect((await web.call('PUT', '/v1/journeys/read-back', { ...document, id: 'read-back' })).status).toBe(201);
  const { page, signIn, quiet } = await web.open();
  await signIn('/journeys/read-back/versions');
  await page.getByText('What v2 changed').click();
  await page.getByText('Delay: for').waitFor();
  await page.getByText('4h').waitFor();
  await quiet();
  await page.getByRole('button', { name: 'Publish v1 again…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Publish v1 again' });
  await sheet.getByText('Delay: for').waitFor();
  await quiet();
  await sheet.getByRole('button', { name: 'Publish' }).click();
  await sheet.waitFor({ state: 'detached' });
  await page.getByText('v3', { exact: true }).waitFor();
  const { version, document } = (await (await web.call('GET', '/v1/journeys/read-back')).json()) as {
    version: number;
    document: { nodes: Record<string, unknown> };
  };
  expect([version, document.nodes.wait]).toMatchObject([3, { for: '2h' }]);
});

test('an IntelliNODE: how its paths do, their weights over time, the change log; a winner declared and withdrawn', async () => {
  const offers = {
    ...{ id: 'read-offers', name: 'Read offers', entry: { type: 'api' }, start: 'offer' },
    nodes: {
      offer: {
        ...{ type: 'intelli', experiment: 'offer', paths: { a: {}, b: {} }, then: 'end' },
        goals: [{ id: 'bought', event: 'Bought' }],
      },
      end: { type: 'exit' },
    },
  };
  expect((await web.call('PUT', '/v1/journeys/read-offers', offers)).status).toBe(201);
  const { sql } = web.database;
  await sql`
    insert into assignments (workspace, person, experiment, arm, assigned_at, journey, instance, position)
    select 'main', 'p' || nr, 'offer', case when nr <= 30 then 'a' else 'b' end, ${ENTERED}, 'read-offers', 'i', 1
      from generate_series(1, 60) as nr`;
  await sql`
    insert into experiment_conversions (workspace, experiment, person, goal, journey, arm, assigned_at, converted_at)
    select 'main', 'offer', 'p' || nr, 'bought', 'read-offers', 'b', ${ENTERED}, ${ENTERED}
      from generate_series(31, 50) as nr`;
  for (const [measure, n] of [
    ['qualified', 60],
    ['entered', 60],
    ['exited:completed', 60],
  ] as const)
    await sql`
      insert into count_deltas (workspace, journey, version, node, measure, n)
        values ('main', 'read-offers', 1, '', ${measure}, ${n})`;
  const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 1400 } });
  await signIn('/journeys/read-offers/report');
  const panel = page.getByRole('region', { name: 'IntelliNODE “offer”' });
  await panel.getByRole('row').filter({ hasText: 'Declare b' }).getByText('66.7% (').waitFor();
  await panel
    .getByRole('img', { name: /^Weights of “offer” over time/ })
    .locator('canvas')
    .waitFor();
  await panel.getByText('Change log: 1 change').click();
  await panel.getByText('published').waitFor();
  await quiet();
  await panel.getByRole('button', { name: 'Declare b the winner…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Declare b the winner' });
  await sheet.getByText('Users already assigned stay').waitFor();
  await quiet();
  await sheet.getByRole('button', { name: 'Declare winner' }).click();
  await panel.getByText('b won. All new users get it.').first().waitFor();
  const seen = async () =>
    (
      (await (await web.call('GET', '/v1/journeys/read-offers/experiments')).json()) as {
        experiments: { winner: string | null }[];
      }
    ).experiments[0]?.winner;
  expect(await seen()).toBe('b');
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/report-intelli.png`, fullPage: true });
  await panel.getByRole('button', { name: 'Withdraw…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw winner' }).click();
  await expect.poll(seen).toBeNull();
});

test('the trend is a picture with its numbers beside it', async () => {
  const { sql } = web.database;
  await sql`update instances set entered_at = entered_at - 86400000 * 3 where journey = 'read-cart' and user_id = 'bo'`;
  const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
  await signIn('/journeys/read-cart/report');
  const trend = page.getByRole('region', { name: 'Trend' });
  await trend
    .getByRole('img', { name: /^Entries, goals and exits over time/ })
    .locator('canvas')
    .waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/report-trend.png` });
  await trend.getByText('Data table').click();
  await trend.getByRole('row').nth(1).waitFor();
  await quiet();
});
