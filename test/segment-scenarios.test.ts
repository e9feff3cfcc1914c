import { expect } from 'vitest';
import { Journey } from '../journey/document/document.ts';
import { SegmentCondition } from '../journey/segments/segment.ts';
import { scenario } from '../testkit/scenario.ts';

/** A segment's entries and branches, three ways: by an event, by a trait, by time passing alone (design.md §8). */

const named = (id: string, condition: object) => ({ id, name: id, condition: SegmentCondition.parse(condition) });
const IDLE = named('idle', { all: [{ did: 'Session' }, { didNot: 'Session', within: '30d' }] });
const FREE = named('free', { path: 'profile.plan', op: '=', value: 'free' });
const COLD = named('cold', { all: [{ inSegment: 'idle' }, { inSegment: 'free' }] });

const entered = (segment: string, more: object = {}) =>
  Journey.parse({
    id: 'win-back',
    name: 'Win back',
    entry: { type: 'segment', segment, reentry: { policy: 'always' }, ...more },
    start: 'check',
    nodes: {
      check: {
        type: 'branch',
        rules: [{ port: 'free', when: { segment: 'free', is: 'in' } }],
        links: { free: 'offer' },
        then: 'wait',
      },
      offer: { type: 'message', channel: 'sms', content: { text: 'Come back' }, then: 'wait' },
      wait: { type: 'waitFor', events: { back: { event: '$segment.left' } }, timeout: '10d', then: 'end' },
      end: { type: 'exit', reason: 'done' },
    },
  });

scenario(
  'no session for 30 days: by time passing alone, to the millisecond, and out again by an event',
  entered('idle'),
  async (t) => {
    await t.identify({ phone: '+31600000000', plan: 'free' });
    await t.track('Session');
    await t.advance('10d');
    await t.track('Session');
    await t.at('40d');
    expect(t.passes()).toEqual([]);
    await t.track('Session'); // in the last millisecond
    await t.advance('31d');
    expect(t.trace()[0]).toBe('+70d check → free: rule-holds');
    expect(t.sent()).toEqual([{ channel: 'sms', template: 'offer', after: '70d' }]);
    await t.track('Session');
    expect(t.trace().at(-2)).toBe('+71d1ms wait → back: event-happened');
    await t.advance('31d');
    expect(t.passes()).toHaveLength(2);
  },
  [IDLE, FREE, COLD],
);

scenario(
  'by a trait; another segment that asks for it; and leaving',
  entered('free', { on: 'leaves' }),
  async (t) => {
    await t.identify({ phone: '+31600000000', plan: 'free' });
    expect(t.passes()).toEqual([]);
    await t.advance('1h');
    await t.identify({ plan: 'pro' });
    expect(t.trace()[0]).toBe('+1h1ms check → otherwise: no-rule-holds');
    await t.advance('11d');
    expect(t.exit()).toEqual({ reason: 'done' });
  },
  [FREE],
);

scenario(
  'a segment of segments is joined when the last of them is, at the same instant',
  entered('cold'),
  async (t) => {
    await t.identify({ phone: '+31600000000', plan: 'free' });
    await t.track('Session');
    await t.advance('30d');
    expect(t.trace()[0]).toBe('+30d check → free: rule-holds');
    await t.advance('11d');
    expect(t.exit()).toEqual({ reason: 'done' });
  },
  [IDLE, FREE, COLD],
);
