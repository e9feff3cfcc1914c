import { expect } from 'vitest';
import { scenario } from '../../testkit/scenario.ts';

/** Every scenario begins on Monday 2 March 2026, 10:00 in Amsterdam; the first Friday is four days later, at +4d. */
const JOURNEY = 'weekend-promotion';
const reachable = { email: 'ana@example.com', pushToken: 'token-1' };

scenario('a Friday’s offer, and a nudge on Saturday where it was not clicked', JOURNEY, async (t) => {
  await t.identify(reachable);
  await t.track('Charged', { amount: 10 });
  await t.advance('19d');
  // On the first Friday the purchase was 4 days old, on the second 11, on the third 18. Saturday at 8 is quiet still: at 9
  expect(t.sent()).toEqual([
    { channel: 'email', template: 'weekend-offer', after: '18d' },
    { channel: 'push', template: 'weekend-nudge', after: '18d23h' },
  ]);
  await t.advance('2d');
  expect(t.exit()).toEqual({ reason: 'completed' });
});

scenario('who clicks gets no nudge; who buys within three days counts, and leaves', JOURNEY, async (t) => {
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

scenario('not two Fridays running; and who said no to e-mail is left out', JOURNEY, async (t) => {
  await t.identify(reachable);
  await t.track('Charged');
  await t.identify({ ...reachable, consent: { email: false } }, 'bob');
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

scenario('without an address the offer goes by push, at once', JOURNEY, async (t) => {
  await t.identify({ pushToken: 'token-1' });
  await t.track('Charged');
  await t.advance('18d');
  expect(t.sent()).toEqual([{ channel: 'push', template: 'weekend-nudge', after: '18d' }]);
});
