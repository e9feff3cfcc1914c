import { describe, expect, test } from 'vitest';
import type { JourneyInput } from '../document/document.ts';
import { type Node, NodeSchema, nodeTypes, typeOf } from './index.ts';

/** One of each, as an author may write it. */
const SAMPLES: Readonly<Record<Node['type'], JourneyInput['nodes'][string]>> = {
  message: { type: 'message', channel: 'push', template: 'free-shipping', content: { title: 'Hi' } },
  webhook: { type: 'webhook', url: 'https://example.com' },
  delay: { type: 'delay', for: '2h' },
  waitUntil: { type: 'waitUntil', date: { path: 'profile.renewsAt', offset: { by: '1d', direction: 'before' } } },
  waitFor: { type: 'waitFor', events: { bought: { event: 'Charged' }, left: { event: 'Left' } }, timeout: '1d' },
  inaction: { type: 'inaction', event: 'Charged', within: '3d' },
  bestTime: { type: 'bestTime', fallback: '18:00' },
  branch: { type: 'branch', rules: [{ port: 'paid', when: { path: 'profile.plan', op: '=', value: 'pro' } }] },
  split: { type: 'split', experiment: 'e', paths: { a: 30, b: 10 } },
  intelli: {
    type: 'intelli',
    experiment: 'offer',
    paths: { a: {}, b: {} },
    goals: [{ id: 'bought', event: 'Bought' }],
  },
  update: { type: 'update', set: { plan: 'pro' }, unset: ['trial'] },
  enterJourney: { type: 'enterJourney', journey: 'winback' },
  activity: { type: 'activity', activity: 'score-lead', links: { hot: 'call' }, then: 'wait' },
  exit: { type: 'exit', reason: 'no-channel' },
};

describe('all there is to know about a type of node is in its file', () => {
  test.each<{ readonly type: Node['type']; readonly ports: readonly string[]; readonly sentence: string }>([
    { type: 'message', ports: ['sent', 'failed', 'unreachable', 'suppressed'], sentence: 'Push ‘free-shipping’' },
    { type: 'webhook', ports: ['ok', 'failed'], sentence: 'POST to https://example.com' },
    { type: 'delay', ports: ['done'], sentence: 'Wait 2 hours' },
    { type: 'waitUntil', ports: ['done', 'past'], sentence: 'Wait until 1 day before profile.renewsAt' },
    { type: 'waitFor', ports: ['bought', 'left', 'timeout'], sentence: 'Wait up to 1 day for Charged or Left' },
    { type: 'inaction', ports: ['did', 'didNot'], sentence: 'Whether Charged happens within 3 days' },
    { type: 'bestTime', ports: ['done'], sentence: "Wait for the user's best time, else until 18:00" },
    { type: 'branch', ports: ['paid', 'otherwise'], sentence: 'paid if profile.plan is "pro"' },
    { type: 'split', ports: ['a', 'b'], sentence: 'Split at random: 75 % a, 25 % b' },
    { type: 'intelli', ports: ['a', 'b'], sentence: 'Let a, b compete for Bought' },
    { type: 'update', ports: ['done'], sentence: 'Update plan, trial' },
    { type: 'enterJourney', ports: ['done'], sentence: 'Enter the journey winback' },
    { type: 'activity', ports: ['hot', 'done', 'failed'], sentence: 'Run score-lead' },
    { type: 'exit', ports: [], sentence: 'End: no-channel' },
  ])('$type: $sentence', ({ type, ports, sentence }) => {
    const node = NodeSchema.parse(SAMPLES[type]);
    const known = typeOf(node);
    expect(known.type).toBe(type);
    expect(known.ports(node)).toEqual(ports);
    expect(known.describe(node)).toBe(sentence);
    expect((known.takesTime?.(node) ?? []).every((port) => ports.includes(port))).toBe(true);
  });

  test('every type has a sample above', () => {
    expect(nodeTypes.map(({ type }) => type).toSorted()).toEqual(Object.keys(SAMPLES).toSorted());
  });

  test('a wait that never times out has no port for it, and does not need one', () => {
    const node = NodeSchema.parse({ ...SAMPLES.waitFor, timeout: 'never' });
    expect(typeOf(node).ports(node)).toEqual(['bought', 'left']);
  });
});
