import { describe, expect, test } from 'vitest';
import { DAY, HOUR, type Life, live, T0, versionOf } from '../../test/samples/instance.ts';
import { NodeId } from '../base/ids.ts';
import type { JourneyInput } from '../document/document.ts';
import type { Migrating } from '../events/input.ts';
import { toIso } from '../time/time.ts';
import { compile } from './version.ts';

type Nodes = JourneyInput['nodes'];

const END = { type: 'exit' } as const;
const WAIT: Nodes[string] = { type: 'delay', for: '2h', then: 'end' };
const MAIL: Nodes[string] = { type: 'message', channel: 'email', content: { subject: 'S', text: '.' }, then: 'rest' };

/** A life on version 1 and what version 2 makes of it; the first node of each is the start. */
const edited = (before: Nodes, after: Nodes, more: Partial<JourneyInput> = {}, profile = {}) => {
  const second = compile(versionOf({ ...after, end: END }, more).document, 2);
  return live(versionOf({ ...before, end: END }), {
    profile: { email: 'a@b.example', ...profile },
    versions: [second],
  });
};
const migrate = (life: Life, after: number, how: Migrating, version = 2) => {
  life.order(after, { name: 'migrate', version, how });
  life.decide(after);
  return life.decided.flatMap(({ commands }) => commands).at(-1)?.refused;
};
const to = (node: string): Migrating => ({ to: NodeId.parse(node) });
const until = (life: Life) => (life.instance.until === null ? null : (life.instance.until - T0) / HOUR);

describe('an instance moves to another version (design.md §9)', () => {
  test.each([
    { how: 'keep', ends: 2 },
    { how: 'restart', ends: 5 },
    { how: 're-evaluate', ends: 4 },
  ] as const)('2 h → 4 h after one hour, $how: it ends after $ends hours', ({ how, ends }) => {
    const life = edited({ wait: WAIT }, { wait: { ...WAIT, for: '4h' } });
    life.decide(0);
    expect(migrate(life, HOUR, how)).toBeUndefined();
    expect(life.instance).toMatchObject({ version: 2, at: 'wait' });
    expect(until(life)).toBe(ends);
    expect(life.trace).toContain('+1h wait note: migrated');
  });

  test('shortened so that it would have ended: it ends now, not earlier', () => {
    const life = edited({ wait: { ...WAIT, for: '8h' } }, { wait: WAIT });
    life.decide(0);
    migrate(life, 5 * HOUR, 're-evaluate');
    life.decide(5 * HOUR + 1);
    expect(life.trace.slice(-2)).toEqual(['+5h wait → done: time-passed', '+5h end exit: path-ended']);
  });

  test('the instance’s own pause in that wait stays', () => {
    const life = edited({ wait: { ...WAIT, for: '8h' } }, { wait: { ...WAIT, for: '4h' } });
    life.decide(0);
    life.order(HOUR, { name: 'pause' });
    life.decide(HOUR);
    life.order(3 * HOUR, { name: 'resume' });
    life.decide(3 * HOUR);
    migrate(life, 4 * HOUR, 're-evaluate');
    expect(until(life)).toBe(6);
  });

  test('an event that the new version awaits and that has already arrived is seen', () => {
    const waiting = (events: readonly string[]): Nodes => ({
      wait: {
        type: 'waitFor',
        events: Object.fromEntries(events.map((event) => [event.toLowerCase(), { event }])),
        since: 'entry',
        timeout: '3d',
        then: 'end',
      },
    });
    const life = edited(waiting(['A']), waiting(['A', 'B']));
    life.decide(0);
    life.track(HOUR, 'B');
    life.decide(HOUR);
    expect(life.instance.exit).toBeNull();
    migrate(life, DAY, 're-evaluate');
    expect(life.trace.at(-2)).toMatch(/^\+1d wait → b: /);
  });

  test('move: arrives at the node like any user', () => {
    const life = edited({ wait: WAIT }, { other: { type: 'delay', for: '3h', then: 'end' } });
    life.decide(0);
    expect(migrate(life, HOUR, to('other'))).toBeUndefined();
    expect(life.instance).toMatchObject({ version: 2, at: 'other' });
    expect(until(life)).toBe(4);
  });

  test.each([
    {
      given: 'its node is gone',
      after: { other: WAIT },
      how: 'keep',
      why: 'version 2 has no node "wait": say where it goes',
    },
    {
      given: 'its node is of another type',
      after: { wait: { type: 'waitUntil', date: { time: '09:00' }, then: 'end' } },
      how: 'restart',
      why: '"wait" is of type waitUntil in version 2, and was delay: say where it goes',
    },
    {
      given: 'the node to go to is not there',
      after: { wait: WAIT },
      how: to('nowhere'),
      why: 'version 2 has no node "nowhere"',
    },
    {
      given: 'there is no such version',
      after: { wait: WAIT },
      how: 'keep',
      version: 7,
      why: 'the journey has no version 7',
    },
  ] as { given: string; after: Nodes; how: Migrating; version?: number; why: string }[])(
    'refused, and it stays: $given',
    ({ after, how, version, why }) => {
      const life = edited({ wait: WAIT }, after);
      life.decide(0);
      expect(migrate(life, HOUR, how, version)).toBe(why);
      expect(life.instance).toMatchObject({ version: 1, at: 'wait', until: T0 + 2 * HOUR });
      expect(life.trace.at(-1)).toBe('+1h wait note: command-refused');
    },
  );
});

