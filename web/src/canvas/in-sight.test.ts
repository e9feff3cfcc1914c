import { expect, test } from 'vitest';
import { CARD } from '../document/layout';
import { isInSight } from './in-sight';

const box = { left: 100, top: 50, right: 900, bottom: 650 };
const pane = { getBoundingClientRect: () => box } as unknown as HTMLElement;
const [right, bottom] = [box.right - CARD.width, box.bottom - CARD.height];

test.each([
  { x: 100, y: 50, zoom: 1, is: true },
  { x: 99, y: 50, zoom: 1, is: false },
  { x: 100, y: 49, zoom: 1, is: false },
  { x: right, y: bottom, zoom: 1, is: true },
  { x: right + 1, y: bottom, zoom: 1, is: false },
  { x: right, y: bottom + 1, zoom: 1, is: false },
  { x: right + 1, y: bottom + 1, zoom: 0.5, is: true },
  { x: right, y: bottom, zoom: 1.5, is: false },
])('a card at $x, $y by a zoom of $zoom is seen whole: $is', ({ x, y, zoom, is }) => {
  expect(isInSight(pane, { x, y }, zoom)).toBe(is);
});

test('without a pane there is nothing to move', () => {
  expect(isInSight(null, { x: -1, y: -1 }, 1)).toBe(true);
});
