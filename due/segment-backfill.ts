import { type DueRow, setDue } from '../store/base/due-rows.ts';
import { type Filling, fillPage, nextPage } from '../store/segments/backfill.ts';
import type { DueHandler } from './handler.ts';

/**
 * Evaluates a new or changed segment for all users, a page per transaction. Any worker can continue with the next page.
 */
export const handleSegmentBackfill: DueHandler = {
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
