import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, T0 } from '../../test/samples/instance.ts';
import { NodeSchema } from '../nodes/index.ts';
import type { Intelli } from '../nodes/intelli.ts';
import type { Weights } from '../statistics/bandit.ts';
import { inForce } from '../statistics/weights.ts';
import { type Edit, editExperiment } from './edit.ts';
import { countsUpTo, declaredBy, type Experiment, publishExperiment, reweigh } from './experiment.ts';

const nodeOf = (more: object = {}): Intelli => {
  const node = NodeSchema.parse({
    type: 'intelli',
    experiment: 'offer',
    paths: { a: {}, b: {} },
    goals: [{ id: 'bought', event: 'Bought', within: '1d' }],
    ...more,
  });
  if (node.type !== 'intelli') throw new TypeError(node.type);
  return node;
};
const state = (more: Partial<Experiment> = {}): Experiment => ({
  mode: 'automatic',
  weights: { a: 50, b: 50 },
  winner: null,
  revision: 3,
  ...more,
});
const better = { a: { assigned: 1000, converted: 50 }, b: { assigned: 1000, converted: 80 } };

describe('publishing sets how an experiment starts, and changes only what the document changes', () => {
  const before = { declared: declaredBy(nodeOf()), state: state({ weights: { a: 10, b: 90 }, winner: 'b' }) };

  test.each<{ given: string; node: Intelli; becomes: Experiment }>([
    { given: 'the same paths', node: nodeOf({ name: 'New name' }), becomes: before.state },
    { given: 'another goal', node: nodeOf({ goals: [{ id: 'paid', event: 'Paid' }] }), becomes: before.state },
    {
      given: 'one more path',
      node: nodeOf({ paths: { a: {}, b: {}, c: {} }, floor: 0 }),
      becomes: state({ weights: { a: 33.33, b: 33.33, c: 33.33 }, winner: 'b', revision: 4 }),
    },
    {
      given: 'the winner’s path is gone',
      node: nodeOf({ paths: { a: {}, c: {} } }),
      becomes: state({ weights: { a: 50, c: 50 }, revision: 4 }),
    },
    {
      given: 'manual weights',
      node: nodeOf({ mode: 'manual', paths: { a: { weight: 1 }, b: { weight: 3 } } }),
      becomes: state({ mode: 'manual', weights: { a: 25, b: 75 }, winner: 'b', revision: 4 }),
    },
  ])('$given', ({ node, becomes }) => {
    expect(publishExperiment(node, before)).toEqual(becomes);
  });

  test('new: by the document, with the floor from the first user on', () => {
    const node = nodeOf({ paths: { a: { weight: 0 }, b: { weight: 1 } }, floor: 5 });
    expect(publishExperiment(node)).toEqual(state({ weights: { a: 5, b: 95 }, revision: 1 }));
  });
});

describe('re-weighing', () => {
  test.each<{ given: string; of: Experiment; is: boolean }>([
    { given: 'automatic', of: state(), is: true },
    { given: 'manual: people set them', of: state({ mode: 'manual' }), is: false },
    { given: 'a winner: it has the traffic', of: state({ winner: 'a' }), is: false },
    { given: 'hardly another answer than before', of: state({ weights: { a: 5.2, b: 94.8 } }), is: false },
  ])('$given → $is', ({ of, is }) => {
    const weights = reweigh(nodeOf(), of, better);
    expect(weights !== undefined).toBe(is);
    if (weights) expect(weights.b).toBeGreaterThan(90);
  });

  test('no user assigned: the weights stay as the document says', () => {
    const none = { assigned: 0, converted: 0 };
    expect(reweigh(nodeOf(), state({ weights: { a: 30, b: 70 } }), { a: none, b: none })).toBeUndefined();
  });

  test('nothing new, nothing changed: the same tallies ask for the same weights, at any revision', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (one, other) => {
        const tallies = { a: { assigned: 300, converted: one }, b: { assigned: 300, converted: other } };
        const first = reweigh(nodeOf(), state(), tallies);
        expect(reweigh(nodeOf(), state(), tallies)).toEqual(first);
        if (first) expect(reweigh(nodeOf(), state({ weights: first, revision: 4 }), tallies)).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    { counting: 'at-once', goals: [{ id: 'g', event: 'E', within: '1d' }], before: 0 },
    { counting: 'after-window', goals: [{ id: 'g', event: 'E', within: '2h' }], before: 2 * HOUR + 2 * HOUR },
    {
      counting: 'after-window',
      goals: [
        { id: 'g', event: 'E', within: '2h' },
        { id: 'h', event: 'E', within: '3d' },
      ],
      before: 3 * DAY + 2 * HOUR, // a calendar day may have 25 hours
    },
  ])('counting $counting: those assigned up to $before ms ago', ({ counting, goals, before }) => {
    expect(T0 - countsUpTo(nodeOf({ counting, goals }), T0)).toBe(before);
  });
});

