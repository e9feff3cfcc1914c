import { setDue } from '../store/base/due-rows.ts';
import { updateMemberships } from '../store/segments/update-memberships.ts';
import type { DueHandler } from './handler.ts';

/** Time alone has changed who belongs to a segment, at the row's own instant: what had been accepted by then comes first, page by page. */
export const segment: DueHandler = {
  journey: 'none',
  async handle(sql, now, row) {
    const { workspace, person } = row;
    if (person === null) return;
    const { hasMore } = await updateMemberships(sql, now, { workspace, person });
    if (hasMore) await setDue(sql, [row]);
  },
};
