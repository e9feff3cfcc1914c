import type { Flaw } from '../base/refusal.ts';
import type { Graph } from './graph.ts';
import { partsOf } from './liquid.ts';

/**
 * Warns of traits that a message prints without a default or a condition: users who lack one don't get the message.
 * What an event brings isn't warned of, because it is the same for all of them.
 */
export const unguardedTraits = ({ places }: Graph): readonly Flaw[] =>
  places.flatMap(({ id, node, type }) =>
    (type.texts?.(node) ?? []).flatMap(({ text, where }) => {
      const traits = [...new Set(unguardedIn(text))];
      if (traits.length === 0) return [];
      const [first] = traits;
      return [
        {
          path: `nodes.${id}.${where}`,
          message: `node "${id}": users without ${traits.join(', ')} don't get it and take "failed"`,
          fix: `give a default, such as {{ ${first} | default: "…" }}, or check it with {% if ${first} %}`,
        },
      ];
    }),
  );

const PRINTED = /^-?\s*(profile(?:\.[\w-]+)+)\s*(?:-?$|\|)/;
const GUARDED = /\|\s*(?:default|json)\b/;

function unguardedIn(text: string): readonly string[] {
  const conditions: string[] = [];
  const found: string[] = [];
  for (const { tag, inside, isOpen } of partsOf(text)) {
    if (isOpen) break;
    if (tag !== undefined) {
      follow(conditions, tag, inside);
      continue;
    }
    const name = PRINTED.exec(inside)?.[1];
    if (name === undefined || GUARDED.test(inside)) continue;
    if (!conditions.some((condition) => mentions(condition, name))) found.push(name);
  }
  return found;
}

/** Follows a tag into or out of a block. `conditions` are the conditions that hold in the blocks around. */
function follow(conditions: string[], tag: string, inside: string): void {
  switch (tag) {
    case 'if':
      conditions.push(inside);
      break;
    case 'unless':
    case 'case':
      conditions.push('');
      break;
    case 'elsif':
      conditions.splice(-1, 1, inside);
      break;
    case 'else':
    case 'when':
      conditions.splice(-1, 1, '');
      break;
    case 'endif':
    case 'endunless':
    case 'endcase':
      conditions.pop();
      break;
  }
}

/** Returns whether a condition names a trait, as a whole. */
function mentions(condition: string, name: string): boolean {
  const at = condition.indexOf(name);
  return at !== -1 && !/[\w.-]/.test(condition.charAt(at + name.length));
}
