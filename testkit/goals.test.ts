import { expect } from 'vitest';
import { chanceOf } from '../journey/base/chance.ts';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import type { Scenario } from './play.ts';
import { scenario } from './scenario.ts';

const ANA = { pushToken: 'token-1' };
const PRO = { path: 'profile.plan', op: '=', value: 'pro' } as const;
/** Push after two hours, SMS after two more; a conversion window outlives it. */
const shop = (more: Partial<JourneyInput>): Journey =>
  Journey.parse({
    id: 'shop',
    name: 'Shop',
    entry: { type: 'event', event: 'Carted' },
    start: 'wait',
    nodes: {
      wait: { type: 'delay', for: '2h', then: 'push' },
      push: { type: 'message', channel: 'push', content: { text: 'x' }, then: 'more' },
      more: { type: 'delay', for: '2h', then: 'done' },
      done: { type: 'exit' },
    },
    ...more,
  });

scenario(
  '7.2 a measured-only goal counts once, and ends no instance; several goals met by one event each count',
  shop({
    goals: [
      { id: 'view', event: 'Viewed', exits: false },
      { id: 'dear', event: 'Viewed', where: { path: 'event.price', op: '>', value: 9 }, exits: false },
      { id: 'buy', event: 'Charged' },
    ],
  }),
  async (t) => {
    await t.identify(ANA);
    await t.track('Carted');
    await t.advance('1h');
    await t.track('Viewed', { price: 5 });
    expect(t.conversions()).toEqual(['view +1h1ms at wait']);
    await t.advance('2h');
    await t.batch([
      { event: 'Viewed', properties: { price: 10 } },
      { event: 'Charged', properties: {} },
    ]);
    expect(t.conversions()).toEqual([
      'view +1h1ms at wait',
      'dear +3h1ms at more by push',
      'buy +3h1ms at more by push',
    ]);
    expect(t.exit()).toEqual({ reason: 'goal', goal: 'buy' });
    expect(t.trace().slice(-2)).toEqual(['+3h1ms more note: goal-counted', '+3h1ms more exit: goal-met']);
    await t.track('Charged');
    expect(t.conversions()).toHaveLength(3);
  },
);

const windows = (from: 'entry' | 'last-send', exits = true) =>
  shop({ timeZone: 'UTC', goals: [{ id: 'buy', event: 'Charged', exits, window: { for: '24h', from } }] });

/** The push goes at +2h1ms: a deadline closes only after its own millisecond. */
scenario(
  '7.2 its window of 24h from the entry outlives the journey: met at its last millisecond',
  windows('entry'),
  async (t) => {
    await passThrough(t);
    await t.at('24h');
    await t.track('Charged');
    await t.track('Charged');
    expect(t.conversions()).toEqual(['buy +1d after by push']);
  },
);

scenario(
  '7.2 its window of 24h from the entry outlives the journey: met a millisecond late',
  windows('entry'),
  async (t) => {
    await passThrough(t);
    await t.advance('18h');
    await t.track('Charged');
    expect(t.conversions()).toEqual([]);
  },
);

scenario('7.2 its window of 24h from the last send: met at its last millisecond', windows('last-send'), async (t) => {
  await passThrough(t);
  await t.advance('20h');
  await t.track('Charged');
  expect(t.conversions()).toEqual(['buy +1d2h1ms after by push']);
});

scenario('7.2 its window of 24h from the last send: met later', windows('last-send'), async (t) => {
  await passThrough(t);
  await t.at('26h1s');
  await t.track('Charged');
  expect(t.conversions()).toEqual([]);
});

/** Until it is over. */
async function passThrough(t: Scenario) {
  await t.identify(ANA);
  await t.track('Carted');
  await t.advance('6h');
  expect(t.exit()).toEqual({ reason: 'completed' });
}

scenario(
  'a goal that exits, met after its window while inside: it ends the instance and does not count',
  shop({ timeZone: 'UTC', goals: [{ id: 'buy', event: 'Charged', window: { for: '1h', from: 'entry' } }] }),
  async (t) => {
    await t.identify(ANA);
    await t.track('Carted');
    await t.advance('1h');
    await t.track('Charged');
    expect(t.exit()).toEqual({ reason: 'goal', goal: 'buy' });
    expect(t.trace().at(-1)).toBe('+1h1ms wait exit: goal-after-window');
    expect(t.conversions()).toEqual([]);
    await t.advance('2h');
    expect(t.sent()).toEqual([]);
  },
);

