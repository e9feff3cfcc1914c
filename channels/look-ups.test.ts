import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../journey/base/json.ts';
import { type Found, nameOfLookUp } from '../journey/delivery/look-up.ts';
import { nodeWall } from './liquid/wall.ts';
import { type ResolveLookUps, renderFully } from './look-ups.ts';
import type { RenderArguments } from './templates.ts';
import { createRenderer, type Wording } from './templates.ts';

const renderer = createRenderer(nodeWall);
const NOW = Date.parse('2026-03-01T12:00:00Z');

/** Renders for a user with a catalog of products, and records the look-ups. */
async function render(wording: Wording, profile: JsonObject = {}) {
  const asked: string[] = [];
  const items: Readonly<Record<string, Found>> = {
    'catalog products/shoe': { ok: true, value: { name: 'Tom & <b>', price: 12.5, next: 'hat' } },
    'catalog products/hat': { ok: true, value: { name: 'Hat', next: 'shoe' } },
    'coupon summer': { ok: true, value: 'CODE-1' },
    'fetch https://api.example.com/offers?user=ana': { ok: true, value: { offers: [{ name: '<b>Boots</b>' }] } },
    'fetch https://api.example.com/busy': { ok: false, reason: 'fetch: the server answered 503', isPassing: true },
    'fetch https://api.example.com/closed': { ok: false, reason: 'fetch: the server answered 403' },
    'coupon none': { ok: false, reason: 'coupon list "none" is empty' },
  };
  const resolve: ResolveLookUps = async (wanted) => {
    const names = wanted.map(nameOfLookUp);
    asked.push(...names);
    return Object.fromEntries(names.map((name) => [name, items[name] ?? { ok: true, value: null }]));
  };
  const given: RenderArguments = [wording, { profile, userId: 'ana' }, NOW, {}];
  return { rendered: await renderFully(async (...all) => renderer.render(...all), given, resolve), asked };
}
const textOf = async (text: string, profile?: JsonObject) => {
  const { rendered, asked } = await render({ text }, profile);
  return {
    text: rendered.ok ? rendered.content.text : rendered.reason,
    asked,
    missing: rendered.ok && rendered.missing,
  };
};

const SHOE = '{% catalog "products", key: profile.sku as product %}';

describe('items of catalogs', () => {
  test('an item is looked up by a value', async () => {
    const found = await textOf(`${SHOE}{{ product.name }} {{ product.price | format_money: "EUR" }}`, { sku: 'shoe' });
    expect(found).toEqual({ text: 'Tom & <b> €12.50', asked: ['catalog products/shoe'], missing: [] });
  });

  test('M7 an unknown item is a missing value, unless a default is given', async () => {
    expect((await textOf(`${SHOE}{{ product.name }}`, { sku: 'nope' })).missing).toEqual(['product.name']);
    expect((await textOf(`${SHOE}{{ product.name }}`)).missing).toEqual(['product.name']);
    const found = await textOf(`${SHOE}{{ product.name | default: "this" }}`, { sku: 'nope' });
    expect(found).toMatchObject({ text: 'this', missing: [] });
  });

  test('an item can refer to another item, and circular references end', async () => {
    const next = (from: string, to: string) => `{% catalog "products", key: ${from}.next as ${to} %}`;
    expect((await textOf(`${SHOE}${next('product', 'b')}{{ b.name }}`, { sku: 'shoe' })).text).toBe('Hat');
    expect((await textOf(`${SHOE}${next('product', 'b')}${next('b', 'c')}{{ c.name }}`, { sku: 'hat' })).asked).toEqual(
      ['catalog products/hat', 'catalog products/shoe'],
    );
  });

  test('S3 a field of an item is text in HTML, never markup', async () => {
    const { rendered } = await render({ html: `${SHOE}<p>{{ product.name }}</p>` }, { sku: 'shoe' });
    expect(rendered).toMatchObject({ content: { html: '<p>Tom &amp; &lt;b&gt;</p>' } });
  });

  test.each([
    ['a NUL', '{% assign k = "%00" | url_decode %}'],
    ['half an emoji', '{% assign k = "😀" | split: "" | first %}'],
    ['251 characters', `{% assign k = "${'x'.repeat(251)}" %}`],
  ])('a key with %s is of no item, and isn’t looked up', async (_, assign) => {
    const { text, asked } = await textOf(
      `${assign}{% catalog "products", key: k as p %}{{ p.name | default: "nothing" }}`,
    );
    expect([text, asked]).toEqual(['nothing', []]);
  });

  test('more than 500 items in one message fail it before any is looked up', async () => {
    const { text, asked } = await textOf('{% for i in (1..501) %}{% catalog "products", key: i as p %}{% endfor %}');
    expect([text, asked]).toEqual(['looks up more than 500 items', []]);
  });

  test('a filter can compute the key, also in HTML', async () => {
    const { asked } = await render(
      { html: '{% catalog "products", key: profile.sku | append: ":x/y" as p %}{{ p.name }}' },
      { sku: 'a' },
    );
    expect(asked).toEqual(['catalog products/a:x/y']);
  });
});

