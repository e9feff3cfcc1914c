import type { JsonValue } from '../base/json.ts';
import { isBusinessScopedId } from './business-id.ts';

/**
 * How two spellings of one address are recognized (case M11). The SQL function `address_in` reads addresses in the same
 * way.
 *
 * - `email`: the case of letters doesn't matter, neither in the domain nor before the `@`. By RFC 5321 only the domain
 *   ignores case, but no large provider gives two people mailboxes that differ in case.
 * - `phone`: only digits matter, after a leading `00` or `+`. A number without a country code is another number. An ID
 *   that WhatsApp gives instead of a number is the text itself.
 * - `exact`: the text itself.
 */
export type AddressKind = 'email' | 'phone' | 'exact';

/** Returns an address in the one form in which addresses are compared; undefined if the value holds none. */
export function normalizeAddress(kind: AddressKind, value: JsonValue | undefined): string | undefined {
  const given = readText(kind, value);
  return given === undefined || given === '' ? undefined : given;
}

function readText(kind: AddressKind, value: JsonValue | undefined): string | undefined {
  if (kind === 'phone' && isBusinessScopedId(value)) return value;
  if (kind === 'phone')
    return typeof value === 'string' || typeof value === 'number'
      ? String(value)
          .replaceAll(/[^0-9]/g, '')
          .replace(/^00/, '')
      : undefined;
  if (typeof value !== 'string') return undefined;
  const trimmed = trimBlanks(value);
  return kind === 'email' ? trimmed.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()) : trimmed;
}

/** Trims exactly the blanks that PostgreSQL's `btrim` removes in `address_in`. */
function trimBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && BLANKS.includes(text.charAt(from))) from += 1;
  while (to > from && BLANKS.includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}
const BLANKS = ' \t\n\r\f\v';
