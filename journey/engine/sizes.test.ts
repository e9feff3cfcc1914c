import { describe, expect, test } from 'vitest';
import { DAY, HOUR, live } from '../../test/samples/instance.ts';
import { largeJourney } from '../../test/samples/large-journey.ts';
import { validate } from '../validate/index.ts';
import { compile } from './version.ts';

describe('World: sizes, 200 nodes, 10 goals, 32 branches, waits of 1 s and of 5 years', () => {
  const validated = validate(largeJourney());

  test('it may be published', () => {
    expect(validated.ok ? [] : validated.errors).toEqual([]);
    expect(validated.ok && Object.keys(validated.document.nodes)).toHaveLength(200);
  });

  test('it is lived through, from the wait of a second to that of five years', () => {
    if (!validated.ok) return expect.unreachable('it is valid');
    const life = live(compile(validated.document, 1), { profile: { tier: 'tier-31' } });
    life.decide(0);
    expect(life.instance.at).toBe('second');
    life.decide(1001);
    expect(life.instance.at).toBe('years');
    const fiveYears = (5 * 365 + 1) * DAY;
    life.decide(1000 + fiveYears);
    expect(life.instance.at).toBe('years');
    life.decide(1001 + fiveYears);
    for (let hour = 1; life.instance.at !== 'last' && hour < 400; hour += 1)
      life.decide(1001 + fiveYears + hour * HOUR);
    life.settle(6 * 365 * DAY);
    life.decide(6 * 365 * DAY);
    expect(life.instance.exit).toEqual({ reason: 'completed' });
    expect(new Set(life.decided.flatMap(({ decision }) => decision.trace.map(({ node }) => node))).size).toBe(200 - 31);
    for (const { instance, decision } of life.decided) {
      expect(JSON.stringify(instance).length).toBeLessThan(8192);
      expect(JSON.stringify(decision).length).toBeLessThan(2048);
    }
  });

  test('of ten goals, the one that is met ends the instance, five years later', () => {
    if (!validated.ok) return expect.unreachable('it is valid');
    const life = live(compile(validated.document, 1));
    life.decide(0);
    life.decide(1001);
    life.track(4 * 365 * DAY, 'Goal 9');
    life.decide(4 * 365 * DAY);
    expect(life.instance.exit).toEqual({ reason: 'goal', goal: 'goal-9' });
  });
});
