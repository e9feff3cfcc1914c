import { describe, expect, test } from 'vitest';
import {
  type DraftDocument,
  isObject,
  noteOf,
  positionsOf,
  readDocument,
  textOf,
  withNote,
  withPositions,
} from './document';

const bare: DraftDocument = { id: 'x', nodes: {} };

describe('reading', () => {
  test('keeps what it does not know, and takes the ID that it is opened by', () => {
    expect(readDocument({ id: 'other', extra: [1], nodes: { a: { type: 'exit' } } }, 'x')).toEqual({
      ok: true,
      document: { id: 'x', extra: [1], nodes: { a: { type: 'exit' } } },
    });
    expect(readDocument({}, 'x')).toEqual({ ok: true, document: { id: 'x', nodes: {} } });
  });

  test.each([[null], ['text'], [[]], [7]])('%j is no document', (given) => {
    expect(readDocument(given, 'x').ok).toBe(false);
  });

  test('a format that is newer asks for a newer Sojourn, any other for another export', () => {
    const fixOf = (schema: unknown) => {
      const read = readDocument({ schema }, 'x');
      return read.ok ? '' : read.fix;
    };
    expect(fixOf(2)).toContain('Sojourn');
    expect(fixOf('1')).toContain('xport');
  });
});

describe('positions', () => {
  test('are those that are points', () => {
    expect(positionsOf(bare)).toEqual({});
    const layout = { positions: { a: { x: 1, y: 2 }, b: { x: '1', y: 2 }, c: null } };
    expect(positionsOf({ ...bare, layout })).toEqual({ a: { x: 1, y: 2 } });
  });

  test('are written beside the notes', () => {
    const noted = withNote(bare, 'a', 'why');
    expect(withPositions(noted, { a: { x: 1, y: 2 } }).layout).toEqual({
      notes: { a: 'why' },
      positions: { a: { x: 1, y: 2 } },
    });
  });
});

describe('notes', () => {
  test('are of one node each, and an empty one is taken out', () => {
    const noted = withNote(withNote(bare, 'a', 'why'), 'b', 'how');
    expect([noteOf(noted, 'a'), noteOf(noted, 'b'), noteOf(noted, 'c')]).toEqual(['why', 'how', '']);
    expect(withNote(noted, 'a', '').layout).toEqual({ notes: { b: 'how' } });
  });

  test('that are no texts are none', () => {
    expect(noteOf({ ...bare, layout: { notes: { a: 7 } } }, 'a')).toBe('');
    expect(noteOf({ ...bare, layout: { notes: 'all' } }, 'a')).toBe('');
  });
});

test('what is an object, and what is a text', () => {
  expect([{}, [], null, 'a'].map(isObject)).toEqual([true, false, false, false]);
  expect(['a', 7, undefined].map(textOf)).toEqual(['a', '', '']);
});
