import { z } from 'zod';
import { liftOf, type Share } from '../journey/statistics/lift.ts';
import type { GoalCount, Groups } from '../store/read-model/goals.ts';

/** How the API shows goals and lift. */

export const LiftSchema = z
  .object({
    persons: z.int().describe('Users who entered'),
    controlPersons: z.int(),
    rate: z.number().describe('Share of persons who met the goal, 0 to 1'),
    controlRate: z.number(),
    difference: z.number().describe('rate − controlRate'),
    low: z.number().describe('The true difference is between low and high with 95 % confidence'),
    high: z.number(),
    relative: z
      .number()
      .nullable()
      .describe('difference / controlRate; null if no user of the control group met the goal'),
    telling: z
      .enum(['not-yet', 'none', 'more', 'less'])
      .describe(
        '`not-yet`: fewer than 100 users in a group, or fewer than 5 who met the goal. `none`: no clear difference. `more`, `less`: the journey makes a difference.',
      ),
  })
  .meta({
    id: 'Lift',
    description: 'Counts users, not instances, across versions with a control group',
  });

const figures = {
  entered: z.int().describe('Instances'),
  conversions: z.int().describe('Instances that met the goal within its window'),
  rate: z.number().nullable().describe('conversions / entered'),
  control: z.int().describe('Instances of the control group'),
  controlConversions: z.int(),
  lift: LiftSchema.nullable(),
};

const GoalView = z
  .object({
    id: z.string(),
    ...figures,
    versions: z.array(z.object({ version: z.int(), ...figures })),
    nodes: z
      .record(z.string(), z.object({ before: z.int(), at: z.int() }))
      .describe(
        'Node → instances that were there when they met the goal. `before`: its message had not been sent yet. `at`: all others.',
      ),
    messages: z
      .record(z.string(), z.int())
      .describe('Node → instances that met the goal with its message as the last one sent before'),
  })
  .meta({ id: 'GoalView' });
export const GoalsSchema = z.object({ goals: z.array(GoalView) }).meta({ id: 'Goals' });

type ShownGoal = z.infer<typeof GoalView>;

/** Returns the figures of each goal in `ids`, in that order. */
export const goalsOf = (ids: readonly string[], counts: readonly GoalCount[], groups: readonly Groups[]): ShownGoal[] =>
  ids.map((id) => {
    const at = (prefix: string) => byNode(counts, `${prefix}:${id}`);
    const before = at('goal-before');
    const there = [...at('goal')].filter(([node]) => node !== '');
    return {
      id,
      ...figuresOf(id, counts, liftIn(groups, id, null)),
      versions: [...new Set(counts.map(({ version }) => version))].map((version) => ({
        version,
        ...figuresOf(
          id,
          counts.filter((each) => each.version === version),
          liftIn(groups, id, version),
        ),
      })),
      nodes: Object.fromEntries(
        there.map(([node, n]) => [node, { before: before.get(node) ?? 0, at: n - (before.get(node) ?? 0) }]),
      ),
      messages: Object.fromEntries(at('goal-by')),
    };
  });

/** Returns all goal ids, the running version's goals first. */
export const goalIds = (running: readonly string[], counts: readonly GoalCount[]): readonly string[] => [
  ...new Set([...running, ...counts.flatMap(({ measure }) => /^(?:control-)?goal:(.*)$/.exec(measure)?.[1] ?? [])]),
];

function figuresOf(
  id: string,
  counts: readonly GoalCount[],
  lift: ShownGoal['lift'],
): Omit<ShownGoal, 'id' | 'versions' | 'nodes' | 'messages'> {
  const of = (measure: string) => byNode(counts, measure).get('') ?? 0;
  const [entered, conversions] = [of('entered'), of(`goal:${id}`)];
  return {
    entered,
    conversions,
    rate: entered === 0 ? null : conversions / entered,
    control: of('control'),
    controlConversions: of(`control-goal:${id}`),
    lift,
  };
}

/** Sums a measure by node, over all given counts. */
function byNode(counts: readonly GoalCount[], measure: string): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const each of counts) if (each.measure === measure) sums.set(each.node, (sums.get(each.node) ?? 0) + each.n);
  return sums;
}

function liftIn(groups: readonly Groups[], goal: string, version: number | null): ShownGoal['lift'] {
  const group = groups.find((each) => each.goal === goal && each.version === version);
  return group ? liftView(group) : null;
}

/** Returns the lift as the API shows it, or null if one of the groups is empty. */
export function liftView({
  entered,
  control,
}: {
  readonly entered: Share;
  readonly control: Share;
}): ShownGoal['lift'] {
  const lift = liftOf(entered, control);
  if (!lift) return null;
  const { interval, ...figures } = lift;
  const [low, high] = interval;
  return { persons: entered.persons, controlPersons: control.persons, ...figures, low, high };
}
