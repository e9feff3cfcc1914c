/**
 * A variable that a Liquid text reads. This isn't a Liquid parser: it finds variables that nothing provides before
 * publishing, and ignores what it doesn't understand. The renderer checks the rest.
 */
export interface Variable {
  /**
   * The parts of its path, such as `context`, `entry`, `total`. Ends at a part in brackets that isn't a quoted name.
   */
  readonly names: readonly string[];
}

/** Lists the variables a text reads, except those it defines itself. */
export function variablesIn(text: string): readonly Variable[] {
  const read: Variable[] = [];
  const made = new Set(['forloop', 'tablerowloop', ...RESERVED]);
  for (const { tag, inside, isOpen } of partsOf(text)) {
    if (isOpen) break;
    const { reads, makes } = tag === undefined ? { reads: inside, makes: [] } : inTag(tag, inside);
    read.push(...expressionVariables(reads).filter(({ names: [root = ''] }) => !made.has(root)));
    for (const name of makes) made.add(name);
  }
  return read;
}

export interface Part {
  /** The name in `{% tag … %}`; undefined for an output. */
  readonly tag: string | undefined;
  readonly inside: string;
  /** Index of its first character. */
  readonly from: number;
  /** Index after its last character, and after what it hides. */
  readonly to: number;
  /** True if it never ends. It is the last part then. */
  readonly isOpen: boolean;
}

/**
 * Yields outputs and tags that aren't inside `raw` or `comment`. Runs in one pass, so that hostile texts can't make it
 * slow.
 */
export function* partsOf(text: string): Generator<Part> {
  const opening = /\{[{%]-?/g;
  for (let open = opening.exec(text); open; open = opening.exec(text)) {
    const isOutput = open[0].startsWith('{{');
    const end = endOf(text, opening.lastIndex, isOutput ? '}}' : '%}');
    const part = partIn(text.slice(opening.lastIndex, end), isOutput);
    const next = end === undefined ? undefined : nextAfter(text, end, part.tag);
    yield { ...part, from: open.index, to: next ?? text.length, isOpen: next === undefined };
    if (next === undefined) return;
    opening.lastIndex = next;
  }
}

const HIDING = ['raw', 'comment'];

const nextAfter = (text: string, end: number, tag = ''): number | undefined =>
  HIDING.includes(tag) ? endOfHidden(text, end, tag) : end + 2;

function partIn(written: string, isOutput: boolean): Pick<Part, 'tag' | 'inside'> {
  if (isOutput) return { tag: undefined, inside: written };
  const [, tag = '', inside = ''] = /^\s*(\w*)([\s\S]*)$/.exec(written) ?? [];
  return { tag, inside };
}

function endOfHidden(text: string, from: number, tag: string): number | undefined {
  const closing = new RegExp(`\\{%-?\\s*end${tag}\\b`, 'g');
  closing.lastIndex = from;
  return closing.test(text) ? closing.lastIndex : undefined;
}

/** Returns the index of `mark` outside quotes; undefined if it isn't found. */
function endOf(text: string, from: number, mark: string): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith(mark, at)) return at;
    const character = text[at];
    if (character === '"' || character === "'") at = Math.max(at, text.indexOf(character, at + 1));
  }
  return undefined;
}

/** Tags of other engines that include another template. Messages include content blocks alone. */
export const partialsIn = (text: string): readonly string[] =>
  [...partsOf(text)].flatMap(({ tag = '' }) => (['include', 'layout', 'block'].includes(tag) ? [tag] : []));

/** Content blocks that a text renders, with the names of their arguments. */
export const blocksIn = (text: string): readonly { readonly name: string; readonly given: readonly string[] }[] =>
  [...partsOf(text)].flatMap(({ tag, inside }) => {
    const name = tag === 'render' ? /^\s*(?:"([^"]*)"|'([^']*)')/.exec(inside) : null;
    if (!name) return [];
    const code = inside.replace(/"[^"]*"|'[^']*'/g, '');
    return [
      {
        name: name[1] ?? name[2] ?? '',
        given: namesBeforeColons(code),
      },
    ];
  });

/** Returns the names before colons: `product` and `size` in `, product: context.entry, size: 3`. */
const namesBeforeColons = (code: string): readonly string[] =>
  code
    .split(':')
    .slice(0, -1)
    .map((part) =>
      (
        part
          .trimEnd()
          .split(/[^\w-]+/)
          .at(-1) ?? ''
      ).replace(/^[\d-]+/, ''),
    )
    .filter((name) => name !== '');

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
    case 'catalog':
    case 'coupon': {
      const at = inside.lastIndexOf(' as ');
      if (at < 0) return { reads: inside, makes: [] };
      return { reads: inside.slice(0, at), makes: [/\w+/.exec(inside.slice(at + 4))?.[0] ?? ''] };
    }
    default:
      return { reads: inside, makes: [] };
  }
}

const TOKENS =
  /"[^"]*"|'[^']*'|\|\s*[A-Za-z_][\w-]*\s*:?|[A-Za-z_][\w-]*\s*:(?!:)|-?\d+(?:\.\d+)?|[A-Za-z_][\w-]*\??(?:\s*\.\s*[\w-]+|\s*\[\s*(?:"[^"]*"|'[^']*'|-?\d+)\s*\])*/g;

/** Lists the variables in an expression: words that are neither texts, numbers, filters nor filter options. */
const expressionVariables = (expression: string): readonly Variable[] =>
  [...expression.matchAll(TOKENS)]
    .map(([token]) => token)
    .filter((token) => /^[A-Za-z_]/.test(token) && !token.endsWith(':'))
    .map((token) => ({
      names: [...token.matchAll(/"([^"]*)"|'([^']*)'|[\w-]+/g)].map(
        ([name, double, single]) => double ?? single ?? name,
      ),
    }));
