import { describe, expect, test } from 'vitest';
import { live, SECOND, versionOf } from '../../test/samples/instance.ts';
import type { JourneyInput } from '../document/document.ts';
import { activity } from './activity.ts';

type Activity = Partial<Extract<JourneyInput['nodes'][string], { readonly type: 'activity' }>>;

const running = (node: Activity = {}) => {
  const life = live(
    versionOf({
      score: {
        type: 'activity',
        activity: 'score-lead',
        as: 'score',
        links: { hot: 'warm', failed: 'bad' },
        ...node,
      },
      warm: { type: 'exit', reason: 'warm' },
      other: { type: 'exit', reason: 'other' },
      bad: { type: 'exit', reason: 'bad' },
    }),
  );
  life.decide(0);
  return life;
};

describe('the node continues by the port that the activity answers with', () => {
  test('the decision holds its name and the visit, and none of its input', () => {
    const life = running({ input: { email: '{{ profile.email }}' } });
    expect(life.sent).toEqual([{ type: 'send', channel: 'activity', activity: 'score-lead', node: 'score', visit: 1 }]);
    expect(life.trace).toEqual(['+0ms score wait: activity-begun']);
  });

  test.each([
    { given: 'a port that is linked', node: {}, response: { port: 'hot' }, exit: 'warm' },
    { given: 'a port that "then" is for', node: { then: 'other' }, response: { port: 'cold' }, exit: 'other' },
    { given: 'a port that nothing is for', node: {}, response: { port: 'cold' }, exit: 'bad' },
    { given: 'a port called as a method is', node: {}, response: { port: 'constructor' }, exit: 'bad' },
    { given: 'no port', node: {}, response: null, exit: 'bad' },
  ] as const)('$given → $exit', ({ node, response, exit }) => {
    const life = running(node as Activity);
    life.settle(SECOND, 'sent', { response });
    life.decide(SECOND);
    expect(life.instance.exit).toEqual({ reason: exit });
  });

  test.each(['failed', 'unknown'] as const)('%s takes "failed", and says why', (outcome) => {
    const life = running();
    life.settle(SECOND, outcome, { detail: 'attempt 5: no connection' });
    const { read } = life.decide(SECOND);
    expect(life.instance.exit).toEqual({ reason: 'bad' });
    expect(life.trace.at(-2)).toBe('+0ms score → failed: activity-failed');
    expect(read.at(-2)).toEqual({ detail: 'attempt 5: no connection' });
  });

  test('its output is remembered by "as"; one that has none is null there', () => {
    for (const [response, score] of [
      [{ port: 'hot', output: { points: 91 } }, { points: 91 }],
      [{ port: 'hot' }, null],
    ] as const) {
      const life = running();
      life.settle(SECOND, 'sent', { response });
      life.decide(SECOND);
      expect(life.context).toEqual({ entry: {}, score });
    }
  });

  test('events while it runs don’t affect it', () => {
    const life = running();
    life.track(SECOND, 'Something');
    life.decide(SECOND);
    expect(life.instance).toMatchObject({ at: 'score', exit: null });
  });
});

test('every text and path in its input is found, wherever it is', () => {
  const node = activity.schema.parse({
    type: 'activity',
    activity: 'a',
    input: { one: '1', deep: { list: ['2', 3] }, read: { path: 'profile.plan' }, wrong: { path: 'nowhere' } },
  });
  expect(activity.texts?.(node)).toEqual([
    { where: 'input.one', text: '1' },
    { where: 'input.deep.list.0', text: '2' },
  ]);
  expect(activity.reads?.(node)).toEqual([{ where: 'input.read', path: 'profile.plan' }]);
  expect(activity.flaws?.(node)).toMatchObject([{ where: 'input.wrong', message: '"nowhere" is not a path' }]);
});
