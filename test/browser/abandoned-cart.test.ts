import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createDrafts, type Drafts, shot } from './drafts.ts';
import { openWeb, type Web } from './web.ts';

let web: Web;
let drafts: Drafts;
beforeAll(async () => {
  web = await openWeb();
  drafts = createDrafts(web);
});
afterEach(() => web.closePages());
afterAll(() => web.close());

/** What journeys.md A says, in what matters. */
const CART = {
  goals: [{ event: 'Charged' }],
  entry: { type: 'inaction', event: 'Added to Cart', without: { event: 'Charged' }, within: '2m' },
  start: 'push',
  nodes: {
    push: { type: 'message', channel: 'push', content: { title: 'Your cart is waiting' }, then: 'delay' },
    delay: { type: 'delay', for: '2h', then: 'sms' },
    sms: { type: 'message', channel: 'sms', then: 'delay-2' },
    'delay-2': { type: 'delay', for: '2h', then: 'email' },
    email: { type: 'message', channel: 'email', then: 'end' },
    end: { type: 'exit' },
  },
};

const pick = (page: Page, offer: string) =>
  page.getByRole('listbox', { name: 'Nodes' }).getByRole('option', { name: offer, exact: true }).click();

describe('abandoned cart, from nothing', () => {
  beforeAll(async () => {
    for (const event of ['Added to Cart', 'Charged'])
      await web.call('POST', '/v1/track', { userId: 'ana', event, properties: { cartId: 'c1', total: 50 } });
  });

  test('by mouse: goal, entry, path, publish', async () => {
    await drafts.blank('cart-by-mouse', 'Cart by mouse');
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn('/journeys/cart-by-mouse/build/goal');
    await page.getByRole('button', { name: 'Transaction' }).click();
    await shot(page, 'build-goal');
    await page.getByRole('link', { name: 'Define Entry' }).click();
    await page.getByRole('radio', { name: 'Did, then did not' }).check();
    const event = page.getByLabel('Event', { exact: true }).and(page.locator('input:not([type="radio"])'));
    await event.first().fill('Added to Cart');
    await event.nth(1).fill('Charged');
    await page.getByLabel('Within', { exact: true }).fill('2 minutes');
    await page.getByText('When Added to Cart happens and Charged does not within 2 minutes').waitFor();
    await shot(page, 'build-entry');
    await quiet();
    await page.getByRole('link', { name: 'Define User Path' }).click();
    await page.getByRole('button', { name: 'Add a node after Entry, at then' }).click();
    await page.getByRole('combobox', { name: 'Add a node' }).fill('push');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Settings of Push' }).waitFor();
    await page.getByLabel('Title', { exact: true }).fill('Your cart is waiting');
    await page.getByLabel('Text', { exact: true }).fill('We ship it free of charge today.');
    await quiet();
    await page.getByRole('button', { name: 'Add a node after Push, at then' }).click();
    await pick(page, 'Delay');
    await page.getByLabel('For', { exact: true }).fill('2 h');
    await page
      .getByRole('button', { name: 'SMS', exact: true })
      .dragTo(page.getByRole('button', { name: 'Add a node after Delay, at then' }));
    await page.getByLabel('Text', { exact: true }).fill('10 % off your cart');
    await page.getByRole('button', { name: 'Add a node after SMS, at then' }).click();
    await pick(page, 'Delay');
    await page.getByRole('textbox', { name: 'Node ID' }).and(page.locator('[value="delay-2"]')).waitFor();
    await page.getByRole('complementary', { name: 'Nodes' }).getByRole('button', { name: 'Email' }).click();
    await page.getByLabel('Subject', { exact: true }).fill('Still there?');
    await page.getByLabel('Html', { exact: true }).fill('<p>We keep it until tonight.</p>');
    await page.getByRole('complementary', { name: 'Nodes' }).getByRole('button', { name: 'End' }).click();
    await page.getByText('No problems').waitFor();
    await shot(page, 'build-path');
    await quiet();
    await page.getByText(/^Saved /).waitFor();
    expect(await drafts.read('cart-by-mouse')).toMatchObject(CART);
    await page.getByRole('button', { name: 'Publish v1…' }).click();
    const sheet = page.getByRole('dialog', { name: 'Publish v1 of Cart by mouse' });
    await sheet.getByText('This is the first version').waitFor();
    await shot(page, 'build-publish');
    await sheet.getByRole('button', { name: /^Publish v1/ }).click();
    await page.getByRole('dialog', { name: 'v1 published' }).getByRole('button', { name: 'Close' }).click();
    await page.getByText('Running v1').waitFor();
    await page.getByRole('link', { name: 'Journeys' }).first().click();
    const row = page.getByRole('row').filter({ hasText: 'cart-by-mouse' });
    await row.getByText('Running v1').waitFor();
  });

  test('by keys alone: the same document', async () => {
    await drafts.blank('cart-by-keys', 'Cart by keys');
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn('/journeys/cart-by-keys/build/goal');
    const keys = page.keyboard;
    const tabTo = async (role: Parameters<Page['getByRole']>[0], name: RegExp, nth = 0) => {
      const wanted = page.getByRole(role, { name }).nth(nth);
      await wanted.waitFor();
      for (let tabs = 0; tabs < 80; tabs += 1) {
        if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return;
        await keys.press('Tab');
      }
      throw new Error(`Tab does not come to ${name.source}`);
    };
    const add = async (what: string) => {
      await keys.press('a');
      await page.getByRole('combobox', { name: 'Add a node' }).waitFor();
      await keys.type(what);
      await keys.press('Enter');
      await page
        .getByRole('button', { name: new RegExp(`^${what}`) })
        .first()
        .waitFor();
    };
    const write = async (field: string, text: string) => {
      await tabTo('textbox', new RegExp(`^${field}$`));
      await keys.press('ControlOrMeta+a');
      await keys.type(text);
    };
    const back = async () => {
      await keys.press('Escape');
      await expect.poll(() => page.evaluate('document.activeElement.dataset.hit !== undefined')).toBe(true);
    };
    await tabTo('button', /^Transaction$/);
    await keys.press('Enter');
    await tabTo('link', /Define Entry$/);
    await keys.press('Enter');
    await tabTo('radio', /^Event$/);
    await keys.press('ArrowDown');
    await tabTo('combobox', /^Event$/);
    await keys.type('Added to Cart');
    await tabTo('combobox', /^Event$/, 1);
    await keys.type('Charged');
    await write('Within', '2 minutes');
    await page.getByText('When Added to Cart happens and Charged does not within 2 minutes').first().waitFor();
    await tabTo('link', /Define User Path$/);
    await keys.press('Enter');
    await tabTo('button', /^Entry\. When Added to Cart/);
    await add('Push');
    await write('Title', 'Your cart is waiting');
    await back();
    await add('Delay');
    await back();
    await add('SMS');
    await write('Text', '10 % off');
    await back();
    await add('Delay');
    await back();
    await add('Email');
    await write('Subject', 'Still there?');
    await write('Text', 'We keep it until tonight.');
    await back();
    await add('End');
    await page.getByText('No problems').waitFor();
    await page.getByText(/^Saved /).waitFor();
    expect(await drafts.read('cart-by-keys')).toMatchObject(CART);
    await keys.press('ControlOrMeta+Enter');
    await page
      .getByRole('dialog', { name: 'Publish v1 of Cart by keys' })
      .getByRole('button', { name: /^Publish/ })
      .waitFor();
    await keys.press('ControlOrMeta+Enter');
    await page.getByRole('dialog', { name: 'v1 published' }).waitFor();
    await quiet();
  });
});
