import { describe, expect } from 'vitest';
import { Journey } from '../journey/document/document.ts';
import { scenario } from './scenario.ts';

const journey = (id: string, nodes: object): Journey =>
  Journey.parse({
    id,
    name: id,
    entry: { type: 'event', event: 'Joined', reentry: { policy: 'always' } },
    start: Object.keys(nodes)[0],
    nodes: { ...nodes, end: { type: 'exit' } },
  });
const MAIL = { type: 'message', channel: 'email', template: 'news', content: { subject: 'News', text: '.' } };
const ANA = { email: 'ana@example.com', timezone: 'Europe/Amsterdam' };

describe('the best time of a user, three ways', () => {
  const TIMED = journey('timed', {
    first: { ...MAIL, template: 'hello', then: 'best' },
    best: { type: 'bestTime', from: ['Session Started', '$message.clicked'], fallback: '18:00', then: 'mail' },
    mail: { ...MAIL, then: 'end' },
  });

  scenario('learned from sessions and from a click', TIMED, async (t) => {
    await t.identify(ANA);
    for (const wait of ['10h', '24h', '24h']) {
      await t.advance(wait);
      await t.track('Session Started'); // 20:00, thrice
    }
    await t.advance('13h');
    await t.track('Joined'); // 9:00
    await t.engage('hello', 'clicked');
    await t.advance('2d');
    expect(t.sent()).toEqual([
      { channel: 'email', template: 'hello', after: '2d23h1ms' },
      { channel: 'email', template: 'news', after: '3d10h' }, // 20:00
    ]);
    expect(t.trace().slice(1, 4)).toEqual([
      '+2d23h1ms first → sent: sent',
      '+2d23h1ms best wait: best-time',
      '+3d10h best → done: best-time-has-come',
    ]);
  });

  scenario(
    'too little is known: the fallback, on their clock; in a pause that holds clocks too, since it is a date',
    TIMED,
    async (t) => {
      await t.identify(ANA);
      await t.track('Session Started');
      await t.track('Joined'); // 10:00
      await t.advance('1h');
      await t.pause('hold-clock');
      await t.advance('2h');
      await t.resume();
      await t.advance('2d');
      expect(t.sent().at(-1)).toEqual({ channel: 'email', template: 'news', after: '8h' });
      expect(t.trace()).toContain('+0 best wait: best-time-unknown');
    },
  );
});

describe('a registered activity, three ways', () => {
  const SCORED = journey('scored', {
    score: {
      type: 'activity',
      activity: 'score-lead',
      input: { plan: { path: 'profile.plan' }, greeting: 'Hi {{ profile.name }}' },
      as: 'score',
      links: { hot: 'mail' },
      then: 'rest',
    },
    mail: { ...MAIL, content: { subject: '{{ context.score.points }} points', text: '.' }, then: 'end' },
    rest: { type: 'delay', for: '1h', then: 'end' },
  });

  scenario('it continues by the port that it answers with, and stores the output', SCORED, async (t) => {
    await t.identify({ ...ANA, plan: 'team', name: 'Ana' });
    await t.provider('activity', { type: 'accepted', response: { port: 'hot', output: { points: 91 } } });
    await t.track('Joined');
    expect(t.trace()).toEqual([
      '+0 score wait: activity-begun',
      '+0 score → hot: activity-answered',
      '+0 mail wait: send-decided',
      '+0 mail → sent: sent',
      '+0 end exit: path-ended',
    ]);
    expect(t.messages().map(({ content }) => content)).toMatchObject([
      { activity: 'score-lead', data: { plan: 'team', greeting: 'Hi Ana' } },
      { subject: '91 points' },
    ]);
  });

  scenario('another port takes "then", and so does a failure', SCORED, async (t) => {
    await t.identify({ ...ANA, name: 'Ana' });
    await t.provider('activity', { type: 'accepted', response: { port: 'cold' } });
    await t.track('Joined');
    expect(t.trace()).toContain('+0 score → cold: activity-answered');
    await t.advance('2h');
    await t.provider('activity', { type: 'rejected', reason: 'attempt 5: no connection' });
    await t.track('Joined');
    expect(t.trace()).toContain('+2h1ms score → failed: activity-failed');
  });
});
