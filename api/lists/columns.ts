import type { JsonObject, JsonValue } from '../../journey/base/json.ts';
import { cut } from '../../journey/base/refusal.ts';
import { Denied, deny } from '../problem.ts';

/** A kind of list: the column it needs, and the targets that its columns may have. */
export interface ListKind {
  /** The column that a list must have. */
  readonly column: string;
  /** Other names that it goes by, as `plainNameOf` writes them, the best first. */
  readonly aliases?: readonly string[];
  /** The fix for an upload that broke off. */
  readonly brokenOffFix: string;
  /** Put before the name of a column that isn't mapped, such as `entry:`. */
  readonly unmapped: string;
  /** Returns why a column can't be mapped to this; undefined if it can. */
  readonly targetFlaw: (target: string) => string | undefined;
  /** Set for a preview, which takes any header and keeps its names. */
  readonly isPreview?: boolean;
}

/** Target of each column of a file, by its name: `ignore`, or one that the kind of list takes. */
export type ColumnMap = Readonly<Record<string, string>>;

export const IGNORE = 'ignore';

/** Gives the columns of a list their names in Sojourn. */
export interface Columns {
  /**
   * Returns what each column of a header becomes; false for one that is ignored. Columns without a name are ignored.
   * @throws Denied `request-invalid` if the header and the mapping don't fit
   */
  fixHeader(header: readonly string[]): (string | false)[];
  /** Renames the members of a row that has names of its own, as a line of NDJSON has. */
  rename(row: JsonObject): JsonObject;
  /** Returns whether a list may have a column of this name. */
  isKnown(column: string): boolean;
  /** Returns the target of each column of the header; null before it, and for rows with names of their own. */
  map(): ColumnMap | null;
}

/** @throws Denied `request-invalid` for a mapping to something that the kind of list doesn't take */
export function createColumns(kind: ListKind, asked: ColumnMap = {}): Columns {
  const mapped = new Map(Object.entries(asked));
  for (const [column, target] of mapped) assertTarget(kind, column, target);
  let found: ColumnMap | null = null;

  const nameTargets = (names: readonly string[]): (string | false)[] => {
    if (kind.isPreview) return names.map((name) => name !== '' && name);
    const keyColumn = [...mapped.values()].includes(kind.column) ? undefined : findKeyColumn(kind, names);
    return names.map((name) => {
      const target = mapped.get(name) ?? (name === keyColumn ? kind.column : `${kind.unmapped}${name}`);
      return name === '' || target === IGNORE ? false : target;
    });
  };
  return {
    fixHeader(header) {
      const names = header.map((name) => name.trim());
      assertUnique(names, (name) => [`the header has "${name}" twice`, 'give each column its own name']);
      const unknown = [...mapped.keys()].find((column) => !names.includes(column));
      if (unknown !== undefined) throw noColumn(unknown, names, 'map the columns that the header has');
      const targets = nameTargets(names);
      if (!kind.isPreview && !targets.includes(kind.column))
        throw noColumn(kind.column, names, `name one of its columns ${kind.column}, or map one to it with "columns"`);
      assertUnique(targets, (target) => [`two columns are mapped to "${target}"`, 'map one of them to another']);
      found = Object.fromEntries(names.flatMap((name, at) => (name === '' ? [] : [[name, targets[at] || IGNORE]])));
      return targets;
    },
    rename(row) {
      const names = Object.keys(row);
      const targets = nameTargets(names);
      return Object.fromEntries(
        names.flatMap((name, at) => (targets[at] ? [[targets[at], row[name] as JsonValue] as const] : [])),
      );
    },
    isKnown: (column) => mapped.has(column.trim()) || findKeyColumn(kind, [column.trim()]) !== undefined,
    map: () => found,
  };
}

/** Returns a column's name in lower case, without what isn't a letter or digit: `User-ID` is `userid`. */
export const plainNameOf = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Returns the column that holds what a list must have: the one with the best name. */
export function findKeyColumn({ column, aliases = [] }: ListKind, names: readonly string[]): string | undefined {
  if (names.includes(column)) return column;
  const wanted = [plainNameOf(column), ...aliases];
  const found = names.filter((name) => wanted.includes(plainNameOf(name)));
  return found.toSorted((a, b) => wanted.indexOf(plainNameOf(a)) - wanted.indexOf(plainNameOf(b)))[0];
}

function assertTarget({ column, targetFlaw }: ListKind, name: string, target: string): void {
  const flaw = target === IGNORE || target === column ? undefined : targetFlaw(target);
  if (flaw !== undefined)
    throw new Denied(deny('request-invalid', `columns: "${cut(name)}" can't become "${cut(target)}"`, flaw));
}

function assertUnique(
  names: readonly (string | false)[],
  flawOf: (name: string) => readonly [message: string, fix: string],
): void {
  const given = names.filter((name) => name !== false && name !== '');
  const twice = given.find((name, at) => given.indexOf(name) !== at);
  if (typeof twice === 'string') throw new Denied(deny('request-invalid', ...flawOf(cut(twice))));
}

const noColumn = (column: string, names: readonly string[], fix: string): Denied =>
  new Denied(
    deny('request-invalid', `the header has no column "${cut(column)}": ${names.join(', ').slice(0, 200)}`, fix),
  );
