import { expect } from 'vitest';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import { scenario } from './scenario.ts';

/** Entries that time decides on, three ways. */

const nudge = (entry: JourneyInput['entry'], more: Partial<JourneyInput> = {}) =>
  Journey.parse({
    id: 'nudge',
    name: 'Nudge',
    entry,
    goals: [{ id: 'bought', event: 'Charged' }],
    start: 'say',
    nodes: {
      say: {
        type: 'message',
        channel: 'inApp',
        template: 'nudge',
        content: { title: '{{ context.entry.item }}' },
        then: 'rest',
      },
      rest: { type: 'delay', for: '1h', then: 'end' },
      end: { type: 'exit' },
    },
    ...more,
  });

const left = nudge({
  type: 'inaction',
  event: 'Added to Cart',
  without: { event: 'Charged' },
  within: '2m',
  reentry: { policy: 'always' },
});

scenario('7.1 done at the last millisecond: no user enters', left, async (t) => {
  await t.track('Added to Cart', { item: 'shoes' });
  await t.at('2m');
  await t.track('Charged');
  await t.advance('1d');
  expect(t.passes()).toEqual([]);
});

scenario('7.1 done a millisecond later: entered at the end of the time, and ended by the goal', left, async (t) => {
  await t.track('Added to Cart', { item: 'shoes' });
  await t.advance('2m');
  await t.track('Charged');
  expect(t.exit()).toEqual({ reason: 'goal', goal: 'bought' });
  expect(t.sent()).toEqual([{ channel: 'inApp', template: 'nudge', after: '2m' }]);
});

scenario('a second event of the first kind doesn’t restart the time', left, async (t) => {
  await t.track('Added to Cart', { item: 'shoes' });
  await t.advance('1m');
  await t.track('Added to Cart', { item: 'socks' });
  await t.advance('2h');
  expect(t.sent()).toEqual([{ channel: 'inApp', template: 'nudge', after: '2m' }]);
  expect(t.messages().map(({ content }) => content.title)).toEqual(['shoes']);
});

scenario('but one after the other thing was done does', left, async (t) => {
  await t.track('Added to Cart', { item: 'shoes' });
  await t.advance('1m');
  await t.track('Charged');
  await t.advance('30s');
  await t.track('Added to Cart', { item: 'socks' });
  await t.advance('2h');
  expect(t.sent()).toEqual([{ channel: 'inApp', template: 'nudge', after: '3m30s1ms' }]);
});

const keyed = nudge({
  type: 'inaction',
  event: 'Added to Cart',
  without: { event: 'Charged' },
  within: '2m',
  key: 'event.cartId',
});

scenario('two carts, one paid: the other alone qualifies', keyed, async (t) => {
  await t.track('Added to Cart', { item: 'shoes', cartId: 'a' });
  await t.track('Added to Cart', { item: 'socks', cartId: 'b' });
  await t.track('Charged', { cartId: 'a' });
  await t.advance('1h');
  expect(t.passes().map(({ key }) => key)).toEqual(['b']);
});

const filtered = nudge({
  type: 'event',
  event: 'Signed Up',
  where: { path: 'profile.plan', op: '=', value: 'pro' },
  grace: '1h',
});

scenario('a filter that holds within the grace: entered at the instant of the change', filtered, async (t) => {
  await t.track('Signed Up', { item: 'x' });
  await t.advance('30m');
  await t.identify({ city: 'Utrecht' });
  await t.identify({ plan: 'pro' });
  expect(t.sent()).toEqual([{ channel: 'inApp', template: 'nudge', after: '30m1ms' }]);
  await t.advance('1d');
  expect(t.refused()).toEqual([]);
});

scenario('a filter that holds at the last millisecond of the grace', filtered, async (t) => {
  await t.track('Signed Up');
  await t.at('1h');
  await t.identify({ plan: 'pro' });
  expect(t.passes()).toHaveLength(1);
});

scenario('a filter that never holds: refused once, when the grace ends', filtered, async (t) => {
  await t.track('Signed Up');
  await t.identify({ plan: 'free' });
  expect(t.refused()).toEqual([]);
  await t.advance('1h');
  await t.identify({ plan: 'pro' });
  expect(t.refused()).toEqual([{ user: 'ana', reason: 'filter-not-met' }]);
  expect(t.passes()).toEqual([]);
});
