import { expect } from 'vitest';
import { NodeId } from '../../journey/base/ids.ts';
import { Journey } from '../../journey/document/document.ts';
import type { Scenario } from '../../testkit/play.ts';
import { loadExample, scenario } from '../../testkit/scenario.ts';

const ANA = { email: 'ana@example.com', firstName: 'Ana' };
const CART = { cartId: 'c1', product: 'desk lamp', items: 1, total: 49, url: 'https://shop.example/cart/c1' };
const OTHER = { cartId: 'c2', product: 'chair', items: 1, total: 120, url: 'https://shop.example/cart/c2' };
const ORDERED = { reason: 'goal', goal: 'ordered' };
const COMPLETED = { reason: 'completed' };

const nudged = (after: string) => [{ channel: 'email', template: 'cart-nudge', after }];
const subjects = (t: Scenario) => t.messages().map(({ content }) => content.subject);

async function addsToCart(t: Scenario) {
  await t.identify(ANA);
  await t.track('Product Added', CART);
}

scenario('B silence: one nudge after two hours, about what was added', 'cart-nudge', async (t) => {
  await addsToCart(t);
  await t.advance('9w');
  expect(t.sent()).toEqual(nudged('2h'));
  expect(t.messages()[0]?.content).toMatchObject({
    subject: '1 in your cart: 49 euros',
    html: '<p>Ana, you last added desk lamp.</p><p><a href="https://shop.example/cart/c1">Back to the cart</a></p>',
  });
  expect(t.exit()).toEqual(COMPLETED);
});

scenario('B1 modified after 1 h 50 min: nudged after 3 h 50 min, about the modified cart', 'cart-nudge', async (t) => {
  await addsToCart(t);
  await t.at('1h50m');
  await t.track('Cart Modified', { ...CART, product: 'rug', items: 2, total: 89 });
  await t.advance('9w');
  expect(t.trace()).toEqual([
    '+0 quiet wait: waiting-for-events',
    '+1h50m quiet wait: timer-restarted',
    '+3h50m quiet → timeout: timed-out',
    '+3h50m nudge wait: send-decided',
    '+3h50m nudge → sent: sent',
    '+3h50m done exit: path-ended',
  ]);
  expect(t.sent()).toEqual(nudged('3h50m'));
  expect(t.messages()[0]?.content).toMatchObject({ subject: '2 in your cart: 89 euros' });
  expect(t.messages()[0]?.content.html).toContain('you last added rug');
});

scenario('B a second Product Added to the open cart counts as Cart Modified', 'cart-nudge', async (t) => {
  await addsToCart(t);
  await t.at('1h50m');
  await t.track('Product Added', { ...CART, product: 'rug', items: 2, total: 89 });
  await t.advance('9w');
  expect(t.refused()).toEqual([{ user: 'ana', reason: 'delivered-to-live' }]);
  expect(t.passes()).toHaveLength(1);
  expect(t.sent()).toEqual(nudged('3h50m'));
  expect(subjects(t)).toEqual(['2 in your cart: 89 euros']);
});

scenario('B2 two carts, one ordered: its instance ends, the other nudges on time', 'cart-nudge', async (t) => {
  await addsToCart(t);
  await t.at('10m');
  await t.track('Product Added', OTHER);
  await t.at('1h');
  await t.track('Order Confirmed', { cartId: 'c1' });
  expect(t.passes().map(({ key, exit }) => ({ key, exit }))).toEqual([
    { key: 'c1', exit: ORDERED },
    { key: 'c2', exit: null },
  ]);
  await t.advance('9w');
  expect(t.sent()).toEqual(nudged('2h10m'));
  expect(subjects(t)).toEqual(['1 in your cart: 120 euros']);
  expect(t.exit()).toEqual(COMPLETED);
});

scenario('B2 two carts, one modified: the other nudges on time', 'cart-nudge', async (t) => {
  await addsToCart(t);
  await t.track('Product Added', OTHER);
  await t.at('1h');
  await t.track('Cart Modified', { ...OTHER, items: 3, total: 360 });
  await t.advance('9w');
  expect(t.sent()).toEqual([...nudged('2h'), ...nudged('3h')]);
  expect(subjects(t)).toEqual(['1 in your cart: 49 euros', '3 in your cart: 360 euros']);
});

