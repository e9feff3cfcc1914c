import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { CATALOG_BYTES, CATALOG_ITEMS, COUPON_CODES } from '../../journey/base/limits.ts';
import { putItems } from '../../store/catalogs/catalogs.ts';
import { addCodes, drawCoupon } from '../../store/catalogs/coupons.ts';
import { resolveLookUps } from '../../store/catalogs/look-ups.ts';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const workspace = WorkspaceId.parse('main');
const upload = (path: string, body: string, type = 'text/csv') =>
  api.as().post(path).set('Content-Type', type).send(body);

describe('catalogs', () => {
  test('items are imported from CSV and NDJSON, replaced by key, and found by templates', async () => {
    expect((await upload('/v1/catalogs/products/items', 'key\na')).body.code).toBe('catalog-not-found');
    await api.as().put('/v1/catalogs/products').send({ name: 'Products' });
    const csv = 'key,name,price\nshoe,Shoe,12.5\n,Nameless,1\nhat,"A ""hat""",3\nbad,"x\n';
    const imported = await upload('/v1/catalogs/products/items', csv);
    expect(imported.body).toMatchObject({ rows: 2, changed: 2, refused: 2, file: { delimiter: 'comma' } });
    expect(imported.body.problems.map(({ line }: { line: number }) => line)).toEqual([3, 5]);
    await upload(
      '/v1/catalogs/products/items',
      '{"key": "shoe", "name": "Boot"}\n{"key": 7, "n": 1}',
      'application/x-ndjson',
    );
    expect((await api.as().get('/v1/catalogs/products/items/shoe')).body).toEqual({
      key: 'shoe',
      value: { name: 'Boot' },
    });
    expect((await api.as().get('/v1/catalogs')).body.catalogs).toMatchObject([{ id: 'products', items: 3 }]);

    const wanted = ['shoe', 'nope'].map((key) => ({ type: 'catalog', catalog: 'products', key }) as const);
    const other = { type: 'catalog', catalog: 'other', key: 'x' } as const;
    expect(await resolveLookUps(api.database.sql, { workspace, key: 'm1' }, [...wanted, other])).toEqual({
      'catalog products/shoe': { ok: true, value: { name: 'Boot' } },
      'catalog products/nope': { ok: true, value: null },
      'catalog other/x': { ok: false, reason: 'there is no catalog "other"' },
    });
    expect((await api.as().delete('/v1/catalogs/products/items/shoe')).status).toBe(200);
    expect((await api.as().get('/v1/catalogs/products/items/shoe')).status).toBe(404);
    expect((await api.as().delete('/v1/catalogs/products')).status).toBe(200);
    expect((await api.as().delete('/v1/catalogs/products')).body.code).toBe('catalog-not-found');
  });
});

test('texts that look like the escape of a NUL, and NUL characters, stop no import', async () => {
  await api.as().put('/v1/catalogs/products').send({ name: 'Products' });
  const imported = await upload('/v1/catalogs/products/items', 'key,path,na\0me\na,C:\\u0000,x\0\n');
  expect(imported.body).toMatchObject({ rows: 1, changed: 1, refused: 0 });
  const { body } = await api.as().get('/v1/catalogs/products/items/a');
  expect(body.value).toEqual({ path: 'C:\\u0000', name: 'x' });
});

test('two imports of the same items or codes at once both succeed', async () => {
  const { sql } = api.database;
  await api.as().put('/v1/catalogs/products').send({ name: 'Products' });
  await api.as().put('/v1/coupons/summer').send({ name: 'Summer' });
  for (let round = 0; round < 10; round += 1) {
    const items = Array.from({ length: 500 }, (_, nr) => ({ key: `k${nr}`, value: { round } }));
    const codes = items.map(({ key }) => `${round}-${key}`);
    const both = [
      ...[items, items.toReversed()].map((all) => putItems(sql, { workspace, id: 'products' }, all)),
      ...[codes, codes.toReversed()].map((all) => addCodes(sql, { workspace, list: 'summer' }, all)),
    ];
    await Promise.all(both); // a deadlock would fail one of them
  }
  const [list] = (await api.as().get('/v1/coupons')).body.lists;
  expect(list.remaining).toBe(5_000);
}, 30_000);

