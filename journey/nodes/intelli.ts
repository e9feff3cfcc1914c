import { z } from 'zod';
import { list, record } from '../base/bounded.ts';
import { Slug } from '../base/ids.ts';
import { MOST } from '../base/limits.ts';
import { broken } from '../base/refusal.ts';
import { EventMatch } from '../events/event-match.ts';
import {
  ENGAGEMENTS,
  engagementEvent,
  JOURNEY_EVENTS,
  MESSAGE_FAILED,
  PROFILE_CHANGED,
  SEGMENT_JOINED,
  SEGMENT_LEFT,
} from '../events/own-events.ts';
import { because, stay } from '../moves/move.ts';
import { declaredWeights, MODES } from '../statistics/weights.ts';
import { Duration } from '../time/time.ts';
import { type ArmWeights, formatShares, takeArm, totalOf } from './arm.ts';
import { common, defineNode, type Placed } from './define.ts';

const MAX_PATHS = 10;

const Goal = z
  .strictObject({
    id: Slug,
    ...EventMatch.shape,
    within: Duration.prefault('7d').describe('Counts only within this time after the assignment'),
  })
  .meta({ id: 'IntelliGoal', description: 'Goal that a path is measured by. Meeting it doesn’t end the journey.' });

const Path = z.strictObject({
  weight: z
    .number()
    .min(0)
    .max(1_000_000)
    .optional()
    .describe('Initial weight. Without any weights, all paths are equal.'),
});

const schema = z.strictObject({
  type: z.literal('intelli'),
  experiment: Slug.describe('Stable ID. Users keep their path under this ID across versions and re-entries.'),
  paths: record(Slug, Path, {
    max: MAX_PATHS,
    min: 2,
    few: broken('there are at least two paths', 'add a path'),
    many: broken(`there are at most ${MAX_PATHS} paths`, 'leave some out'),
  })
    .refine(
      (paths) => Object.values(paths).some(({ weight = 1 }) => weight > 0),
      broken('every weight is 0', 'give a path a weight'),
    )
    .describe('Share of traffic by port'),
  mode: z
    .enum(MODES)
    .default('automatic')
    .describe('`automatic`: weights adjust to conversions every 5 minutes. `manual`: people set the weights.'),
  goals: list(Goal, MOST.goals)
    .default([])
    .describe("The experiment's own goals. Meeting any of them counts as a conversion."),
  floor: z
    .number()
    .min(0)
    .max(50)
    .default(5)
    .describe('Minimum percentage of traffic for each path in automatic mode, so that testing continues'),
  counting: z
    .enum(['at-once', 'after-window'])
    .default('at-once')
    .describe(
      'When an assignment counts: immediately, or after its window has passed. Waiting is fairer to paths that convert slowly.',
    ),
  ...common,
});
export type Intelli = z.infer<typeof schema>;

/**
 * Sends more users down the path that converts best and keeps testing the others. A user keeps an assigned arm even if
 * weights change (design.md §7.10).
 */
export const intelli = defineNode({
  type: 'intelli',
  title: 'IntelliNODE',
  about:
    "Sends more users down the path that converts best and keeps testing the others. In automatic mode, weights adjust every 5 minutes to the experiment's own goals, which never end the journey. In manual mode, you set the weights. You can declare a winner. Users keep the path they were assigned.",
  example: {
    type: 'intelli',
    experiment: 'winback-offer',
    paths: { discount: {}, bundle: {}, reminder: {} },
    goals: [{ id: 'purchase', event: 'Charged', within: '3d' }],
    links: { discount: 'discount-mail', bundle: 'bundle-mail', reminder: 'reminder-mail' },
  },
  family: 'decision',
  waits: false,
  offers: [
    {
      title: 'IntelliNODE',
      icon: 'intelli',
      blank: (id) => ({ type: 'intelli', experiment: id, paths: { a: {}, b: {} }, goals: [] }),
    },
  ],
  schema,
  ports: (node) => Object.keys(node.paths),
  arrive: (visit) =>
    takeArm(visit, visit.node.experiment, weightsIn(visit.node, visit.facts.weights ?? {}), 'arm-weighed'),
  wake: () => stay(because('still-waiting')),

  counts: (node) => node.goals.map((goal, index) => ({ match: goal, where: `goals.${index}` })),
  conditions: (node) =>
    node.goals.flatMap(({ where }, index) =>
      where ? [{ condition: where, ofEvent: true, where: `goals.${index}.where` }] : [],
    ),
  flaws: (node) => [...weightFlaws(node), ...goalFlaws(node)],
  describe: (node) =>
    node.mode === 'manual'
      ? `Split by hand: ${formatShares(declaredWeights(node))}`
      : `Let ${Object.keys(node.paths).join(', ')} compete for ${node.goals.map(({ event }) => event).join(' or ')}`,
});

/** Returns the current weights of this version's paths. Returns the document's own weights if none of them applies. */
function weightsIn(node: Intelli, allInForce: Readonly<Record<string, ArmWeights>>): ArmWeights {
  const now = Object.hasOwn(allInForce, node.experiment) ? allInForce[node.experiment] : undefined;
  const weights = Object.fromEntries(
    Object.keys(node.paths).map((arm) => [arm, now && Object.hasOwn(now, arm) ? (now[arm] ?? 0) : 0]),
  );
  return totalOf(weights) > 0 ? weights : declaredWeights(node);
}

type Flaws = readonly Placed<{ readonly message: string; readonly fix: string }>[];

function weightFlaws({ paths, floor, mode }: Intelli): Flaws {
  const all = Object.entries(paths);
  const unweighed = all.filter(([, { weight }]) => weight === undefined).map(([arm]) => arm);
  return [
    ...(mode === 'automatic' && floor * all.length > 100
      ? [
          {
            where: 'floor',
            message: `${all.length} paths can't each keep ${floor} % of the traffic`,
            fix: `set it to ${Math.floor(100 / all.length)} or less`,
          },
        ]
      : []),
    ...(unweighed.length > 0 && unweighed.length < all.length
      ? [
          {
            where: `paths.${unweighed[0]}`,
            message: `some paths have a weight, and "${unweighed[0]}" has none`,
            fix: 'give every path a weight, or none of them',
          },
        ]
      : []),
  ];
}

/** Sojourn's own events that can meet a goal. */
const OWN: readonly string[] = [
  ...[PROFILE_CHANGED, SEGMENT_JOINED, SEGMENT_LEFT, MESSAGE_FAILED],
  ...[...JOURNEY_EVENTS, ...ENGAGEMENTS.map(engagementEvent)],
];

const goalFlaws = ({ goals, mode }: Intelli): Flaws => [
  ...(mode === 'automatic' && goals.length === 0
    ? [
        {
          where: 'goals',
          message: "without a goal, the experiment can't learn",
          fix: 'add a goal, or set "mode": "manual"',
        },
      ]
    : []),
  ...goals.flatMap(({ id, event }, index) => [
    ...(goals.findIndex((other) => other.id === id) < index
      ? [{ where: `goals.${index}.id`, message: `two goals have the ID "${id}"`, fix: 'give this one a different ID' }]
      : []),
    ...(event.startsWith('$') && !OWN.includes(event)
      ? [
          {
            where: `goals.${index}.event`,
            message: `goal "${id}" can never be met: there's no event "${event}"`,
            fix: 'use an event that your services track, or a built-in one such as "$message.clicked"',
          },
        ]
      : []),
  ]),
];
