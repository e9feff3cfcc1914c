import { beforeEach, describe, expect, test } from 'vitest';
import { type DraftDocument, ENTRY } from '../document/document';
import { createCounts } from './counts';
import type { LiveCounts } from './stream';

const document = {
  id: 'x',
  start: 'push',
  nodes: {
    push: { type: 'message', channel: 'push', content: { text: 'Hi' }, then: 'wait', links: { failed: 'end' } },
    wait: { type: 'delay', for: '2h', then: 'end' },
    end: { type: 'exit' },
  },
} as DraftDocument;

const at = (here: number, measures: Record<string, number> = {}, more: object = {}) => ({
  ...{ here, held: 0, stuck: 0, measures },
  ...more,
});
const countsOf = (nodes: LiveCounts['nodes'], more: object = {}) =>
  ({ version: 1, entered: 5, inside: 3, nodes, ...more }) as LiveCounts;

let counts: ReturnType<typeof createCounts>;
beforeEach(() => {
  counts = createCounts(document);
});
const read = (key: string) => counts.store.getState()[key];

describe('live counts', () => {
  test('of a node: who is there, held and stuck, and who has left by any way', () => {
    counts.take(countsOf({ push: at(2, { arrived: 9, 'left:sent': 4, 'left:failed': 1 }, { held: 1, stuck: 1 }) }));
    expect(['here', 'held', 'stuck', 'passed'].map((measure) => read(`push#${measure}`))).toEqual([2, 1, 1, 5]);
  });

  test('of a way: what left by all the ports that take it', () => {
    counts.take(countsOf({ push: at(0, { 'left:sent': 4, 'left:suppressed': 2, 'left:failed': 1 }) }));
    expect([read('push/then'), read('push/failed')]).toEqual([6, 1]);
  });

  test('of the whole: who entered, who is inside, and who is at a node', () => {
    counts.take(countsOf({ push: at(2), wait: at(1) }));
    expect([read('#entered'), read('#inside'), read('#there')]).toEqual([5, 3, 3]);
    expect([read(`${ENTRY}#passed`), read(`${ENTRY}/then`)]).toEqual([5, 5]);
  });

  test('that come later change what they name, and leave the others', () => {
    counts.take(countsOf({ push: at(2), wait: at(1) }));
    counts.take(countsOf({ wait: at(4) }, { inside: 6 }));
    expect([read('push#here'), read('wait#here'), read('#there'), read('#inside')]).toEqual([2, 4, 6, 6]);
  });

  test('of a node that is not drawn count for the whole, and have no ways', () => {
    counts.take(countsOf({ gone: at(1, { 'left:sent': 2 }) }));
    expect([read('gone#passed'), read('#there'), read('gone/then')]).toEqual([2, 1, undefined]);
  });
});
