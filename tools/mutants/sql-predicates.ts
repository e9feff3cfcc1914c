/** A part of an SQL text, as a range of characters. */
export interface Part {
  readonly at: number;
  readonly length: number;
}

type Token = { readonly at: number; readonly text: string; readonly depth: number };

const BEGIN = new Set(['where', 'and', 'or', 'when', 'on']);
const STOP = new Set([
  ...['and', 'or', 'order', 'group', 'limit', 'offset', 'returning', 'union', 'for', 'then', 'else', 'end', 'when'],
  ...['from', 'having', 'on', 'window', 'left', 'inner', 'cross', 'join', 'set', 'where', 'using', ',', ';'],
]);

/** `case x when 'sent'`, `join … on true`: no predicates. */
const IS_CONSTANT = /^('|true$)/;

/** Finds the predicates of an SQL template: each part between `where`, `and`, `or`, `on` or `when` and what follows. */
export function findPredicates(template: string): readonly Part[] {
  const tokens = tokenize(template);
  return tokens.flatMap(({ text, depth }, index) => {
    if (!BEGIN.has(text) || isBetween(tokens, index) || tokens[index + 1]?.text === 'conflict') return [];
    const inside = tokens.slice(index + 1);
    const end = inside.findIndex((token, n) => endsPredicate(inside, n, token, depth));
    const last = end === -1 ? inside.length : end;
    const begin = inside[0];
    const final = inside[last - 1];
    if (last === 0 || !begin || !final) return [];
    const part = { at: begin.at, length: final.at + final.text.length - begin.at };
    return last === 1 && IS_CONSTANT.test(begin.text) ? [] : [part];
  });
}

function endsPredicate(tokens: readonly Token[], index: number, { text, depth }: Token, from: number): boolean {
  if (depth < from) return true;
  if (depth > from || !STOP.has(text)) return false;
  if (text === 'from') return tokens[index - 1]?.text !== 'distinct';
  if (text === 'left') return tokens[index + 1]?.text === 'join';
  return text !== 'and' || !isBetween(tokens, index);
}

/** Returns whether an `and` belongs to a `between`. */
function isBetween(tokens: readonly Token[], index: number): boolean {
  const { text, depth } = tokens[index] ?? { text: '', depth: 0 };
  if (text !== 'and') return false;
  const before = tokens.slice(0, index).findLast((token) => token.depth === depth && BEGIN_OR_BETWEEN.has(token.text));
  return before?.text === 'between';
}
const BEGIN_OR_BETWEEN = new Set([...BEGIN, 'between']);

/** Splits a template into words, values, quoted texts and punctuation, without comments. A `)` is outside its pair. */
function tokenize(template: string): readonly Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (let at = template.indexOf('`') + 1; at < template.length - 1; ) {
    const length = lengthOfToken(template, at);
    const text = template.slice(at, at + length);
    if (text === ')') depth -= 1;
    if (text.trim() !== '' && !text.startsWith('--')) tokens.push({ at, text: text.toLowerCase(), depth });
    if (text === '(') depth += 1;
    at += length;
  }
  return tokens;
}

const TOKEN = /\s+|--[^\n]*|'(?:[^']|'')*'|"[^"]*"|[a-z_]\w*|\d+|./iy;

function lengthOfToken(template: string, at: number): number {
  if (!template.startsWith('${', at)) {
    TOKEN.lastIndex = at;
    return TOKEN.exec(template)?.[0].length ?? 1;
  }
  let open = 0;
  for (let end = at + 1; end < template.length; end += 1) {
    if (template[end] === '{') open += 1;
    if (template[end] === '}') open -= 1;
    if (open === 0) return end + 1 - at;
  }
  return template.length - at;
}
