import type { JsonValue } from '../../journey/base/json.ts';

/** Takes out NUL characters, which PostgreSQL can't store. NDJSON has none: see `parseJson`. */
export const withoutNul = (text: string): string => text.replaceAll('\u0000', '');

/** Reads a cell of CSV. Only numbers that print as they were written become numbers: 0031 stays text. */
export function readCell(cell: JsonValue): JsonValue {
  const text = withoutNul(String(cell));
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== '' && String(Number(text)) === text ? Number(text) : text;
}
