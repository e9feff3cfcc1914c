import { describe, expect } from 'vitest';
import { Journey } from '../journey/document/document.ts';
import type { Scenario } from './play.ts';
import { scenario } from './scenario.ts';

/** An hour inside; what is bought within two counts, so that most of it is bought after the end. */
const OFFER = Journey.parse({
  id: 'offer',
  name: 'Offer',
  goals: [{ id: 'subscribed', event: 'Subscribed' }],
  entry: { type: 'event', event: 'Carted', reentry: { policy: 'always' } },
  start: 'offer',
  nodes: {
    offer: {
      type: 'intelli',
      experiment: 'offer',
      paths: { discount: {}, bundle: {} },
      goals: [
        {
          id: 'bought',
          event: 'Bought',
          within: '2h',
          where: { path: 'event.total', op: '>=', value: { path: 'profile.usual' } },
        },
        { id: 'asked', event: 'Asked', within: '2h' },
      ],
      then: 'rest',
    },
    rest: { type: 'delay', for: '1h', then: 'end' },
    end: { type: 'exit' },
  },
});

const PEOPLE = Array.from({ length: 12 }, (_, nr) => `user-${nr}`);
const armOf = (t: Scenario, user: string) => t.passes(user)[0]?.trace.find(({ node }) => node === 'offer')?.port;
const isBundle = (t: Scenario) => (user: string) => armOf(t, user) === 'bundle';

describe('7.10 an IntelliNODE learns, and moves no assigned user', () => {
  scenario(
    'the path that converts gets the traffic; assigned users keep their path, and conversions after the end count',
    OFFER,
    async (t) => {
      for (const user of PEOPLE) {
        await t.identify({ usual: 10 }, user);
        await t.track('Carted', {}, user);
      }
      const onBundle = PEOPLE.filter(isBundle(t));
      const [early = '', late = '', twice = '', ...others] = onBundle;
      expect(t.experiment('offer')?.weights).toEqual({ discount: 50, bundle: 50 });

      await t.advance('30m'); // still inside: it ends no instance
      await t.track('Bought', { total: 10 }, early);
      await t.track('Bought', { total: 9 }, late); // less than usual: does not count
      expect(t.exit(early)).toBeNull();

      await t.advance('1h'); // all have ended
      for (const user of [twice, ...others]) await t.track('Asked', {}, user);
      await t.track('Bought', { total: 99 }, twice); // by another goal too: converted once
      await t.at('2h');
      await t.track('Bought', { total: 10 }, late); // the last millisecond of its window
      for (const user of PEOPLE.filter((each) => !isBundle(t)(each))) await t.track('Wandered', {}, user);
      await t.at('2h1m');
      for (const user of PEOPLE.filter((each) => !isBundle(t)(each))) await t.track('Bought', { total: 10 }, user); // too late
      expect(t.experiment('offer')?.tallies).toEqual({
        discount: { assigned: PEOPLE.length - onBundle.length, converted: 0 },
        bundle: { assigned: onBundle.length, converted: onBundle.length },
      });

      await t.reweigh();
      expect(t.experiment('offer')?.weights.bundle).toBeGreaterThan(90);
      for (const user of PEOPLE.slice(0, 3)) await t.track('Carted', {}, user);
      for (const user of PEOPLE.slice(0, 3)) expect(t.trace(user)[0]).toBe(`+2h1m offer → ${armOf(t, user)}: arm-kept`);
      await t.track('Carted', {}, 'new-1');
      expect(t.trace('new-1')[0]).toBe('+2h1m offer → bundle: arm-weighed');

      await t.track('Subscribed', {}, 'new-1'); // the journey's own goal
      expect(t.exit('new-1')).toEqual({ reason: 'goal', goal: 'subscribed' });
      await t.track('Asked', {}, 'new-1');
      expect(t.experiment('offer')?.tallies.bundle?.converted).toBe(onBundle.length + 1);
    },
  );
});
