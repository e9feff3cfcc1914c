import { describe, expect, test } from 'vitest';
import type { DraftNode } from '../../../journey/document/draft';
import { ENTRY } from './document';
import { entrySentence, goalSentence, titleOf } from './sentences';

describe('an entry', () => {
  test.each([
    [{ type: 'event', event: 'Added to Cart' }, 'When Added to Cart happens'],
    [{ type: 'event', event: 'Added to Cart', without: { event: 1 } }, 'Added to Cart …'],
    [{ type: 'event', event: '' }, '…'],
    [undefined, '…'],
    ['event', '…'],
  ])('%j says %s', (entry, sentence) => {
    expect(entrySentence(entry)).toBe(sentence);
  });
});

describe('a goal', () => {
  test.each([
    [{ id: 'bought', event: 'Charged' }, 'Charged, exits'],
    [{ id: 'bought', event: 'Charged', exits: false, window: { for: '7d' } }, 'Charged · 7d'],
    [{ id: 'rich', condition: { path: 'profile.plan', op: '=', value: 'pro' } }, 'rich, exits'],
    [{ id: 'rich' }, '…, exits'],
    [null, '…'],
  ])('%j says %s', (goal, sentence) => {
    expect(goalSentence(goal)).toBe(sentence);
  });
});

describe('the title of a node', () => {
  const node = (fields: object) => ({ type: 'delay', for: '2h', ...fields }) as DraftNode;
  test.each([
    [node({ name: 'Cool off' }), 'a', 'Cool off'],
    [node({ name: '' }), 'a', 'Delay'],
    [node({ name: 7 }), 'a', 'Delay'],
    [{ type: 'unheard-of' } as DraftNode, 'a', 'unheard-of'],
    [undefined, 'gone', 'gone'],
    [undefined, ENTRY, 'Entry'],
  ])('%j of %s is %s', (of, id, title) => {
    expect(titleOf(of, id)).toBe(title);
  });
});
