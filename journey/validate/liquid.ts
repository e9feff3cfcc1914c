/**
 * Which variables a Liquid text reads: enough to tell before publishing that one is provided by nothing. It is no Liquid parser: what it
 * does not understand it lets pass, since the renderer has the last word.
 */
export interface Variable {
  /** `context`, `entry` of `context.entry.total`; a part in brackets that is no quoted name ends it. */
  readonly names: readonly string[];
}

const PARTS =
  /\{%-?\s*(raw|comment)\s*-?%\}[\s\S]*?\{%-?\s*end\1\s*-?%\}|\{\{-?([\s\S]*?)-?\}\}|\{%-?\s*(\w+)([\s\S]*?)-?%\}/g;

/** Variables read, but for those that the text itself makes. */
export function variablesIn(text: string): readonly Variable[] {
  const read: Variable[] = [];
  const made = new Set(['forloop', 'tablerowloop', ...RESERVED]);
  for (const [, hidden, output, tag, inside = ''] of text.matchAll(PARTS)) {
    if (hidden !== undefined) continue;
    const { reads, makes } = output === undefined ? inTag(tag ?? '', inside) : { reads: output, makes: [] };
    read.push(...expressionVariables(reads).filter(({ names: [root = ''] }) => !made.has(root)));
    for (const name of makes) made.add(name);
  }
  return read;
}

/** Tags that take in another template: a message has none. */
export const partialsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\{%-?\s*(include|render|layout|block)\b/g)].map(([, tag = '']) => tag);

const RESERVED = ['true', 'false', 'nil', 'null', 'empty', 'blank', 'and', 'or', 'not', 'contains', 'in', 'with', 'as'];

function inTag(tag: string, inside: string): { readonly reads: string; readonly makes: readonly string[] } {
  const [, name = '', rest = ''] = /^\s*([\w-]+)([\s\S]*)$/.exec(inside) ?? [];
  switch (tag) {
    case 'assign':
      return { reads: rest, makes: [name] };
    case 'for':
    case 'tablerow':
      return { reads: rest.replace(/\breversed\b/, ''), makes: [name] };
    case 'capture':
    case 'increment':
    case 'decrement':
      return { reads: '', makes: [name] };
    case 'liquid':
      return {
        reads: '',
        makes: [...inside.matchAll(/\b(?:assign|capture|for)\s+([\w-]+)/g)].map(([, each = '']) => each),
      };
    default:
      return { reads: inside, makes: [] };
  }
}

const TOKENS =
  /"[^"]*"|'[^']*'|\|\s*[\w-]+\s*:?|[\w-]+\s*:(?!:)|-?\d+(?:\.\d+)?|[A-Za-z_][\w-]*\??(?:\s*\.\s*[\w-]+|\s*\[\s*(?:"[^"]*"|'[^']*'|-?\d+)\s*\])*/g;

/** Words that are no text, no number, no filter's name and no filter's named option. */
const expressionVariables = (expression: string): readonly Variable[] =>
  [...expression.matchAll(TOKENS)]
    .map(([token]) => token)
    .filter((token) => /^[A-Za-z_]/.test(token) && !token.endsWith(':'))
    .map((token) => ({
      names: [...token.matchAll(/"([^"]*)"|'([^']*)'|[\w-]+/g)].map(
        ([name, double, single]) => double ?? single ?? name,
      ),
    }));
