import { expect } from 'vitest';
import { NodeId } from '../../journey/base/ids.ts';
import { Journey } from '../../journey/document/document.ts';
import type { PausePolicy } from '../../journey/lifecycle/pause.ts';
import type { Scenario } from '../../testkit/play.ts';
import { loadExample, scenario } from '../../testkit/scenario.ts';

const ANA = { email: 'ana@example.com', firstName: 'Ana', timezone: 'Europe/Amsterdam' };
const TRIAL_CONVERSION = loadExample('trial-conversion');
const TRIAL = { endsAt: '2026-03-10T09:00:00Z' }; // eight days after the scenario begins

scenario('E1 silence: two reminders, three days apart', 'trial-conversion', async (t) => {
  await t.identify(ANA);
  await t.track('Trial Started', TRIAL);
  await t.advance('9w');
  expect(t.sent()).toEqual([
    { channel: 'email', template: 'trial-reminder-1', after: '3d' },
    { channel: 'email', template: 'trial-reminder-2', after: '6d' },
  ]);
  expect(t.messages().map(({ content }) => content.subject)).toEqual(['How is your trial going, Ana?', '2 days left']);
  expect(t.exit()).toEqual({ reason: 'completed' });
});

scenario('E2 subscribed an hour before the first reminder: none', 'trial-conversion', async (t) => {
  await t.identify(ANA);
  await t.track('Trial Started', TRIAL);
  await t.advance('2d23h');
  await t.track('Subscription Started');
  await t.advance('30d');
  expect(t.sent()).toEqual([]);
  expect(t.exit()).toEqual({ reason: 'goal', goal: 'subscribed' });
});

scenario('E3 subscribed between the reminders: the first only', 'trial-conversion', async (t) => {
  await t.identify(ANA);
  await t.track('Trial Started', TRIAL);
  await t.advance('4d');
  await t.track('Subscription Started');
  await t.advance('30d');
  expect(t.sent()).toEqual([{ channel: 'email', template: 'trial-reminder-1', after: '3d' }]);
  expect(t.exit()).toEqual({ reason: 'goal', goal: 'subscribed' });
});

for (const [first, second] of [
  ['Subscription Started', 'Trial Ended'],
  ['Trial Ended', 'Subscription Started'],
] as const)
  scenario(`E4 ${first} and ${second} in one batch: the goal`, 'trial-conversion', async (t) => {
    await t.identify(ANA);
    await t.track('Trial Started', TRIAL);
    await t.advance('1d');
    await t.batch([{ event: first }, { event: second }]);
    await t.advance('30d');
    expect(t.exit()).toEqual({ reason: 'goal', goal: 'subscribed' });
    expect(t.sent()).toEqual([]);
  });

/** The edited journey: its second wait is one day. */
const EDITED = Journey.parse({
  ...TRIAL_CONVERSION,
  nodes: {
    ...TRIAL_CONVERSION.nodes,
    'second-wait': { ...TRIAL_CONVERSION.nodes[NodeId.parse('second-wait')], timeout: '1d' },
  },
});
for (const { how, after, trace } of [
  { how: 're-evaluate', after: '4d', trace: '+4d second-wait → timeout: timed-out' },
  { how: 'restart', after: '5d', trace: '+5d second-wait → timeout: timed-out' },
  { how: 'keep', after: '6d', trace: '+6d second-wait → timeout: timed-out' },
] as const)
  scenario(
    `E5 edited at +4 d, and moved there by ${how}: the second reminder at +${after}`,
    'trial-conversion',
    async (t) => {
      await t.identify(ANA);
      await t.track('Trial Started', TRIAL);
      await t.at('4d');
      await t.publish(EDITED);
      await t.command({ name: 'migrate', version: 2, how });
      await t.advance('9w');
      expect(t.sent()).toEqual([
        { channel: 'email', template: 'trial-reminder-1', after: '3d' },
        { channel: 'email', template: 'trial-reminder-2', after },
      ]);
      expect(t.trace()).toEqual(expect.arrayContaining(['+4d second-wait note: migrated', trace]));
      expect(t.exit()).toEqual({ reason: 'completed' });
    },
  );

scenario(
  'E5 edited at +4 d: current instances stay on the old version, and new users get the new one',
  'trial-conversion',
  async (t) => {
    await t.identify(ANA);
    await t.track('Trial Started', TRIAL);
    await t.at('4d');
    await t.publish(EDITED);
    await t.identify({ email: 'bo@example.com', timezone: 'Europe/Amsterdam' }, 'bo');
    await t.track('Trial Started', TRIAL, 'bo');
    await t.advance('9w');
    expect(t.sent().map(({ after }) => after)).toEqual(['3d', '6d']);
    expect(t.sent('bo').map(({ after }) => after)).toEqual(['7d', '8d']);
  },
);