describe('coupons', () => {
  beforeEach(async () => {
    await api.as().put('/v1/coupons/summer').send({ name: 'Summer', lowAt: 3 });
  });
  const draw = (key: string) => drawCoupon(api.database.sql, { workspace, list: 'summer', key });
  const state = async () => (await api.as().get('/v1/coupons')).body.lists[0];

  test('each code is imported once, and the list shows how many codes remain', async () => {
    const first = await upload('/v1/coupons/summer/codes', 'code\nA\nB\nC\nA\n');
    expect(first.body).toMatchObject({ rows: 4, changed: 3, refused: 0 });
    expect((await upload('/v1/coupons/summer/codes', 'code\nA\nD\n')).body).toMatchObject({ rows: 2, changed: 1 });
    expect(await state()).toEqual({ id: 'summer', name: 'Summer', lowAt: 3, remaining: 4, drawn: 0, state: 'ok' });
    await draw('m1');
    await draw('m2');
    expect(await state()).toMatchObject({ remaining: 2, drawn: 2, state: 'low' });
  });

  test('a message draws one code, however often it is attempted; no two messages share one', async () => {
    const codes = Array.from({ length: 50 }, (_, n) => `CODE-${n}`);
    await upload('/v1/coupons/summer/codes', ['code', ...codes].join('\n'));
    const drawn = await Promise.all(Array.from({ length: 50 }, (_, n) => draw(`m${n}`)));
    expect(new Set(drawn.map((each) => each.ok && each.value))).toEqual(new Set(codes));
    const again = await Promise.all(Array.from({ length: 50 }, (_, n) => draw(`m${n}`)));
    expect(again).toEqual(drawn);
    expect(await draw('late')).toEqual({ ok: false, reason: 'coupon list "summer" is empty' });
    expect(await state()).toMatchObject({ state: 'empty' });
    // a retry gets a code that was added later
    await upload('/v1/coupons/summer/codes', 'code\nLATE\n');
    expect(await draw('late')).toEqual({ ok: true, value: 'LATE' });
  });

  test('two attempts of one message at once draw one code', async () => {
    await upload('/v1/coupons/summer/codes', 'code\nA\nB\n');
    const both = await Promise.allSettled([draw('m1'), draw('m1'), draw('m1')]);
    const values = both.flatMap((each) => (each.status === 'fulfilled' && each.value.ok ? [each.value.value] : []));
    expect(new Set(values).size).toBe(1);
    expect(await state()).toMatchObject({ drawn: 1 });
  });

  test('a drawn code goes to no other message, even if its list is deleted and imported again', async () => {
    await upload('/v1/coupons/summer/codes', 'code\nA\nB\nC\n');
    const first = await draw('m1');
    await api.as().delete('/v1/coupons/summer');
    expect((await api.as().get('/v1/coupons')).body.lists).toEqual([]);
    expect((await upload('/v1/coupons/summer/codes', 'code\nA\n')).body.code).toBe('coupon-list-not-found');
    expect(await addCodes(api.database.sql, { workspace, list: 'summer' }, ['D'])).toBe(0);
    for (const key of ['m1', 'm2']) expect(await draw(key)).toMatchObject({ ok: false }); // drawn before or not
    expect((await api.as().delete('/v1/coupons/summer')).body.code).toBe('coupon-list-not-found');

    await api.as().put('/v1/coupons/summer').send({ name: 'Summer again', lowAt: 3 });
    expect(await state()).toMatchObject({ name: 'Summer again', remaining: 0, drawn: 1 });
    expect((await upload('/v1/coupons/summer/codes', 'code\nA\nB\nC\n')).body).toMatchObject({ rows: 3, changed: 2 });
    const others = await Promise.all(['m2', 'm3', 'm4'].map(draw));
    expect(others).not.toContainEqual(first);
    expect(others.filter(({ ok }) => ok)).toHaveLength(2);
    expect(await draw('m1')).toEqual(first);
  });

  test('a draw while its list is deleted takes a code for good, or none', async () => {
    const codes = Array.from({ length: 20 }, (_, n) => `CODE-${n}`);
    await upload('/v1/coupons/summer/codes', ['code', ...codes].join('\n'));
    const drawing = Array.from({ length: 10 }, (_, n) => draw(`m${n}`));
    const [, ...drawn] = await Promise.all([api.as().delete('/v1/coupons/summer'), ...drawing]);
    await api.as().put('/v1/coupons/summer').send({ name: 'Summer', lowAt: 3 });
    await upload('/v1/coupons/summer/codes', ['code', ...codes].join('\n'));
    const later = await Promise.all(Array.from({ length: 20 }, (_, n) => draw(`later${n}`)));
    const values = [...drawn, ...later].flatMap((each) => (each.ok ? [each.value] : []));
    expect(new Set(values).size).toBe(values.length);
    expect(values).toHaveLength(20);
  });

  test('a list that doesn’t exist is named', async () => {
    expect(await drawCoupon(api.database.sql, { workspace, list: 'nope', key: 'm1' })).toEqual({
      ok: false,
      reason: 'there is no coupon list "nope"',
    });
    expect((await api.as().delete('/v1/coupons/nope')).body.code).toBe('coupon-list-not-found');
    expect((await api.as().delete('/v1/coupons/summer')).status).toBe(200);
  });
});

