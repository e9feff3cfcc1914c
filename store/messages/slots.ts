import { type PersonRef, sendKey } from '../../journey/base/ids.ts';
import type { Slot } from '../../journey/delivery/frequency-caps.ts';
import type { Effect, Instance } from '../../journey/engine/apply.ts';
import { termsOf } from '../../journey/engine/send-terms.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/**
 * Reads a person's messages that count against frequency caps, of all journeys (design.md §7.9): those in progress,
 * whatever their age, and those sent within the window. A message that was handed back holds no slot: the next decision
 * takes it again. Call it under the person's lock.
 */
export const readSlots = (sql: Sql, { workspace, person }: PersonRef, now: Instant, windowMs: number) => sql<Slot>`
  select key, channel, tags,
         -- the sent_at of a claim only counts once the claim is settled: until then its slot has no age
         case when state = 'settled' then sent_at end as at
    from messages
   where workspace = ${workspace} and person = ${person} and counts
     and (state in ('reserved', 'claimed') or (state = 'settled' and sent_at > ${now - windowMs}))`;

/**
 * Reserves slots for messages that a decision sends, in the decision's transaction, so that no other decision can take
 * them.
 */
export async function reserveSlots(
  sql: Sql,
  now: Instant,
  version: Version,
  { id, workspace, person, journey }: Instance,
  effects: readonly Effect[],
): Promise<void> {
  for (const { node, visit } of effects) {
    const { channel, tags, template, counts, isCapped } = termsOf(version, node);
    if (!isCapped) continue;
    await sql`
      insert into messages as m (workspace, key, instance, person, journey, version, node, visit, channel, state,
                                 claimed_at, template, tags, counts)
      values (${workspace}, ${sendKey(id, node, visit)}, ${id}, ${person}, ${journey}, ${version.number}, ${node},
              ${visit}, ${channel}, 'reserved', ${now}, ${template}, ${tags}::text[], ${counts})
      on conflict (workspace, key) do update
         set state = 'reserved', version = excluded.version, settled_at = null, position = null
          where m.state = 'again'`;
  }
}
