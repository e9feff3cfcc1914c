import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { journeyWith } from '../../test/samples/journey.ts';
import type { RegisteredActivity } from '../nodes/registered.ts';
import { validate } from './index.ts';

const schema = (of: z.ZodType) => z.toJSONSchema(of, { io: 'input' }) as Record<string, unknown>;
const SCORE: RegisteredActivity = {
  name: 'score-lead',
  title: 'Score',
  about: '',
  ports: ['hot', 'cold'],
  input: schema(
    z.object({
      plan: z.enum(['free', 'team']),
      employees: z.number().optional(),
      address: z.object({ city: z.string().min(2) }).optional(),
    }),
  ),
  output: schema(z.object({ points: z.number() })),
};
const SILENT: RegisteredActivity = {
  ...SCORE,
  name: 'ring',
  ports: ['done'],
  input: schema(z.looseObject({})),
  output: null,
};

const flaws = (node: object, known: readonly RegisteredActivity[] | undefined = [SCORE, SILENT]) => {
  const all = { type: 'activity', activity: 'score-lead', input: { plan: 'free' }, then: 'end', ...node };
  const validated = validate(journeyWith({ score: all }), known ? { activities: known } : {});
  return validated.ok ? [] : validated.errors.map(({ path, message, fix }) => `${path} | ${message} | ${fix}`);
};

describe('a named activity must be registered', () => {
  test.each([
    { given: 'registered', node: {}, told: [] },
    {
      given: 'misspelt',
      node: { activity: 'scor-lead' },
      told: [
        'nodes.score.activity | node "score" runs the activity "scor-lead", which no worker has registered | did you mean "score-lead"?',
      ],
    },
    {
      given: 'none is registered',
      node: {},
      known: [],
      told: [
        'nodes.score.activity | node "score" runs the activity "score-lead", which no worker has registered | start a worker that has its module in SOJOURN_ACTIVITIES',
      ],
    },
    {
      given: 'a name that cannot be one',
      node: { activity: 'Score Lead' },
      told: [expect.stringContaining('use lower-case letters')],
    },
  ])('$given', ({ node, told, known }) => {
    expect(flaws(node, known)).toEqual(told);
  });

  test('without registrations, this isn’t checked', () => {
    expect(validate(journeyWith({ score: { type: 'activity', activity: 'any', then: 'end' } })).ok).toBe(true);
  });
});

describe('every port that it declares leads somewhere, and no other is linked', () => {
  const { then: _, ...unled } = { then: undefined };
  test.each([
    { given: 'all by "then"', node: {}, told: [] },
    {
      given: 'each by its own',
      node: { then: undefined, links: { hot: 'end', cold: 'end', failed: 'end' } },
      told: [],
    },
    {
      given: 'one is not linked',
      node: { then: undefined, links: { hot: 'end', failed: 'end' } },
      told: [
        'nodes.score.links.cold | port "cold" of node "score" leads nowhere: "score-lead" can answer with it | link it to a node, or give "score" a "then" for ports without their own link',
      ],
    },
    {
      given: 'failed is not linked',
      node: { then: undefined, links: { hot: 'end', cold: 'end' } },
      told: [
        expect.stringContaining(
          `nodes.score.links.failed | port "failed" of node "score" isn't linked | link it to a node, or give "score" a "then" for ports without their own link`,
        ),
      ],
    },
    {
      given: 'another is linked',
      node: { links: { hott: 'end' } },
      told: [
        'nodes.score.links.hott | "score-lead" never answers with port "hott" of node "score" | did you mean "hot"?',
      ],
    },
  ])('$given', ({ node, told }) => {
    expect(flaws({ ...unled, ...node })).toEqual(told);
  });
});

describe('its input matches its schema, as far as that is known before it runs', () => {
  test.each([
    { given: 'a value that fits', input: { plan: 'team', employees: 3 }, told: [] },
    {
      given: 'what a path leads to',
      input: { plan: { path: 'profile.plan' }, employees: { path: 'profile.n' } },
      told: [],
    },
    { given: 'a template for a text', input: { plan: '{{ profile.plan }}' }, told: [] },
    {
      given: 'a template for a number',
      input: { plan: 'free', employees: '{{ profile.n }}' },
      told: [
        'nodes.score.input.employees | node "score": input.employees does not fit "score-lead": Invalid input: expected number, received string | a template makes a text: to give a value as it is, write {"path": "profile.…"}',
      ],
    },
    {
      given: 'nothing',
      input: {},
      told: [
        'nodes.score.input.plan | node "score" lacks "plan", which "score-lead" asks for | add it to "input", as a value or as {"path": "profile.…"}',
      ],
    },
    {
      given: 'a value that does not fit, deep within',
      input: { plan: 'free', address: { city: 'X' } },
      told: [
        expect.stringContaining(
          'nodes.score.input.address.city | node "score": input.address.city does not fit "score-lead"',
        ),
      ],
    },
    {
      given: 'a name that it does not know',
      input: { plan: 'free', employes: 3 },
      told: [
        'nodes.score.input.employes | node "score" passes "employes" to "score-lead", which has no such input | did you mean "employees"?',
      ],
    },
  ])('$given', ({ input, told }) => {
    expect(flaws({ input })).toEqual(told);
  });

  test('one that takes whatever comes is given whatever there is', () => {
    expect(flaws({ activity: 'ring', input: { any: [1, { x: null }] } })).toEqual([]);
  });

  test('a missing output can’t be stored', () => {
    expect(flaws({ activity: 'ring', input: {}, as: 'rung' })).toEqual([
      'nodes.score.as | node "score" stores an output, but "ring" declares none | remove "as"',
    ]);
  });
});
