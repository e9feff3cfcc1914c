import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../journey/base/json';
import type { DraftDocument } from './document';
import { merge, same, withValueAt } from './merge';

const NAMES = ['a', 'b', 'c'];
const leaf = fc.constantFrom<JsonValue>('x', 'y', 1, null, true);
const value = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 2 }),
  fc.dictionary(
    fc.constantFrom(...NAMES),
    fc.oneof(leaf, fc.dictionary(fc.constantFrom(...NAMES), leaf, { maxKeys: 2 })),
    {
      maxKeys: 3,
    },
  ),
);
const document = fc
  .dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 3 })
  .map((fields): DraftDocument => ({ ...fields, id: 'x', nodes: {} }));

/** Every path to a value that is no object, with that value. */
function leavesOf(of: JsonValue | undefined, path = ''): readonly (readonly [string, JsonValue])[] {
  if (of === undefined) return [];
  if (typeof of !== 'object' || of === null || Array.isArray(of)) return [[path, of]];
  return Object.entries(of).flatMap(([name, inner]) => leavesOf(inner, path === '' ? name : `${path}.${name}`));
}

describe('same', () => {
  test.each([
    [{ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, true],
    [[{ a: 1, b: 2 }], [{ b: 2, a: 1 }], true],
    [[1, 2], [2, 1], false],
    [{ a: 1 }, { a: 1, b: undefined }, true],
    [undefined, null, false],
    ['1', 1, false],
  ])('%j and %j: %s, whatever the order of fields', (a, b, are) => {
    expect(same(a as JsonValue, b as JsonValue)).toBe(are);
  });
});

describe('the merge of two edits', () => {
  test('of which one changed nothing is the other', () => {
    fc.assert(
      fc.property(document, document, (base, other) => {
        expect(same(merge(base, base, other).document, other)).toBe(true);
        expect(same(merge(base, other, base).document, other)).toBe(true);
      }),
    );
  });

  test('that are alike is that edit, without a conflict', () => {
    fc.assert(
      fc.property(document, document, (base, both) => {
        expect(merge(base, both, both)).toEqual({ document: both, conflicts: [], taken: [] });
      }),
    );
  });

  test('has every value from one of the two, and conflicts only where both changed the same thing', () => {
    fc.assert(
      fc.property(document, document, document, (base, mine, theirs) => {
        const { document: merged, conflicts } = merge(base, mine, theirs);
        const from = new Set([...leavesOf(mine), ...leavesOf(theirs)].map((each) => JSON.stringify(each)));
        for (const each of leavesOf(merged)) expect(from).toContain(JSON.stringify(each));
        for (const conflict of conflicts) {
          expect(same(conflict.mine, conflict.theirs)).toBe(false);
          expect(same(conflict.mine, at(base, conflict.path))).toBe(false);
          expect(same(conflict.theirs, at(base, conflict.path))).toBe(false);
          expect(same(conflict.mine, at(merged, conflict.path))).toBe(true);
        }
      }),
    );
  });

  test('is the same for both editors, where they do not conflict', () => {
    fc.assert(
      fc.property(document, document, document, (base, mine, theirs) => {
        const here = merge(base, mine, theirs);
        fc.pre(here.conflicts.length === 0);
        expect(same(here.document, merge(base, theirs, mine).document)).toBe(true);
      }),
    );
  });

  test('is theirs once every conflict is settled for them', () => {
    fc.assert(
      fc.property(document, document, document, (base, mine, theirs) => {
        const { document: merged, conflicts } = merge(base, mine, theirs);
        const settled = conflicts.reduce((of, { path, theirs: value }) => withValueAt(of, path, value), merged);
        for (const { path } of conflicts) expect(same(at(settled, path), at(theirs, path))).toBe(true);
      }),
    );
  });

  test('names what is taken from the other editor by node and by field, no deeper', () => {
    const base = { id: 'x', name: 'A', nodes: { sms: { type: 'message', content: { text: 'a' } } } } as DraftDocument;
    const theirs = {
      ...base,
      name: 'B',
      nodes: { sms: { type: 'message', content: { text: 'b' } }, end: { type: 'exit' } },
    } as DraftDocument;
    expect(merge(base, base, theirs).taken).toEqual(['name', 'nodes.sms', 'nodes.end']);
  });

  test('takes a list as one thing', () => {
    const given = (goals: readonly string[]): DraftDocument => ({ id: 'x', nodes: {}, goals: [...goals] });
    const { document: merged, conflicts } = merge(given(['a']), given(['a', 'b']), given(['c']));
    expect(merged.goals).toEqual(['a', 'b']);
    expect(conflicts).toEqual([{ path: 'goals', mine: ['a', 'b'], theirs: ['c'] }]);
  });
});

const at = (of: JsonValue | undefined, path: string): JsonValue | undefined =>
  path
    .split('.')
    .reduce<JsonValue | undefined>(
      (inner, name) =>
        typeof inner === 'object' && inner !== null && !Array.isArray(inner) && Object.hasOwn(inner, name)
          ? (inner as Record<string, JsonValue>)[name]
          : undefined,
      of,
    );

describe('a value at a path', () => {
  test.each([
    ['a.b', 2, { a: { b: 2, c: 1 } }],
    ['a.b', undefined, { a: { c: 1 } }],
    ['a.d.e', 3, { a: { b: 1, c: 1, d: { e: 3 } } }],
    ['list.1', 'z', { list: ['x', 'z'] }],
    ['list.7', 'z', {}],
    ['missing', undefined, {}],
  ])('%s becomes %j', (path, to, expected) => {
    const whole = { a: { b: 1, c: 1 }, list: ['x', 'y'] };
    expect(withValueAt(whole, path, to)).toEqual({ ...whole, ...expected });
    expect(whole).toEqual({ a: { b: 1, c: 1 }, list: ['x', 'y'] });
  });
});
