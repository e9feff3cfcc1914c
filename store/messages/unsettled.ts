import type { Outcome } from '../../journey/delivery/channel.ts';
import type { Instance } from '../../journey/engine/apply.ts';
import type { Instant } from '../../journey/time/time.ts';
import { appendCounts } from '../base/counts.ts';
import type { Sql } from '../base/sql.ts';
import { MAY_HAVE_BEEN_SENT, VISIT_ENDED } from './claim.ts';

/**
 * Settles messages of a visit that has ended and that no activity works on: messages that a claim handed back, and
 * messages that won't be sent. Call it with the decision that ended the visit, under the person's lock.
 */
export const settleHandedBack = (sql: Sql, now: Instant, after: Instance) => settle(sql, now, after, false);

/**
 * Settles all messages of an instance whose workflow is gone; a claimed message may have been sent. Call it under the
 * person's lock.
 */
export const settleOrphans = (sql: Sql, now: Instant, after: Instance) => settle(sql, now, after, true);

async function settle(sql: Sql, now: Instant, after: Instance, isOrphaned: boolean): Promise<void> {
  const { workspace, id, person, journey, enteredAt, visit, exit } = after;
  const settled = await sql<{ node: string; outcome: Outcome; version: number }>`
    update messages
       set state = 'settled', settled_at = ${now}, next_try_at = null,
           outcome = case when device_outcome(devices) is not null then device_outcome(devices)
                          when (state = 'claimed' and handed) or may_be_out then 'unknown' else 'withheld' end,
           sent_at = case when (state = 'claimed' and handed) or may_be_out or device_outcome(devices) is not null
             then coalesce(sent_at, claimed_at) end,
           detail = case when (state = 'claimed' and handed) or may_be_out or device_outcome(devices) is not null
             then ${MAY_HAVE_BEEN_SENT.detail} else ${VISIT_ENDED} end
     where workspace = ${workspace} and instance = ${id} and state <> 'settled'
       and (${isOrphaned}::boolean
            or ((position is not null or (state = 'reserved' and attempts > 0))
                and (${exit !== null}::boolean or visit < ${visit})))
    returning node, outcome, version`;
  for (const { node, outcome, version } of settled) // each of the version that decided it
    await appendCounts(sql, { workspace, person, journey, version, enteredAt }, [
      { node, measure: `message:${outcome}` },
    ]);
}
