import { expect, test } from 'vitest';
import { compile } from '../../journey/engine/version.ts';
import { live, SECOND } from '../../test/samples/instance.ts';
import type { Scenario } from '../../testkit/play.ts';
import { loadExample, scenario } from '../../testkit/scenario.ts';

const ANA = {
  email: 'ana@example.com',
  phone: '+31600000000',
  firstName: 'Ana',
  timezone: 'Europe/Amsterdam',
  consent: { sms: true },
};
const WELCOME = { channel: 'email', template: 'loyalty-welcome' };

const joins = async (t: Scenario) => {
  await t.identify(ANA);
  await t.track('Loyalty Joined');
};

scenario('C1 opened after three hours: one e-mail, and the goal', 'loyalty-onboarding', async (t) => {
  await joins(t);
  expect(t.sent()).toEqual([{ ...WELCOME, after: '0' }]);
  await t.advance('3h');
  await t.track('App Opened');
  await t.advance('30d');
  expect(t.sent()).toHaveLength(1);
  expect(t.exit()).toEqual({ reason: 'goal', goal: 'activated' });
});

scenario('C2 never opened, a number and consent: an SMS after 24 hours', 'loyalty-onboarding', async (t) => {
  await joins(t);
  await t.advance('60d'); // leaving the segment ends no instance
  expect(t.sent()).toEqual([
    { ...WELCOME, after: '0' },
    { channel: 'sms', template: 'loyalty-nudge', after: '1d' },
  ]);
  expect(t.exit()).toEqual({ reason: 'completed' });
});

scenario('C3 consent withdrawn an hour before: an e-mail instead', 'loyalty-onboarding', async (t) => {
  await joins(t);
  await t.advance('23h');
  await t.identify({ consent: { sms: false } });
  await t.advance('2d');
  expect(t.sent()).toEqual([
    { ...WELCOME, after: '0' },
    { channel: 'email', template: 'loyalty-reminder', after: '1d' },
  ]);
});

/** Joins at 02:00, so that the wait ends at 02:00 the next night. */
const joinsAtNight = async (t: Scenario) => {
  await t.identify(ANA);
  await t.at('16h');
  await t.track('Loyalty Joined');
};

scenario('C4 the wait ends at 02:00: the SMS goes at 09:00', 'loyalty-onboarding', async (t) => {
  await joinsAtNight(t);
  await t.advance('2d');
  expect(t.sent()).toEqual([
    { ...WELCOME, after: '16h' },
    { channel: 'sms', template: 'loyalty-nudge', after: '1d23h' },
  ]);
});

scenario('C4 … opened at 08:00, before the SMS: no SMS', 'loyalty-onboarding', async (t) => {
  await joinsAtNight(t);
  await t.at('46h');
  await t.track('App Opened');
  await t.advance('2d');
  expect(t.sent()).toHaveLength(1);
  expect(t.exit()).toEqual({ reason: 'goal', goal: 'activated' });
});

scenario('C4 … consent withdrawn at 08:00: no SMS, and the trace says why', 'loyalty-onboarding', async (t) => {
  await joinsAtNight(t);
  await t.at('46h');
  await t.identify({ consent: { sms: false } });
  await t.advance('2d');
  expect(t.sent()).toHaveLength(1);
  expect(t.trace().join('\n')).toContain('nudge → suppressed: no-consent');
});

scenario('C5 opened immediately, before the wait begins: it counts', 'loyalty-onboarding', async (t) => {
  await joins(t);
  await t.track('App Opened');
  await t.advance('30d');
  expect(t.sent()).toEqual([{ ...WELCOME, after: '0' }]);
  expect(t.exit()).toEqual({ reason: 'goal', goal: 'activated' });
});

test('C5 … a second before the wait begins, while the e-mail is being sent (in the engine, where a test sets how long a send takes)', () => {
  const ana = live(compile(loadExample('loyalty-onboarding'), 1), { profile: ANA });
  ana.decide(0);
  expect(ana.sent).toHaveLength(1);
  ana.track(59 * SECOND, 'App Opened');
  ana.settle(60 * SECOND);
  ana.decide(60 * SECOND);
  expect(ana.instance.exit).toEqual({ reason: 'goal', goal: 'activated' });
});
