import type { Flaw } from '../base/refusal.ts';
import type { Rule } from '../engine/condition-rules.ts';
import type { Graph } from './graph.ts';

/** Checks that each goal and exit can be met, and that reports can tell them apart. */
export const rules = ({ document: { goals, exits } }: Graph): readonly Flaw[] => [
  ...goals.flatMap((goal, index) => unmeetable(`goal "${goal.id}"`, `goals.${index}`, goal)),
  ...exits.flatMap((exit, index) => unmeetable(`exit "${exit.reason}"`, `exits.${index}`, exit)),
  ...goals.flatMap(({ id }, index) =>
    goals.findIndex((other) => other.id === id) < index
      ? [{ path: `goals.${index}.id`, message: `two goals have the ID "${id}"`, fix: 'give this one a different ID' }]
      : [],
  ),
  ...exits.flatMap(({ reason, event }, index) =>
    reason === 'goal'
      ? [
          {
            path: `exits.${index}.reason`,
            message: `the exit by ${event === undefined ? 'a condition' : `"${event}"`} has the reason "goal", which is reserved for users who met a goal`,
            fix: 'choose another reason',
          },
        ]
      : [],
  ),
];

/** Checks that a rule has either an event, with its filter and key, or a condition. */
function unmeetable(who: string, path: string, { event, condition, where, key }: Rule): readonly Flaw[] {
  if (event !== undefined && condition !== undefined)
    return [
      {
        path: `${path}.condition`,
        message: `${who} names both an event and a condition`,
        fix: 'move the condition to "where", if it\'s about that event, otherwise split it in two',
      },
    ];
  if (event !== undefined) return [];
  if (condition === undefined)
    return [
      {
        path,
        message: `${who} can never be met: it names neither an event nor a condition`,
        fix: 'add "event", or "condition"',
      },
    ];
  const unused = where !== undefined ? 'where' : key !== undefined ? 'key' : undefined;
  if (unused === undefined) return [];
  return [
    {
      path: `${path}.${unused}`,
      message: `${who} has "${unused}", which only works with an event, not a condition`,
      fix: unused === 'where' ? 'move it into the condition' : 'remove it',
    },
  ];
}
