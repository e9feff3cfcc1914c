import { setDue } from '../../store/due-rows.ts';
import { fillPage } from '../../store/segments/backfill.ts';
import type { DueHandler } from './handler.ts';

/** A segment was made or changed: everybody is judged by it, a page a transaction. It goes on where it was, whoever takes the next page. */
export const segmentBackfill: DueHandler = async (sql, _now, row) => {
  const { workspace, ref: segment, data } = row;
  if (await fillPage(sql, { workspace, segment, version: Number(data.version) })) await setDue(sql, [row]);
};
