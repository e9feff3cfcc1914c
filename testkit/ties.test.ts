import { describe, expect } from 'vitest';
import { Journey } from '../journey/document.ts';
import { SegmentCondition } from '../journey/segments/segment.ts';
import { scenario } from './scenario.ts';

const IDLE = {
  id: 'idle',
  name: 'Idle',
  condition: SegmentCondition.parse({ all: [{ did: 'Session' }, { didNot: 'Session', within: '30d' }] }),
};

/** Runs daily at 09:00 UTC, the clock time at which the scenario begins. */
const daily = Journey.parse({
  id: 'win-back',
  name: 'Win back',
  timeZone: 'UTC',
  entry: { type: 'schedule', every: { unit: 'day', at: '09:00' }, segment: 'idle' },
  start: 'wait',
  nodes: { wait: { type: 'delay', for: '90d', then: 'end' }, end: { type: 'exit' } },
});

describe('C35 ties have one rule, three ways', () => {
  scenario(
    'C35 a daily run at the very instant at which somebody joins its segment by time alone: they are in',
    daily,
    async (t) => {
      await t.track('Session');
      await t.at('30d');
      expect(t.passes()).toEqual([]);
      await t.advance('1h');
      expect(t.passes()).toHaveLength(1);
    },
    [IDLE],
  );

  const short = (of: string, every: object) =>
    Journey.parse({
      ...daily,
      entry: { type: 'schedule', ...every, reentry: { policy: 'always' } },
      nodes: { wait: { type: 'delay', for: of, then: 'end' }, end: { type: 'exit' } },
    });
  scenario(
    'C41 a run a minute and a path of a minute: everybody enters every time',
    short('1m', { at: ['2026-03-02T09:01', '2026-03-02T09:02', '2026-03-02T09:03', '2026-03-02T09:04'] }),
    async (t) => {
      await t.identify({ plan: 'free' });
      await t.identify({ plan: 'free' }, 'cleo');
      await t.advance('10m');
      expect([t.passes(), t.passes('cleo')].map((each) => each.length)).toEqual([4, 4]);
    },
  );

  scenario(
    'C41 a daily run and a path of a day over six days: six entries',
    short('1d', { every: { unit: 'day', at: '12:00' } }),
    async (t) => {
      await t.identify({ plan: 'free' });
      await t.advance('6d');
      expect(t.passes()).toHaveLength(6);
    },
  );
});
