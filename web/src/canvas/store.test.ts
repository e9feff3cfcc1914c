import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DraftDocument } from '../document/document';
import { createBuilder, moveNodes } from './store';

const START = { id: 'x', name: 'A', nodes: {} } as DraftDocument;
const named = (name: string) => (document: DraftDocument) => ({ ...document, name });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function open() {
  const store = createBuilder(START);
  const { change, take } = store.getState();
  const history = () => store.temporal.getState();
  return { store, change, take, history, name: () => store.getState().document.name };
}

describe('undo', () => {
  test('takes back one change at a time, redo brings it again, and each says what it was', () => {
    const { store, change, history, name } = open();
    change('first', named('B'));
    change('second', named('C'));
    history().undo();
    expect([name(), store.getState().act]).toEqual(['B', 'first']);
    history().undo();
    expect(name()).toBe('A');
    history().redo(2);
    expect([name(), store.getState().act]).toEqual(['C', 'second']);
  });

  test('takes back grouped changes of one kind within half a second as one', () => {
    const { change, history, name } = open();
    change('typing', named('B'), { grouped: true });
    vi.advanceTimersByTime(499);
    change('typing', named('BC'), { grouped: true });
    vi.advanceTimersByTime(500);
    change('typing', named('BCD'), { grouped: true });
    change('other', named('E'), { grouped: true });
    expect(history().pastStates).toHaveLength(3);
    history().undo();
    expect(name()).toBe('BCD');
    history().undo();
    expect(name()).toBe('BC');
    history().undo();
    expect(name()).toBe('A');
  });

  test('does not group a change with what was undone or taken in between', () => {
    const { change, history, take, name } = open();
    change('typing', named('B'), { grouped: true });
    history().undo();
    change('typing', named('C'), { grouped: true });
    take({ ...START, name: 'D' });
    change('typing', named('E'), { grouped: true });
    expect(history().pastStates).toHaveLength(2);
    history().undo();
    expect(name()).toBe('D');
  });

  test('knows neither of the selection nor of what is said', () => {
    const { store, history } = open();
    store.getState().select(['a']);
    store.getState().say('hello', true);
    store.getState().ask({ node: 'a', port: 'then' });
    expect(history().pastStates).toHaveLength(0);
  });

  test('all the way, and redo all the way, is as it was, whatever was done', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.boolean()), { maxLength: 20 }), (changes) => {
        const { store, change, history } = open();
        for (const [text, grouped] of changes) {
          change('typing', named(text), { grouped });
          vi.advanceTimersByTime(300);
        }
        const end = store.getState().document;
        const steps = history().pastStates.length;
        history().undo(steps);
        expect(store.getState().document).toBe(START);
        history().redo(steps);
        expect(store.getState().document).toBe(end);
      }),
    );
  });
});

describe('what another editor has saved', () => {
  test('is no step of undo, and stays when mine are undone and redone', () => {
    const { change, history, take, store } = open();
    change('mine', named('Mine'));
    const withNote = (document: DraftDocument): DraftDocument => ({ ...document, note: 'theirs' });
    take(withNote(store.getState().document), withNote);
    expect(history().pastStates).toHaveLength(1);
    history().undo();
    expect(store.getState().document).toEqual({ ...START, note: 'theirs' });
    history().redo();
    expect(store.getState().document).toEqual({ ...START, name: 'Mine', note: 'theirs' });
  });
});

describe('the selection', () => {
  test('of the same nodes again draws nothing', () => {
    const { store } = open();
    store.getState().select(['a', 'b']);
    const before = store.getState();
    store.getState().select(['a', 'b']);
    expect(store.getState()).toBe(before);
    store.getState().select([]);
    expect(store.getState().selected).toEqual([]);
  });

  test('begins with what the address names', () => {
    expect(createBuilder(START, ['a']).getState().selected).toEqual(['a']);
  });
});

test('what is said is shown until the next change, where it has to be seen', () => {
  const { store, change } = open();
  store.getState().say('no', true);
  expect(store.getState()).toMatchObject({ said: 'no', isShown: true });
  change('x', named('B'));
  expect(store.getState().isShown).toBe(false);
  store.getState().say('yes');
  expect(store.getState()).toMatchObject({ said: 'yes', isShown: false });
});

test('points and problems are kept', () => {
  const { store } = open();
  store.getState().setPoints({ a: { x: 1, y: 2 } });
  store.getState().setProblems([]);
  expect(store.getState().points).toEqual({ a: { x: 1, y: 2 } });
});

test('once one node has been moved, all have places of their own', () => {
  const points = { a: { x: 1, y: 1 }, b: { x: 2, y: 2 } };
  expect(moveNodes(START, points, { b: { x: 9, y: 9 } }).layout).toEqual({
    positions: { a: { x: 1, y: 1 }, b: { x: 9, y: 9 } },
  });
});
