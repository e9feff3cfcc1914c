import { expect, test } from 'vitest';
import { journeyWith } from '../../test/samples/journey.ts';
import type { Flaw } from '../base/refusal.ts';
import { validate } from './index.ts';

const told = (document: unknown, segments?: readonly string[]): readonly string[] => {
  const validation = validate(document, { ...(segments && { segments }) });
  const flaws: readonly Flaw[] = validation.ok ? [] : validation.errors;
  return flaws.map(({ path, message, fix }) => `${path} | ${message} | ${fix}`);
};
const check = (segment: string) => ({
  check: { type: 'branch', rules: [{ port: 'yes', when: { segment, is: 'in' } }], then: 'end' },
});
const enteredBy = (entry: object) => journeyWith({}, { entry: { type: 'segment', segment: 'vip', ...entry } });

test.each([
  {
    wrong: enteredBy({ segment: 'vup' }),
    flaw: `entry.segment | the entry names the segment "vup", which doesn't exist | did you mean "vip"?`,
    right: enteredBy({}),
  },
  {
    wrong: journeyWith(check('new')),
    flaw: `nodes.check.rules.0.when | node "check" names the segment "new", which doesn't exist | use "vip"`,
    right: journeyWith(check('vip')),
  },
  {
    wrong: journeyWith({}, { goals: [{ id: 'g', event: 'G', where: { segment: 'new', is: 'not-in' } }] }),
    flaw: `goals.0.where | goal "g" names the segment "new", which doesn't exist | use "vip"`,
    right: journeyWith({}, { goals: [{ id: 'g', event: 'G', where: { segment: 'vip', is: 'not-in' } }] }),
  },
  {
    wrong: enteredBy({ on: 'leaves', existing: true }),
    flaw: 'entry.existing | "existing" has no effect: the entry is for users who leave "vip", and none has left yet | remove "existing", or write "on": "joins"',
    right: enteredBy({ on: 'leaves' }),
  },
])('$flaw', ({ wrong, flaw, right }) => {
  expect(told(wrong, ['vip'])).toEqual([flaw]);
  expect(told(right, ['vip'])).toEqual([]);
});

test('a missing segment’s fix says how to create it; unknown segments aren’t reported', () => {
  expect(told(enteredBy({}), [])).toEqual([
    `entry.segment | the entry names the segment "vip", which doesn't exist | create it first: PUT /v1/segments/vip`,
  ]);
  expect(told(enteredBy({}))).toEqual([]);
});
