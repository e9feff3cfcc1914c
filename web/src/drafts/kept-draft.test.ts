import { expect, test } from 'vitest';
import { type GetStorage, type KeptDraft, keepDraft, readKept } from './kept-draft';

function storageWith(entries: Record<string, string> = {}): GetStorage {
  const all = new Map(Object.entries(entries));
  return () => ({
    getItem: (key) => all.get(key) ?? null,
    setItem: (key, value) => void all.set(key, value),
    removeItem: (key) => void all.delete(key),
  });
}
const forbidden: GetStorage = () => {
  throw new DOMException('storage is disabled', 'SecurityError');
};
const DOCUMENT = { id: 'cart', start: 'end', nodes: { end: { type: 'exit' } } };
const KEPT = { document: DOCUMENT, base: DOCUMENT, revision: 3 } as unknown as KeptDraft;

test('unsaved work is kept for each journey until it is removed', () => {
  const storage = storageWith();
  keepDraft('cart', KEPT, storage);
  expect(readKept('cart', storage)).toEqual(KEPT);
  expect(readKept('other', storage)).toBeUndefined();
  keepDraft('cart', undefined, storage);
  expect(readKept('cart', storage)).toBeUndefined();
});

test.each(['nonsense', 'null', '{"document":{"id":"cart","nodes":5}}'])('%s in storage is ignored', (text) => {
  expect(readKept('cart', storageWith({ 'sojourn.draft.cart': text }))).toBeUndefined();
});

test('without access to storage, nothing is kept and nothing throws', () => {
  keepDraft('cart', KEPT, forbidden);
  expect(readKept('cart', forbidden)).toBeUndefined();
});
