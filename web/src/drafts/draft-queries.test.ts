import { describe, expect, test } from 'vitest';
import { captureRequests } from '../../../test/captured-requests';
import { api } from '../client/client';
import { findStanding } from '../client/queries';
import type { DraftDocument } from '../document/document';
import { createDraft } from './draft';
import { loadDraft, openDraft } from './draft-queries';

const { requests, answer } = captureRequests(api);
const LIST = 'GET /v1/journeys?id=cart';
const DRAFT = 'GET /v1/journeys/cart/draft';
const GONE = { code: 'draft-not-found', message: 'there is no draft', fix: 'create one' };
const linesOf = () => requests.map(({ line }) => line);

describe('the builder opens', () => {
  test('the draft, with its revision', async () => {
    answer(LIST, { journeys: [{ id: 'cart', hasDraft: true }] });
    answer(DRAFT, { document: { name: 'draft' }, revision: 4 });
    expect(await openDraft('cart')).toEqual({ given: { name: 'draft' }, revision: 4 });
  });

  test('the running version of a journey without a draft, without asking for one', async () => {
    answer(LIST, { journeys: [{ id: 'cart', hasDraft: false }] });
    answer('GET /v1/journeys/cart', { document: { name: 'running' } });
    expect(await openDraft('cart')).toEqual({ given: { name: 'running' }, revision: 0 });
    expect(linesOf()).not.toContain(DRAFT);
  });

  test('the running version if the draft is discarded meanwhile', async () => {
    answer('GET /v1/journeys/cart', { document: { name: 'running' } });
    answer(LIST, { journeys: [{ id: 'cart', hasDraft: true }] });
    answer(DRAFT, GONE, 404);
    expect(await openDraft('cart')).toEqual({ given: { name: 'running' }, revision: 0 });
  });
});

describe('a draft', () => {
  test('that is missing is undefined; any other refusal is thrown', async () => {
    answer(DRAFT, GONE, 404);
    expect(await loadDraft('cart')).toBeUndefined();
    answer(DRAFT, { ...GONE, code: 'forbidden' }, 403);
    await expect(loadDraft('cart')).rejects.toMatchObject({ status: 403 });
  });

  test('is created only with an unused ID', async () => {
    const document = { id: 'cart', nodes: {} } as DraftDocument;
    answer(LIST, { journeys: [{ id: 'cart-2' }] });
    answer('PUT /v1/journeys/cart/draft', {});
    await createDraft('cart', document);
    expect(requests.at(-1)).toMatchObject({ body: document, ifMatch: '"0"' });

    answer(LIST, { journeys: [{ id: 'cart' }] });
    await expect(createDraft('cart', document)).rejects.toMatchObject({ status: 409, code: 'taken' });
    expect(linesOf().filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  });
});

test('the state of a journey is never that of a journey with a longer ID', async () => {
  answer(LIST, { journeys: [{ id: 'cart-2' }] });
  expect(await findStanding('cart')).toBeUndefined();
});