scenario('B3 modified at exactly 2 h: the wait restarts, no nudge yet', 'cart-nudge', async (t) => {
  await addsToCart(t);
  await t.at('2h');
  await t.track('Cart Modified', { ...CART, items: 2, total: 89 });
  expect(t.trace().at(-1)).toBe('+2h quiet wait: timer-restarted');
  await t.advance('1h');
  expect(t.sent()).toEqual([]);
  await t.advance('9w');
  expect(t.sent()).toEqual(nudged('4h'));
});

scenario('B3 modified a millisecond later: the nudge went out about the earlier cart', 'cart-nudge', async (t) => {
  await addsToCart(t);
  await t.advance('2h');
  await t.track('Cart Modified', { ...CART, items: 2, total: 89 });
  await t.advance('9w');
  expect(t.sent()).toEqual(nudged('2h'));
  expect(subjects(t)).toEqual(['1 in your cart: 49 euros']);
});

scenario('B4 100 modifications a minute apart, then silence: one nudge, about the last', 'cart-nudge', async (t) => {
  await addsToCart(t);
  await modify(t, 100);
  await t.advance('9w');
  expect(t.trace().filter((line) => line.endsWith('timer-restarted'))).toHaveLength(100);
  expect(t.sent()).toEqual(nudged('3h40m'));
  expect(subjects(t)).toEqual(['100 in your cart: 5000 euros']);
  expect(t.exit()).toEqual(COMPLETED);
});

scenario(
  'B4 after the last restart the time runs out, and the nudge still shows later changes',
  atMost(3),
  async (t) => {
    await addsToCart(t);
    await modify(t, 5);
    await t.advance('9w');
    expect(t.trace().filter((line) => line.endsWith('timer-restarted'))).toHaveLength(3);
    expect(t.trace()).toContain('+5m quiet note: context-refreshed');
    expect(t.sent()).toEqual(nudged('2h3m'));
    expect(subjects(t)).toEqual(['5 in your cart: 250 euros']);
  },
);

scenario('B5 an order without a cart ID matches no instance, and the trace says so', 'cart-nudge', async (t) => {
  await addsToCart(t);
  await t.at('1h');
  await t.track('Order Confirmed', { total: 49 });
  expect(t.trace().at(-1)).toBe('+1h quiet note: unmatched-exit');
  expect(t.exit()).toBeNull();
  await t.advance('9w');
  expect(t.sent()).toEqual(nudged('2h'));
});

scenario('B6 ordered in the same millisecond as the nudge is due: no nudge, the goal', 'cart-nudge', async (t) => {
  await addsToCart(t);
  await t.at('2h');
  await t.track('Order Confirmed', { cartId: 'c1' });
  await t.advance('9w');
  expect(t.sent()).toEqual([]);
  expect(t.exit()).toEqual(ORDERED);
  expect(t.trace().at(-1)).toBe('+2h quiet exit: goal-before-send');
});

scenario('B6 ordered after the nudge: one message, and the instance has ended', 'cart-nudge', async (t) => {
  await addsToCart(t);
  await t.advance('2h');
  await t.track('Order Confirmed', { cartId: 'c1' });
  await t.advance('9w');
  expect(t.sent()).toEqual(nudged('2h'));
  expect(t.exit()).toEqual(COMPLETED);
});

async function modify(t: Scenario, times: number) {
  for (let nr = 1; nr <= times; nr += 1) {
    await t.at(`${nr}m`);
    await t.track('Cart Modified', { ...CART, items: nr, total: 50 * nr });
  }
}

function atMost(max: number): Journey {
  const document = loadExample('cart-nudge');
  const quiet = document.nodes[NodeId.parse('quiet')];
  const restartOn = { event: 'Cart Modified', as: 'cart', max };
  return Journey.parse({ ...document, nodes: { ...document.nodes, quiet: { ...quiet, restartOn } } });
}
