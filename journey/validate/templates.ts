import { suggest } from '../base/nearest.ts';
import type { Flaw } from '../base/refusal.ts';
import { type Slip, slipsIn } from './foreign.ts';
import type { Graph } from './graph.ts';
import { partialsIn, variablesIn } from './liquid.ts';

/** Variables that channels/write.ts provides. */
const ROOTS = ['profile', 'context', 'journey', 'userId'];
const OF_JOURNEY = ['id', 'name'];

/**
 * Checks that something provides every variable in a template. A missing one renders as nothing, which no one would
 * notice.
 */
export const templates = (graph: Graph): readonly Flaw[] =>
  graph.places.flatMap(({ id, node, type }) =>
    (type.texts?.(node) ?? []).flatMap(({ text, where }) => {
      const path = `nodes.${id}.${where}`;
      const wrong = new Map(variablesIn(text).flatMap(({ names }) => lacking(names, graph.remembered)));
      return [
        ...slipsIn(text, NONE).errors.map((slip) => flawOf(id, path, slip)),
        ...partialsIn(text).map((tag) => ({
          path,
          message: `node "${id}": "{% ${tag} %}" includes another template, but there are none`,
          fix: 'write the text here',
        })),
        ...[...wrong].map(([variable, fix]) => ({
          path,
          message: `node "${id}": nothing provides "{{ ${variable} }}"`,
          fix,
        })),
      ];
    }),
  );

const NONE: ReadonlySet<string> = new Set();

const flawOf = (id: string, path: string, { message, fix }: Slip): Flaw => ({
  path,
  message: `node "${id}": ${message}`,
  fix,
});

/** Warns of what is probably a placeholder of another product. */
export function foreignPlaceholders(graph: Graph): readonly Flaw[] {
  const texts = graph.places.flatMap(({ id, node, type }) =>
    (type.texts?.(node) ?? []).map(({ text, where }) => ({ id, text, path: `nodes.${id}.${where}` })),
  );
  const traits = new Set(
    texts.flatMap(({ text }) =>
      variablesIn(text).flatMap(({ names: [root, name] }) => (root === 'profile' && name !== undefined ? [name] : [])),
    ),
  );
  return texts.flatMap(({ id, text, path }) => slipsIn(text, traits).warnings.map((slip) => flawOf(id, path, slip)));
}

/** Returns the unknown variable and the fix; empty if the variable exists. */
function lacking(
  [root = '', name]: readonly string[],
  remembered: readonly string[],
): readonly (readonly [variable: string, fix: string])[] {
  if (root === 'now' || root === 'today') return [[root, `put it in quotes: {{ '${root}' | date: '%d %B' }}`]];
  if (root === 'event') return [[root, 'read what was remembered of it, such as {{ context.entry.… }}']];
  if (!ROOTS.includes(root)) return [[root, `${suggest(root, ROOTS)} (traits are read as {{ profile.${root} }})`]];
  if (name === undefined) return [];
  if (root === 'context' && !remembered.includes(name))
    return [[`context.${name}`, `${suggest(name, remembered)} (a wait or webhook remembers by its "as")`]];
  if (root === 'journey' && !OF_JOURNEY.includes(name)) return [[`journey.${name}`, suggest(name, OF_JOURNEY)]];
  return [];
}
