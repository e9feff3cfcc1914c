import { expect } from 'vitest';
import type { Scenario } from '../../testkit/play.ts';
import { scenario } from '../../testkit/scenario.ts';

const ANA = { email: 'ana@example.com', firstName: 'Ana', phone: '+31612345678', pushToken: 'token-1' };
const CART = { cartId: 'c1', product: 'desk lamp', price: 49, url: 'https://shop.example/cart/c1' };

const PUSH = { channel: 'push', template: 'free-shipping', after: '2m' };
const SMS = { channel: 'sms', template: 'ten-percent-off', after: '2h2m' };
const EMAIL = { channel: 'email', template: 'last-reminder', after: '4h2m' };
const BOUGHT = { reason: 'goal', goal: 'purchase' };

async function addsToCart(t: Scenario) {
  await t.identify(ANA);
  await t.track('Added to Cart', CART);
}

scenario('A1 silence: push, SMS and email, two hours apart', 'abandoned-cart', async (t) => {
  await addsToCart(t);
  await t.advance('9w');
  expect(t.sent()).toEqual([PUSH, SMS, EMAIL]);
  expect(t.messages()).toMatchObject([
    { to: 'token-1', content: { title: 'Your desk lamp is waiting', text: 'Ana, we ship it free of charge today.' } },
    {
      to: '+31612345678',
      content: { text: '10 % off desk lamp: 44.1 instead of 49 euros. https://shop.example/cart/c1' },
    },
    { to: 'ana@example.com', content: { subject: 'Ana, your desk lamp is still there' } },
  ]);
  expect(t.exit()).toEqual({ reason: 'completed' });
});

scenario('A2 charged after 1 min 59 s: no user enters', 'abandoned-cart', async (t) => {
  await addsToCart(t);
  await t.at('1m59s');
  await t.track('Charged', CART);
  await t.advance('30d');
  expect(t.passes()).toEqual([]);
  expect(t.refused()).toEqual([]);
});

scenario('A2 charged at exactly 2 min: no user enters', 'abandoned-cart', async (t) => {
  await addsToCart(t);
  await t.at('2m');
  await t.track('Charged', CART);
  await t.advance('30d');
  expect(t.passes()).toEqual([]);
  expect(t.refused()).toEqual([]);
});

scenario(
  'A2 charged a millisecond later: entered, the push is decided, nothing follows',
  'abandoned-cart',
  async (t) => {
    await addsToCart(t);
    await t.advance('2m');
    await t.track('Charged', CART);
    await t.advance('30d');
    expect(t.sent()).toEqual([PUSH]);
    expect(t.exit()).toEqual(BOUGHT);
    expect(t.trace().at(-1)).toBe('+2m1ms two-hours exit: goal-met');
  },
);

scenario('A3 charged between SMS and email: no email', 'abandoned-cart', async (t) => {
  await addsToCart(t);
  await t.advance('3h');
  await t.track('Charged', CART);
  expect(t.exit()).toEqual(BOUGHT);
  await t.advance('30d');
  expect(t.sent()).toEqual([PUSH, SMS]);
});

scenario("A4 charged in the same millisecond as the SMS's timer: no SMS", 'abandoned-cart', async (t) => {
  await addsToCart(t);
  await t.at('2h2m');
  await t.track('Charged', CART);
  await t.advance('30d');
  expect(t.sent()).toEqual([PUSH]);
  expect(t.exit()).toEqual(BOUGHT);
  expect(t.trace().at(-1)).toBe('+2h2m two-hours exit: goal-before-send');
});

scenario('A6 no push token: unreachable, and the SMS goes at its usual time', 'abandoned-cart', async (t) => {
  await t.identify({ ...ANA, pushToken: null });
  await t.track('Added to Cart', CART);
  await t.advance('9w');
  expect(t.trace()).toContain('+2m push → unreachable: no-address');
  expect(t.sent()).toEqual([SMS, EMAIL]);
  expect(t.exit()).toEqual({ reason: 'completed' });
});

scenario('A6 the push provider refuses: failed, and the SMS still goes', 'abandoned-cart', async (t) => {
  await addsToCart(t);
  await t.provider('push', { type: 'rejected', reason: 'the token has expired' });
  await t.advance('9w');
  expect(t.trace()).toContain('+2m push → failed: send-failed');
  expect(t.sent()).toEqual([SMS, EMAIL]);
});

scenario('A a second Added to Cart within the two minutes restarts nothing', 'abandoned-cart', async (t) => {
  await addsToCart(t);
  await t.advance('1m');
  await t.track('Added to Cart', { ...CART, product: 'chair' });
  await t.advance('9w');
  expect(t.sent()).toEqual([PUSH, SMS, EMAIL]);
  expect(t.messages()[0]?.content.title).toBe('Your desk lamp is waiting');
  expect(t.passes()).toHaveLength(1);
});

scenario("A another cart while the user is inside: the user doesn't enter twice", 'abandoned-cart', async (t) => {
  await addsToCart(t);
  await t.advance('1h');
  await t.track('Added to Cart', { ...CART, product: 'chair' });
  await t.advance('9w');
  expect(t.refused()).toEqual([{ user: 'ana', reason: 'already-inside' }]);
  expect(t.sent()).toEqual([PUSH, SMS, EMAIL]);
});

scenario("A charged more than 7 days after the last message: it doesn't count", 'abandoned-cart', async (t) => {
  await addsToCart(t);
  await t.advance('5h');
  expect(t.exit()).toEqual({ reason: 'completed' });
  await t.advance('7d');
  await t.track('Charged', CART);
  expect(t.conversions()).toEqual([]);
});

scenario(
  'A charged within 7 days of the last message: it counts, though the instance has ended',
  'abandoned-cart',
  async (t) => {
    await addsToCart(t);
    await t.advance('4h2m');
    await t.advance('7d');
    await t.track('Charged', CART);
    expect(t.exit()).toEqual({ reason: 'completed' });
    expect(t.conversions()).toEqual(['purchase +7d4h2m1ms after by email']);
  },
);
