import { describe, expect, test } from 'vitest';
import { live, versionOf } from '../../test/samples/instance.ts';
import type { JsonObject } from '../base/json.ts';

const version = versionOf({
  branch: {
    type: 'branch',
    rules: [
      { port: 'gold', when: { path: 'profile.points', op: '>=', value: 100 } },
      {
        port: 'paid',
        when: {
          any: [
            { path: 'profile.plan', op: '=', value: 'pro' },
            { path: 'context.entry.paid', op: '=', value: true },
          ],
        },
      },
    ],
    links: { gold: 'gold', paid: 'paid', otherwise: 'free' },
  },
  gold: { type: 'exit', reason: 'gold' },
  paid: { type: 'exit', reason: 'paid' },
  free: { type: 'exit', reason: 'free' },
});

describe('the first rule that holds wins', () => {
  test.each<{ readonly profile: JsonObject; readonly entry: JsonObject; readonly reason: string }>([
    { profile: { points: 100, plan: 'pro' }, entry: {}, reason: 'gold' },
    { profile: { points: 99, plan: 'pro' }, entry: {}, reason: 'paid' },
    { profile: { points: '100' }, entry: { paid: true }, reason: 'paid' },
    { profile: {}, entry: {}, reason: 'free' },
  ])('$profile, $entry → $reason', ({ profile, entry, reason }) => {
    const life = live(version, { profile, entry });
    life.decide(0);
    expect(life.instance.exit).toEqual({ reason });
  });

  test('it takes no time, and reports the rule and the values it read', () => {
    const life = live(version, { profile: { points: 5, plan: 'pro' } });
    const { read } = life.decide(0);
    expect(life.trace).toEqual(['+0ms branch → paid: rule-holds', '+0ms paid exit: path-ended']);
    expect(read[0]).toEqual({
      rule: 'profile.plan is "pro" or context.entry.paid is true',
      'profile.points': 5,
      'profile.plan': 'pro',
    });
  });
});
