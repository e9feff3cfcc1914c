import { type Part, partsOf } from './liquid.ts';

/** Something in a text that is meant to be a template but isn't one here. */
export interface Slip {
  readonly message: string;
  readonly fix: string;
}

export interface Slips {
  /** Texts that can't be meant as they are. */
  readonly errors: readonly Slip[];
  /** Texts that are seldom meant as they are. */
  readonly warnings: readonly Slip[];
}

/**
 * Finds outputs that never end and placeholders of other products. `known`: names of traits that the journey reads,
 * which make `{firstName}` look like a placeholder.
 */
export function slipsIn(text: string, known: ReadonlySet<string>): Slips {
  const parts = [...partsOf(text)];
  const rest = withoutParts(text, parts);
  const isName = (name: string) => known.has(name) || Object.hasOwn(COMMON, name.toLowerCase().replace(/[^a-z]/g, ''));
  return {
    errors: [...parts.flatMap((part) => slipOf(text, part)), ...CERTAIN.flatMap((of) => placeholders(rest, of))],
    warnings: DOUBTFUL.flatMap((of) => placeholders(rest, of, of.needsName ? isName : undefined)),
  };
}

interface Placeholder {
  /** Finds it and captures its name. */
  readonly pattern: RegExp;
  /** True if only the name of a trait makes it look like a placeholder. */
  readonly needsName?: true;
}

const CERTAIN: readonly Placeholder[] = [
  { pattern: /\*\|([A-Za-z_][\w:]{0,60})\|\*/g },
  { pattern: /%%([A-Za-z_][\w.-]{0,60})%%/g },
  { pattern: /<%=?\s*([A-Za-z_][\w.]*)\s*%>/g },
  { pattern: /%recipient\.([A-Za-z_]\w{0,60})%/g },
];
const DOUBTFUL: readonly Placeholder[] = [
  { pattern: /\[\[\s*([A-Za-z_][\w.]*)\s*\]\]/g },
  { pattern: /[$#]\{\s*([A-Za-z_][\w.]*)\s*\}/g },
  { pattern: /(?<![$#{])\{\s{0,20}([A-Za-z_][\w.]{0,60})\s{0,20}\}(?!\})/g, needsName: true },
  { pattern: /%([A-Za-z_]{3,60})%/g, needsName: true },
];

/** Longest name of a placeholder. */
const MOST_CHARACTERS = 61;

const placeholders = (rest: string, { pattern }: Placeholder, isMeant = (_: string) => true): readonly Slip[] =>
  [...rest.matchAll(pattern)]
    .filter(([, name = '']) => name.length <= MOST_CHARACTERS && isMeant(name))
    .slice(0, 1)
    .map(([whole, name = '']) => ({
      message: `"${whole}" is a placeholder of another product, and would be sent as it is`,
      fix: `write {{ profile.${traitOf(name)} | default: "…" }}`,
    }));

function slipOf(text: string, { tag, inside, from, isOpen }: Part): readonly Slip[] {
  const shown = text.slice(from, from + 40).split('\n')[0];
  if (isOpen) return [{ message: `"${shown}" never ends`, fix: describeClosing(tag) }];
  if (tag !== undefined) return [];
  const code = inside.replace(/"[^"]*"|'[^']*'/g, '');
  if (/\{[{%]/.test(code))
    return [{ message: `"${shown}" never ends: another one begins inside it`, fix: describeClosing(tag) }];
  const [, mark, name = ''] = /^\s*([{#/^>!&$])\s*\{?\s*([\w.]*)/.exec(inside) ?? [];
  if (mark === undefined) return [];
  const isOutput = mark === '{' || mark === '&' || mark === '$';
  return [
    {
      message: `"${shown}" isn't Liquid but the syntax of another product`,
      fix: isOutput
        ? `write {{ profile.${traitOf(name)} | default: "…" }}`
        : 'write {% if … %} … {% endif %} or {% for … %} … {% endfor %}',
    },
  ];
}

const describeClosing = (tag: string | undefined): string => {
  if (tag === undefined) return 'close it with }}';
  return tag === 'raw' || tag === 'comment' ? `close it with {% end${tag} %}` : 'close it with %}';
};

/** Returns the text without its Liquid. */
function withoutParts(text: string, parts: readonly Part[]): string {
  let rest = '';
  let at = 0;
  for (const { from, to } of parts) {
    rest += `${text.slice(at, from)} `;
    at = to;
  }
  return rest + text.slice(at);
}

/** Names that other products give to the commonest traits. */
const COMMON: Readonly<Record<string, string>> = {
  ...{ fname: 'firstName', firstname: 'firstName', lname: 'lastName', lastname: 'lastName', name: 'name' },
  ...{ email: 'email', emailaddress: 'email', phone: 'phone', city: 'city', company: 'company', fullname: 'name' },
};

/** Returns the likely name of a trait: `FIRST_NAME` is `firstName`. */
function traitOf(name: string): string {
  const own = name.split('.').at(-1) ?? '';
  const common = COMMON[own.toLowerCase().replace(/[^a-z]/g, '')];
  if (common !== undefined || own === '') return common ?? 'firstName';
  const words = own === own.toUpperCase() ? own.toLowerCase() : own;
  return words.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
