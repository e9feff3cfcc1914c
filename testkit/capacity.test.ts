import { describe, expect } from 'vitest';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import { scenario } from './scenario.ts';

const offer = (per: 'hour' | 'day' | 'ever', more: Partial<JourneyInput['entry']> = {}): Journey =>
  Journey.parse({
    id: 'offer',
    name: 'Offer',
    timeZone: 'Europe/Amsterdam',
    entry: { type: 'event', event: 'Asked', reentry: { policy: 'always' }, capacity: { max: 2, per }, ...more },
    start: 'end',
    nodes: { end: { type: 'exit' } },
  });
const PEOPLE = ['ana', 'bob', 'cem', 'dan'];

describe('8 no more enter than the capacity allows', () => {
  scenario(
    'per day of the journey’s zone: the third is refused, and the next day two more come in',
    offer('day'),
    async (t) => {
      for (const user of PEOPLE) await t.track('Asked', {}, user);
      expect(t.refused()).toEqual([
        { user: 'cem', reason: 'capacity-reached' },
        { user: 'dan', reason: 'capacity-reached' },
      ]);
      await t.at('13h59m'); // 23:59 in Amsterdam
      await t.track('Asked', {}, 'cem');
      expect(t.refused()).toHaveLength(3);
      await t.at('14h');
      for (const user of PEOPLE) await t.track('Asked', {}, user);
      expect(PEOPLE.map((user) => t.passes(user).length)).toEqual([2, 2, 0, 0]);
    },
  );

  scenario(
    'only qualifying users take a place; a total capacity never frees places',
    offer('ever', { where: { path: 'event.seats', op: '>', value: 1 } }),
    async (t) => {
      await t.track('Asked', { seats: 1 }, 'ana');
      for (const user of PEOPLE) await t.track('Asked', { seats: 2 }, user);
      await t.advance('40d');
      await t.track('Asked', { seats: 2 }, 'ana');
      expect(PEOPLE.map((user) => t.passes(user).length)).toEqual([1, 1, 0, 0]);
      expect(t.refused().map(({ reason }) => reason)).toEqual([
        'filter-not-met',
        'capacity-reached',
        'capacity-reached',
        'capacity-reached',
      ]);
    },
  );
});
