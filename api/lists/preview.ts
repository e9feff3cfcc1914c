import { z } from 'zod';
import { ListFileSchema, type ListQuery } from './file-format.ts';
import { IMPORT_KINDS, type ImportKind } from './import-kinds.ts';
import { openRecords, type Upload, type UploadRow } from './records.ts';
import { suggestColumns } from './suggest.ts';

/** Rows that are read for a preview, of which the first are shown. */
const MOST_READ = 200;
const MOST_SHOWN = 20;
const MOST_CELL = 200;

const Refused = z.object({ line: z.int(), reason: z.string(), fix: z.string() });

export const Preview = z
  .object({
    file: ListFileSchema,
    columns: z
      .array(
        z.object({
          name: z.string(),
          target: z.string().describe('Suggested by the name and values of the column'),
          values: z.array(z.string()).describe('Up to three different values'),
        }),
      )
      .describe('Pass them as `columns` of the import, as `{"<name>": "<target>"}`'),
    missing: z.string().nullable().describe('The target that some column has to be mapped to, if none seems to be it'),
    rows: z
      .array(z.object({ line: z.int(), cells: z.record(z.string(), z.string()) }))
      .describe(`The first ${MOST_SHOWN} rows, with long cells cut off`),
    refused: z.array(Refused).describe('Rows among them that can’t be read'),
  })
  .meta({ id: 'ImportPreview' });

/**
 * Reads the beginning of a file, and suggests what its columns become. Changes nothing. `isPart`: the file goes on, so
 * its last row may be cut off.
 * @throws Denied `request-invalid` for a file that no import could read
 */
export async function previewFile(
  upload: Upload,
  query: ListQuery,
  { kind, isPart }: { readonly kind: ImportKind; readonly isPart: boolean },
): Promise<z.input<typeof Preview>> {
  const of = IMPORT_KINDS[kind];
  const { rows, describe } = openRecords(upload, query, { ...of, isPreview: true });
  const read: UploadRow[] = [];
  let isCut = isPart;
  for await (const row of rows) {
    read.push(row);
    if (read.length < MOST_READ) continue;
    isCut = false;
    break;
  }
  const whole = isCut ? read.slice(0, -1) : read;
  const { columns: header, ...file } = describe();
  const shown = whole.flatMap((row) => ('cells' in row ? [{ line: row.nr, cells: textsOf(row.cells) }] : []));
  const names = header ? Object.keys(header) : [...new Set(shown.flatMap(({ cells }) => Object.keys(cells)))];
  const sampled = names.map((name) => ({
    name,
    values: shown.flatMap(({ cells }) => (cells[name] ? [cells[name]] : [])),
  }));
  const targets = suggestColumns(kind, of, sampled);
  return {
    file: { ...file, columns: null },
    columns: sampled.map(({ name, values }) => ({
      ...{ name, target: targets[name] ?? '' },
      values: [...new Set(values)].slice(0, 3),
    })),
    missing: Object.values(targets).includes(of.column) ? null : of.column,
    rows: shown.slice(0, MOST_SHOWN),
    refused: whole.flatMap((row) => ('reason' in row ? [{ line: row.nr, reason: row.reason, fix: row.fix }] : [])),
  };
}

const textsOf = (cells: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(cells).map(([name, cell]) => [
      name,
      (typeof cell === 'string' ? cell : JSON.stringify(cell)).slice(0, MOST_CELL),
    ]),
  );
