import { expect, test } from 'vitest';
import { captureRequests } from '../../../test/captured-requests';
import { findCatalogItems } from './catalog-items';
import { api } from './client';

const { requests, answer } = captureRequests(api);
const wanted = (key: string, catalog = 'products') => ({ type: 'catalog', catalog, key }) as const;

test('items are read once, and an item that isn’t there is null', async () => {
  answer('GET /v1/catalogs/products/items/shoe', { key: 'shoe', value: { name: 'Shoe' } });
  answer('GET /v1/catalogs/products/items/sock', { code: 'item-not-found', message: 'no item', fix: 'add it' }, 404);
  const found = {
    'catalog products/shoe': { ok: true, value: { name: 'Shoe' } },
    'catalog products/sock': { ok: true, value: null },
  };
  expect(await findCatalogItems([wanted('shoe'), wanted('sock')])).toEqual(found);
  expect(await findCatalogItems([wanted('shoe'), wanted('sock')])).toEqual(found);
  expect(requests).toHaveLength(2);
});

test('a catalog that isn’t there is named', async () => {
  const refused = { code: 'catalog-not-found', message: 'there is no catalog "nope"', fix: 'list them' };
  answer('GET /v1/catalogs/nope/items/x', refused, 404);
  expect(await findCatalogItems([wanted('x', 'nope')])).toEqual({
    'catalog nope/x': { ok: false, reason: 'there is no catalog "nope"' },
  });
});