describe('coupons', () => {
  test('a code is drawn last, once for all fields', async () => {
    const coupon = '{% coupon "summer" as code %}{{ code }}';
    const { rendered, asked } = await render(
      { subject: coupon, text: `${SHOE}${coupon} {{ product.name }}` },
      { sku: 'hat' },
    );
    expect(rendered).toMatchObject({ content: { subject: 'CODE-1', text: 'CODE-1 Hat' } });
    expect(asked).toEqual(['catalog products/hat', 'coupon summer']);
  });

  test.each([
    ['a value is missing', '{{ profile.nope }}'],
    ['the template ends the message', '{% abort %}'],
    ['the template fails', '{{ 1 | divided_by: 0 }}'],
    ['the branch isn’t taken', '{% if false %}{% coupon "summer" as x %}{% endif %}{{ profile.nope }}'],
  ])('no code is drawn if %s', async (_, rest) => {
    expect((await textOf(`{% coupon "summer" as code %}{{ code }}${rest}`)).asked).toEqual([]);
  });

  test('a code is drawn after items that depend on one another as deep as they may, and none if they are deeper', async () => {
    const drawn: string[] = [];
    const resolve: ResolveLookUps = async (wanted) => {
      for (const each of wanted) if (each.type === 'coupon') drawn.push(each.list);
      const value = (type: string) => (type === 'coupon' ? 'CODE-1' : { next: 'x' });
      return Object.fromEntries(wanted.map((each) => [nameOfLookUp(each), { ok: true, value: value(each.type) }]));
    };
    const chain = (depth: number) =>
      Array.from({ length: depth }, (_, nr) => {
        const key = nr === 0 ? '"x"' : `p${nr - 1}.next`;
        return `{% catalog "c${nr}", key: ${key} as p${nr} %}`;
      }).join('');
    const write = (depth: number) => {
      const text = `{% coupon "summer" as code %}${chain(depth)}{{ code }}`;
      return renderFully(async (...all) => renderer.render(...all), [{ text }, {}, NOW, {}], resolve);
    };
    expect(await write(5)).toMatchObject({ ok: true, content: { text: 'CODE-1' } });
    expect(drawn).toEqual(['summer']);
    expect(await write(6)).toMatchObject({ ok: false, reason: expect.stringContaining('more than 5 levels deep') });
    expect(drawn).toEqual(['summer']);
  });

  test('an empty list fails the message with the reason', async () => {
    expect((await textOf('{% coupon "none" as code %}{{ code }}')).text).toContain('coupon list "none" is empty');
  });

  test('without a resolver, as in a preview, a sample code is shown', () => {
    const rendered = renderer.render({ text: '{% coupon "summer" as code %}{{ code }}' }, {}, NOW);
    expect(rendered).toMatchObject({ ok: true, content: { text: 'SAMPLE-CODE' } });
  });
});

test.each(['{% catalog "products" as p %}', '{% catalog products, key: x as p %}', '{% coupon "x" %}'])(
  '%s says how it is written',
  async (text) => {
    expect((await textOf(text)).text).toContain('write {% c');
  },
);

describe('JSON of a server', () => {
  const OFFERS = `{% capture url %}https://api.example.com/offers?user={{ userId }}{% endcapture %}{% fetch url, cache: 60 as found %}`;

  test('is fetched from an address that the template makes, and read like any value', async () => {
    const found = await textOf(`${OFFERS}{{ found.offers[0].name }}`);
    expect(found).toEqual({
      text: '<b>Boots</b>',
      asked: ['fetch https://api.example.com/offers?user=ana'],
      missing: [],
    });
  });

  test('is text in HTML', async () => {
    const { rendered } = await render({ html: `<p>${OFFERS}{{ found.offers[0].name }}</p>` });
    expect(rendered.ok && rendered.content.html).toBe('<p>&lt;b&gt;Boots&lt;/b&gt;</p>');
  });

  test('that isn’t there is a missing value, unless a default is given', async () => {
    const nothing = '{% fetch "https://api.example.com/none" as found %}';
    expect((await textOf(`${nothing}{{ found.name }}`)).missing).toEqual(['found.name']);
    expect(await textOf(`${nothing}{{ found.name | default: "you" }}`)).toMatchObject({ text: 'you', missing: [] });
  });

  test('a busy server delays the message until a later attempt, and a refusal fails it', async () => {
    const busy = await render({ text: '{% fetch "https://api.example.com/busy" as a %}{{ a.b }}' });
    expect(busy.rendered).toMatchObject({ ok: false, isLate: true, reason: 'fetch: the server answered 503' });
    const closed = await render({ text: '{% fetch "https://api.example.com/closed" as a %}{{ a.b }}' });
    expect(closed.rendered).toMatchObject({
      ok: false,
      isLate: false,
      reason: expect.stringContaining('answered 403'),
    });
  });

  test('no coupon is drawn while a fetch fails', async () => {
    const { asked } = await render({
      text: '{% coupon "summer" as code %}{% fetch "https://api.example.com/closed" as a %}{{ code }}{{ a.b }}',
    });
    expect(asked).toEqual(['fetch https://api.example.com/closed']);
  });

  test('a message fetches from at most five addresses', async () => {
    const many = Array.from({ length: 6 }, (_, nr) => `{% fetch "https://api.example.com/${nr}" as a${nr} %}`).join('');
    const { rendered, asked } = await render({ text: many });
    expect(rendered).toMatchObject({ ok: false, reason: 'fetches more than 5 addresses' });
    expect(asked).toEqual([]); // none of them is called
  });

  test.each([
    ['{% fetch as a %}', /write \{% fetch/],
    ['{% fetch "https://x.example" %}', /write \{% fetch/],
    ['{% fetch "https://x.example", cache: 9999 as a %}', /at most 3600 seconds/],
    ['{% fetch profile.nope as a %}', /fetch has no URL/],
  ])('%s is refused', async (text, reason) => {
    const { rendered } = await render({ text });
    expect(rendered).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });
});