scenario(
  'E6 one instance paused from +2 d to +5 d, clock held: the first reminder at +6 d',
  'trial-conversion',
  async (t) => {
    await t.identify(ANA);
    await t.track('Trial Started', TRIAL);
    await t.at('2d');
    await t.command({ name: 'pause' });
    await t.at('5d');
    expect(t.sent()).toEqual([]);
    await t.command({ name: 'resume' });
    await t.advance('9w');
    expect(t.sent()).toEqual([
      { channel: 'email', template: 'trial-reminder-1', after: '6d' },
      { channel: 'email', template: 'trial-reminder-2', after: '9d' },
    ]);
  },
);

scenario('E6 subscribed while the instance is paused: the goal ends it immediately', 'trial-conversion', async (t) => {
  await t.identify(ANA);
  await t.track('Trial Started', TRIAL);
  await t.at('2d');
  await t.command({ name: 'pause' });
  await t.at('4d');
  await t.track('Subscription Started');
  expect(t.exit()).toEqual({ reason: 'goal', goal: 'subscribed' });
  await t.advance('9w');
  expect(t.sent()).toEqual([]);
});

scenario('E6 the trial ended while the instance is paused: counted on resume', 'trial-conversion', async (t) => {
  await t.identify(ANA);
  await t.track('Trial Started', TRIAL);
  await t.at('2d');
  await t.command({ name: 'pause' });
  await t.at('4d');
  await t.track('Trial Ended');
  expect(t.exit()).toBeNull();
  await t.at('5d');
  await t.command({ name: 'resume' });
  expect(t.exit()).toEqual({ reason: 'trial-ended' });
  await t.advance('9w');
  expect(t.sent()).toEqual([]);
});

const paused = (title: string, policy: PausePolicy, more: (t: Scenario) => Promise<void>) =>
  scenario(title, { ...loadExample('trial-conversion'), onPause: policy }, async (t) => {
    await t.identify(ANA);
    await t.track('Trial Started', TRIAL);
    await t.at('2d');
    await t.pause();
    await t.identify(ANA, 'cleo');
    await t.track('Trial Started', TRIAL, 'cleo');
    expect(t.passes('cleo')).toEqual([]); // no user enters a paused journey
    await t.at('5d');
    expect(t.sent()).toEqual([]);
    await t.resume();
    await more(t);
    expect(t.sent().length).toBeLessThanOrEqual(2);
  });

paused(
  'E6 7.7 the journey paused from +2 d to +5 d, clock held: the first reminder at +6 d',
  'hold-clock',
  async (t) => {
    expect(t.sent()).toEqual([]);
    await t.advance('9w');
    expect(t.sent()).toEqual([
      { channel: 'email', template: 'trial-reminder-1', after: '6d' },
      { channel: 'email', template: 'trial-reminder-2', after: '9d' },
    ]);
    expect(t.trace()).toContain('+6d first-wait → timeout: timed-out');
  },
);

paused(
  'E6 7.7 the journey paused from +2 d to +5 d, sent on resume: the first reminder at +5 d',
  'send-on-resume',
  async (t) => {
    expect(t.sent()).toEqual([{ channel: 'email', template: 'trial-reminder-1', after: '5d' }]);
    await t.advance('9w');
    expect(t.sent()).toEqual([
      { channel: 'email', template: 'trial-reminder-1', after: '5d' },
      { channel: 'email', template: 'trial-reminder-2', after: '8d' },
    ]);
    expect(t.trace()).toEqual(
      expect.arrayContaining(['+3d reminder-1 hold: send-decided', '+5d reminder-1 release: journey-resumed']),
    );
  },
);

paused(
  'E6 7.7 the journey paused from +2 d to +5 d, skipped: the first reminder with its reason, the second at +6 d',
  'skip',
  async (t) => {
    await t.advance('9w');
    expect(t.sent()).toEqual([{ channel: 'email', template: 'trial-reminder-2', after: '6d' }]);
    expect(t.trace()).toContain('+3d reminder-1 → suppressed: skipped-in-pause');
  },
);

scenario(
  'E6 7.7 the journey is paused: a goal ends an instance, and a wait counts missed events on resume',
  'trial-conversion',
  async (t) => {
    for (const user of ['ana', 'cleo']) {
      await t.identify(ANA, user);
      await t.track('Trial Started', TRIAL, user);
    }
    await t.at('2d');
    await t.pause();
    expect(t.state()).toBe('paused');
    await t.at('4d');
    await t.track('Subscription Started');
    expect(t.exit()).toEqual({ reason: 'goal', goal: 'subscribed' });
    await t.track('Trial Ended', {}, 'cleo');
    expect(t.exit('cleo')).toBeNull();
    await t.at('5d');
    await t.resume();
    expect(t.exit('cleo')).toEqual({ reason: 'trial-ended' });
    expect(t.trace('cleo').slice(-3)).toEqual([
      '+5d first-wait release: journey-resumed',
      '+5d first-wait → ended: event-happened',
      '+5d trial-ended exit: path-ended',
    ]);
  },
);
