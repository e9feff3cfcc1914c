import type { JsonValue } from '../base/json.ts';

/** A comparison whose value has another type than all values that were seen. It holds for none of them. */
export interface TypeClash {
  readonly compared: 'number' | 'text';
  readonly seen: 'number' | 'text';
}

const TYPED = ['=', '!=', '>', '>=', '<', '<=', 'in', 'not-in'];

/**
 * Finds out whether a comparison mixes numbers and text, by the types that the catalogue has seen: `"120.50" >= 100`
 * never holds. Undefined if it doesn't, or if nothing was seen.
 *
 * @param types As the catalogue lists them: `string`, `number`, …
 */
export function findTypeClash(
  { op, value }: { readonly op?: JsonValue | undefined; readonly value?: JsonValue | undefined },
  types: readonly string[],
): TypeClash | undefined {
  if (typeof op !== 'string' || !TYPED.includes(op)) return undefined;
  const values: readonly JsonValue[] = Array.isArray(value) ? value : [value ?? null];
  const isNumeric = values.length > 0 && values.every((each) => typeof each === 'number');
  const isText = values.length > 0 && values.every((each) => typeof each === 'string' && each !== '');
  const [hasNumbers, hasTexts] = [types.includes('number'), types.includes('string')];
  if (isNumeric && hasTexts && !hasNumbers) return { compared: 'number', seen: 'text' };
  return isText && hasNumbers && !hasTexts ? { compared: 'text', seen: 'number' } : undefined;
}
