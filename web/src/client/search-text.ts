const LONGEST = 400;

/** A text in an address; one that looks like a number is read as one. Undefined: there is none, or it says nothing. */
export const searchText = (value: unknown): string | undefined =>
  (typeof value === 'string' || typeof value === 'number') && value !== ''
    ? String(value).slice(0, LONGEST)
    : undefined;
