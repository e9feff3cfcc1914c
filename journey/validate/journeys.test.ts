import { describe, expect, test } from 'vitest';
import { journeyWith } from '../../test/samples/journey.ts';
import { validate } from './index.ts';

const sending = (journey: string, more: object = {}) =>
  journeyWith({ send: { type: 'enterJourney', journey, then: 'end' } }, more);
const entered = (entry: object) => journeyWith({}, { entry: { type: 'journey', ...entry } });
const flaws = (document: unknown, known?: readonly string[]) => {
  const validated = validate(document, known ? { journeys: known } : {});
  return validated.ok ? [] : validated.errors.map(({ path, message, fix }) => `${path} | ${message} | ${fix}`);
};
const own = String((journeyWith({}) as { id: string }).id);

describe('journeys that are named are there', () => {
  test.each([
    {
      given: 'a node, unknown',
      document: sending('winbak'),
      known: ['winback'],
      told: [
        `nodes.send.journey | node "send" names the journey "winbak", which doesn't exist | did you mean "winback"?`,
      ],
    },
    {
      given: 'a node, none known',
      document: sending('winback'),
      known: [],
      told: [
        `nodes.send.journey | node "send" names the journey "winback", which doesn't exist | publish it first: PUT /v1/journeys/winback`,
      ],
    },
    {
      given: 'an entry, unknown',
      document: entered({ journey: 'first', exited: true }),
      known: ['x'],
      told: [`entry.journey | the entry names the journey "first", which doesn't exist | use "x"`],
    },
    { given: 'known', document: sending('winback'), known: ['winback'], told: [] },
    { given: 'nobody can tell', document: sending('winback'), known: undefined, told: [] },
  ])('$given', ({ document, known, told }) => {
    expect(flaws(document, known)).toEqual(told);
  });
});

test('a journey that leads back to itself must allow re-entry', () => {
  const never = sending(own);
  expect(flaws(never)).toEqual([
    `nodes.send.journey | node "send" leads back into "${own}" itself, which users can't enter again | give the entry a "reentry", or name another journey`,
  ]);
  expect(flaws(sending(own, { entry: { type: 'event', event: 'E', reentry: { policy: 'always' } } }))).toEqual([]);
});

test.each([
  { entry: { journey: 'first' }, path: 'entry' },
  { entry: { journey: 'first', entered: true, exited: 'goal' }, path: 'entry' },
])('an entry by a journey says when: $entry', ({ entry, path }) => {
  const validated = validate(entered(entry));
  expect(validated.ok ? [] : validated.errors.map((flaw) => flaw.path)).toEqual([path]);
});
