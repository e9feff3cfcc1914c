import { describe, expect, test } from 'vitest';
import { NodeId } from '../base/ids.ts';
import { instant } from '../time/time.ts';
import { inWords, offset } from './offset.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('offset: milliseconds in short', () => {
  test.each([
    { ms: 0, says: '0' },
    { ms: 1, says: '1ms' },
    { ms: 999, says: '999ms' },
    { ms: SECOND, says: '1s' },
    { ms: 90 * SECOND, says: '1m30s' },
    { ms: 2 * HOUR + 2 * MINUTE, says: '2h2m' },
    { ms: 3 * DAY, says: '3d' },
    { ms: 3 * DAY - 1, says: '2d23h59m59s999ms' },
    { ms: 63 * DAY, says: '63d' },
    { ms: -HOUR, says: '-1h' },
  ])('$ms → $says', ({ ms, says }) => {
    expect(offset(ms)).toBe(says);
  });
});

describe("inWords: a trace's line as authors compare it", () => {
  const line = { at: instant(DAY + 1), node: NodeId.parse('push'), visit: 2 };

  test.each([
    {
      what: 'a way out',
      line: { ...line, move: 'leave', port: 'sent', rule: 'sent' },
      says: '+1m1ms push → sent: sent',
    },
    { what: 'a move', line: { ...line, move: 'note', rule: 'paused' }, says: '+1m1ms push note: paused' },
    {
      what: 'before the first node',
      line: { ...line, node: null, move: 'exit', rule: 'goal-met' },
      says: '+1m1ms entry exit: goal-met',
    },
  ] as const)('$what → $says', ({ line: of, says }) => {
    expect(inWords(of, DAY - MINUTE)).toBe(says);
  });
});
