import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shot } from './drafts.ts';
import { expectReadable } from './screens.ts';
import { openWeb, type Web } from './web.ts';

let web: Web;
beforeEach(async () => {
  web = await openWeb();
  expect((await web.call('PUT', '/v1/journeys/live-cart', CART)).status).toBe(201);
});
afterEach(() => web.close());

const CART = {
  id: 'live-cart',
  name: 'Live cart',
  goals: [{ id: 'bought', event: 'Bought' }],
  entry: { type: 'event', event: 'Added to Cart' },
  start: 'push',
  nodes: {
    push: { type: 'message', channel: 'push', content: { text: 'Hello' }, then: 'wait' },
    wait: { type: 'delay', for: '2h', then: 'end' },
    end: { type: 'exit' },
  },
};

const count = (node: string, measure: string, n: number) =>
  web.database.sql`
    insert into count_deltas (workspace, journey, version, node, measure, n)
      values ('main', 'live-cart', 1, ${node}, ${measure}, ${n})`;
/** Three have entered and passed the first message. */
async function countThree() {
  await count('', 'qualified', 3);
  await count('', 'entered', 3);
  await count('push', 'arrived', 3);
  await count('push', 'left:sent', 2);
  await count('push', 'left:failed', 1);
}

describe('a journey, live', () => {
  test('counts at each node and users who left it, without a reload; a click shows the users', async () => {
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn('/journeys/live-cart');
    await page.waitForURL('**/journeys/live-cart/live');
    const push = page.locator('[data-node="push"]');
    await push.getByText('0 passed').waitFor();
    await countThree();
    await page.getByText('3 inside = 0 at nodes + 3 between nodes').waitFor({ timeout: 5_000 });
    await push.getByText('3 passed').waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/live-1440.png` });
    await quiet();
    await page.getByRole('button', { name: /^Delay/ }).click();
    await page.getByRole('complementary', { name: 'Users at Delay' }).getByText('No users at this node').waitFor();
    await quiet();
  });

  test('nodes with stuck users are marked, held users are separate; a click shows the cause', async () => {
    const entered = await web.call('POST', '/v1/journeys/live-cart/enter', { userId: 'stuck-1' });
    const { instance } = (await entered.json()) as { instance: string };
    const { sql } = web.database;
    const put = (node: string, stuck: string | null, isDated: boolean) => sql`
      update instances
        set status = 'live', node = ${node}, visit = 1, arrived_at = entered_at, stuck = ${stuck},
        keeps_date = ${isDated}
       where id = ${instance}`;
    await count('push', 'arrived', 1);
    await put('push', null, true);
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn('/journeys/live-cart/live');
    await page.locator('[data-node="push"]').getByText('1 held').waitFor();
    await count('push', 'left:sent', 1);
    await count('wait', 'arrived', 1);
    await put('wait', 'engineError: the template is broken', false);
    const wait = page.locator('[data-node="wait"]');
    await wait.getByText('1 stuck').waitFor();
    await page.locator('[data-node="push"]').getByText('1 held').waitFor({ state: 'detached' });
    await shot(page, 'live-stuck');
    await quiet();
    await page.getByRole('button', { name: /^Delay/ }).click();
    await page.getByText('stuck: engineError: the template is broken').waitFor();
    await sql`update instances set stuck = null, ended_at = entered_at, status = 'ended', exit_reason = 'completed'
      where id = ${instance}`;
    await wait.getByText('1 stuck').waitFor({ state: 'detached' });
  });

  test('the API is away: the numbers stay, and show their age; once it is back, they update', async () => {
    await countThree();
    const { page, signIn } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn('/journeys/live-cart/live');
    await page.locator('[data-node="push"]').getByText('3 passed').waitFor();
    await page.route('**/counts/stream', (route) => route.abort());
    await page.evaluate(
      "Object.defineProperty(document, 'hidden', { value: true, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))",
    );
    await page.evaluate(
      "Object.defineProperty(document, 'hidden', { value: false, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))",
    );
    await page.getByText(/^Can’t reach the API. Showing data from/).waitFor();
    await page.locator('[data-node="push"]').getByText('3 passed').waitFor();
    await page.unroute('**/counts/stream');
    await page.getByText(/^Can’t reach the API/).waitFor({ state: 'detached', timeout: 15_000 });
  });

  test('a draft has no live data, and says what to do', async () => {
    await web.call('PUT', '/v1/journeys/only-a-draft/draft', { ...CART, id: 'only-a-draft' });
    const { page, signIn } = await web.open();
    await signIn('/journeys/only-a-draft/live');
    await page.getByText('Not published yet').waitFor();
    await page.getByRole('link', { name: 'Back to Build' }).click();
    await page.waitForURL('**/journeys/only-a-draft/build/path*');
  });

  test('at each width and color scheme: all of it can be read', async () => {
    const opened = await web.open();
    await opened.signIn('/journeys/live-cart/live');
    await opened.page.getByRole('button', { name: /^Delay/ }).waitFor();
    await expectReadable(opened, 'live');
  });
});
