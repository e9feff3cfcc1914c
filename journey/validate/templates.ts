import { suggest } from '../base/nearest.ts';
import type { Flaw } from '../base/refusal.ts';
import { type Slip, slipsIn } from './foreign.ts';
import type { Graph } from './graph.ts';
import { blocksIn, partialsIn, variablesIn } from './liquid.ts';
import { textsOf } from './texts.ts';

/** Variables that channels/write.ts provides. */
const ROOTS = ['profile', 'context', 'journey', 'userId'];
const OF_JOURNEY = ['id', 'name'];

/**
 * Checks that something provides every variable in a template, and that its content blocks exist. A missing value fails
 * the message, which an author should learn before users do.
 */
export function templates(graph: Graph): readonly Flaw[] {
  const { document } = graph;
  const texts = textsOf(graph);
  const given = new Set(texts.flatMap(({ text }) => blocksIn(text).flatMap((block) => block.given)));
  return texts.flatMap(({ text, path, who }) => {
    const isBlock = path.startsWith('blocks.');
    const read = variablesIn(text).filter(({ names: [root = ''] }) => !(isBlock && given.has(root)));
    const wrong = new Map(read.flatMap(({ names }) => findLacking(names, graph.remembered)));
    const flaw = ({ message, fix }: Slip): Flaw => ({ path, message: `${who}: ${message}`, fix });
    return [
      ...slipsIn(text, NONE).errors.map(flaw),
      ...partialsIn(text).map((tag) =>
        flaw({
          message: `"{% ${tag} %}" includes another template, but there are none`,
          fix: 'use a content block: {% render "footer" %}',
        }),
      ),
      ...blocksIn(text).flatMap(({ name }) => noBlock(name, Object.keys(document.blocks ?? {})).map(flaw)),
      ...[...wrong].map(([variable, fix]) => flaw({ message: `nothing provides "{{ ${variable} }}"`, fix })),
    ];
  });
}

const noBlock = (name: string, names: readonly string[]): readonly Slip[] =>
  names.includes(name)
    ? []
    : [
        {
          message: `there is no content block "${name}"`,
          fix: names.length === 0 ? `add it to "blocks"` : suggest(name, names),
        },
      ];

const NONE: ReadonlySet<string> = new Set();

/** Warns of what is probably a placeholder of another product. */
export function foreignPlaceholders(graph: Graph): readonly Flaw[] {
  const texts = textsOf(graph);
  const traits = new Set(
    texts.flatMap(({ text }) =>
      variablesIn(text).flatMap(({ names: [root, name] }) => (root === 'profile' && name !== undefined ? [name] : [])),
    ),
  );
  return texts.flatMap(({ text, path, who }) =>
    slipsIn(text, traits).warnings.map(({ message, fix }) => ({ path, message: `${who}: ${message}`, fix })),
  );
}

/** Returns the unknown variable and the fix; empty if the variable exists. */
function findLacking(
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
