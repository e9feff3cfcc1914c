import { suggest } from '../base/nearest.ts';
import type { Flaw } from '../base/refusal.ts';
import { type Condition, leaves, pathsIn } from '../conditions/condition.ts';
import { leavesIn } from '../conditions/items.ts';
import { namesIn, type Path, pathOf, rootOf } from '../conditions/path.ts';
import { readInstant } from '../time/time.ts';
import type { Graph } from './graph.ts';

/** Checks that conditions read values that can exist there, and compare dates with dates. */
export const conditions = (graph: Graph): readonly Flaw[] => [
  ...listConditions(graph).flatMap(({ who, path, condition, ofEvent, remembered }) => [
    ...[...new Set(pathsIn(condition))].flatMap((each) => unreadable(who, path, each, ofEvent, remembered)),
    ...noDates(who, path, condition),
  ]),
  ...ofTheProfile(graph).flatMap(({ who, path, condition }) => [
    ...[...new Set(pathsIn(condition))].flatMap((each) => notOfTheProfile(who, path, each)),
    ...noDates(who, path, condition),
  ]),
  ...graph.places.flatMap(({ id, node, type }) =>
    (type.reads?.(node) ?? []).flatMap(({ path, where }) =>
      unreadable(`node "${id}"`, `nodes.${id}.${where}`, path, false, graph.remembered),
    ),
  ),
];

interface Asked {
  readonly who: string;
  readonly path: string;
  readonly condition: Condition;
  readonly ofEvent: boolean;
  readonly remembered: readonly string[];
}

/** Lists every condition of a document. At entry, the context is still empty. */
export function listConditions({ document, places, remembered }: Graph): readonly Asked[] {
  const { entry, goals, exits } = document;
  const where = (who: string, path: string, condition: Condition | undefined, known: readonly string[]) =>
    condition ? [{ who, path: `${path}.where`, condition, ofEvent: true, remembered: known }] : [];
  return [
    ...where('the entry', 'entry', entry.where, []),
    ...goals.flatMap((goal, index) => where(`goal "${goal.id}"`, `goals.${index}`, goal.where, remembered)),
    ...exits.flatMap((exit, index) => where(`exit "${exit.reason}"`, `exits.${index}`, exit.where, remembered)),
    ...places.flatMap(({ id, node, type }) =>
      (type.conditions?.(node) ?? []).map(({ condition, ofEvent, where: at }) => ({
        who: `node "${id}"`,
        path: `nodes.${id}.${at}`,
        condition,
        ofEvent,
        remembered,
      })),
    ),
  ];
}

/** Lists conditions of goals and exits. They are evaluated when the profile changes. */
const ofTheProfile = ({ document: { goals, exits } }: Graph): readonly Pick<Asked, 'who' | 'path' | 'condition'>[] => [
  ...goals.flatMap(({ id, condition }, index) =>
    condition ? [{ who: `goal "${id}"`, path: `goals.${index}.condition`, condition }] : [],
  ),
  ...exits.flatMap(({ reason, condition }, index) =>
    condition ? [{ who: `exit "${reason}"`, path: `exits.${index}.condition`, condition }] : [],
  ),
];

const notOfTheProfile = (who: string, path: string, read: Path): readonly Flaw[] =>
  rootOf(read) === 'profile'
    ? []
    : [
        {
          path,
          message: `${who} can never be met by "${read}": conditions are checked when the profile changes, and only the profile can be read then`,
          fix: 'read the profile, or name the event and read it in "where"',
        },
      ];

function unreadable(
  who: string,
  path: string,
  read: Path,
  ofEvent: boolean,
  remembered: readonly string[],
): readonly Flaw[] {
  const [root, name = ''] = namesIn(read);
  if (root === 'event' && !ofEvent)
    return [
      {
        path,
        message: `${who} reads "${read}", but no event is available here`,
        fix: remembered.includes('entry')
          ? `read what was remembered of one, such as "${pathOf(['context', 'entry', name])}"`
          : 'read the profile',
      },
    ];
  if (root === 'context' && !remembered.includes(name))
    return [
      {
        path,
        message: `${who} reads "${read}", but nothing is stored as "${name}"`,
        fix:
          remembered.length === 0
            ? 'at the entry nothing is remembered yet: read the event or the profile'
            : `${suggest(name, remembered)} (a wait or webhook remembers by its "as")`,
      },
    ];
  return [];
}

const noDates = (who: string, path: string, condition: Condition): readonly Flaw[] =>
  datedIn(condition).flatMap((leaf) =>
    'op' in leaf &&
    (leaf.op === 'before' || leaf.op === 'after') &&
    typeof leaf.value === 'string' &&
    readInstant(leaf.value, 'UTC') === undefined
      ? [
          {
            path,
            message: `${who} compares "${leaf.path}" with "${leaf.value}", which is not a date`,
            fix: 'write ISO 8601, such as "2026-12-24" or "2026-12-24T09:00", or {"ago": "7d"}',
          },
        ]
      : [],
  );

/** Lists the comparisons of a condition, including its conditions about items. */
const datedIn = (condition: Condition) =>
  leaves(condition).flatMap((leaf) => [leaf, ...('where' in leaf && leaf.where ? leavesIn(leaf.where) : [])]);
