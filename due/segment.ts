import type { ForwarderPorts } from '../forwarding/ports.ts';
import { logSegmentFaults } from '../forwarding/segment-faults.ts';
import { setDue } from '../store/base/due-rows.ts';
import { updateMemberships } from '../store/segments/update-memberships.ts';
import type { DueHandler } from './handler.ts';

/**
 * Updates a user's segments at the instant at which time alone changes a membership. Events accepted by then are
 * processed first, page by page.
 */
export const handleSegment = ({ log }: Pick<ForwarderPorts, 'log'>): DueHandler => ({
  journey: 'none',
  async handle(sql, now, row) {
    const { workspace, person } = row;
    if (person === null) return;
    const update = await updateMemberships(sql, now, { workspace, person });
    logSegmentFaults(log, { workspace, person }, update);
    if (update.hasMore) await setDue(sql, [row]);
  },
});
