import { describe, expect, test } from 'vitest';
import type { DraftNode } from '../../../journey/document/draft';
import type { Line, Moment } from '../../../journey/world/rehearsal/rehearsal';
import { ENTRY } from '../document/document';
import { linesAhead, linesShown, marksOf, momentOf, type RehearsalState, successOf } from './rehearsal';

const nodes: Readonly<Record<string, DraftNode>> = {
  push: { type: 'message', channel: 'push', content: { text: 'Hi' }, then: 'wait', links: { failed: 'end' } },
  wait: { type: 'delay', for: '2h', then: 'end' },
  end: { type: 'exit' },
};
const line = (node: string | null, move: string, at: number, more: object = {}) =>
  ({ node, move, at, pass: 0, visit: 1, words: '', rule: '', ...more }) as unknown as Line;
const LINES = [
  line('push', 'leave', 10, { port: 'sent' }),
  line('wait', 'wait', 10),
  line('wait', 'leave', 20, { port: 'done' }),
  line('end', 'exit', 20),
];
const pass = (more: object) => ({ enteredAt: 5, at: null, exit: null, wakesAt: null, ...more });
/** Before the entry, at the wait, and after the end. */
const MOMENTS = [
  { at: 0, lines: 0, passes: [] },
  { at: 10, lines: 2, passes: [pass({ at: 'wait', wakesAt: 20 })] },
  { at: 20, lines: 4, passes: [pass({ exit: { reason: 'completed' } })] },
] as unknown as readonly Moment[];
const state = (shown: number) =>
  ({ shown, played: { ok: true, lines: LINES, moments: MOMENTS } }) as unknown as RehearsalState;
const failed = { shown: 0, played: { ok: false, errors: [] } } as unknown as RehearsalState;

describe('a moment of a rehearsal', () => {
  test('has what had been decided by then, and what would follow', () => {
    expect([linesShown(state(1)).length, linesAhead(state(1)).length]).toEqual([2, 2]);
    expect([linesShown(state(2)).length, linesAhead(state(2)).length]).toEqual([4, 0]);
  });

  test('of a draft that cannot be played is none', () => {
    expect([successOf(failed), momentOf(failed), linesShown(failed), linesAhead(failed)]).toEqual([
      undefined,
      undefined,
      [],
      [],
    ]);
    expect(marksOf(failed, nodes).size).toBe(0);
  });
});

describe('the marks on the path', () => {
  test('before the entry are all ahead, by the arrival at each', () => {
    expect(Object.fromEntries(marksOf(state(0), nodes))).toEqual({
      push: { type: 'ahead', at: 10 },
      wait: { type: 'ahead', at: 10 },
      end: { type: 'ahead', at: 20 },
    });
  });

  test('while the user waits: passed, here and ahead, the ways taken among them', () => {
    expect(Object.fromEntries(marksOf(state(1), nodes))).toEqual({
      [ENTRY]: { type: 'passed', at: 5 },
      [`${ENTRY}/then`]: { type: 'passed', at: 10 },
      push: { type: 'passed', at: 10 },
      'push/then': { type: 'passed', at: 10 },
      wait: { type: 'here', wakesAt: 20 },
      end: { type: 'ahead', at: 20 },
    });
  });

  test('after the end: passed, and ended where it ended', () => {
    const marks = marksOf(state(2), nodes);
    expect([marks.get('wait')?.type, marks.get('wait/then')?.type, marks.get('end')?.type]).toEqual([
      'passed',
      'passed',
      'ended',
    ]);
  });

  test('are those of the latest entry alone', () => {
    const again = [...LINES, line('push', 'leave', 40, { port: 'failed', pass: 1 })];
    const moment = { at: 40, lines: 5, passes: [pass({ exit: {} }), pass({ enteredAt: 35, at: 'end' })] };
    const marks = marksOf(
      { shown: 0, played: { ok: true, lines: again, moments: [moment] } } as unknown as RehearsalState,
      nodes,
    );
    expect([...marks.keys()].toSorted()).toEqual([ENTRY, `${ENTRY}/then`, 'end', 'push', 'push/failed'].toSorted());
  });
});