test('S9 every change of a catalog or a coupon list is in the audit log', async () => {
  await api.as().put('/v1/catalogs/products').send({ name: 'Products' });
  await upload('/v1/catalogs/products/items', 'key,name\nshoe,Shoe\n');
  await api.as().delete('/v1/catalogs/products/items/shoe');
  await api.as().delete('/v1/catalogs/products');
  await api.as().put('/v1/coupons/summer').send({ name: 'Summer' });
  await upload('/v1/coupons/summer/codes', 'code\nONE\n\nTWO\n');
  await api.as().delete('/v1/coupons/summer');
  await api.as().delete('/v1/coupons/summer'); // already deleted, so nothing changes
  const { body } = await api.as().get('/v1/audit').query({ limit: 7 });
  const counts = { changed: 1, refused: 0, rows: 1 };
  expect(
    body.entries.map(({ action, about }: { action: string; about: object }) => [action, about]).toReversed(),
  ).toEqual([
    ['catalog.put', { catalog: 'products' }],
    ['catalog.import', { catalog: 'products', ...counts }],
    ['catalog.remove', { catalog: 'products', item: 'shoe' }],
    ['catalog.delete', { catalog: 'products' }],
    ['coupons.put', { list: 'summer' }],
    ['coupons.import', { list: 'summer', ...counts, changed: 2, rows: 2 }],
    ['coupons.delete', { list: 'summer' }],
  ]);
});

describe('a workspace’s totals', () => {
  const totals = async () =>
    (await api.database.sql`select items, bytes, codes from catalog_totals where workspace = 'main'`)[0];
  beforeEach(async () => {
    await api.as().put('/v1/catalogs/products').send({ name: 'Products' });
    await api.as().put('/v1/coupons/summer').send({ name: 'Summer' });
  });

  test('count what is stored, whatever changes it', async () => {
    await upload('/v1/catalogs/products/items', 'key,n\na,1\nb,2\n');
    await upload('/v1/catalogs/products/items', 'key,n\na,1000\nb,2\nc,3\n');
    await upload('/v1/coupons/summer/codes', 'code\nA\nB\nA\n');
    const [stored] = await api.database.sql`select sum(octet_length(value::text))::bigint as bytes from catalog_items`;
    expect(await totals()).toEqual({ items: 3, codes: 2, ...stored });
    await drawCoupon(api.database.sql, { workspace, list: 'summer', key: 'm1' });
    await api.as().delete('/v1/catalogs/products/items/a');
    expect(await totals()).toMatchObject({ items: 2, codes: 2 });
    await api.as().delete('/v1/catalogs/products');
    await api.as().delete('/v1/coupons/summer');
    expect(await totals()).toEqual({ items: 0, bytes: 0, codes: 1 }); // the drawn code remains
  });

  const ITEMS = { path: '/v1/catalogs/products/items', header: 'key,n', rows: ['a,1', 'b,2', 'c,3'] };
  const CODES = { path: '/v1/coupons/summer/codes', header: 'code', rows: ['A', 'B', 'C'] };
  test.each([
    { ...ITEMS, column: 'items', most: CATALOG_ITEMS, code: 'catalogs-full' },
    { ...ITEMS, column: 'bytes', most: CATALOG_BYTES, code: 'catalogs-full' },
    { ...CODES, column: 'codes', most: COUPON_CODES, code: 'coupons-full' },
  ])('$column: an import past $most is refused and stores nothing of its page', async ({ column, most, ...by }) => {
    const [first, ...others] = by.rows;
    await upload(by.path, [by.header, first].join('\n'));
    const before = { ...(await totals()), [column]: most - 1 };
    await api.database.pool.query(`update catalog_totals set ${column} = ${most - 1}`);
    const { status, body } = await upload(by.path, [by.header, ...others].join('\n'));
    expect([status, body.code]).toEqual([409, by.code]);
    expect(body.detail).toMatch(new RegExp(`would have \\d+ ${column}, more than ${most}`));
    expect(await totals()).toEqual(before);
  });
});
