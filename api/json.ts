import { Denied, deny } from './problem.ts';

/** No honest client nests deeper. JSON.parse accepts 50,000 levels, which would overflow the stack later. */
export const MAX_DEPTH = 64;

/**
 * Parses untrusted JSON. Checks the depth first, drops `__proto__`, and replaces what PostgreSQL can't store in a text
 * (NUL, half of a surrogate pair) by U+FFFD.
 * @throws Denied `body-too-deep`, `body-malformed`
 */
export function parseJson(bytes: Buffer): unknown {
  if (scanJson(bytes, MAX_DEPTH).depth > MAX_DEPTH)
    throw new Denied(
      deny('body-too-deep', `the JSON is nested deeper than ${MAX_DEPTH} levels`, 'flatten it, or send it as text'),
    );
  const text = textOf(bytes);
  return parseText(text, SUSPICIOUS.test(text) ? cleanValue : undefined);
}

/**
 * Parses untrusted JSON of checked depth, and returns its text as well. Drops `__proto__` and keeps all other values.
 * @throws Denied `body-malformed`
 */
export function parseKeepingText(bytes: Buffer): { readonly value: unknown; readonly text: string } {
  const text = textOf(bytes);
  return { value: parseText(text, PROTO.test(text) ? dropProto : undefined), text };
}

const textOf = (bytes: Buffer): string => bytes.toString('utf8').replace(/^\uFEFF/, '');

function parseText(text: string, revive: ((key: string, value: unknown) => unknown) | undefined): unknown {
  try {
    return JSON.parse(text, revive);
  } catch (cause) {
    throw new Denied(
      deny(
        'body-malformed',
        `the body is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
        'send one JSON value in UTF-8',
      ),
    );
  }
}

/** Matches a text that may have `__proto__`, which may be spelled with escapes. */
const PROTO = /__proto__|\\u00/i;

function dropProto(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, '__proto__')) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== '__proto__'));
}

const [QUOTE = 0, BACKSLASH = 0, OPEN_LIST = 0, CLOSE_LIST = 0, OPEN = 0, CLOSE = 0] = Buffer.from('"\\[]{}');
const [ZERO = 0, NINE = 0, EXPONENT = 0] = Buffer.from('09e');
/** The bit that makes a letter of ASCII lower-case. */
const LOWER_CASE = 0x20;

/** The depth of JSON, and whether it has a number that a JavaScript number may not hold exactly. */
interface JsonScan {
  /** How deep it is nested, or one more than the limit. */
  readonly depth: number;
  readonly hasLongNumber: boolean;
}

/** A whole number of fewer digits is kept exactly. */
const SAFE_DIGITS = 15;

/**
 * Scans JSON outside of strings, until it is nested deeper than `most`. In UTF-8, no byte of a multibyte character
 * looks like a bracket or a digit.
 */
export function scanJson(bytes: Buffer, most: number): JsonScan {
  let depth = 0;
  let deepest = 0;
  let digits = 0;
  let hasLongNumber = false;
  for (let at = 0; at < bytes.length && deepest <= most; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = endOfText(bytes, at);
    depth += DEPTH[byte] ?? 0;
    if (depth > deepest) deepest = depth;
    const isDigit = byte >= ZERO && byte <= NINE;
    hasLongNumber ||= digits > 0 && (byte | LOWER_CASE) === EXPONENT;
    digits = isDigit ? digits + 1 : 0;
    hasLongNumber ||= digits > SAFE_DIGITS;
  }
  return { depth: deepest, hasLongNumber };
}

/** Change of the depth by a byte. */
const DEPTH = new Int8Array(256);
DEPTH[OPEN] = DEPTH[OPEN_LIST] = 1;
DEPTH[CLOSE] = DEPTH[CLOSE_LIST] = -1;

/** Returns the index of the closing quote of the string that begins at `from`. */
function endOfText(bytes: Buffer, from: number): number {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

/**
 * Matches texts that may need cleaning. A reviver triples the cost of parsing, so others go without it. `__proto__` may
 * be spelled with escapes.
 */
const SUSPICIOUS = /__proto__|\\u(?:00|d[89a-f])/i;

function cleanValue(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return toStorable(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  return entries.some(([name]) => name === '__proto__' || toStorable(name) !== name)
    ? Object.fromEntries(
        entries.flatMap(([name, each]) => (name === '__proto__' ? [] : [[toStorable(name), each] as const])),
      )
    : value;
}

const toStorable = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
