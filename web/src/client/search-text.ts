const LONGEST = 400;

/** Returns the search text of an address, where text like a number arrives as a number. Undefined: there is none. */
export const searchText = (value: unknown): string | undefined =>
  (typeof value === 'string' || typeof value === 'number') && value !== ''
    ? String(value).slice(0, LONGEST)
    : undefined;
