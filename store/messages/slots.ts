import { type PersonRef, sendKey } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import type { Slot, SlotsByAddress } from '../../journey/delivery/frequency-caps.ts';
import type { Effect, Instance } from '../../journey/engine/apply.ts';
import { termsOf } from '../../journey/engine/send-terms.ts';
import type { Version } from '../../journey/engine/version.ts';
import { normalizedAddressOf } from '../../journey/people/suppression.ts';
import type { Instant } from '../../journey/time/time.ts';
import { lockAddresses, takeLock } from '../base/locks.ts';
import { fragment, type Sql } from '../base/sql.ts';

/** The columns of a slot. The `sent_at` of a claim counts only once it is settled; until then its slot has no age. */
const slotColumns = fragment`key, channel, tags, topic, case when state = 'settled' then sent_at end as at`;

/**
 * Reads a person's messages that count against frequency caps, of all journeys (design.md §7.9): those in progress,
 * whatever their age, and those sent within the window. A message that was handed back holds no slot: the next decision
 * takes it again. Call it under the person's lock.
 */
export const readSlots = (sql: Sql, { workspace, person }: PersonRef, now: Instant, windowMs: number) => sql<Slot>`
  select ${slotColumns}
    from messages
   where workspace = ${workspace} and person = ${person} and counts
     and (state in ('reserved', 'claimed') or (state = 'settled' and sent_at > ${now - windowMs}))`;

interface Reserving {
  readonly version: Version;
  readonly instance: Instance;
  readonly effects: readonly Effect[];
  /** The profile after the decision. */
  readonly profile: JsonObject;
  /** True if the decision has already read other users' messages to the same addresses. */
  readonly knowsOthers: boolean;
  /** A test user's messages take no slots of their addresses, and see no others there. */
  readonly isTest: boolean;
}

/**
 * Reserves slots for messages that a decision sends, in the decision's transaction, so that no other decision can take
 * them. Locks the user's addresses first. If there are slots of other users' messages to these addresses that the
 * decision hasn't read (case M11), returns them and reserves nothing: the decision has to be made again.
 *
 * Needs no extra round trip, since the lock and the reserving statement are sent together.
 */
export async function reserveSlots(sql: Sql, now: Instant, reserving: Reserving): Promise<SlotsByAddress | undefined> {
  const { version, instance, effects, knowsOthers } = reserving;
  const { workspace, person, journey, id } = instance;
  const capped = effects.flatMap(({ node, visit }) => {
    const terms = termsOf(version, node);
    return terms.isCapped ? [{ node, visit, ...terms }] : [];
  });
  if (capped.length === 0) return undefined;
  const channelsOf = listAddresses(reserving);
  const addresses = [...channelsOf.keys()].toSorted();
  const locking = addresses.length > 0 && !knowsOthers ? takeLock(sql, lockAddresses(workspace, addresses)) : undefined;
  locking?.catch(() => {}); // the statements behind it fail too, and the transaction reports the first
  for (const { node, visit, channel, tags, topic, template, counts } of capped) {
    const address = [...channelsOf].find(([, channels]) => channels.some((each) => each === channel))?.[0] ?? null;
    const others = await sql<Slot & { readonly address: string }>`
      with others as (
        select a.address, m.*
          from unnest(${knowsOthers ? [] : addresses}::text[]) as a (address)
         cross join lateral (
           select ${slotColumns} from messages
            where workspace = ${workspace} and address_hash = address_hash(${workspace}, a.address)
              and person <> ${person} and counts
              and (state in ('reserved', 'claimed')
                or (state = 'settled' and sent_at > ${now - version.capWindowMs}))) m
      ), mine as (
        insert into messages as m (workspace, key, instance, person, journey, version, node, visit, channel, state,
                                   claimed_at, template, tags, topic, counts, address_hash)
        select ${workspace}, ${sendKey(id, node, visit)}, ${id}, ${person}, ${journey}, ${version.number}::int, ${node},
               ${visit}::int, ${channel}, 'reserved', ${now}::bigint, ${template}, ${tags}::text[], ${topic},
               ${counts}::boolean, address_hash(${workspace}, ${address})
         where not exists (select from others)
        on conflict (workspace, key) do update
           set state = 'reserved', version = excluded.version, settled_at = null, position = null, tags = excluded.tags,
               topic = excluded.topic, address_hash = excluded.address_hash
            where m.state = 'again'
      )
      select * from others`;
    await locking;
    if (others.length > 0) return groupByChannel(others, channelsOf);
  }
  return undefined;
}

/** Returns the user's addresses to which the version can send, with the channels of each. */
function listAddresses({ version, profile, isTest }: Reserving): ReadonlyMap<string, readonly MessageChannel[]> {
  if (isTest) return new Map();
  const { nodes, phoneCountry } = version.document;
  const used = new Set(Object.values(nodes).flatMap((node) => (node.type === 'message' ? [node.channel] : [])));
  const found = new Map<string, MessageChannel[]>();
  for (const channel of MessageChannel.options) {
    const address = used.has(channel) ? normalizedAddressOf(profile, channel, phoneCountry) : undefined;
    if (address !== undefined) found.set(address, [...(found.get(address) ?? []), channel]);
  }
  return found;
}

function groupByChannel(
  others: readonly (Slot & { readonly address: string })[],
  channelsOf: ReadonlyMap<string, readonly MessageChannel[]>,
): SlotsByAddress {
  const slots: Partial<Record<MessageChannel, Slot[]>> = {};
  for (const { address, ...slot } of others)
    for (const channel of channelsOf.get(address) ?? []) {
      slots[channel] ??= [];
      slots[channel].push(slot);
    }
  return slots;
}
