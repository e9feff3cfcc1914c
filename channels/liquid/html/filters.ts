import { CaptureTag, CaseTag, type Context, defaultOperators, type Liquid, type Operators, toValue } from 'liquidjs';
import { type FilterHandler, filterOf } from '../filters.ts';
import { disarm, JSON_CLOSE, JSON_OPEN, mark, plain, plainText, settle, unmark } from './marks.ts';

/** Makes filters, conditions and captures work with marked texts. The other filters need no change. */
export function useMarks(liquid: Liquid): void {
  for (const name of READING) wrap(liquid, name, (filter) => reading(filter));
  for (const name of ['url_decode', 'base64_decode'])
    wrap(liquid, name, (filter) => withResult(filter, (decoded) => disarm(textOf(decoded))));
  for (const name of DATES) wrap(liquid, name, inDate);
  for (const name of ['strip', 'lstrip', 'rstrip']) wrap(liquid, name, strippingBoth);
  for (const name of ['json', 'jsonify', 'inspect'])
    wrap(liquid, name, (filter) => withResult(filter, (json) => `${JSON_OPEN}${textOf(json)}${JSON_CLOSE}`));
  for (const [name, filter] of Object.entries(OWN)) liquid.registerFilter(name, filter);
  liquid.registerTag('capture', MarkedCapture);
  liquid.registerTag('case', PlainCase);
}

/** Filters that read texts instead of passing them on. */
const READING = [
  ...['url_encode', 'url_decode', 'cgi_escape', 'uri_escape', 'slugify', 'base64_encode', 'base64_decode', 'sha256'],
  ...[
    'hmac_sha256',
    'json',
    'jsonify',
    'inspect',
    'to_integer',
    'abs',
    'at_least',
    'at_most',
    'ceil',
    'floor',
    'round',
  ],
  ...['divided_by', 'minus', 'plus', 'modulo', 'times', 'days_until', 'map', 'sort', 'sort_natural', 'sum', 'where'],
  ...['reject', 'group_by', 'has', 'find_index', 'find', 'where_exp', 'reject_exp', 'group_by_exp', 'has_exp'],
  ...['find_index_exp', 'find_exp', 'number_of_words', 'format_number', 'format_money', 'format_date'],
];
const DATES = ['date', 'date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string'];

const wrap = (liquid: Liquid, name: string, change: (filter: FilterHandler) => FilterHandler): void =>
  liquid.registerFilter(name, change(filterOf(liquid, name)));

/** Passes plain values to a filter. */
const reading = (filter: FilterHandler): FilterHandler =>
  function (value, ...args) {
    return filter.call(this, plain(value), ...args.map(plain));
  };

const withResult = (filter: FilterHandler, change: (result: unknown) => unknown): FilterHandler =>
  function (...given) {
    return change(filter.apply(this, given));
  };

/** A format may hold markup, but its colons are part of directives. */
const inDate = (filter: FilterHandler): FilterHandler =>
  function (value, format, ...more) {
    const directives = typeof format === 'string' ? format.replaceAll(mark(':'), ':') : format;
    return filter.call(this, plain(value), ...(format === undefined ? [] : [directives, ...more.map(plain)]));
  };

const strippingBoth = (filter: FilterHandler): FilterHandler =>
  function (value, characters) {
    if (typeof characters !== 'string') return filter.call(this, value);
    return filter.call(this, value, characters + mark(characters) + unmark(characters));
  };

