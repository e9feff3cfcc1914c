import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createDrafts, type Drafts, openAt, shot } from './drafts.ts';
import { openWeb, type Web } from './web.ts';

let web: Web;
let drafts: Drafts;
beforeAll(async () => {
  web = await openWeb();
  drafts = createDrafts(web);
  expect((await web.call('PUT', '/v1/journeys/weeks/draft', WEEKS)).status).toBe(200);
});
afterEach(() => web.closePages());
afterAll(() => web.close());

const mail = (nr: number, then: string) => ({
  type: 'message',
  name: `Letter ${nr}`,
  channel: 'email',
  content: {
    subject: `Week ${nr}, {{ profile.firstName }}`,
    html: `<p style="color: #0b7a53">Week <b>${nr}</b></p><img src="data:," onerror="window.top.document.title = 'owned'">`,
  },
  then,
});

/** A letter a week, for three weeks, unless they come into the app; an SMS at the end. */
const WEEKS = {
  id: 'weeks',
  name: 'Three weeks',
  goals: [{ id: 'active', event: 'App Opened' }],
  entry: { type: 'event', event: 'Signed Up' },
  quietHours: [{ from: '21:00', to: '09:00', channels: ['sms'], policy: 'hold' }],
  start: 'one',
  nodes: {
    one: mail(1, 'w1'),
    w1: { type: 'delay', for: '7d', then: 'two' },
    two: mail(2, 'w2'),
    w2: { type: 'delay', for: '7d', then: 'three' },
    three: mail(3, 'w3'),
    w3: { type: 'delay', for: '7d', then: 'sms' },
    sms: { type: 'message', channel: 'sms', content: { text: 'Still there, {{ profile.firstName }}?' }, then: 'end' },
    end: { type: 'exit' },
  },
};

async function rehearsing(id: string, options?: Parameters<typeof openAt>[2]) {
  const opened = await openAt(web, `/journeys/${id}/rehearse`, options);
  await opened.page.getByRole('button', { name: 'Enter', exact: true }).waitFor();
  return opened;
}
/** What the letters try is blocked, and the browser says so. */
const BLOCKED = /^Blocked script execution in '[^']*\/preview'/;
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first().click();
const gets = (page: Page) => page.getByRole('region', { name: /^Messages to / }).getByRole('listitem');
const why = (page: Page) => page.getByRole('region', { name: 'Decisions' }).getByRole('listitem');
const mark = (page: Page, node: string) => page.locator(`[data-node="${node}"]`).getAttribute('data-mark');

