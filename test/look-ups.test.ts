import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFetchJson } from '../channels/fetch-json.ts';
import { createOutbound } from '../channels/outbound.ts';
import type { Adapter } from '../channels/port.ts';
import { InstanceId, NodeId } from '../journey/base/ids.ts';
import { putCatalog, putItems } from '../store/catalogs/catalogs.ts';
import { addCodes, putCouponList } from '../store/catalogs/coupons.ts';
import type { SendRef } from '../store/messages/message.ts';
import { createLookUp } from '../worker/look-ups.ts';
import { type House, openHouse, type Place } from './house.ts';
import { createProviders } from './providers.ts';

let house: House;
let origin: string;
let status = 200;
const asked: (string | undefined)[] = [];
const server = createServer((request, response) => {
  asked.push(request.url);
  response.writeHead(status).end('{"offers":[{"name":"<b>Boots</b>"}]}');
  status = 200;
});
const outbound = createOutbound({ allowPrivate: true });
const sent: { readonly to: string; readonly text: unknown }[] = [];
const email: Adapter = {
  channel: 'email',
  provider: 'test',
  delivery: 'honours-keys',
  async deliver({ content, key, to }) {
    sent.push({ to, text: 'text' in content ? content.text : undefined });
    return { type: 'accepted', providerId: key };
  },
};

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  house = await openHouse();
  await house.start({ adapters: { ...createProviders().adapters, email }, fetchJson: createFetchJson(outbound) });
});
afterAll(async () => {
  await house.close();
  outbound.close();
  server.close();
});

/** A workspace with one product, these coupons, and a journey whose message needs both. */
async function openShop(codes: readonly string[]): Promise<Place> {
  const place = await house.place();
  const { sql } = house.database;
  const { workspace } = place;
  await putCatalog(sql, { workspace, id: 'products', name: 'Products' });
  await putItems(sql, { workspace, id: 'products' }, [{ key: 'shoe', value: { name: 'Shoe' } }]);
  await putCouponList(sql, { workspace, id: 'summer', name: 'Summer', lowAt: 0 });
  await addCodes(sql, { workspace, list: 'summer' }, codes);
  const lookingUp = `{% catalog "products", key: context.entry.sku as product %}{% coupon "summer" as code %}`;
  const fetching = `{% capture url %}${origin}/?user={{ userId }}{% endcapture %}{% fetch url as found %}`;
  const text = `${lookingUp}${fetching}{{ product.name }}, {{ found.offers[0].name }}: {{ code }}`;
  await place.publish({
    id: 'offer',
    name: 'Offer',
    entry: { type: 'event', event: 'Left', key: 'event.cart' },
    start: 'mail',
    nodes: {
      mail: { type: 'message', channel: 'email', content: { subject: 'For you', text }, then: 'end' },
      end: { type: 'exit' },
    },
  });
  return place;
}

async function leave(place: Place, userId: string, sku: string) {
  await place.tell({ userId, traits: { email: `${userId}@example.com` } });
  await place.track(userId, 'Left', { cart: `${userId}-${sku}`, sku });
  await place.until(userId, { status: 'ended' });
}

test('a message looks up an item, fetches JSON and draws a code of its own, and a busy server delays it', async () => {
  const place = await openShop(['ONE', 'TWO']);
  await leave(place, 'ana', 'shoe');
  status = 503;
  await leave(place, 'bob', 'shoe');
  expect(sent.filter(({ to }) => /^(ana|bob)@/.test(to))).toEqual([
    { to: 'ana@example.com', text: 'Shoe, <b>Boots</b>: ONE' },
    { to: 'bob@example.com', text: 'Shoe, <b>Boots</b>: TWO' },
  ]);
  expect(asked.filter((url) => /ana|bob/.test(url ?? ''))).toEqual(['/?user=ana', '/?user=bob', '/?user=bob']);
});

test('a message fails without an item or an available code, and wastes no code', async () => {
  const { sql } = house.database;
  const place = await openShop(['THREE']);
  await leave(place, 'cyd', 'hat');
  await leave(place, 'dan', 'shoe');
  await leave(place, 'eve', 'shoe');
  expect(sent.filter(({ to }) => /^(cyd|dan|eve)@/.test(to))).toEqual([
    { to: 'dan@example.com', text: 'Shoe, <b>Boots</b>: THREE' },
  ]);
  const failed = await sql<{ detail: string }>`
    select m.detail from messages m join persons p on p.workspace = m.workspace and p.id = m.person
     where m.workspace = ${place.workspace} and m.outcome = 'failed' order by p.user_id`;
  expect(failed.map(({ detail }) => detail)).toEqual([
    expect.stringContaining('no value for product.name'),
    expect.stringContaining('coupon list "summer" is empty'),
  ]);
});

test('an operator hears of an empty coupon list in each workspace, also if two lists have one name', async () => {
  const heard: object[] = [];
  const log = { warn: () => {}, error: (about: object) => void heard.push(about) };
  const lookUp = createLookUp(house.database, async () => ({ ok: true, value: null }), log);
  const send = { instance: InstanceId.parse('i1'), node: NodeId.parse('mail'), visit: 1 };
  for (const { workspace } of [await openShop([]), await openShop([])])
    await lookUp({ ...send, workspace } as SendRef, [{ type: 'coupon', list: 'summer' }]);
  expect(heard).toHaveLength(2);
});