test('refused, and it stays, if it has moved on since the operator looked', () => {
  const life = edited({ wait: WAIT }, { wait: { ...WAIT, for: '4h' } });
  life.decide(0);
  life.order(HOUR, { name: 'migrate', version: 2, how: 'keep', visit: 0 });
  life.decide(HOUR);
  expect(life.decided.flatMap(({ commands }) => commands).at(-1)?.refused).toBe(
    'it has moved on since: it is at "wait" now',
  );
  expect(life.instance).toMatchObject({ version: 1, at: 'wait' });
});

describe('no message is sent twice for it', () => {
  test.each([
    { how: 'keep', refused: undefined },
    { how: 're-evaluate', refused: undefined },
    { how: 'restart', refused: 'its send is still under way' },
  ] as const)('under way, $how', ({ how, refused }) => {
    const life = edited({ mail: MAIL, rest: WAIT }, { mail: MAIL, rest: WAIT });
    life.decide(0);
    expect(migrate(life, HOUR, how)).toBe(refused);
    expect(life.sent).toHaveLength(1);
    life.settle(HOUR + 1);
    life.decide(HOUR + 1);
    expect(life.instance.at).toBe('rest');
  });

  test('its window for clicks restarts at the arrival, and it isn’t sent again', () => {
    const clicked = (within: '1d' | '2d'): Nodes[string] =>
      ({ ...MAIL, engagement: { within }, links: { clicked: 'end', timeout: 'end' } }) as Nodes[string];
    const life = edited({ mail: clicked('1d'), rest: WAIT }, { mail: clicked('2d'), rest: WAIT });
    life.decide(0);
    life.settle(1);
    life.decide(1);
    expect(until(life)).toBe(24);
    migrate(life, HOUR, 're-evaluate');
    expect(until(life)).toBe(48);
    expect(life.sent).toHaveLength(1);
    expect(migrate(life, 2 * HOUR, 'restart')).toBe('its message has been sent');
  });

  test('held by quiet hours that the new version does not have: it goes now', () => {
    const quiet: Partial<JourneyInput> = { quietHours: [{ from: '08:00', to: '20:00' }] };
    const second = compile(versionOf({ mail: MAIL, rest: WAIT, end: END }).document, 2);
    const life = live(versionOf({ mail: MAIL, rest: WAIT, end: END }, quiet), {
      profile: { email: 'a@b.example' },
      versions: [second],
    });
    life.decide(0);
    expect(life.sent).toEqual([]);
    migrate(life, HOUR, 're-evaluate');
    expect(life.sent).toHaveLength(1);
  });
});

test('a condition that already holds isn’t met by moving; it has to become true', () => {
  const goals = [{ id: 'paid', condition: { path: 'profile.plan', op: '=', value: 'paid' } }] as const;
  const life = edited(
    { wait: { ...WAIT, for: '9d' } },
    { wait: { ...WAIT, for: '9d' } },
    { goals: [...goals] },
    { plan: 'paid' },
  );
  life.decide(0);
  migrate(life, HOUR, 'keep');
  life.track(2 * HOUR, ['$profile.changed', { plan: 'paid' }]);
  life.decide(2 * HOUR);
  expect(life.instance.exit).toBeNull();
  for (const [hours, plan] of [
    [3, 'free'],
    [4, 'paid'],
  ] as const) {
    life.profile({ plan });
    life.track(hours * HOUR, ['$profile.changed', { plan }]);
    life.decide(hours * HOUR);
  }
  expect(life.instance.exit).toEqual({ reason: 'goal', goal: 'paid' });
  expect(toIso(T0)).toBe('2026-03-02T09:00:00.000Z');
});

test('a timeout of the journey that the new version makes shorter ends it then', () => {
  const life = edited({ wait: { ...WAIT, for: '9d' } }, { wait: { ...WAIT, for: '9d' } }, { timeout: '2d' });
  life.decide(0);
  migrate(life, DAY, 'keep');
  life.decide(2 * DAY + 1);
  expect(life.instance.exit).toEqual({ reason: 'timeout' });
});

describe('7.13 a timeout of the new version that has passed ends the instance now, not in the past', () => {
  const stepping = (timeout: '2d' | '3d' | '4d') =>
    edited({ wait: { ...WAIT, for: '9d' } }, { wait: { ...WAIT, for: '9d' }, mail: MAIL, rest: WAIT }, { timeout });

  test.each<Migrating>(['keep', 'restart', 're-evaluate', to('mail')])('%j', (how) => {
    const life = stepping('2d');
    life.decide(0);
    expect(migrate(life, 3 * DAY, how)).toBeUndefined();
    expect(life.instance).toMatchObject({ version: 2, exit: { reason: 'timeout' } });
    expect(life.trace.slice(-2)).toEqual(['+3d wait note: migrated', '+3d wait exit: journey-timed-out']);
    expect(life.sent).toEqual([]);
  });

  test.each([
    { timeout: '2d', at: 3 * DAY, ends: '+3d wait exit: journey-timed-out' }, // over before it was paused
    { timeout: '4d', at: 3 * DAY, ends: '+6d wait exit: journey-timed-out' }, // two days of which were a pause
    { timeout: '3d', at: 4 * DAY, ends: '+5d wait exit: journey-timed-out' }, // by the clock over, but that stood still
  ] as const)('in a pause, $timeout: $ends', ({ timeout, at, ends }) => {
    const life = stepping(timeout);
    life.decide(0);
    life.order(2.5 * DAY, { name: 'pause' });
    life.decide(2.5 * DAY);
    migrate(life, at, 'keep');
    if (life.instance.exit === null) life.order(4.5 * DAY, { name: 'resume' });
    life.decide(4.5 * DAY);
    for (const due of [5 * DAY, 6 * DAY]) life.decide(due + 1);
    expect(life.trace.at(-1)).toBe(ends);
  });
});
