import { describe, expect, test } from 'vitest';
import { begun, DAY, HOUR, T0, versionOf } from '../../test/samples/instance.ts';
import { instant } from '../time/time.ts';
import { journeyDeadline } from './deadlines.ts';

const version = versionOf({ end: { type: 'exit' } }, { timeout: '2d' });
const inZone = (timezone: string) => ({ profile: { timezone } });

describe('the journey’s timeout', () => {
  test.each([
    { pausedMs: 0, after: 2 * DAY },
    { pausedMs: HOUR, after: 2 * DAY + HOUR },
  ])('paused by itself for $pausedMs ms → $after', ({ pausedMs, after }) => {
    expect(journeyDeadline(version, { ...begun, pausedMs }, inZone('Europe/Amsterdam'))).toBe(T0 + after);
  });

  test('counts days in the user’s zone', () => {
    const entered = { ...begun, enteredAt: instant(Date.parse('2026-03-28T12:00Z')) };
    expect(journeyDeadline(version, entered, inZone('Europe/Amsterdam'))).toBe(entered.enteredAt + 2 * DAY - HOUR);
    expect(journeyDeadline(version, entered, inZone('UTC'))).toBe(entered.enteredAt + 2 * DAY);
  });

  test('has no end if the document sets none', () => {
    expect(journeyDeadline(versionOf({ end: { type: 'exit' } }), begun, inZone('UTC'))).toBeNull();
  });

  test.each([
    { given: 'is over', to: 3 * HOUR, after: 2 * DAY + 2 * HOUR },
    { given: 'lasts', to: null, after: null },
  ])('7.7 waits while the journey holds clocks: the pause $given', ({ to, after }) => {
    const pause = {
      from: instant(T0 + HOUR),
      to: to === null ? null : instant(T0 + to),
      policy: 'hold-clock',
    } as const;
    const deadline = journeyDeadline(version, begun, { ...inZone('UTC'), pauses: [pause] });
    expect(deadline).toBe(after === null ? null : T0 + after);
  });
});