/** Characters of entities that `escape_once` leaves alone. */
const ENTITY: Readonly<Record<string, string>> = {
  ...{ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#34;': '"', '&#39;': "'", '&apos;': "'" },
};

/** Whatever a value prints is escaped in the end, so `escape` only says that all of it is text. */
const asText: FilterHandler = (value) => plainText(textOf(value));

const OWN: Readonly<Record<string, FilterHandler>> = {
  escape: asText,
  xml_escape: asText,
  escape_once: (value) =>
    plainText(textOf(value)).replace(/&(?:amp|lt|gt|quot|#34|#39|apos);/g, (entity) => ENTITY[entity] as string),
  /** Renders no user's HTML: what the author wrote is markup without it. */
  raw: (value) => value,
  newline_to_br: (value) => textOf(value).replace(/\r?\n/g, `${mark('<br />')}\n`),
  strip_html: (value) => stripTags(textOf(value)),
  replace: (value, pattern, by) => splitAt(textOf(value), pattern, 'all').join(textOf(by)),
  replace_first: (value, pattern, by) => splitAt(textOf(value), pattern, 'first').join(textOf(by)),
  replace_last: (value, pattern, by) => splitAt(textOf(value), pattern, 'last').join(textOf(by)),
  remove: (value, pattern) => splitAt(textOf(value), pattern, 'all').join(''),
  remove_first: (value, pattern) => splitAt(textOf(value), pattern, 'first').join(''),
  remove_last: (value, pattern) => splitAt(textOf(value), pattern, 'last').join(''),
  split(value, pattern) {
    const parts = [...splitAt(textOf(value), pattern, 'all')];
    while (parts.at(-1) === '') parts.pop();
    return parts;
  },
};

/** Cuts a marked text where its plain text contains a pattern. */
function splitAt(text: string, pattern: unknown, which: 'all' | 'first' | 'last'): readonly string[] {
  const sought = plainText(textOf(pattern));
  if (sought === '') return which === 'all' ? text.split('') : [text];
  const parts: string[] = [];
  const read = unmark(text);
  let from = 0;
  for (let at = findIn(read, sought, 0, which); at !== -1; at = which === 'all' ? read.indexOf(sought, from) : -1) {
    parts.push(text.slice(from, at));
    from = at + sought.length;
  }
  return [...parts, text.slice(from)];
}

const findIn = (text: string, sought: string, from: number, which: 'all' | 'first' | 'last'): number =>
  which === 'last' ? text.lastIndexOf(sought) : text.indexOf(sought, from);

const BLOCKS: readonly (readonly [opening: string, closing: string])[] = [
  ['<script', '</script>'],
  ['<style', '</style>'],
  ['<!--', '-->'],
  ['<', '>'],
];

/** Removes tags, comments, scripts and style sheets in one pass, as LiquidJS does. */
function stripTags(text: string): string {
  const read = unmark(text);
  const unclosed = new Set<string>();
  let kept = '';
  let at = 0;
  for (let open = read.indexOf('<'); open !== -1; open = read.indexOf('<', at)) {
    kept += text.slice(at, open);
    at = open;
    for (const [opening, closing] of BLOCKS) {
      if (unclosed.has(opening) || !read.startsWith(opening, open)) continue;
      const end = read.indexOf(closing, open + opening.length);
      if (end !== -1) {
        at = end + closing.length;
        break;
      }
      unclosed.add(opening);
    }
    if (at === open) return kept + text.slice(open);
  }
  return kept + text.slice(at);
}

/** Returns what a value prints. */
export function textOf(given: unknown): string {
  const value: unknown = toValue(given);
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.map(textOf).join('') : String(value);
}

/** A `capture` that marks what the author wrote in it, and counts it as LiquidJS doesn't. */
class MarkedCapture extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    yield* super.render(context);
    const captured = settle(String(context.bottom()[this.variable]));
    context.memoryLimit.use(captured.length);
    context.bottom()[this.variable] = captured;
  }
}

/** A `case` that compares texts as they read. */
class PlainCase extends CaseTag {
  constructor(...given: ConstructorParameters<typeof CaseTag>) {
    super(...given);
    const value = this.value;
    this.value = Object.create(value, {
      value: {
        *value(...asked: Parameters<typeof value.value>): Generator<unknown, unknown, unknown> {
          return plain(toValue(yield* value.value(...asked)));
        },
      },
    });
  }
}

/** Conditions compare texts as they read. */
export const plainOperators: Operators = Object.fromEntries(
  Object.entries(defaultOperators).map(([name, operator]) => {
    if (name === 'not' || name === 'and' || name === 'or') return [name, operator];
    const compare = operator as (left: unknown, right: unknown, context: Context) => ReturnType<typeof operator>;
    return [name, (left: unknown, right: unknown, context: Context) => compare(plain(left), plain(right), context)];
  }),
);
