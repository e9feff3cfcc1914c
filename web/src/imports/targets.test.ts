import { describe, expect, test } from 'vitest';
import { CHOICES, hasName, type ImportKind, readTarget, writeTarget } from './targets';

describe('targets of columns', () => {
  test.each(Object.keys(CHOICES) as ImportKind[])('each choice of %s is read as it was written', (kind) => {
    for (const choice of CHOICES[kind]) {
      const target = { choice, name: hasName(choice) ? 'a:b' : '' };
      expect(readTarget(kind, writeTarget(target, 'Column'))).toEqual(target);
    }
  });

  test.each([
    { kind: 'list', target: 'trait:email', read: { choice: 'trait', name: 'email' } },
    { kind: 'users', target: 'entry:plan', read: { choice: 'ignore', name: '' } },
    { kind: 'suppressions', target: 'anything', read: { choice: 'ignore', name: '' } },
  ] as const)('$target of $kind → $read.choice', ({ kind, target, read }) => {
    expect(readTarget(kind, target)).toEqual(read);
  });

  test('a trait without a name gets the column’s', () => {
    expect(writeTarget({ choice: 'trait', name: ' ' }, 'Plan')).toBe('trait:Plan');
  });
});
