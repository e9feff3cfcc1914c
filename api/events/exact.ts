import { isSafeNumber, LosslessNumber, parse as parseLossless } from 'lossless-json';
import type { Flaw } from '../../journey/base/refusal.ts';
import { MAX_DEPTH, parseKeepingText, scanJson } from '../json.ts';
import { Denied, deny } from '../problem.ts';
import { type Dialect, textIn } from './dialect.ts';

/**
 * Bodies of events. A value is kept exactly, or its message is refused by name: one bad message never costs the rest of
 * its batch.
 */

/** A deeper body comes from no client, and would overflow the stack of what reads it. */
const MAX_BODY_DEPTH = 1_000;

/** A message that can't be kept exactly, in its place in the batch. */
export class UnkeptMessage {
  readonly messageId: string | null;
  readonly flaw: Flaw;
  constructor(messageId: string | null, flaw: Flaw) {
    this.messageId = messageId;
    this.flaw = flaw;
  }
}

/** A parsed body, in which long numbers may be rounded. It costs little, so that unknown callers can't waste time. */
export interface RoughEvents {
  readonly value: unknown;
  readonly text: string;
  readonly depth: number;
  readonly hasLongNumber: boolean;
}

/**
 * Parses the body of an event route, for what doesn't need exact values.
 * @throws Denied `body-malformed`, `body-too-deep`
 */
export function parseRoughly(bytes: Buffer): RoughEvents {
  const { depth, hasLongNumber } = scanJson(bytes, MAX_BODY_DEPTH);
  if (depth > MAX_BODY_DEPTH)
    throw new Denied(
      deny(
        'body-too-deep',
        `the JSON is nested deeper than ${MAX_BODY_DEPTH} levels`,
        'flatten it, or send it as text',
      ),
    );
  return { ...parseKeepingText(bytes), depth, hasLongNumber };
}

/**
 * Finds the messages that can't be kept exactly.
 *
 * @returns the body, in which an `UnkeptMessage` stands for each such message of a batch. A list is a batch, and so is
 * a member that the dialect names.
 * @throws Denied `request-invalid` for a single message that can't be kept exactly
 */
export function keepExactly(
  { value, text, depth, hasLongNumber }: RoughEvents,
  { lists, ids }: Pick<Dialect, 'lists' | 'ids'>,
): unknown {
  if (!hasLongNumber && !UNSTORABLE.test(text) && depth <= MAX_DEPTH) return value;
  const exact = hasLongNumber ? parseLossless(text) : value;
  const keep = (given: unknown, exactly: unknown) => keepMessage(given, exactly, ids);
  if (Array.isArray(value) && Array.isArray(exact)) return keepEach(value, exact, keep);
  if (!isRecord(value) || !isRecord(exact)) return value;
  const list = lists.find((name) => Array.isArray(value[name]));
  if (list !== undefined) return { ...value, [list]: keepEach(value[list], exact[list], keep) };
  const kept = keep(value, exact);
  if (!(kept instanceof UnkeptMessage)) return kept;
  const { path, message, fix } = kept.flaw;
  throw new Denied(deny('request-invalid', `${path}: ${message}`, fix, { errors: [kept.flaw] }));
}

function keepEach(given: unknown, exact: unknown, keep: (given: unknown, exact: unknown) => unknown): unknown {
  if (!Array.isArray(given) || !Array.isArray(exact)) return given;
  const messages: readonly unknown[] = exact;
  return given.map((each: unknown, index) => keep(each, messages[index]));
}

/** Matches a character, or the escape of one, that PostgreSQL can't store. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i;

function keepMessage(value: unknown, exact: unknown, names: readonly string[]): unknown {
  if (!isRecord(value) || !isRecord(exact)) return value;
  const digits = names.flatMap((name) => {
    const id = exact[name];
    return id instanceof LosslessNumber && /^-?\d+$/.test(id.value) ? [[name, id.value] as const] : [];
  });
  const ids = Object.fromEntries(digits);
  const flaw = findFlaw({ ...exact, ...ids });
  if (!flaw) return digits.length === 0 ? value : { ...value, ...ids };
  return new UnkeptMessage(textIn(value, 'messageId') ?? null, flaw);
}

/** Finds a value that can't be kept. Walks without recursion. */
function findFlaw(message: unknown): Flaw | undefined {
  const open: { readonly path: readonly string[]; readonly value: unknown }[] = [{ path: [], value: message }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { path, value } = next;
    const flaw = flawOf(value, path.length);
    if (flaw) return { path: path.slice(0, MOST_SHOWN).join('.'), ...flaw };
    if (value instanceof LosslessNumber || typeof value !== 'object' || value === null) continue;
    for (const [name, each] of Object.entries(value)) open.push({ path: [...path, name], value: each });
    const name = Object.keys(value).find(isUnstorable);
    if (name !== undefined) return { path: path.join('.'), ...UNSTORABLE_NAME };
  }
  return undefined;
}

const MOST_SHOWN = 8;

function flawOf(value: unknown, depth: number): Omit<Flaw, 'path'> | undefined {
  if (depth > MAX_DEPTH)
    return { message: `is nested deeper than ${MAX_DEPTH} levels`, fix: 'flatten it, or send it as text' };
  if (typeof value === 'string' && isUnstorable(value)) return UNSTORABLE_TEXT;
  if (!(value instanceof LosslessNumber)) return undefined;
  const isWhole = /^-?\d+$/.test(value.value);
  if (Number.isFinite(Number(value.value)) && (!isWhole || isSafeNumber(value.value))) return undefined;
  const shown = value.value.length > 40 ? `${value.value.slice(0, 40)}…` : value.value;
  return { message: `is ${shown}, which a number can't hold exactly`, fix: `send it as text: "${shown}"` };
}

const UNSTORABLE_TEXT = {
  message: 'has a NUL character or half of a surrogate pair, which no database stores',
  fix: 'remove it, or encode the text, for example in Base64',
};
const UNSTORABLE_NAME = { message: 'has a name with a NUL character or half of a surrogate pair', fix: 'rename it' };

const isUnstorable = (text: string): boolean => /\0|\p{Surrogate}/u.test(text);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !(value instanceof LosslessNumber);
