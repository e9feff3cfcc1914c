import type { Shielded } from './liquid.ts';

/** A problem in an MJML source. */
export interface MjmlFlaw {
  /** From 1. */
  readonly line: number;
  readonly message: string;
  readonly fix: string;
}

export interface Linted {
  readonly errors: readonly MjmlFlaw[];
  readonly warnings: readonly MjmlFlaw[];
}

/** The problems of one source. */
export const MAX_FLAWS = 50;

/** Elements whose content is text or HTML. In all others, MJML reads elements and drops everything else. */
const TEXT_ELEMENTS = new Set([
  ...['mj-text', 'mj-button', 'mj-raw', 'mj-table', 'mj-style', 'mj-title', 'mj-preview', 'mj-navbar-link'],
  ...['mj-social-element', 'mj-accordion-title', 'mj-accordion-text'],
]);

interface Tag {
  readonly name: string;
  readonly isClosing: boolean;
  readonly isEmpty: boolean;
  readonly attributes: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Finds content that MJML would silently drop: text and Liquid between elements, unclosed elements, and includes.
 * @param shielded The source without comments, whose Liquid is shielded
 */
export function lintMjml(shielded: Shielded): Linted {
  const lint: Lint = { shielded, errors: [], warnings: [], open: [] };
  let done = 0;
  for (const tag of tagsIn(shielded.source)) {
    if (lint.errors.length + lint.warnings.length >= MAX_FLAWS) return lint;
    const [inside] = lint.open.slice(-1);
    const isText = inside !== undefined && TEXT_ELEMENTS.has(inside.name);
    if (isText && !(tag.isClosing && tag.name === inside.name)) continue;
    if (!isText) reportDropped(lint, done, tag.from);
    readTag(lint, tag);
    done = tag.to;
  }
  const unclosed = findUnclosed(lint.open);
  if (!unclosed.some(({ name }) => TEXT_ELEMENTS.has(name))) reportDropped(lint, done, shielded.source.length);
  lint.errors.push(...unclosed.map((tag) => describeUnclosed(tag, shielded)));
  return lint;
}

interface Lint {
  readonly shielded: Shielded;
  readonly errors: MjmlFlaw[];
  readonly warnings: MjmlFlaw[];
  /** Open elements, the innermost last. */
  readonly open: Tag[];
}

function readTag({ shielded, errors, warnings, open }: Lint, tag: Tag): void {
  if (tag.isClosing) {
    errors.push(...closeElement(open, tag, shielded));
    return;
  }
  warnings.push(...lintAttributes(tag, shielded));
  errors.push(...lintElement(tag, shielded));
  if (!tag.isEmpty) open.push(tag);
}

/** Yields the tags of MJML's own elements. Runs in one pass, whatever the source is. */
function* tagsIn(source: string): Generator<Tag> {
  for (let from = source.indexOf('<'); from !== -1; from = source.indexOf('<', from + 1)) {
    const [, slash, name] = /^<(\/?)(mj(?:ml|-[a-z-]{1,40}))(?=[\s/>])/i.exec(source.slice(from, from + 50)) ?? [];
    if (name === undefined) continue;
    const end = endOfTag(source, from);
    const inside = source.slice(from + 1 + (slash ?? '').length + name.length, end);
    const isEmpty = inside.trimEnd().endsWith('/');
    yield { name: name.toLowerCase(), isClosing: slash === '/', isEmpty, attributes: inside, from, to: end + 1 };
    from = end;
  }
}

/** Returns the index of the `>` that ends a tag, outside quotes, or of the end of the source. */
function endOfTag(source: string, from: number): number {
  for (let at = from; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === '>') return at;
    if (character !== '"' && character !== "'") continue;
    const closing = source.indexOf(character, at + 1);
    if (closing === -1) return source.length;
    at = closing;
  }
  return source.length;
}

function closeElement(open: Tag[], tag: Tag, shielded: Shielded): readonly MjmlFlaw[] {
  const index = open.findLastIndex(({ name }) => name === tag.name);
  const line = shielded.lineAt(tag.from);
  if (index === -1)
    return [{ line, message: `</${tag.name}> has no opening tag`, fix: 'remove it, or add the opening tag' }];
  return open
    .splice(index)
    .slice(1)
    .map((each) => describeUnclosed(each, shielded));
}

/** An unclosed text element swallows all later tags, so only it is reported. */
function findUnclosed(open: readonly Tag[]): readonly Tag[] {
  const [last] = open.slice(-1);
  return last && TEXT_ELEMENTS.has(last.name) ? [last] : open;
}

const describeUnclosed = ({ name, from }: Tag, shielded: Shielded): MjmlFlaw => ({
  line: shielded.lineAt(from),
  message: `<${name}> is never closed, so MJML drops its content`,
  fix: `add </${name}> where it ends`,
});

/** Reports content between elements. MJML drops it, so a condition there would have no effect. */
function reportDropped({ shielded, errors, warnings }: Lint, from: number, to: number): void {
  const { source, wordsIn, lineAt, restore } = shielded;
  const between = source.slice(from, to);
  const text = between.trim();
  if (text === '') return;
  const [dropped] = wordsIn(between);
  if (dropped)
    errors.push({
      line: lineAt(dropped.at),
      message: `MJML drops ${shorten(dropped.liquid)} here, between elements`,
      fix: 'put it inside <mj-raw>, or inside a text element such as <mj-text>',
    });
  else
    warnings.push({
      line: lineAt(from + between.indexOf(text)),
      message: `MJML drops “${shorten(restore(text))}” here, between elements`,
      fix: 'put it inside <mj-text>',
    });
}

export const shorten = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};

const lintElement = ({ name, from }: Tag, { lineAt }: Shielded): readonly MjmlFlaw[] =>
  name === 'mj-include'
    ? [
        {
          line: lineAt(from),
          message: 'mj-include isn’t supported, since templates can’t read files',
          fix: 'use {% render "block" %}',
        },
      ]
    : [];

const ALT = /[\s"']alt\s*=/i;
const NAME = /[\s"']name\s*=/i;
const SRC = /[\s"']src\s*=/i;

/** Warns about images without alt text, and about icons that would load from another company's server. */
function lintAttributes({ name, attributes, from }: Tag, { lineAt }: Shielded): readonly MjmlFlaw[] {
  if (name === 'mj-image' && !ALT.test(attributes))
    return [
      { line: lineAt(from), message: 'the image has no alt text', fix: 'describe the image in alt, or set alt=""' },
    ];
  if (name === 'mj-social-element' && NAME.test(attributes) && !SRC.test(attributes))
    return [{ line: lineAt(from), message: 'the icon would load from mailjet.com', fix: 'set src to your own icon' }];
  return [];
}
