import ts from 'typescript';
import { findPredicates } from './sql-predicates.ts';

/** A variant of a statement: one predicate is replaced by `true`. */
export interface Variant {
  /** Line of the predicate in the original source, from 1. */
  readonly line: number;
  readonly predicate: string;
  /** Position of the variant's switch, as Stryker names ranges: lines from 1, columns from 0, such as `12:4-12:13`. */
  readonly range: string;
}

/**
 * Gives each SQL statement of a source one variant per predicate. Stryker leaves SQL alone, so each variant hides
 * behind a text that Stryker can empty: `('holds 1' ? sql`…` : sql`… true …`)`.
 */
export function addVariants(source: string): { readonly source: string; readonly variants: readonly Variant[] } {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  const predicates: Pick<Variant, 'line' | 'predicate'>[] = [];
  let made = '';
  let from = 0;
  for (const { start, text } of findStatements(file)) {
    let varied = text;
    for (const { at, length } of findPredicates(text)) {
      const { line } = file.getLineAndCharacterOfPosition(start + at);
      predicates.push({ line: line + 1, predicate: text.slice(at, at + length).replace(/\s+/g, ' ') });
      varied = `(${nameSwitch(predicates.length)} ? ${varied} : ${text.slice(0, at)}true${text.slice(at + length)})`;
    }
    made += source.slice(from, start) + varied;
    from = start + text.length;
  }
  made += source.slice(from);
  return {
    source: made,
    variants: predicates.map((each, index) => ({ ...each, range: findRange(made, nameSwitch(index + 1)) })),
  };
}

const nameSwitch = (number: number): string => `'holds ${number}'`;

/** Finds the outermost `sql` templates. */
function findStatements(file: ts.SourceFile): readonly { readonly start: number; readonly text: string }[] {
  const found: { start: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && /\bsql$/.test(node.tag.getText()))
      found.push({ start: node.getStart(), text: node.getText() });
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function findRange(source: string, text: string): string {
  const before = source.slice(0, source.indexOf(text)).split('\n');
  const line = before.length;
  const column = (before.at(-1) ?? '').length;
  return `${line}:${column}-${line}:${column + text.length}`;
}
