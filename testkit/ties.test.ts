import { describe, expect } from 'vitest';
import { Journey } from '../journey/document/document.ts';
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
    'C35 a daily run at the very instant at which a user joins its segment by time alone: the user enters',
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
    'C41 a run every minute and a path of a minute: every user enters every time',
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

  scenario(
    'C41 a goal at the instant at which its window, its path and the wait for the next run end: it counts for the first entry',
    Journey.parse({
      ...short('1h', { at: ['2026-03-02T10:00', '2026-03-02T11:00'] }),
      goals: [{ id: 'buy', event: 'Charged', exits: false, window: { for: '1h', from: 'entry' } }],
    }),
    async (t) => {
      await t.identify({ plan: 'free' });
      await t.at('2h');
      await t.track('Charged');
      await t.advance('3h');
      expect(t.passes().map(({ exit, conversions }) => [exit?.reason, conversions.length])).toEqual([
        ['completed', 1],
        ['completed', 0],
      ]);
      expect(t.conversions()).toEqual(['buy +2h at wait']);
    },
  );

  scenario(
    'C41 a run at the instant at which a day begins takes the places of the new day',
    short('30m', { at: ['2026-03-02T23:00', '2026-03-03T00:00'], capacity: { max: 2, per: 'day' } }),
    async (t) => {
      const users = ['ana', 'bob', 'cem'];
      for (const user of users) await t.identify({ plan: 'free' }, user);
      await t.advance('1d');
      expect(users.map((user) => t.passes(user).length)).toEqual([2, 2, 0]);
      expect(t.refused()).toEqual([
        { user: 'cem', reason: 'capacity-reached' },
        { user: 'cem', reason: 'capacity-reached' },
      ]);
    },
  );

  scenario(
    'C41 a run that takes the last places at the instant at which paths end: places go in the order of the run',
    short('1h', { at: ['2026-03-02T23:00', '2026-03-03T00:00'], capacity: { max: 2, per: 'day' } }),
    async (t) => {
      const users = ['ana', 'bob', 'cem'];
      for (const user of users) await t.identify({ plan: 'free' }, user);
      await t.advance('1d');
      expect(users.map((user) => t.passes(user).length)).toEqual([2, 2, 0]);
    },
  );

  /** They come in another order than that of their IDs. */
  const comers = ['zoe', 'ana', 'mia', 'bob', 'cem'];
  const byTime = (entry: object) =>
    Journey.parse({
      ...daily,
      nodes: { wait: { type: 'delay', for: '1h', then: 'end' }, end: { type: 'exit' } },
      entry: { ...entry, capacity: { max: 2, per: 'day' }, reentry: { policy: 'always' } },
    });

  scenario(
    'C41 dates of several users at one instant: places go in the order of the users’ IDs',
    byTime({ type: 'date', trait: 'renewal' }),
    async (t) => {
      for (const user of comers) await t.identify({ renewal: '2026-03-03T10:00' }, user);
      await t.advance('2d');
      expect(comers.filter((user) => t.passes(user).length > 0)).toEqual(['ana', 'bob']);
      expect(t.refused().map(({ user }) => user)).toEqual(['cem', 'mia', 'zoe']);
    },
  );

  scenario(
    'C41 waiting times of several users that end at one instant: places go in the order of the users’ IDs',
    byTime({ type: 'inaction', event: 'Added', without: { event: 'Bought' }, within: '1h' }),
    async (t) => {
      for (const user of comers) await t.identify({ plan: 'free' }, user);
      for (const user of comers) await t.track('Added', {}, user);
      await t.advance('2h');
      expect(comers.filter((user) => t.passes(user).length > 0)).toEqual(['ana', 'bob']);
    },
  );
});
