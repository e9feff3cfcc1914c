import { Denied, deny } from './problem.ts';

/** Deeper than anybody means it; far from what overflows a stack (50,000 levels do, and JSON.parse takes them). */
const MAX_DEPTH = 64;

/**
 * Parses what a stranger sent. Depth is counted before, `__proto__` is left out, and what PostgreSQL cannot store in a text (a NUL, half
 * of a surrogate pair) becomes U+FFFD.
 * @throws Denied
 */
export function parseJson(bytes: Buffer): unknown {
  if (isDeeperThan(bytes, MAX_DEPTH))
    throw new Denied(
      deny('body-too-deep', `the JSON is nested deeper than ${MAX_DEPTH} levels`, 'flatten it, or send it as text'),
    );
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  try {
    return SUSPICIOUS.test(text) ? JSON.parse(text, cleaned) : JSON.parse(text);
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

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = Buffer.from('"\\[]{}');

/** Brackets outside of strings. In UTF-8 no byte of a longer character looks like one. */
function isDeeperThan(bytes: Buffer, most: number): boolean {
  let depth = 0;
  for (let at = 0; at < bytes.length && depth <= most; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfText(bytes, at);
    else if (byte === OPEN || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE || byte === CLOSE_LIST) depth -= 1;
  }
  return depth > most;
}

/** Where the string that begins at `from` has its last quote. */
function endOfText(bytes: Buffer, from: number): number {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** A reviver costs three times the parsing: only where the text can hold what it is for. `__proto__` may be written in escapes. */
const SUSPICIOUS = /__proto__|\\u(?:00|d[89a-f])/i;

function cleaned(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  return entries.some(([name]) => name === '__proto__' || storable(name) !== name)
    ? Object.fromEntries(
        entries.flatMap(([name, each]) => (name === '__proto__' ? [] : [[storable(name), each] as const])),
      )
    : value;
}

const storable = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
