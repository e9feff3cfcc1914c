import { type PersonRef, sendKey } from '../../journey/base/ids.ts';
import type { Slot } from '../../journey/delivery/frequency-caps.ts';
import type { Effect, Instance } from '../../journey/engine/apply.ts';
import { termsOf } from '../../journey/engine/send-terms.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/**
 * The messages of a person that count against frequency caps, of all journeys (design.md §7.9): those under way, whatever their age, and those
 * sent within the window. What was handed back to be decided once more holds nothing: the next decision takes its slot anew.
 * Called under the person's lock.
 */
export const readSlots = (sql: Sql, { workspace, person }: PersonRef, now: Instant, windowMs: number) => sql<Slot>`
  select key, channel, tags, sent_at as at
    from messages
   where workspace = ${workspace} and person = ${person} and counts
     and (state in ('reserved', 'claimed') or (state = 'settled' and sent_at > ${now - windowMs}))`;

/** Takes the slots of what has been decided to be sent, in the decision's own transaction: no other decision can take them too. */
export async function reserve(
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
      insert into messages as m (workspace, key, instance, person, journey, version, node, visit, channel, state, claimed_at, template, tags, counts)
      values (${workspace}, ${sendKey(id, node, visit)}, ${id}, ${person}, ${journey}, ${version.number}, ${node}, ${visit}, ${channel},
              'reserved', ${now}, ${template}, ${tags}::text[], ${counts})
      on conflict (workspace, key) do update set state = 'reserved', version = excluded.version, settled_at = null, position = null where m.state = 'again'`;
  }
}
