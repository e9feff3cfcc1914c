import type { Flaw } from '../refusal.ts';
import type { Graph } from './graph.ts';

/** Goals and exits: each can be met, and reports can tell them apart. */
export const rules = ({ document: { goals, exits } }: Graph): readonly Flaw[] => [
  ...goals.flatMap(({ id, event, condition }, index) => {
    const path = `goals.${index}`;
    if (condition !== undefined)
      return [
        {
          path: `${path}.condition`,
          message: `goal "${id}" is met by a condition, which is not supported by this version yet`,
          fix: 'name the event that meets it, with "where" if need be',
        },
      ];
    return event === undefined
      ? [{ path, message: `goal "${id}" can never be met: it names no event`, fix: 'add "event"' }]
      : [];
  }),
  ...goals.flatMap(({ id }, index) =>
    goals.findIndex((other) => other.id === id) < index
      ? [{ path: `goals.${index}.id`, message: `there are two goals "${id}"`, fix: 'give this one another id' }]
      : [],
  ),
  ...exits.flatMap(({ reason, event }, index) =>
    reason === 'goal'
      ? [
          {
            path: `exits.${index}.reason`,
            message: `the exit by "${event}" has the reason "goal", which is that of those who met one`,
            fix: 'choose another reason',
          },
        ]
      : [],
  ),
];
