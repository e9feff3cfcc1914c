import { expect } from 'vitest';
import { scenario } from '../../testkit/scenario.ts';

/** Every scenario begins on Monday 2 March 2026, 10:00 in Amsterdam; the first Friday is four days later, at +4d. */
const JOURNEY = 'weekend-promotion';
const reachable = { email: 'ana@example.com', pushToken: 'token-1' };

scenario('an offer on Friday, and a nudge on Saturday if it wasn’t clicked', JOURNEY, async (t) => {
  await t.identify(reachable);
  await t.track('Charged', { amount: 10 });
  await t.advance('19d');
  // The purchase was 4 days old on the first Friday, 11 on the second, 18 on the third. Saturday 08:00 is in quiet
  // hours, so the push goes at 09:00
  expect(t.sent()).toEqual([
    { channel: 'email', template: 'weekend-offer', after: '18d' },
    { channel: 'push', template: 'weekend-nudge', after: '18d23h' },
  ]);
  await t.advance('2d');
  expect(t.exit()).toEqual({ reason: 'completed' });
});

scenario('a click stops the nudge; a purchase within three days counts and ends the instance', JOURNEY, async (t) => {
  await t.identify(reachable);
  await t.track('Charged');
  await t.advance('18d1h');
  await t.engage('weekend-offer', 'clicked');
  expect(t.node()).toBe('until-sunday');
  await t.advance('1d');
  await t.track('Charged');
  expect(t.sent()).toHaveLength(1);
  expect(t.exit()).toEqual({ reason: 'goal', goal: 'purchase' });
  expect(t.conversions()).toEqual([expect.stringContaining('purchase +19d1h')]);
});

scenario('not on two consecutive Fridays, and not for users who opted out of e-mail', JOURNEY, async (t) => {
  await t.identify(reachable);
  await t.track('Charged');
  await t.identify({ email: 'bob@example.com', pushToken: 'token-2', consent: { email: false } }, 'bob');
  await t.track('Charged', {}, 'bob');
  await t.advance('33d');
  const offers = t.sent().filter(({ template }) => template === 'weekend-offer');
  expect(offers.map(({ after }) => after)).toEqual(['18d', '31d23h']); // clocks went forward on 29 March
  expect(t.sent('bob')).toEqual([]);
  expect(t.refused().map(({ user, reason }) => `${user}: ${reason}`)).toEqual([
    'bob: filter-not-met',
    'ana: too-soon',
    'bob: filter-not-met',
    'bob: filter-not-met',
  ]);
});

scenario('without an e-mail address the offer goes by push immediately', JOURNEY, async (t) => {
  await t.identify({ pushToken: 'token-1' });
  await t.track('Charged');
  await t.advance('18d');
  expect(t.sent()).toEqual([{ channel: 'push', template: 'weekend-nudge', after: '18d' }]);
});
