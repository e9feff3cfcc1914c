import { namesIn, pathOf } from '../../../journey/conditions/path';
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
  const key = isObject(entry) ? pathOf(namesIn(textOf(entry.key)).slice(1)) : '';
  const rows = new Map(key === '' ? [] : [[key, `${key} 1`]]);
  for (const [, plain = '', quoted, filter = ''] of JSON.stringify(nodes).matchAll(READ)) {
    const name = pathOf([quoted ?? plain]);
    const isNumber = REQUIRES_NUMBER.has(filter);
    if (isNumber || !rows.has(name)) rows.set(name, isNumber ? '20' : `${name} 1`);
  }
  return [...rows].map(([name, text]) => ({ name, text }));
}

/** A property of the entry, in a JSON text: `context.entry.total`, `context.entry[\"utm.source\"]`. */
const READ = /\bcontext\.entry(?:\.(\w{1,200})|\[\\"([^"\\]{1,200})\\"\])(?: ?\| ?(\w{1,50}))?/g;
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
