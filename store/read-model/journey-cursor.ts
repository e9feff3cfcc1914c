/** Where a page ends: what it is sorted by there, and the id. */
export interface Place {
  readonly name: string;
  readonly figure: number;
  readonly id: string;
}

export const cursorOf = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** Undefined: it is no page's `next`. */
function placeOf(cursor: string): Place | undefined {
  try {
    const { name, figure, id } = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Partial<Place>;
    const isWhole = typeof name === 'string' && typeof figure === 'number' && typeof id === 'string';
    return isWhole && !`${name}${id}`.includes('\0') ? { name, figure, id } : undefined;
  } catch {
    return undefined;
  }
}

export const isJourneyCursor = (text: string): boolean => placeOf(text) !== undefined;

/** @throws TypeError if it is not a cursor: see `isJourneyCursor`. */
export function placeIn(cursor: string): Place {
  const place = placeOf(cursor);
  if (!place) throw new TypeError(`"${cursor}" is not a page's next`);
  return place;
}
