import { describe, expect, test } from 'vitest';
import { type DraftDocument, ENTRY } from './document';
import { inOrder, linksOf } from './path';

const given = (start: unknown, nodes: DraftDocument['nodes']) => ({ id: 'x', start, nodes }) as DraftDocument;
const delay = (then?: string) => ({ type: 'delay', for: '2h', ...(then !== undefined && { then }) });
const END = { type: 'exit' };

describe('links', () => {
  test('the first leads from the entry, and each names its port', () => {
    const document = given('a', { a: delay('b'), b: END });
    expect(linksOf(document)).toEqual([
      { id: `${ENTRY}/then`, from: ENTRY, port: 'then', to: 'a', isLoop: false },
      { id: 'a/then', from: 'a', port: 'then', to: 'b', isLoop: false },
    ]);
  });

  test.each([
    ['that lead nowhere', given('', { a: delay() })],
    ['to nodes that are gone', given('gone', { a: delay('gone') })],
    ['to what every object has', given('constructor', { a: delay('toString') })],
  ])('%s are none', (_, document) => {
    expect(linksOf(document)).toEqual([]);
  });

  test('back to what comes before, or to itself, are loops; to what two ways reach, they are not', () => {
    const document = given('a', {
      a: { type: 'message', channel: 'push', then: 'b', links: { failed: 'c' } },
      b: delay('c'),
      c: delay('a'),
      d: delay('d'),
    });
    expect(linksOf(document).flatMap(({ id, isLoop }) => (isLoop ? [id] : []))).toEqual(['c/then', 'd/then']);
  });
});

describe('the order in which a path is read', () => {
  test('goes down the first way to its end, then the next; nodes without a way in come last', () => {
    const document = given('a', {
      lost: delay(),
      c: END,
      b: END,
      a: { type: 'message', channel: 'push', then: 'b', links: { failed: 'c' } },
    });
    expect(inOrder(document)).toEqual(['a', 'b', 'c', 'lost']);
  });

  test('ends though the path goes round', () => {
    expect(inOrder(given('a', { a: delay('b'), b: delay('a') }))).toEqual(['a', 'b']);
  });
});
