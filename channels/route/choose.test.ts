import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applySettings, orderProviders } from './choose.ts';

const setting = (name: string, weight: number, isEnabled = true) => ({ name, weight, isEnabled });
const Settings = fc.uniqueArray(
  fc.record({ name: fc.string({ minLength: 1 }), weight: fc.nat(100), isEnabled: fc.boolean() }),
  { selector: ({ name }) => name, maxLength: 6 },
);

describe('which provider of a channel a message goes to first', () => {
  test('8 each enabled provider is tried once, and no disabled one', () => {
    fc.assert(
      fc.property(Settings, fc.string(), (settings, key) => {
        const enabled = settings.filter(({ isEnabled }) => isEnabled).map(({ name }) => name);
        expect(orderProviders(settings, key).toSorted()).toEqual(enabled.toSorted());
      }),
    );
  });

  test('8 a provider of weight 0 is never first while others have weight', () => {
    const settings = [setting('a', 0), setting('b', 1), setting('c', 0)];
    for (let nr = 0; nr < 200; nr += 1) expect(orderProviders(settings, `k${nr}`)).toEqual(['b', 'a', 'c']);
  });

  test('8 without weights, the order decides', () => {
    expect(orderProviders([setting('a', 0), setting('b', 0)], 'k')).toEqual(['a', 'b']);
  });

  test('8 weights are shares: 3 to 1 is three quarters', () => {
    const settings = [setting('a', 3), setting('b', 1)];
    const keys = Array.from({ length: 4_000 }, (_, nr) => `instance-${nr}.send.1`);
    const share = keys.filter((key) => orderProviders(settings, key)[0] === 'a').length / keys.length;
    expect(share).toBeGreaterThan(0.72);
    expect(share).toBeLessThan(0.78);
  });
});

describe('stored settings and the providers of the environment', () => {
  test.each([
    { given: 'no settings', stored: undefined, expected: [setting('a', 1), setting('b', 0)] },
    {
      given: 'another order and weights',
      stored: [setting('b', 2), setting('a', 1)],
      expected: [setting('b', 2), setting('a', 1)],
    },
    {
      given: 'a provider that the environment no longer has',
      stored: [setting('gone', 5), setting('b', 1)],
      expected: [setting('b', 1), setting('a', 0)],
    },
    { given: 'only such providers', stored: [setting('gone', 5)], expected: [setting('a', 1), setting('b', 0)] },
  ])('8 given $given', ({ stored, expected }) => {
    expect(applySettings(['a', 'b'], stored)).toEqual(expected);
  });
});
