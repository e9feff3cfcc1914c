import { expect, test } from 'vitest';
import { type DraftDocument, ENTRY } from '../document/document';
import { findNeighbor } from './neighbor';

const document = {
  id: 'x',
  start: 'split',
  nodes: {
    split: { type: 'message', channel: 'push', then: 'left', links: { failed: 'right' } },
    left: { type: 'delay', for: '2h', then: 'both' },
    right: { type: 'delay', for: '2h', then: 'both' },
    both: { type: 'delay', for: '2h', then: 'split' },
    open: { type: 'delay', for: '2h' },
  },
} as DraftDocument;

test.each([
  [ENTRY, 'ArrowDown', 'split'],
  ['split', 'ArrowDown', 'left'],
  ['split', 'ArrowUp', ENTRY],
  ['both', 'ArrowUp', 'left'],
  ['left', 'ArrowRight', 'right'],
  ['right', 'ArrowLeft', 'left'],
  ['left', 'ArrowLeft', undefined],
  ['right', 'ArrowRight', undefined],
  ['open', 'ArrowDown', undefined],
  ['open', 'ArrowUp', undefined],
  ['open', 'ArrowRight', undefined],
  [ENTRY, 'ArrowUp', undefined],
  ['gone', 'ArrowDown', undefined],
])('from %s, %s leads to %s', (id, key, to) => {
  expect(findNeighbor(document, id, key, new Map())).toBe(to);
});

test('up leads the way one came, where several lead down', () => {
  expect(findNeighbor(document, 'both', 'ArrowUp', new Map([['both', 'right']]))).toBe('right');
});

test('of a path without a beginning, nothing lies below the entry', () => {
  expect(findNeighbor({ ...document, start: '' }, ENTRY, 'ArrowDown', new Map())).toBeUndefined();
});
