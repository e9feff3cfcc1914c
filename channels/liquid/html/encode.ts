import { JSON_CLOSE, JSON_OPEN } from './marks.ts';

/** Writes a value's text so that it stays text in one place of a document. */
export type Encode = (text: string) => string;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const JSON_MARKS = /[\uFDE1\uFDE2]/g;

/** For text between tags and quoted attribute values. */
export const asHtml: Encode = (text) =>
  text.replace(JSON_MARKS, '').replace(/[&<>"']/g, (character) => ENTITIES[character] as string);

/** For attribute values without quotes. */
export const asUnquoted: Encode = (text) =>
  asHtml(text).replace(/[\s=`]/g, (character) => `&#${character.charCodeAt(0)};`);

/** For names of tags and attributes, which can have no value this way. */
export const asName: Encode = (text) => text.replace(/[^\w\s-]/g, '');

/** For `srcdoc`, whose value is a document of its own. */
export const asDocument: Encode = (text) => asHtml(asHtml(text));

/**
 * For scripts: the result of `json` as JSON, and any other text as the inside of a string. The same escapes hold in
 * JavaScript and JSON. Outside quotes they are no code.
 */
export const asScript: Encode = (text) => {
  const [first = '', ...rest] = text.split(JSON_OPEN);
  const later = rest.map((part) => {
    const end = part.indexOf(JSON_CLOSE);
    const json = end === -1 ? undefined : safeJson(part.slice(0, end));
    return json === undefined ? inString(part) : json + inString(part.slice(end + 1));
  });
  return inString(first) + later.join('');
};

/** For attributes that hold a script, such as `onclick`. */
export const asHandler: Encode = (text) => asHtml(asScript(text));

/** For style sheets and `style` attributes: what isn't part of a word or number is escaped, which CSS reads back. */
export const asStyle: Encode = (text) =>
  text
    .replace(JSON_MARKS, '')
    .replace(/[\p{Cc}!"$&-+/:-@[-^`{-~]/gu, (character) => `\\${character.charCodeAt(0).toString(16)} `);

const inString: Encode = (text) =>
  text.replace(JSON_MARKS, '').replace(/[\p{Cc}!--/:-@[-^`{-~\u2028\u2029]/gu, unicodeEscape);

/** Writes JSON without characters that end a script element. Undefined if filters have made it something else. */
function safeJson(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text)).replace(/[<>&'\u2028\u2029]/g, unicodeEscape);
  } catch {
    return undefined;
  }
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
