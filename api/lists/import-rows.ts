import { z } from 'zod';
import type { JsonObject } from '../../journey/base/json.ts';
import { Denied, deny } from '../problem.ts';
import { ListFileSchema } from './file-format.ts';
import type { Records } from './records.ts';

/** Why a row is skipped. */
export interface RowFlaw {
  readonly reason: string;
  readonly fix: string;
}

export const Imported = z
  .object({
    rows: z.int().describe('Rows that are valid'),
    changed: z.int().describe('Rows that changed stored data. A repeated row doesn’t count.'),
    refused: z.int().describe('Rows that were skipped'),
    problems: z
      .array(z.object({ line: z.int().describe('Line in the file'), reason: z.string(), fix: z.string() }))
      .describe('The first 200 skipped rows'),
    file: ListFileSchema,
  })
  .meta({ id: 'Imported' });

const PAGE = 500;
const MOST_ROWS = 1_000_000;
const MOST_PROBLEMS = 200;

/**
 * Imports the rows of an upload page by page while they arrive. A row that can't be taken is reported with its line and
 * doesn't stop the others. `write` stores a page in one transaction. It returns how many rows changed, and the flaws
 * of rows that it didn't take, by their index in the page.
 *
 * @throws Denied `request-invalid` for a file with too many rows; the rows before are stored
 */
export async function importRows<Row extends object>(
  { rows, describe }: Pick<Records, 'rows' | 'describe'>,
  read: (cells: JsonObject) => Row | RowFlaw,
  write: (
    page: readonly Row[],
  ) => Promise<number | { readonly changed: number; readonly flaws: ReadonlyMap<number, RowFlaw> }>,
): Promise<z.input<typeof Imported>> {
  const sum = { rows: 0, changed: 0, refused: 0 };
  const problems: z.input<typeof Imported>['problems'] = [];
  let page: { readonly line: number; readonly row: Row }[] = [];

  const refuse = (line: number, { reason, fix }: RowFlaw) => {
    sum.refused += 1;
    if (problems.length < MOST_PROBLEMS) problems.push({ line, reason, fix });
  };
  async function writePage() {
    if (page.length === 0) return;
    const written = page;
    page = [];
    const done = await write(written.map(({ row }) => row));
    const { changed, flaws } = typeof done === 'number' ? { changed: done, flaws: new Map<number, RowFlaw>() } : done;
    for (const [index, flaw] of flaws) refuse(written[index]?.line ?? 0, flaw);
    sum.rows += written.length - flaws.size;
    sum.changed += changed;
  }

  for await (const each of rows) {
    if (sum.rows + sum.refused + page.length === MOST_ROWS)
      throw new Denied(
        deny(
          'request-invalid',
          `the file has more than ${MOST_ROWS} rows`,
          'split it. The rows up to here are stored.',
        ),
      );
    const given = 'cells' in each ? read(each.cells) : each;
    if ('reason' in given && 'fix' in given) refuse(each.nr, given);
    else page.push({ line: each.nr, row: given as Row });
    if (page.length === PAGE) await writePage();
  }
  await writePage();
  problems.sort((a, b) => a.line - b.line);
  return { ...sum, problems, file: describe() };
}
