import { expect } from 'vitest';
import { Journey } from '../journey/document/document.ts';
import { scenario } from '../testkit/scenario.ts';

/** Entry on a date of the profile, three ways. Every scenario begins on Monday 2 March 2026, 10:00 in Amsterdam. */
const onDate = (entry: object) =>
  Journey.parse({
    id: 'renewal',
    name: 'Renewal',
    timeZone: 'Europe/Amsterdam',
    entry: { type: 'date', trait: 'renewal', ...entry },
    start: 'remind',
    nodes: {
      remind: { type: 'message', channel: 'sms', content: { text: 'On {{ context.entry.date }}' }, then: 'end' },
      end: { type: 'exit', reason: 'completed' },
    },
  });
const REACHABLE = { phone: '+31600000000' };
const threeDaysBefore = { offset: { by: '3d', direction: 'before' }, at: '10:00' };

scenario('three days before a date that moves; a removed date lets no user in', onDate(threeDaysBefore), async (t) => {
  await t.identify({ ...REACHABLE, renewal: '2026-03-10' });
  await t.identify({ ...REACHABLE, renewal: '2026-03-10' }, 'bob');
  await t.advance('1d');
  await t.identify({ renewal: '2026-03-12' });
  await t.identify({ renewal: null }, 'bob');
  await t.advance('20d');
  expect(t.sent().map(({ after }) => after)).toEqual(['7d']);
  expect(t.messages().map(({ content }) => content.text)).toEqual(['On 2026-03-09T09:00:00.000Z']);
  expect(t.passes('bob')).toEqual([]);
});

scenario(
  'a change at the very instant moves it; a millisecond later it has come',
  onDate(threeDaysBefore),
  async (t) => {
    await t.identify({ ...REACHABLE, renewal: '2026-03-10' });
    await t.identify({ ...REACHABLE, renewal: '2026-03-10' }, 'bob');
    await t.at('5d');
    await t.identify({ renewal: '2026-03-20' });
    await t.advance('1h');
    await t.identify({ renewal: '2026-03-20' }, 'bob');
    expect(t.sent('bob').map(({ after }) => after)).toEqual(['5d']);
    expect(t.sent()).toEqual([]);
    await t.advance('20d');
    expect(t.sent().map(({ after }) => after)).toEqual(['15d']);
  },
);

scenario('a date that has passed when it becomes known lets no user in', onDate(threeDaysBefore), async (t) => {
  await t.identify({ ...REACHABLE, renewal: '2026-03-04' });
  await t.advance('20d');
  expect(t.passes()).toEqual([]);
  expect(t.refused()).toEqual([]);
});

scenario(
  'every year, on the clock of where they are by then',
  onDate({ yearly: true, at: '10:00', reentry: { policy: 'always' } }),
  async (t) => {
    await t.identify({ ...REACHABLE, renewal: '1990-03-05' });
    await t.advance('4d');
    await t.identify({ timezone: 'Asia/Tokyo' });
    await t.advance('370d');
    expect(t.sent().map(({ after }) => after)).toEqual(['3d', '367d16h']);
  },
);

scenario(
  'in a pause no user enters, and next year they do',
  onDate({ yearly: true, at: '10:00', reentry: { policy: 'always' } }),
  async (t) => {
    await t.identify({ ...REACHABLE, renewal: '1990-03-05' });
    await t.advance('2d');
    await t.pause();
    await t.identify({ ...REACHABLE, renewal: '1990-03-09' }, 'bob');
    await t.advance('2d');
    await t.resume();
    await t.advance('364d');
    expect(t.sent().map(({ after }) => after)).toEqual(['368d']);
    expect(t.sent('bob').map(({ after }) => after)).toEqual(['7d']);
    expect(t.refused()).toEqual([{ user: 'ana', reason: 'not-running' }]);
  },
);

scenario(
  'D8 a date entry, a wait and a condition read what clients write, the same three ways',
  Journey.parse({
    id: 'renewal',
    name: 'Renewal',
    timeZone: 'Europe/Amsterdam',
    dateOrder: 'dmy',
    entry: { type: 'date', trait: 'renewal', at: '10:00' },
    start: 'soon',
    nodes: {
      soon: {
        type: 'branch',
        rules: [{ port: 'old', when: { path: 'profile.joined', op: 'before', value: { daysAgo: 7 } } }],
        links: { old: 'wait', otherwise: 'end' },
      },
      wait: {
        type: 'waitUntil',
        date: { path: 'profile.ends' },
        links: { done: 'remind', past: 'end', unreadable: 'ask' },
      },
      remind: {
        type: 'message',
        channel: 'sms',
        content: { text: 'Ends {{ profile.ends | date: "%d %B" }}' },
        then: 'end',
      },
      ask: { type: 'message', channel: 'sms', content: { text: 'When?' }, then: 'end' },
      end: { type: 'exit', reason: 'completed' },
    },
  }),
  async (t) => {
    await t.identify({
      ...REACHABLE,
      renewal: '03/03/2026',
      joined: 'Sun, 22 Feb 2026 23:30:00 +0100',
      ends: '5 March 2026',
    });
    await t.identify({ ...REACHABLE, renewal: '1772539200', joined: '22.2.2026', ends: 'soon' }, 'bob');
    await t.identify({ ...REACHABLE, renewal: '3 Mar 2026', joined: '2026-W09-2', ends: '5 March 2026' }, 'eve');
    await t.advance('10d');
    expect(t.messages().map(({ content }) => content.text)).toEqual(['Ends 05 March']);
    expect(t.trace('bob')).toContain('+1d wait → unreadable: date-unreadable');
    expect(t.trace('eve')[0]).toContain('soon → otherwise');
  },
);

scenario(
  'D8 a calendar date stays on its day in every zone',
  onDate({ yearly: true, calendar: true, at: '10:00' }),
  async (t) => {
    await t.identify({ ...REACHABLE, timezone: 'America/New_York', renewal: '1990-03-05T00:00:00Z' });
    await t.identify({ ...REACHABLE, timezone: 'Asia/Tokyo', renewal: 636_595_200 }, 'bob');
    await t.advance('10d');
    expect(t.messages().map(({ content }) => content.text)).toEqual(['On 2026-03-05T15:00:00.000Z']);
    expect(t.messages('bob').map(({ content }) => content.text)).toEqual(['On 2026-03-05T01:00:00.000Z']);
  },
);

scenario(
  'D9 a Windows name, an offset and the device’s zone move a date like an IANA name',
  onDate({ at: '10:00' }),
  async (t) => {
    await t.identify({ ...REACHABLE, renewal: '2026-03-05', timezone: 'Tokyo Standard Time' });
    await t.identify({ ...REACHABLE, renewal: '2026-03-05', timezone: 'GMT-5' }, 'bob');
    await t.identify({ ...REACHABLE, renewal: '2026-03-05' }, 'eve');
    await t.identify({ $timezone: 'Asia/Tokyo' }, 'eve');
    await t.advance('10d');
    expect(t.messages().map(({ content }) => content.text)).toEqual(['On 2026-03-05T01:00:00.000Z']);
    expect(t.messages('bob').map(({ content }) => content.text)).toEqual(['On 2026-03-05T15:00:00.000Z']);
    expect(t.messages('eve').map(({ content }) => content.text)).toEqual(['On 2026-03-05T01:00:00.000Z']);
  },
);
