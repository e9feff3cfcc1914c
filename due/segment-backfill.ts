import { type DueRow, setDue } from '../store/base/due-rows.ts';
import { type Filling, fillPage, nextPage } from '../store/segments/backfill.ts';
import type { DueHandler } from './handler.ts';

/** A segment was made or changed: everybody is judged by it, a page a transaction. It goes on where it was, whoever takes the next page. */
export const segmentBackfill: DueHandler = {
  journey: 'none',
  segments: true,
  page: async (sql, row) => (await nextPage(sql, fillingOf(row)))?.persons ?? [],
  async handle(sql, now, row, page) {
    if (await fillPage(sql, now, fillingOf(row), page)) await setDue(sql, [row]);
  },
};

const fillingOf = ({ workspace, ref: segment, data }: DueRow): Filling => ({
  workspace,
  segment,
  version: Number(data.version),
});
