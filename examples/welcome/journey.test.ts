import { expect } from 'vitest';
import type { Scenario } from '../../testkit/play.ts';
import { scenario } from '../../testkit/scenario.ts';

const TRAITS = { email: 'ana@example.com', firstName: 'Ana', timezone: 'Europe/Amsterdam', trialBanner: true };
const TEAM = { plan: 'team', callback: 'https://crm.example/newcomers' };
const HELLO = { channel: 'email', template: 'hello', after: '0' };
/** Tuesday, 09:00 on Ana's clock; the scenario begins on a Monday at 10:00. */
const MORNING = '23h';

async function newcomer(t: Scenario, properties: { readonly plan: string; readonly callback?: string }, user?: string) {
  await t.identify(TRAITS, user);
  await t.enter(properties, user);
}

scenario('hello immediately, a tip in the morning, finished after a week', 'welcome', async (t) => {
  await newcomer(t, { plan: 'solo' });
  expect(t.profile()).toMatchObject({ stage: 'newcomer', plan: 'solo', welcomes: 1 });
  await t.advance('9w');
  expect(t.sent()).toEqual([HELLO, { channel: 'inApp', template: 'short-tip', after: MORNING }]);
  expect(t.messages()[0]?.content.html).toBe('<p>You are on the solo plan.</p>');
  expect(t.profile()).toEqual({ ...TRAITS, trialBanner: undefined, stage: 'settled', plan: 'solo', welcomes: 1 });
  expect(t.exit()).toEqual({ reason: 'completed' });
});

scenario('two tones by chance, and a user who enters again gets the same one', 'welcome', async (t) => {
  await newcomer(t, { plan: 'solo' }, 'ana');
  await newcomer(t, { plan: 'solo' }, 'cleo');
  await t.advance('2w');
  expect(t.trace('ana')).toContain('+23h tone → short: arm-drawn');
  expect(t.trace('cleo')).toContain('+23h tone → friendly: arm-drawn');
  await t.enter({ plan: 'solo' }, 'cleo');
  await t.advance('2w');
  expect(t.passes('cleo')).toHaveLength(2);
  expect(t.trace('cleo')).toContain('+14d23h tone → friendly: arm-kept');
  expect(t.profile('cleo')).toMatchObject({ welcomes: 2 });
});

scenario('a user who is inside isn’t welcomed twice', 'welcome', async (t) => {
  await newcomer(t, { plan: 'solo' });
  await t.enter({ plan: 'team' });
  await t.advance('9w');
  expect(t.refused()).toEqual([{ user: 'ana', reason: 'already-inside' }]);
  expect(t.passes()).toHaveLength(1);
});

scenario('a team is introduced to the contact that the webhook names', 'welcome', async (t) => {
  await t.provider('webhook', { type: 'accepted', response: { name: 'Sam' } });
  await newcomer(t, TEAM);
  await t.advance('9w');
  expect(t.sent()).toEqual([
    HELLO,
    { channel: 'webhook', template: 'ask-sales', after: MORNING },
    { channel: 'email', template: 'introduction', after: MORNING },
  ]);
  expect(t.messages()[1]).toMatchObject({ to: TEAM.callback, content: { data: { userId: 'ana', plan: 'team' } } });
  expect(t.messages()[2]?.content.subject).toBe('Sam will show you around');
});

scenario('the webhook fails: the user is offered a call', 'welcome', async (t) => {
  await t.provider('webhook', { type: 'rejected', reason: 'answered 403', status: 403 });
  await newcomer(t, TEAM);
  await t.advance('9w');
  expect(t.trace()).toContain('+23h ask-sales → failed: send-failed');
  expect(t.sent()).toEqual([HELLO, { channel: 'email', template: 'book-a-call', after: MORNING }]);
});

scenario('the webhook knows no contact: the port of its status', 'welcome', async (t) => {
  await t.provider('webhook', { type: 'rejected', reason: 'answered 404', status: 404 });
  await newcomer(t, TEAM);
  await t.advance('9w');
  expect(t.trace()).toContain('+23h ask-sales → 404: webhook-answered');
  expect(t.sent()).toEqual([HELLO]);
});

scenario('a project is created: no more messages', 'welcome', async (t) => {
  await newcomer(t, { plan: 'solo' });
  await t.advance('1h');
  await t.track('Project Created');
  await t.advance('9w');
  expect(t.sent()).toEqual([HELLO]);
  expect(t.exit()).toEqual({ reason: 'goal', goal: 'activated' });
  expect(t.profile()).toMatchObject({ stage: 'newcomer' });
});

scenario('an operator pauses over the morning: the tip goes on resume', 'welcome', async (t) => {
  await newcomer(t, { plan: 'solo' });
  await t.advance('20h');
  await t.command({ name: 'pause' });
  await t.command({ name: 'pause' });
  expect(t.trace().at(-1)).toBe('+20h1ms next-morning note: command-refused');
  await t.advance('10h');
  expect(t.node()).toBe('next-morning');
  await t.command({ name: 'resume' });
  await t.advance('9w');
  expect(t.sent()).toEqual([HELLO, { channel: 'inApp', template: 'short-tip', after: '1d6h1ms' }]);
});

scenario('an operator skips the wait: the tip goes immediately', 'welcome', async (t) => {
  await newcomer(t, { plan: 'solo' });
  await t.at('2h');
  await t.command({ name: 'skip' });
  expect(t.sent()).toEqual([HELLO, { channel: 'inApp', template: 'short-tip', after: '2h' }]);
  await t.advance('9w');
  expect(t.trace().at(-1)).toBe('+7d2h done exit: path-ended');
});

scenario('welcome: an operator moves a user back: the message is sent again, as a new visit', 'welcome', async (t) => {
  await newcomer(t, { plan: 'solo' });
  await t.at('1h');
  await t.command({ name: 'move', to: 'hello' });
  await t.advance('9w');
  expect(t.sent()).toEqual([
    HELLO,
    { ...HELLO, after: '1h' },
    { channel: 'inApp', template: 'short-tip', after: MORNING },
  ]);
  expect(t.exit()).toEqual({ reason: 'completed' });
});

scenario('an operator retries a wait: it restarts', 'welcome', async (t) => {
  await newcomer(t, { plan: 'solo' });
  await t.at('3d');
  expect(t.node()).toBe('one-week');
  await t.command({ name: 'retry' });
  await t.advance('9w');
  expect(t.trace().at(-1)).toBe('+10d done exit: path-ended');
});

scenario('an operator ends the instance: nothing more is sent, and the exit has their reason', 'welcome', async (t) => {
  await newcomer(t, { plan: 'solo' });
  await t.advance('1h');
  await t.command({ name: 'exit', reason: 'asked-us-to' });
  await t.advance('9w');
  expect(t.sent()).toEqual([HELLO]);
  expect(t.exit()).toEqual({ reason: 'asked-us-to' });
});