describe('operators change an experiment that runs', () => {
  const arms = ['a', 'b'];

  test.each<{ given: string; edit: Edit; of?: Partial<Experiment>; is: Partial<Experiment> }>([
    {
      given: 'manual weights',
      edit: { type: 'edited', mode: 'manual', weights: { a: 1, b: 3 } },
      is: { mode: 'manual', weights: { a: 25, b: 75 }, revision: 4 },
    },
    {
      given: 'weights again',
      edit: { type: 'edited', weights: { a: 0, b: 7 } },
      of: { mode: 'manual' },
      is: { weights: { a: 0, b: 100 }, revision: 4 },
    },
    {
      given: 'the same weights',
      edit: { type: 'edited', weights: { a: 2, b: 2 } },
      of: { mode: 'manual' },
      is: { revision: 3 },
    },
    {
      given: 'automatic again: from where it stands',
      edit: { type: 'edited', mode: 'automatic' },
      of: { mode: 'manual' },
      is: { mode: 'automatic', weights: { a: 50, b: 50 }, revision: 4 },
    },
    {
      given: 'a winner',
      edit: { type: 'winner-declared', arm: 'b' },
      is: { winner: 'b', weights: { a: 50, b: 50 }, revision: 4 },
    },
    {
      given: 'the same winner',
      edit: { type: 'winner-declared', arm: 'b' },
      of: { winner: 'b' },
      is: { winner: 'b', revision: 3 },
    },
    {
      given: 'no winner any more',
      edit: { type: 'winner-withdrawn' },
      of: { winner: 'b' },
      is: { winner: null, revision: 4 },
    },
  ])('$given', ({ edit, of, is }) => {
    expect(editExperiment(arms, state(of), edit)).toMatchObject({ ok: true, value: is });
  });

  test.each<{ edit: Edit; message: string }>([
    { edit: { type: 'edited', weights: { a: 1, b: 1 } }, message: 'in automatic mode the weights are the bandit’s' },
    { edit: { type: 'edited', mode: 'manual', weights: { a: 1 } }, message: 'no weight is given for "b"' },
    { edit: { type: 'edited', mode: 'manual', weights: { a: 1, b: 1, z: 1 } }, message: 'there is no path "z"' },
    { edit: { type: 'edited', mode: 'manual', weights: { a: 0, b: 0 } }, message: 'every weight is 0' },
    { edit: { type: 'winner-declared', arm: 'z' }, message: 'there is no path "z"' },
  ])('refused: $message', ({ edit, message }) => {
    expect(editExperiment(arms, state(), edit)).toMatchObject({
      ok: false,
      refusal: { code: 'experiment-refused', message },
    });
  });

  test('a winner takes all that is new, whatever the weights', () => {
    const weights: Weights = { a: 30, b: 70 };
    expect(inForce({ weights, winner: null })).toEqual(weights);
    expect(inForce({ weights, winner: 'a' })).toEqual({ a: 100 });
  });
});
