/**
 * Tells what an author wrote from what comes from a user, character by character, through any chain of filters.
 *
 * The punctuation of an author's texts is replaced by stand-ins: noncharacters, which no text may contain. Filters move
 * them about like any character. In the end a stand-in becomes its character again, as markup, and everything else
 * that a value prints is text, to be escaped for its place. So a filter that nobody thought of prints too little
 * markup, and never a user's.
 */
const CHARACTERS = '&<>"\':;(){}=/\\`';
const FIRST = 0xfdd0;
const STAND_INS = /[\uFDD0-\uFDDE]/g;
const RESERVED = /[\uFDD0-\uFDEF]/g;

/** Mark where a value's text begins and ends in the output. */
export const OPEN = '\uFDDF';
export const CLOSE = '\uFDE0';
/** Mark where the JSON of a value begins and ends. */
export const JSON_OPEN = '\uFDE1';
export const JSON_CLOSE = '\uFDE2';

const CHARACTER = /[&<>"':;(){}=/\\`]/g;

/** Marks an author's text. Its length stays the same. */
export const mark = (text: string): string =>
  text.replace(CHARACTER, (character) => String.fromCharCode(FIRST + CHARACTERS.indexOf(character)));

/** Returns a text as it reads. Its length stays the same. */
export const unmark = (text: string): string =>
  text.replace(STAND_INS, (standIn) => CHARACTERS[standIn.charCodeAt(0) - FIRST] as string);

/** Returns a text without anything that this file adds. */
export const plainText = (text: string): string => unmark(text).replace(RESERVED, '');

/** Returns a value with its texts as they read, so that it can be compared, searched or encoded. */
export function plain(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  return Array.isArray(value) ? value.map(plain) : value;
}

/** Replaces reserved characters, so that neither a user's text nor a decoded one can pretend to be an author's. */
export const disarm = (text: string): string => text.replace(RESERVED, '\uFFFD');

/** Disarms every text and name in a value. Costs one look unless something is found. */
export function disarmAll<Value>(value: Value): Value {
  const json = JSON.stringify(value);
  return json.search(RESERVED) === -1 ? value : (JSON.parse(disarm(json)) as Value);
}

/** Returns captured output as a value: what the author wrote is marked, and what values printed stays as it is. */
export const settle = (output: string): string => mapSpans(output, mark, asIs);

const asIs = (text: string): string => text;

/** Transforms an output's written text and printed values separately. An unclosed mark counts as written text. */
function mapSpans(output: string, written: (text: string) => string, printed: (text: string) => string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const open = output.indexOf(OPEN, at);
    const close = open < 0 ? -1 : output.indexOf(CLOSE, open);
    if (close < 0) return parts.join('') + written(output.slice(at));
    parts.push(written(output.slice(at, open)), printed(output.slice(open + 1, close)));
    at = close + 1;
  }
}

/** Stands for each character of a user's text in `Resolved.syntax`. */
export const OPAQUE = '\uFDEF';

export interface Resolved {
  /** The output as it reads. */
  readonly text: string;
  /** The same with `OPAQUE` for each character of a value's text, so that only the author's characters are syntax. */
  readonly syntax: string;
}

/** Separates an output into what is written and whose it is. */
export function resolve(output: string): Resolved {
  const text = mapSpans(output, asIs, unmark);
  const syntax = mapSpans(output, asIs, (printed) => unmark(printed.replace(UNMARKED, OPAQUE)));
  return { text, syntax };
}

const UNMARKED = /[^\uFDD0-\uFDDE]/g;
