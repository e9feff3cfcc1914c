/** An action of a key in the list of journeys. */
export type TableAct = 'search' | 'down' | 'up' | 'select' | 'open' | 'copy' | 'new' | 'clear';

const KEYS: Readonly<Record<string, TableAct>> = {
  '/': 'search',
  j: 'down',
  ArrowDown: 'down',
  k: 'up',
  ArrowUp: 'up',
  x: 'select',
  Enter: 'open',
  c: 'copy',
  n: 'new',
  Escape: 'clear',
};

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Keys pressed with Ctrl, Meta or Alt belong to the browser. */
export const findAct = ({ key, ctrlKey, metaKey, altKey }: Pressed): TableAct | undefined =>
  ctrlKey || metaKey || altKey || !Object.hasOwn(KEYS, key) ? undefined : KEYS[key];

/** Returns the row below or above: from none the first or the last, and at an end that end. */
export function findRow(
  rows: readonly { readonly id: string }[],
  here: string | undefined,
  by: 1 | -1,
): string | undefined {
  const at = rows.findIndex(({ id }) => id === here);
  const next = at === -1 ? (by === 1 ? 0 : rows.length - 1) : at + by;
  return rows[Math.min(rows.length - 1, Math.max(0, next))]?.id;
}
