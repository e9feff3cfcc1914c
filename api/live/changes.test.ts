import { expect, test } from 'vitest';
import { changesSince } from './changes.ts';
import type { LiveCounts } from './schema.ts';

const node = (here: number) => ({ here, held: 0, stuck: 0, measures: { arrived: here } });
const counts = (nodes: LiveCounts['nodes'], more: Partial<LiveCounts> = {}): LiveCounts => ({
  ...{ at: '2026-03-02T09:00:00.000Z', state: 'running', version: 1, entered: 2, inside: 2, nodes },
  ...more,
});

test('first everything, then only changes', () => {
  const first = counts({ a: node(1), b: node(1) });
  expect(changesSince(undefined, first)).toBe(first);
  expect(changesSince(first, counts({ a: node(1), b: node(1) }, { at: '2026-03-02T09:00:01.000Z' }))).toBeUndefined();
  expect(changesSince(first, counts({ a: node(0), b: node(1) }))?.nodes).toEqual({ a: node(0) });
  expect(changesSince(first, counts({ a: node(1) }))?.nodes).toEqual({
    b: { here: 0, held: 0, stuck: 0, measures: {} },
  }); // the last viewer has left
  expect(changesSince(first, counts({ a: node(1), b: node(1) }, { state: 'paused' }))).toMatchObject({
    state: 'paused',
    nodes: {},
  });
});
