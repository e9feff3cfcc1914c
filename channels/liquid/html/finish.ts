import { asDocument, asHandler, asHtml, asName, asScript, asStyle, asUnquoted, type Encode } from './encode.ts';
import { isLink, isSafeLink } from './links.ts';
import { OPAQUE, OPEN, resolve } from './marks.ts';
import { createWriter, type Writer } from './writer.ts';

/**
 * Turns the output of a template into HTML. Escapes the texts of values for the place where they are. Empties links
 * that would run code, or whose scheme no value may choose. Only the author's characters count as markup.
 */
export function finishHtml(output: string): string {
  if (!output.includes(OPEN)) return output;
  const writer = createWriter(resolve(output));
  const { syntax } = writer.page;
  for (let open = syntax.indexOf('<'); open !== -1; open = syntax.indexOf('<', writer.done())) {
    writer.put(open, asHtml);
    if (syntax.startsWith('<!--', open)) writer.put(endOfComment(syntax, open), asHtml);
    else if (TAG.test(syntax.slice(open, open + 3))) {
      const end = endOfPlainTag(syntax, open);
      if (end === undefined) writeTag(writer, open);
      else writer.put(end, asName);
    } else writer.put(open + 1, asHtml);
  }
  writer.put(syntax.length, asHtml);
  return writer.written();
}

const TAG = /^<\/?[a-z\uFDEF]/i;

const RAW_TAG = /^<(?:script|style|mj-style)\b/i;

/**
 * Returns the end of a tag that no value touches, as most are, without reading its attributes. Undefined where only
 * reading them can tell.
 */
function endOfPlainTag(syntax: string, open: number): number | undefined {
  const end = syntax.indexOf('>', open);
  if (end === -1) return undefined;
  const tag = syntax.slice(open, end);
  const quotes = ['"', "'"].filter((quote) => tag.includes(quote));
  if (tag.includes(OPAQUE) || quotes.length > 1 || RAW_TAG.test(tag)) return undefined;
  const [quote] = quotes;
  const isClosed = quote === undefined || tag.split(quote).length % 2 === 1;
  return isClosed ? end + 1 : undefined;
}

/** Conditional comments hold markup that Outlook reads, so only their beginning is skipped. */
function endOfComment(syntax: string, open: number): number {
  const isConditional = /^<!--\s*\[if\b/i.test(syntax.slice(open, open + 20));
  const mark = isConditional ? ']>' : '-->';
  const end = syntax.indexOf(mark, open + (isConditional ? 4 : 2));
  return end === -1 ? syntax.length : end + mark.length;
}

const ATTRIBUTE = /[^\s=>"'/]+(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?/y;

/** Elements whose content isn't markup, and how values are written there. */
const RAW: Readonly<Record<string, Encode>> = { script: asScript, style: asStyle, 'mj-style': asStyle };

/** Writes a tag, and the script or style sheet that it begins. */
function writeTag(writer: Writer, open: number): void {
  const { syntax, text } = writer.page;
  let at = open + 1;
  let tag: string | undefined;
  while (at < syntax.length && syntax[at] !== '>') {
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(syntax);
    if (!found) {
      at += 1;
      continue;
    }
    const [whole, value = ''] = found;
    const from = at + whole.length - value.length;
    // A value may have written several words here: a text between quotes is never one of them.
    const words = text.slice(at, from).replace(/=\s*$/, '').trim().toLowerCase().split(/\s+/);
    tag ??= words[0];
    writer.put(from, asName);
    if (value !== '') writeValue(writer, words.at(-1) ?? '', value);
    at = from + value.length;
  }
  writer.put(Math.min(at + 1, syntax.length), asName);
  const raw = syntax[open + 1] === '/' || tag === undefined ? undefined : RAW[tag];
  if (!raw) return;
  const close = new RegExp(`</${tag}`, 'gi');
  close.lastIndex = at;
  writer.put(close.exec(syntax)?.index ?? syntax.length, raw);
}

function writeValue(writer: Writer, name: string, value: string): void {
  const from = writer.done();
  const isQuoted = value.length > 1 && /^["']/.test(value) && value.endsWith(value.charAt(0));
  const encode = encoderOf(name, isQuoted);
  const inside = isQuoted ? 1 : 0;
  if (isLink(name) && !isSafeLink(name, writer.look(from + inside, from + value.length - inside, encode)))
    writer.replace('""', from + value.length);
  else writer.put(from + value.length, encode);
}

function encoderOf(name: string, isQuoted: boolean): Encode {
  if (name.startsWith('on')) return asHandler;
  if (name === 'style') return asStyle;
  if (name === 'srcdoc') return asDocument;
  return isQuoted ? asHtml : asUnquoted;
}
