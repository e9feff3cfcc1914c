import { expect } from 'vitest';
import { Journey } from '../journey/document/document.ts';
import { SegmentCondition } from '../journey/segments/segment.ts';
import { scenario } from '../testkit/scenario.ts';

/** Names with dots, dollar signs and brackets, as vendors send them. */
const CAMPAIGN = Journey.parse({
  id: 'campaign',
  name: 'Campaign',
  entry: {
    type: 'event',
    event: 'Order Completed',
    key: 'event["order.id"]',
    where: { path: 'event["utm.source"]', op: '=', value: 'letter' },
    reentry: { policy: 'always' },
  },
  goals: [{ id: 'returned', event: 'Returned', key: 'event["order.id"]' }],
  start: 'note',
  nodes: {
    note: {
      type: 'update',
      set: { '["last.source"]': { path: 'context.entry["utm.source"]' } },
      increment: { '["orders[]"]': 1 },
      then: 'wait',
    },
    wait: { type: 'waitUntil', date: { path: 'context.entry["ships.on"]' }, then: 'check' },
    check: {
      type: 'branch',
      rules: [
        {
          port: 'yes',
          when: {
            all: [
              { path: 'profile["last.source"]', op: '=', value: 'letter' },
              { segment: 'city', is: 'in' },
            ],
          },
        },
      ],
      links: { yes: 'thank', otherwise: 'end' },
    },
    thank: {
      type: 'message',
      channel: 'sms',
      content: { text: '{{ context.entry["order.id"] }} to {{ profile["address.city"] }}, {{ profile["orders[]"] }}' },
      then: 'end',
    },
    end: { type: 'exit', reason: 'done' },
  },
});
const CITY = {
  id: 'city',
  name: 'City',
  condition: SegmentCondition.parse({ path: 'profile["address.city"]', op: 'exists' }),
};

scenario(
  'D6 names with dots and brackets: in keys, filters, updates, waits, segments and Liquid',
  CAMPAIGN,
  async (t) => {
    await t.identify({ phone: '+31600000000', 'address.city': 'Ghent' });
    const order = { 'utm.source': 'letter', 'ships.on': '2026-03-05T09:00Z' };
    await t.track('Order Completed', { ...order, 'order.id': 'o1' });
    await t.track('Order Completed', { ...order, 'order.id': 'o2' });
    await t.track('Order Completed', { ...order, 'order.id': 'o3', 'utm.source': 'ad' });
    await t.advance('1h');
    await t.track('Returned', { 'order.id': 'o1' });
    await t.advance('5d');
    expect(t.messages().map(({ content }) => content.text)).toEqual(['o2 to Ghent, 2']);
    expect(
      t
        .passes()
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(['o1', 'o2']);
  },
  [CITY],
);

const CARDS = { path: 'item.category', op: '=', value: 'Cards' };
const GIFTS = Journey.parse({
  id: 'gifts',
  name: 'Gifts',
  entry: {
    type: 'event',
    event: 'Order Completed',
    where: { path: 'event.products', op: 'any-item', where: CARDS },
    reentry: { policy: 'always' },
  },
  start: 'check',
  nodes: {
    check: {
      type: 'branch',
      rules: [
        { port: 'large', when: { path: 'context.entry.products', op: 'sum', of: 'item.price', is: '>=', value: 100 } },
        { port: 'often', when: { segment: 'cards', is: 'in' } },
      ],
      links: { large: 'thank', often: 'thank', otherwise: 'end' },
    },
    thank: {
      type: 'message',
      channel: 'sms',
      content: { text: '{{ context.entry.products.size }} products' },
      then: 'end',
    },
    end: { type: 'exit', reason: 'done' },
  },
});
const OFTEN = {
  id: 'cards',
  name: 'Cards',
  condition: SegmentCondition.parse({
    did: 'Order Completed',
    atLeast: 2,
    where: { path: 'event.products', op: 'count', is: '>=', value: 2, where: CARDS },
  }),
};

scenario(
  'D7 products of an order: any item in a filter, their sum in a branch, and their count in a segment',
  GIFTS,
  async (t) => {
    const [card, gift] = [
      { category: 'Cards', price: 3 },
      { category: 'Gifts', price: 99 },
    ];
    await t.identify({ phone: '+31600000000' });
    await t.track('Order Completed', { products: [gift, gift] });
    await t.track('Order Completed', { products: [card] });
    await t.track('Order Completed', { products: [gift, card] });
    await t.track('Order Completed', { products: [card, card] });
    expect(t.messages().map(({ content }) => content.text)).toEqual(['2 products']);
    await t.track('Order Completed', { products: [card, card, card] });
    expect(t.messages().map(({ content }) => content.text)).toEqual(['2 products', '3 products']);
    expect(t.passes()).toHaveLength(4);
  },
  [OFTEN],
);
