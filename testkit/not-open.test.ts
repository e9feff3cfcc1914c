import { describe, expect } from 'vitest';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import type { Scenario } from './play.ts';
import { scenario } from './scenario.ts';

const STAY: JourneyInput['nodes'] = { wait: { type: 'delay', for: '3d', then: 'end' }, end: { type: 'exit' } };
const journey = (entry: JourneyInput['entry'], more: Partial<JourneyInput> = {}): Journey =>
  Journey.parse({ id: 'stay', name: 'Stay', entry, start: 'wait', nodes: STAY, ...more });

const EVENT = journey({ type: 'event', event: 'Began' });
const INACTION = journey({ type: 'inaction', event: 'A', without: { event: 'B' }, within: '4s' });
const refusedOnce = (t: Scenario, user = 'ana') => {
  expect(t.passes(user)).toEqual([]);
  expect(t.refused()).toEqual([{ user, reason: 'not-running' }]);
};

describe('C32 no user is left out silently, three ways', () => {
  scenario('C32 an event of a paused journey is refused, with its reason', EVENT, async (t) => {
    await t.pause();
    await t.track('Began');
    await t.resume();
    await t.advance('1d');
    refusedOnce(t);
  });

  scenario('C32 an event at the instant of the resume lets in again', EVENT, async (t) => {
    await t.pause();
    await t.at('1h');
    await t.resume();
    await t.track('Began');
    expect(t.passes()).toHaveLength(1);
  });

  scenario('C32 an event of a stopped journey is refused, with its reason', EVENT, async (t) => {
    await t.stop('now');
    await t.track('Began');
    refusedOnce(t);
  });

  scenario('C32 an event of a drained journey is refused, with its reason', EVENT, async (t) => {
    await t.track('Began', {}, 'cleo');
    await t.at('1h');
    await t.stop('drain');
    await t.track('Began');
    refusedOnce(t);
  });

  scenario(
    'C32 an event of a journey that is not open yet is refused, with its reason',
    { ...EVENT, active: { from: '2026-03-03T09:00Z' } },
    async (t) => {
      await t.track('Began');
      await t.advance('2d');
      refusedOnce(t);
    },
  );

  scenario('C32 the time of an inaction entry ends in a pause: refused, with its reason', INACTION, async (t) => {
    await t.track('A');
    await t.at(1_500);
    await t.pause();
    await t.at(6_500);
    await t.resume();
    await t.advance('1h');
    refusedOnce(t);
  });

  scenario('C32 the time of an inaction entry ends after the pause: it enters', INACTION, async (t) => {
    await t.track('A');
    await t.at(1_500);
    await t.pause();
    await t.at(2_500);
    await t.resume();
    await t.advance('1h');
    expect(t.passes()).toHaveLength(1);
    expect(t.refused()).toEqual([]);
  });

  scenario('C32 the first event of an inaction entry in a pause: refused, with its reason', INACTION, async (t) => {
    await t.pause();
    await t.track('A');
    await t.resume();
    await t.advance('1h');
    refusedOnce(t);
  });

  scenario(
    'C32 a change in a pause that makes the filter of an entry in grace hold: it enters when the grace ends',
    journey({ type: 'event', event: 'Began', where: { path: 'profile.ok', op: '=', value: true }, grace: '2h' }),
    async (t) => {
      await t.track('Began');
      await t.pause();
      await t.identify({ ok: true });
      await t.at('1h');
      await t.resume();
      await t.advance('2h');
      expect(t.passes()).toHaveLength(1);
    },
  );

  scenario(
    'C32 a grace that ends in a pause: refused, with its reason',
    journey({ type: 'event', event: 'Began', where: { path: 'profile.ok', op: '=', value: true }, grace: '2h' }),
    async (t) => {
      await t.track('Began');
      await t.pause();
      await t.advance('3h');
      await t.resume();
      refusedOnce(t);
    },
  );

  const joined = journey({ type: 'segment', segment: 'gold' });
  scenario(
    'C32 a user who joins the segment of a paused journey is refused, with the reason',
    joined,
    async (t) => {
      await t.pause();
      await t.identify({ plan: 'gold' });
      await t.resume();
      refusedOnce(t);
    },
    [{ id: 'gold', name: 'Gold', condition: { path: 'profile.plan', op: '=', value: 'gold' } }],
  );

  scenario(
    'C32 a date that falls on a stopped journey: refused, with its reason',
    journey({ type: 'date', trait: 'renewal' }, { timeZone: 'UTC' }),
    async (t) => {
      await t.identify({ renewal: '2026-03-04' });
      await t.stop('now');
      await t.advance('5d');
      refusedOnce(t);
    },
  );

  scenario(
    'C32 a user on a list whose moment comes in a pause waits for its end, and enters',
    journey({ type: 'list' }),
    async (t) => {
      await t.list({ user: 'ana' });
      await t.pause();
      await t.advance('1h');
      await t.resume();
      await t.advance('1h');
      expect(t.passes()).toHaveLength(1);
    },
  );
});
