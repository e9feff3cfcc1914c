/** Returns the most similar name; undefined if none is similar. */
function nearest(name: string, names: readonly string[]): string | undefined {
  const near = names
    .map((each) => ({ each, steps: distance(name.toLowerCase(), each.toLowerCase()) }))
    .filter(({ each, steps }) => steps <= Math.max(1, Math.floor(Math.max(name.length, each.length) / 3)));
  return near.toSorted((a, b) => a.steps - b.steps)[0]?.each;
}

/** Returns a fix for an unknown name: the most similar one, or the list of valid names. */
export function suggest(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === undefined ? oneOf(names) : `did you mean "${near}"?`;
}

/** Returns a fix that lists up to 16 valid names. */
export function oneOf(names: readonly string[]): string {
  if (names.length === 0) return 'there is none: leave it out';
  const some = names.slice(0, 16).map((each) => `"${each}"`);
  return `use ${names.length === 1 ? '' : 'one of '}${some.join(', ')}${names.length > some.length ? ', …' : ''}`;
}

/**
 * Returns the edit distance: letters to add, remove, change or swap. Infinite for texts that are too long to be names.
 */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 20 || a.length > 100) return Number.POSITIVE_INFINITY;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const cost = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= b.length; column += 1) {
      const changed = cost(row - 1, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwap ? cost(row - 2, column - 2) + 1 : changed;
      current.push(Math.min(cost(row - 1, column) + 1, cost(row, column - 1) + 1, changed, swapped));
    }
  }
  return cost(a.length, b.length);
}
