import { describe, expect, test } from 'vitest';
import { DAY, eventOf, factsOf, HOUR, type Life, live, T0, versionOf } from '../../test/samples/instance.ts';
import { NodeId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { JourneyInput } from '../document/document.ts';
import { NO_GOALS_YET } from '../moves/move.ts';
import { instant } from '../time/time.ts';
import { attributeConversion, type Conversion, goalsOpenUntil, meetGoalsAfterEnd } from './goals.ts';

const end = { end: { type: 'exit' } } as const;
const nodes: JourneyInput['nodes'] = {
  wait: { type: 'delay', for: '2h', then: 'sms' },
  sms: { type: 'message', channel: 'inApp', content: { text: 'x' }, then: 'long' },
  long: { type: 'delay', for: '30d', then: 'end' },
  ...end,
};
const living = (more: Partial<JourneyInput>, about: Parameters<typeof live>[1] = {}): Life => {
  const life = live(versionOf(nodes, { timeZone: 'UTC', ...more }), about);
  life.decide(0);
  return life;
};
const conversions = ({ decided }: Life) =>
  decided.flatMap((each) => each.conversions.map(({ goal, at, node }) => [goal, at - T0, node]));
const pro = { path: 'profile.plan', op: '=', value: 'pro' } as const;

describe('a goal that is met counts once in an entry', () => {
  test('measured only: the goal is noted and counts once, and the instance continues', () => {
    const life = living({ goals: [{ id: 'look', event: 'Viewed', exits: false }] });
    for (const hour of [1, 1, 2]) {
      life.track(hour * HOUR, 'Viewed', 'Viewed');
      life.decide(hour * HOUR);
    }
    expect(conversions(life)).toEqual([['look', HOUR, 'wait']]);
    expect(life.trace).toEqual(['+0ms wait wait: delay-began', '+1h wait note: goal-counted']);
  });

  test('several in one acceptance each count, and the first that exits ends it', () => {
    const life = living({
      goals: [
        { id: 'view', event: 'Viewed', exits: false },
        { id: 'buy', event: 'Charged' },
        { id: 'big', event: 'Charged', where: { path: 'event.n', op: '>', value: 1 }, exits: false },
        { id: 'other', event: 'Charged' },
      ],
      exits: [{ event: 'Viewed', reason: 'viewed' }],
    });
    life.track(HOUR, ['Charged', { n: 2 }], 'Viewed');
    life.decide(HOUR);
    expect(conversions(life).map(([goal]) => goal)).toEqual(['buy', 'big', 'other', 'view']);
    expect(life.instance.exit).toEqual({ reason: 'goal', goal: 'buy' });
    expect(life.trace.slice(1)).toEqual([
      '+1h wait note: goal-counted',
      '+1h wait note: goal-counted',
      '+1h wait note: goal-counted',
      '+1h wait exit: goal-met',
    ]);
  });

  test('one that does not exit leaves an exit its turn', () => {
    const life = living({
      goals: [{ id: 'view', event: 'Viewed', exits: false }],
      exits: [{ event: 'Viewed', reason: 'seen' }],
    });
    life.track(HOUR, 'Viewed');
    life.decide(HOUR);
    expect(conversions(life)).toEqual([['view', HOUR, 'wait']]);
    expect(life.instance.exit).toEqual({ reason: 'seen' });
  });
});

describe('a window decides what counts, to the millisecond; an exiting goal exits outside it too', () => {
  const window = { for: '3h', from: 'entry' } as const;
  test.each([
    { exits: true, after: 3 * HOUR, counts: true, rule: 'goal-met' },
    { exits: true, after: 3 * HOUR + 1, counts: false, rule: 'goal-after-window' },
    { exits: false, after: 3 * HOUR, counts: true, rule: 'goal-counted' },
    { exits: false, after: 3 * HOUR + 1, counts: false, rule: 'send-decided' },
  ])('3h from the entry, exits $exits, met $after ms after it → $rule', ({ exits, after, counts, rule }) => {
    const life = living({ goals: [{ id: 'buy', event: 'Charged', exits, window }] });
    life.decide(2 * HOUR + 1);
    life.track(after, 'Charged');
    life.decide(after);
    expect(conversions(life)).toHaveLength(counts ? 1 : 0);
    expect(life.trace.at(-1)).toContain(rule);
    expect(life.instance.exit !== null).toBe(exits);
  });

  const sentAt = 2 * HOUR + 1;
  test.each([
    { sent: false, after: DAY, counts: true },
    { sent: false, after: DAY + 1, counts: false },
    { sent: true, after: sentAt + DAY, counts: true },
    { sent: true, after: sentAt + DAY + 1, counts: false },
  ])('1d from the last send (sent: $sent), met $after ms after the entry → $counts', ({ sent, after, counts }) => {
    const life = living({
      goals: [{ id: 'buy', event: 'Charged', exits: false, window: { for: '1d', from: 'last-send' } }],
    });
    life.decide(sentAt);
    life.settle(sentAt, sent ? 'sent' : 'failed');
    life.track(after, 'Charged'); // read in the same decision as the outcome, or in a later one
    life.decide(sent ? after : sentAt);
    life.decide(after);
    expect(conversions(life)).toHaveLength(counts ? 1 : 0);
  });
});

describe('a condition is met by becoming true after the entry', () => {
  const goals = [{ id: 'paid', condition: pro, exits: false }];
  test.each<{ readonly before: JsonObject; readonly changes: readonly JsonObject[]; readonly met: number | null }>([
    { before: {}, changes: [{ plan: 'pro' }], met: 1 },
    { before: { plan: 'free' }, changes: [{ seen: true }, { plan: 'pro' }], met: 2 },
    { before: { plan: 'pro' }, changes: [{ plan: 'pro' }, { seen: true }], met: null },
    { before: { plan: 'pro' }, changes: [{ plan: 'free' }, { plan: 'pro' }], met: 2 },
    { before: { plan: 'pro' }, changes: [{ plan: null }, { seen: 1 }, { plan: 'pro' }], met: 3 },
    { before: {}, changes: [{ plan: 'pro' }, { plan: 'free' }], met: 1 },
  ])('$before, then $changes → at change $met', ({ before, changes, met }) => {
    const life = living({ goals }, { profile: before });
    for (const [nr, change] of changes.entries()) life.track((nr + 1) * 60_000, ['$profile.changed', change]);
    life.profile(Object.assign({}, ...changes));
    life.decide(HOUR);
    expect(conversions(life)).toEqual(met === null ? [] : [['paid', met * 60_000, 'wait']]);
  });

  test('an exit by condition ends it, and a goal of the same change goes first', () => {
    const exits = [{ condition: pro, reason: 'upgraded' }];
    const life = living({ exits });
    life.track(HOUR, ['$profile.changed', { plan: 'pro' }]);
    life.profile({ plan: 'pro' });
    const { read } = life.decide(HOUR);
    expect(life.instance.exit).toEqual({ reason: 'upgraded' });
    expect(life.trace.at(-1)).toBe('+1h wait exit: exit-met');
    expect(read.at(-1)).toEqual({ 'profile.plan': 'pro' });

    const both = living({ exits, goals: [{ id: 'paid', condition: pro }] });
    both.track(HOUR, ['$profile.changed', { plan: 'pro' }]);
    both.decide(HOUR);
    expect(both.instance.exit).toEqual({ reason: 'goal', goal: 'paid' });
  });

  test('only a change of a value that the condition reads wakes instances', () => {
    const version = versionOf(nodes, { goals, exits: [{ condition: { ...pro, path: 'profile.out' }, reason: 'x' }] });
    expect(version.interestsAt(null)).toEqual(['trait:plan', 'trait:out']);
    expect(version.eventNames).toContain('$profile.changed');
  });
});

describe('a conversion is attributed to the last message, and to where the instance was', () => {
  const version = versionOf(nodes);
  const at = (node: string | null, visit: number): Conversion => ({
    goal: 'g',
    at: T0,
    position: 9,
    node: node === null ? null : NodeId.parse(node),
    visit,
  });
  const sent = (visit: number) => ({ node: NodeId.parse('sms'), visit });
  test.each([
    { conversion: at('wait', 1), by: null, place: 'at' },
    { conversion: at('sms', 2), by: null, place: 'before' },
    { conversion: at('sms', 4), by: sent(2), place: 'before' },
    { conversion: at('sms', 2), by: sent(2), place: 'at' },
    { conversion: at('long', 3), by: sent(2), place: 'at' },
    { conversion: at(null, 4), by: sent(2), place: 'after' },
    { conversion: at(null, 0), by: null, place: 'none' },
  ])('$conversion.node, visit $conversion.visit, last sent $by → $place', ({ conversion, by, place }) => {
    expect(attributeConversion(version, conversion, by)).toEqual({ ...conversion, place, by });
  });
});

describe('after the end only goals with a window can be met', () => {
  const goals: JourneyInput['goals'] = [
    { id: 'plain', event: 'Charged' },
    { id: 'week', event: 'Charged', window: { for: '7d', from: 'entry' } },
    { id: 'day', event: 'Charged', window: { for: '1d', from: 'last-send' } },
  ];
  const lastSend = { at: instant(T0 + 10 * DAY), node: NodeId.parse('sms'), visit: 2 };
  const seen = (more: Partial<JourneyInput>, after: number, converted: readonly string[] = []) =>
    meetGoalsAfterEnd(
      versionOf(nodes, { goals, timeZone: 'UTC', ...more }),
      { enteredAt: T0, visit: 4 },
      eventOf('Charged', T0 + after, 9),
      factsOf({ goals: { converted, holding: [], lastSend } }),
    ).conversions.map(({ goal }) => goal);

  test.each([
    { after: 7 * DAY, converted: [], goals: ['week', 'day'] },
    { after: 7 * DAY + 1, converted: [], goals: ['day'] },
    { after: 11 * DAY, converted: [], goals: ['day'] },
    { after: 11 * DAY + 1, converted: [], goals: [] },
    { after: 1, converted: ['week'], goals: ['day'] },
  ])('$after ms after the entry, $converted counted → $goals', ({ after, converted, goals: expected }) => {
    expect(seen({}, after, converted)).toEqual(expected);
  });

  test('with a control group, a goal without a window counts for the journey’s timeout, in both groups', () => {
    const entry = { type: 'event', event: 'Entered', controlGroup: 10 } as const;
    expect(seen({ entry }, 30 * DAY)).toEqual(['plain']);
    expect(seen({ entry }, 30 * DAY + 1)).toEqual([]);
    expect(seen({ entry, timeout: '12d' }, 12 * DAY + 1)).toEqual([]);
  });

  test.each([
    { converted: [], sent: true, now: 0, until: 11 * DAY },
    { converted: [], sent: false, now: 0, until: 7 * DAY },
    { converted: ['day'], sent: true, now: 7 * DAY, until: 7 * DAY },
    { converted: ['day'], sent: true, now: 7 * DAY + 1, until: null },
    { converted: ['day', 'week'], sent: true, now: 0, until: null },
  ])('$converted counted, sent: $sent, now +$now → open until $until', ({ converted, sent, now, until }) => {
    const facts = factsOf({ now: instant(T0 + now) });
    const known = { ...NO_GOALS_YET, converted, lastSend: sent ? lastSend : null };
    expect(goalsOpenUntil(versionOf(nodes, { goals, timeZone: 'UTC' }), { enteredAt: T0 }, facts, known)).toBe(
      until === null ? null : T0 + until,
    );
  });
});
