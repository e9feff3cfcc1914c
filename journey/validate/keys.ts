import type { Flaw } from '../base/refusal.ts';
import { rootOf } from '../conditions/path.ts';
import type { EventMatch } from '../events/event-match.ts';
import type { Graph } from './graph.ts';

/** Checks that a key is an event property, and that the entry has a key to compare it with. */
export function keys({ document, places }: Graph): readonly Flaw[] {
  const hasKey = document.entry.key !== undefined;
  const flaws = (who: string, path: string, { key, event }: Partial<EventMatch>): readonly Flaw[] => {
    if (key === undefined || key === false) return [];
    if (!hasKey)
      return [
        {
          path,
          message: `${who} matches "${event}" by the key "${key}", but the entry has no key to compare it with`,
          fix: 'give the entry a "key", or remove this one',
        },
      ];
    return rootOf(key) === 'event'
      ? []
      : [
          {
            path,
            message: `${who} has the key "${key}", which isn't an event property`,
            fix: 'begin with event, such as "event.cartId"',
          },
        ];
  };
  return [
    ...document.goals.flatMap((goal, index) => flaws(`goal "${goal.id}"`, `goals.${index}.key`, goal)),
    ...document.exits.flatMap((exit, index) => flaws(`exit "${exit.reason}"`, `exits.${index}.key`, exit)),
    ...places.flatMap(({ id, node, type }) =>
      (type.interests?.(node) ?? []).flatMap((wanted) => flaws(`node "${id}"`, `nodes.${id}`, wanted)),
    ),
    ...places.flatMap(({ id, node, type }) =>
      (type.counts?.(node) ?? []).flatMap(({ match, where }) =>
        flaws(`node "${id}"`, `nodes.${id}.${where}.key`, match),
      ),
    ),
  ];
}
