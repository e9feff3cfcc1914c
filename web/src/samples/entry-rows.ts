import { type DraftDocument, isObject, textOf } from '../document/document';
import { type Row, type SeenProperty, sampleRow } from './rows';

/** Returns the row with a value that was seen, or the invented one if there is none. */
function rowOf(invented: Row, seen: readonly SeenProperty[]): Row {
  const found = seen.find(({ path }) => path === invented.name);
  return found ? sampleRow(found) : invented;
}

/** Returns the entry properties that the journey reads, with values that were seen, or else made up. */
export const entryRows = (draft: DraftDocument, seen: readonly SeenProperty[]): readonly Row[] =>
  readOfEntry(draft).map((row) => rowOf(row, seen));

/** Properties of the entry that anything in the journey reads, its key first; with something for each. */
function readOfEntry({ entry, nodes }: DraftDocument): readonly Row[] {
  const key = isObject(entry) ? textOf(entry.key).replace(/^(event|entry)\./, '') : '';
  const rows = new Map(key === '' ? [] : [[key, `${key} 1`]]);
  for (const [, name = '', filter = ''] of JSON.stringify(nodes).matchAll(READ)) {
    const isNumber = REQUIRES_NUMBER.has(filter);
    if (isNumber || !rows.has(name)) rows.set(name, isNumber ? '20' : `${name} 1`);
  }
  return [...rows].map(([name, text]) => ({ name, text }));
}

const READ = /\bcontext\.entry\.(\w+)(?: ?\| ?(\w+))?/g;
/** Filters of Liquid that work on numbers. */
const REQUIRES_NUMBER: ReadonlySet<string> = new Set([
  'times',
  'minus',
  'plus',
  'divided_by',
  'modulo',
  'round',
  'ceil',
  'floor',
  'abs',
]);
