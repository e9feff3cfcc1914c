import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DraftDocument, ENTRY, type Point } from './document';
import { CARD, heightOf, isSmall, placeMissing, SMALL_HEIGHT, tidy } from './layout';

const delay = (then?: string) => ({ type: 'delay', for: '2h', ...(then !== undefined && { then }) });
const chain = { id: 'x', start: 'a', nodes: { a: delay('b'), b: delay('c'), c: { type: 'exit' } } } as DraftDocument;
const split = {
  id: 'x',
  start: 'a',
  nodes: {
    a: { type: 'message', channel: 'push', then: 'b', links: { failed: 'c' } },
    b: delay('a'),
    c: { type: 'exit' },
  },
} as DraftDocument;

/** Any links among a few nodes, loops and dead ends among them. */
const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const document = fc
  .tuple(fc.constantFrom(...ids, ''), fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids, 'gone'))))
  .map(([start, links]): DraftDocument => {
    const nodes = Object.fromEntries([
      ...ids.map((id) => [id, delay()]),
      ...links.map(([from, to]) => [from, delay(to)]),
    ]);
    return { id: 'x', start, nodes };
  });

const overlap = (document: DraftDocument, points: Readonly<Record<string, Point>>): readonly string[] => {
  const all = Object.entries(points);
  return all.flatMap(([one, a], nr) =>
    all
      .slice(nr + 1)
      .filter(
        ([, b]) =>
          Math.abs(a.x - b.x) < CARD.width && Math.abs(a.y - b.y) < Math.min(heightOf(document, one), SMALL_HEIGHT),
      )
      .map(([other]) => `${one} ${other}`),
  );
};

describe('a card', () => {
  test('is small where its sentence says it all, and large where it has a name or much to say', () => {
    expect(isSmall(delay())).toBe(true);
    expect(isSmall({ ...delay(), name: 'Cool off' })).toBe(false);
    expect(
      isSmall({ type: 'message', channel: 'push', content: { text: 'A text that is longer than thirty characters' } }),
    ).toBe(false);
    expect(heightOf(chain, 'a')).toBe(SMALL_HEIGHT);
    expect(heightOf(chain, 'gone')).toBe(CARD.height);
  });
});

describe('a tidy path', () => {
  test('goes down, each node below the one before it', () => {
    const points = tidy(chain);
    expect(Object.keys(points).toSorted()).toEqual([ENTRY, 'a', 'b', 'c'].toSorted());
    const heights = [ENTRY, 'a', 'b', 'c'].map((id) => points[id]?.y ?? 0);
    expect(heights).toEqual(heights.toSorted((one, other) => one - other));
    expect(new Set(heights).size).toBe(4);
    expect(new Set(Object.values(points).map(({ x }) => x)).size).toBe(1);
  });

  test('puts two ways side by side, and a way back moves nothing up', () => {
    const { a, b, c } = tidy(split);
    expect(Math.abs((b?.x ?? 0) - (c?.x ?? 0))).toBeGreaterThanOrEqual(CARD.width);
    expect(b?.y).toBeGreaterThan(a?.y ?? 0);
  });

  test('has whole pixels, and no card on another, whatever links there are', () => {
    fc.assert(
      fc.property(document, (any) => {
        const points = tidy(any);
        expect(Object.keys(points)).toHaveLength(ids.length + 1);
        expect(Object.values(points).every(({ x, y }) => Number.isInteger(x) && Number.isInteger(y))).toBe(true);
        expect(overlap(any, points)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a path that people have placed', () => {
  test('keeps their places; a new node goes below what leads to it, beside where that way is not the first', () => {
    const placed = { [ENTRY]: { x: 0, y: 0 }, a: { x: 500, y: 200 } };
    const points = placeMissing(split, placed);
    expect(points).toMatchObject(placed);
    expect(points.b).toEqual({ x: 500, y: 200 + CARD.height + 84 });
    expect(points.c).toEqual({ x: 500 + CARD.width + 40, y: 200 + CARD.height + 84 });
  });

  test('gives every node a free place, whatever links there are', () => {
    fc.assert(
      fc.property(document, fc.subarray(ids), (any, some) => {
        const placed = Object.fromEntries(some.map((id, nr) => [id, { x: nr * 1_000, y: 5_000 }]));
        const points = placeMissing(any, placed);
        expect(points).toMatchObject(placed);
        expect(Object.keys(points).toSorted()).toEqual([ENTRY, ...ids].toSorted());
        expect(overlap(any, points)).toEqual([]);
      }),
    );
  });
});