describe('a rehearsal', () => {
  test('three weeks in seconds: every message as it would look, every decision with its reason, nothing sent', async () => {
    const { page, quiet } = await rehearsing('weeks');
    await page.getByLabel('Starts at').fill('2026-03-02T22:00'); // in quiet hours
    await press(page, 'Enter');
    const started = Date.now();
    await press(page, /^Run to end$/);
    await page.locator('[data-node="end"][data-mark="ended"]').waitFor();
    expect(Date.now() - started).toBeLessThan(2_000);
    await shot(page, 'rehearse-light');
    expect(await gets(page).count()).toBe(4);
    const letter = page.frameLocator('iframe').last().locator('p');
    expect(await letter.textContent()).toBe('Week 1');
    const colour = await letter.evaluate((element) => {
      const window = globalThis as unknown as { getComputedStyle(of: unknown): { color: string } };
      return window.getComputedStyle(element).color;
    });
    expect(colour).toBe('rgb(11, 122, 83)');
    expect(await page.title()).not.toBe('owned');
    await page.getByText('Still there, Ana?').waitFor();
    expect(await mark(page, 'two')).toBe('passed');
    await page.getByText('Quiet hours from 21:00 to 09:00').first().waitFor();
    await quiet(BLOCKED);
    expect((await (await web.call('GET', '/v1/inbox')).json()) as object).toMatchObject({ messages: [] });
  });

  test('forward by the space bar, back by the arrow; a goal exactly at a deadline wins, in the copied test too', async () => {
    const { page, clipboard } = await rehearsing('weeks');
    await press(page, 'Enter');
    await page.locator('[data-node="w1"][data-mark="here"]').waitFor();
    await page.locator('h2').first().click(); // away from the button: it would press it
    await page.keyboard.press(' ');
    await page.locator('[data-node="w2"][data-mark="here"]').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.locator('[data-node="w1"][data-mark="here"]').waitFor();
    expect(await gets(page).count()).toBe(1);

    await press(page, 'At the deadline');
    await page.getByLabel('Event').fill('App Opened');
    await press(page, 'Send event');
    await why(page).first().getByText('App Opened').waitFor();
    expect(await gets(page).count()).toBe(1);
    await press(page, 'Copy as test');
    await page.getByText('Copied a scenario test').waitFor();
    const copied = await clipboard();
    expect(copied).toContain(`await t.at(${7 * 86_400_000} /* +7d */);`);
    expect(copied).toContain('+7d w1 exit: goal');

    await press(page, 'Restore previous timeline');
    await page.locator('[data-node="w2"][data-mark="here"]').waitFor();
    await press(page, 'Restart');
    await page.locator('[data-node="w2"][data-mark="ahead"]').waitFor({ state: 'detached' });
    await press(page, 'Restore previous timeline');
    await page.locator('[data-node="w2"][data-mark="here"]').waitFor();
  });

  test('without consent, without an address, by a provider that refuses: not sent, and why', async () => {
    const { page } = await rehearsing('weeks');
    await page.getByLabel('User', { exact: true }).selectOption('Chi'); // only an e-mail address
    await press(page, 'Enter');
    await page.getByText('Channels').click();
    await page.getByLabel('Consent to email').click();
    await page.getByLabel('email provider rejects messages').waitFor();
    await press(page, /^Run to end$/);
    await page.locator('[data-node="end"][data-mark="ended"]').waitFor();
    expect(await gets(page).first().textContent()).toMatch(/Not sent: .*(address|reach)/);
    expect(await gets(page).nth(1).textContent()).toMatch(/Not sent: .*opted in/);
  });

  test('an unfinished step stops only users who reach it; an unfinished entry is reported with its fix', async () => {
    await web.call('PUT', '/v1/journeys/half/draft', {
      ...WEEKS,
      id: 'half',
      nodes: { ...WEEKS.nodes, two: { type: 'message', channel: 'email', name: 'Unwritten' } },
    });
    const { page } = await rehearsing('half');
    await page.getByText('Incomplete: Unwritten').waitFor();
    await press(page, 'Enter');
    await press(page, /^Run to end$/);
    await page.locator('[data-node="two"][data-mark="ended"]').waitFor();
    await drafts.blank('nothing', 'No messages yet');
    await page.goto('/journeys/nothing/rehearse');
    await page.getByRole('alert').getByText('Can’t rehearse this draft yet').waitFor();
    await page.getByRole('alert').getByText('entry.event').waitFor();
  });

  test('a rehearsal that would run for ever, as by a template, is ended, and said so', async () => {
    await web.call('PUT', '/v1/journeys/forever/draft', { ...WEEKS, id: 'forever' });
    const { page, signIn } = await web.open({ viewport: { width: 1440, height: 900 } });
    // How long a template can run depends on the machine: this one never ends once a user enters.
    const endless =
      "addEventListener('message', ({ data }) => { while (data.given[0]?.acts?.[0]?.type === 'enter'); });";
    await page.route('**/rehearse.worker-*.js', async (route) => {
      const script = await route.fetch();
      await route.fulfill({ response: script, body: `${endless}${await script.text()}` });
    });
    await signIn('/journeys/forever/rehearse');
    await press(page, 'Enter');
    await page.getByText('The rehearsal timed out').waitFor();
    await page.getByRole('button', { name: 'Enter', exact: true }).waitFor(); // as if it had not been done
    await press(page, '+1 h');
    await page.getByText('The rehearsal timed out').waitFor({ state: 'detached' });
  });

  test('a real user, and unsaved changes', async () => {
    await web.call('POST', '/v1/identify', {
      userId: 'mira-1',
      traits: { firstName: 'Mira', email: 'mira@example.com' },
    });
    await web.call('PUT', '/v1/journeys/again/draft', { ...WEEKS, id: 'again' });
    const { page } = await openAt(web, '/journeys/again/build/path?node=one');
    await page.getByLabel('Subject').fill('Newest, {{ profile.firstName }}');
    await page.getByRole('link', { name: 'Rehearse' }).click();
    await page.getByLabel('User', { exact: true }).selectOption('Real user…');
    await page.getByLabel('User ID').fill('nobody-there');
    await press(page, 'Use this user');
    await page.getByRole('alert').getByText('there is no user "nobody-there"').waitFor();
    await page.getByLabel('User ID').fill('mira-1');
    await press(page, 'Use this user');
    await page.getByRole('heading', { name: 'Messages to mira-1' }).waitFor();
    await press(page, 'Enter');
    await page.getByText('Newest, Mira').waitFor();
  });

  test.each([
    { width: 1440, height: 900, scheme: 'dark' as const },
    { width: 1024, height: 768, scheme: 'light' as const },
    { width: 390, height: 844, scheme: 'dark' as const },
  ])('$width wide, $scheme: nothing beside the page, nothing that axe finds', async ({ width, height, scheme }) => {
    const { page, quiet, overflow } = await rehearsing('weeks', { viewport: { width, height }, colorScheme: scheme });
    await press(page, 'Enter');
    await page.locator('[data-node="w1"][data-mark="here"]').waitFor();
    await shot(page, `rehearse-${width}-${scheme}`);
    expect(await overflow()).toBe(0);
    await quiet(BLOCKED);
  });
});
