import { expect } from 'vitest';
import { Journey } from '../journey/document/document.ts';
import { SegmentCondition } from '../journey/segments/segment.ts';
import { scenario } from '../testkit/scenario.ts';

/**
 * Schedules and lists, three ways: each enters at a moment of their own, and is judged then (design.md §8). Every
 * scenario begins on Monday 2 March 2026, 10:00 in Amsterdam.
 */

const FREE = {
  id: 'free',
  name: 'Free',
  condition: SegmentCondition.parse({ path: 'profile.plan', op: '=', value: 'free' }),
};

const letter = (entry: object, more: object = {}) =>
  Journey.parse({
    id: 'letter',
    name: 'Letter',
    timeZone: 'Europe/Amsterdam',
    entry,
    start: 'letter',
    nodes: {
      letter: { type: 'message', channel: 'sms', content: { text: 'News' }, then: 'end' },
      end: { type: 'exit', reason: 'completed' },
    },
    ...more,
  });

const weekly = { unit: 'week', weekdays: [3], at: '09:00' };

scenario(
  'every Wednesday at 09:00 the segment’s current members enter, once a week',
  letter({ type: 'schedule', segment: 'free', every: weekly, reentry: { policy: 'always' } }),
  async (t) => {
    await t.identify({ phone: '+31600000000', plan: 'free' });
    await t.identify({ phone: '+31600000001', plan: 'pro' }, 'bob');
    await t.advance('15d');
    expect(t.sent().map(({ after }) => after)).toEqual(['1d23h', '8d23h']);
    expect(t.passes('bob')).toEqual([]);
    await t.identify({ plan: 'free' }, 'bob');
    await t.advance('2d');
    expect(t.sent('bob').map(({ after }) => after)).toEqual(['15d23h']);
  },
  [FREE],
);

scenario(
  'at two dates; after the last one entry closes, and once every instance has ended the journey is completed',
  letter(
    { type: 'schedule', at: ['2026-03-02T12:00', '2026-03-03T12:00'], reentry: { policy: 'never' } },
    {
      nodes: {
        letter: { type: 'message', channel: 'sms', content: { text: 'News' }, then: 'wait' },
        wait: { type: 'delay', for: '2d', then: 'end' },
        end: { type: 'exit', reason: 'completed' },
      },
    },
  ),
  async (t) => {
    await t.identify({ phone: '+31600000000' });
    await t.advance('1d');
    await t.identify({ phone: '+31600000001' }, 'bob');
    await t.advance('3h');
    expect(t.sent().map(({ after }) => after)).toEqual(['2h']);
    expect(t.sent('bob').map(({ after }) => after)).toEqual(['1d2h']);
    expect(t.refused()).toEqual([{ user: 'ana', reason: 'already-inside' }]);
    expect(t.state()).toBe('running');
    await t.advance('2d');
    expect(t.state()).toBe('completed');
  },
);

scenario(
  'spread over an hour, and judged at each user’s own moment: a user who has left the segment by then stays out',
  letter({ type: 'schedule', segment: 'free', at: ['2026-03-02T12:00'], spread: '1h' }),
  async (t) => {
    for (const user of ['ana', 'bob', 'cec', 'dan']) await t.identify({ phone: '+31600000000', plan: 'free' }, user);
    await t.at('2h20m');
    await t.identify({ plan: 'pro' }, 'cec');
    await t.advance('2h');
    expect(['ana', 'bob', 'cec', 'dan'].map((user) => t.sent(user).map(({ after }) => after))).toEqual([
      ['2h'],
      ['2h15m'],
      [],
      ['2h45m'],
    ]);
    expect(t.refused()).toEqual([{ user: 'cec', reason: 'not-in-segment' }]);
  },
  [FREE],
);

scenario(
  'an occurrence in a pause is skipped; users queued when the pause begins enter when it ends',
  letter({ type: 'schedule', every: { unit: 'day', at: '12:00' }, spread: '1h', reentry: { policy: 'always' } }),
  async (t) => {
    await t.identify({ phone: '+31600000000' }, 'ana');
    await t.identify({ phone: '+31600000000' }, 'bob');
    await t.at('2h10m');
    await t.pause();
    await t.advance('1d');
    await t.resume();
    await t.advance('1h');
    expect(t.sent('ana').map(({ after }) => after)).toEqual(['2h']);
    expect(t.sent('bob').map(({ after }) => after)).toEqual(['1d2h10m1ms']);
  },
);

scenario(
  'a list: one row per user, with its other columns, at most one in ten seconds',
  letter(
    { type: 'list', perSecond: 0.1, key: 'event.cart', reentry: { policy: 'always' } },
    {
      nodes: {
        letter: { type: 'message', channel: 'sms', content: { text: 'Cart {{ context.entry.cart }}' }, then: 'end' },
        end: { type: 'exit', reason: 'completed' },
      },
    },
  ),
  async (t) => {
    await t.identify({ phone: '+31600000000' });
    await t.identify({ phone: '+31600000001' }, 'bob');
    await t.list({ cart: 'c1' }, { cart: 'c2' }, { user: 'bob', cart: 'c3' }, { user: 'bob' });
    await t.advance('1m');
    expect(t.passes().map(({ key }) => key)).toEqual(['c1', 'c2']);
    expect(t.messages('bob').map(({ content }) => content.text)).toEqual(['Cart c3']);
    expect(t.sent().map(({ after }) => after)).toEqual(['0', '10s']);
    expect(t.refused()).toEqual([{ user: 'bob', reason: 'no-entry-key' }]);
  },
);

scenario(
  '02:30 on the day on which clocks go forward happens at 03:00 (design.md §7.6)',
  letter({ type: 'schedule', every: { unit: 'day', at: '02:30', from: '2026-03-29' }, reentry: { policy: 'always' } }),
  async (t) => {
    await t.identify({ phone: '+31600000000' });
    await t.advance('28d');
    // Sunday 29 March, 01:00 UTC
    expect(t.sent().map(({ after }) => after)).toEqual(['26d16h', '27d15h30m']);
  },
);
