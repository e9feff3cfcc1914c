import { OPAQUE } from './marks.ts';

/** Attributes that hold an address, in HTML, SVG and mail. */
const ADDRESSES = new Set([
  ...['action', 'background', 'cite', 'classid', 'codebase', 'data', 'dynsrc', 'formaction', 'href', 'icon'],
  ...['longdesc', 'lowsrc', 'manifest', 'poster', 'profile', 'src', 'usemap', 'xlink:href', 'background-url'],
]);
const LISTS = new Set(['srcset', 'imagesrcset', 'ping', 'archive']);

/** Schemes that a value may choose. An author can write any other scheme into the template. */
const FOR_VALUES = new Set(['http', 'https', 'mailto', 'tel', 'sms']);
/** Schemes that run code. Neither a value nor the author may use them. */
const CODE = new Set(['javascript', 'vbscript', 'livescript']);

/**
 * Returns whether an attribute's value may stay. Reads it as a browser would: entities decoded, spaces and control
 * characters ignored. `final` is the value as it will be written, `syntax` the same before encoding with a user's
 * characters as `OPAQUE`, and `text` what it reads.
 */
export function isSafeLink(name: string, { final, syntax, text }: LinkValue): boolean {
  if (!syntax.includes(OPAQUE)) return true;
  if (LISTS.has(name))
    return decodeEntities(final)
      .split(/[\s,]+/)
      .every((each) => isAllowed(schemeOf(each), false));
  const isAuthors = syntax[text.indexOf(':')] === ':';
  return isAllowed(schemeOf(decodeEntities(final)), isAuthors);
}

export const isLink = (name: string): boolean => ADDRESSES.has(name) || LISTS.has(name);

export interface LinkValue {
  readonly final: string;
  readonly syntax: string;
  readonly text: string;
}

/** Returns whether a scheme may be used. `isAuthors`: its colon is in the template, not in a value. */
export const isAllowed = (scheme: string | undefined, isAuthors: boolean): boolean =>
  scheme === undefined || FOR_VALUES.has(scheme) || (isAuthors && !CODE.has(scheme));

/** Returns whether an address alone, outside HTML, would run code or show a document of its own. */
export function isHarmful(address: string): boolean {
  const scheme = schemeOf(address) ?? '';
  return CODE.has(scheme) || scheme === 'data' || scheme === 'blob' || scheme === 'file';
}

/** Returns the scheme of an address as browsers read it, in lower case; undefined if it has none. */
export const schemeOf = (address: string): string | undefined =>
  /^([a-z][a-z0-9+.-]*):/i.exec(address.replace(IGNORED, ''))?.[1]?.toLowerCase();

/** Spaces and control characters, which browsers ignore or which no scheme contains. */
const IGNORED = /[\p{Cc}\p{Cf}\s]/gu;

const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" },
  ...{ colon: ':', tab: '\t', newline: '\n', nbsp: '\u00a0', shy: '\u00ad' },
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));?/gi, (entity, hex, decimal, name) => {
    if (name) return NAMED[String(name).toLowerCase()] ?? entity;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}
