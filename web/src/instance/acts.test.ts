import { expect, test } from 'vitest';
import { actsFor } from './acts';
import type { InstanceDetail } from './instance-queries';

const instance = (more: object) =>
  ({ status: 'live', pausedAt: null, waitsFor: null, retrying: null, ...more }) as InstanceDetail;
const UNTIL = { until: '2026-12-01T00:00:00Z' };

test.each<{ readonly name: string; readonly of: object; readonly acts: readonly string[] }>([
  { name: 'that waits for nothing has no skip', of: {}, acts: ['retry', 'pause', 'move', 'exit'] },
  {
    name: 'that waits for an event without a timeout has no skip',
    of: { waitsFor: {} },
    acts: ['retry', 'pause', 'move', 'exit'],
  },
  {
    name: 'that waits until an instant can skip',
    of: { waitsFor: UNTIL },
    acts: ['skip', 'retry', 'pause', 'move', 'exit'],
  },
  {
    name: 'that retries a send can skip',
    of: { retrying: {} },
    acts: ['skip', 'retry', 'pause', 'move', 'exit'],
  },
  {
    name: 'that is paused has resume instead of pause',
    of: { pausedAt: UNTIL.until },
    acts: ['retry', 'resume', 'move', 'exit'],
  },
  { name: 'that has ended has no commands', of: { status: 'ended', waitsFor: UNTIL }, acts: [] },
])('an instance $name', ({ of, acts }) => {
  expect(actsFor(instance(of))).toEqual(acts);
});
