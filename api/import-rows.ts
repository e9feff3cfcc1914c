import { z } from 'zod';
import type { JsonObject } from '../journey/base/json.ts';
import type { KeyedRow } from './list-rows.ts';

/** Rows that are stored in one statement. */
const PAGE = 1_000;
/** Refused rows that the answer lists. */
const MOST_LISTED = 100;

export const Imported = z
  .object({
    rows: z.int().describe('Rows that were read'),
    added: z.int().describe('Rows that were stored'),
    rejected: z.int().describe('Rows that could not be read'),
    errors: z
      .array(z.object({ row: z.int().describe('Line in the file'), reason: z.string(), fix: z.string() }))
      .describe('The first 100 of the rejected rows'),
  })
  .meta({ id: 'Imported' });

interface Item {
  readonly key: string;
  readonly value: JsonObject;
}

/** Stores rows page by page. `store` returns how many of a page it has stored. */
export async function importRows(
  rows: AsyncIterable<KeyedRow>,
  store: (items: readonly Item[]) => Promise<number>,
): Promise<z.infer<typeof Imported>> {
  const sum = { rows: 0, added: 0, rejected: 0 };
  const errors: { row: number; reason: string; fix: string }[] = [];
  let page: Item[] = [];
  for await (const row of rows) {
    if ('reason' in row) {
      sum.rejected += 1;
      if (errors.length < MOST_LISTED) errors.push({ row: row.nr, reason: row.reason, fix: row.fix });
      continue;
    }
    sum.rows += 1;
    page.push({ key: row.key, value: row.properties });
    if (page.length < PAGE) continue;
    sum.added += await store(page);
    page = [];
  }
  if (page.length > 0) sum.added += await store(page);
  return { ...sum, errors };
}