scenario(
  'a goal by condition is met when the profile comes to satisfy it, not where it did at the entry',
  shop({
    goals: [
      { id: 'pro', condition: PRO },
      { id: 'adult', condition: { path: 'profile.age', op: '>=', value: 18 }, exits: false },
    ],
  }),
  async (t) => {
    await t.identify({ ...ANA, age: 20 });
    await t.track('Carted');
    await t.identify({ age: 20, seen: true });
    await t.advance('1h');
    await t.identify({ age: 3 });
    await t.identify({ age: 21 });
    expect(t.conversions()).toEqual(['adult +1h1ms at wait']);
    await t.identify({ plan: 'pro' });
    expect(t.exit()).toEqual({ reason: 'goal', goal: 'pro' });
    expect(t.conversions()).toEqual(['adult +1h1ms at wait', 'pro +1h1ms at wait']);
  },
);

scenario(
  'an exit by condition',
  shop({ exits: [{ condition: { path: 'profile.closed', op: '=', value: true }, reason: 'closed' }] }),
  async (t) => {
    await t.identify({ ...ANA, closed: true });
    await t.track('Carted');
    await t.advance('1h');
    await t.identify({ closed: false });
    expect(t.exit()).toBeNull();
    await t.identify({ closed: true });
    expect(t.exit()).toEqual({ reason: 'closed' });
  },
);

/** Names of people who are in a control group of one half of `shop`, and who are not. */
const names = Array.from({ length: 20 }, (_, nr) => `user-${nr}`);
const isControl = (name: string) => chanceOf(`control:shop:${name}`) < 0.5;
const [control = '', other = ''] = [names.find(isControl), names.find((name) => !isControl(name))];

scenario(
  'a user in the control group gets no messages, and their goals count from their entry',
  shop({
    timeZone: 'UTC',
    entry: { type: 'event', event: 'Carted', controlGroup: 50, reentry: { policy: 'at-most', times: 2 } },
    goals: [{ id: 'buy', event: 'Charged', exits: false, window: { for: '24h', from: 'last-send' } }],
  }),
  async (t) => {
    for (const user of [control, other]) {
      await t.identify(ANA, user);
      await t.track('Carted', {}, user);
    }
    await t.at('24h');
    for (const user of [control, other]) await t.track('Charged', {}, user);
    expect(t.passes(control)).toMatchObject([{ isControl: true, trace: [], exit: null }]);
    expect(t.conversions(control)).toEqual(['buy +1d none']);
    expect(t.sent(control)).toEqual([]);
    expect(t.conversions(other)).toEqual(['buy +1d after by push']);

    await t.track('Carted', {}, control);
    await t.advance('24h');
    await t.track('Charged', {}, control);
    expect(t.conversions(control)).toEqual(['buy +1d none']);
    await t.track('Carted', {}, control);
    expect(t.passes(control)).toHaveLength(2);
    expect(t.refused()).toEqual([{ user: control, reason: 'too-often' }]);
  },
);

/** The journey of the control group above, whose push decides for users without a favorite that there is no message. */
const aborting = shop({
  timeZone: 'UTC',
  entry: { type: 'event', event: 'Carted', controlGroup: 50, reentry: { policy: 'never' } },
  goals: [{ id: 'buy', event: 'Charged', exits: false, window: { for: '24h', from: 'entry' } }],
  nodes: {
    wait: { type: 'delay', for: '2h', then: 'push' },
    push: {
      type: 'message',
      channel: 'push',
      content: {
        text: '{% if profile.favorite %}{{ profile.favorite }}{% else %}{% abort "no favorite" %}{% endif %}',
      },
      then: 'more',
    },
    more: { type: 'delay', for: '2h', then: 'done' },
    done: { type: 'exit' },
  },
});

scenario(
  'a message that its template ends by `abort` leaves the user in the figures, as users of the control group are',
  aborting,
  async (t) => {
    for (const user of [control, other]) {
      await t.identify(ANA, user);
      await t.track('Carted', {}, user);
    }
    await t.advance('6h');
    for (const user of [control, other]) await t.track('Charged', {}, user);
    expect(t.trace(other)).toContain('+2h push → suppressed: suppressed');
    expect([t.sent(control), t.sent(other)]).toEqual([[], []]);
    // each of them entered once and bought once, so neither group's rate leaves anybody out
    expect(t.passes(control)).toMatchObject([{ isControl: true }]);
    expect(t.passes(other)).toMatchObject([{ isControl: false, exit: { reason: 'completed' } }]);
    expect([t.conversions(control), t.conversions(other)]).toEqual([['buy +6h1ms none'], ['buy +6h1ms after']]);
  },
);
