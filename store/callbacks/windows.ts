import { normalizeAddress } from '../../journey/delivery/address.ts';
import type { MessageChannel } from '../../journey/delivery/channel.ts';
import { addressKindOf } from '../../journey/delivery/channels/address-of.ts';
import { repeatPages } from '../base/repeat-pages.ts';
import type { Sql } from '../base/sql.ts';
import type { CallbackSource, IncomingCallback } from './callbacks.ts';

/** Channels that allow free text only for a limited time after the user's last message. */
const WINDOWED: readonly MessageChannel[] = ['whatsapp'];
const WINDOW_HOURS = 24;

/**
 * Records that an address has written, whether or not a user has it, and the addresses that are linked with it. A
 * repeat of an old message opens no window.
 */
export async function noteInbound(
  sql: Sql,
  { workspace, channel }: Pick<CallbackSource, 'workspace' | 'channel'>,
  callbacks: readonly IncomingCallback[],
): Promise<void> {
  if (!WINDOWED.includes(channel)) return;
  const wrote = callbacks.flatMap(({ kind, content }) => {
    const address = kind === 'inbound' ? normalizeAddress(addressKindOf(channel), content.from) : undefined;
    return address === undefined ? [] : [{ address, at: kind === 'inbound' ? (content.at ?? null) : null }];
  });
  if (wrote.length === 0) return;
  await sql`
    insert into inbound_windows as w (workspace, channel, hash, last_at)
    select ${workspace}, ${channel}, hash,
           max(least(clock_timestamp(), coalesce(to_timestamp(at / 1000.0), clock_timestamp())))
      from unnest(${wrote.map(({ address }) => address)}::text[], ${wrote.map(({ at }) => at)}::bigint[]) as i (address, at)
     cross join lateral linked_hashes(${workspace}, ${channel}, address_hash(${workspace}, address)) as hash
     group by hash order by hash
    on conflict (workspace, channel, hash) do update set last_at = greatest(w.last_at, excluded.last_at)`;
}

/**
 * Returns whether an address may get free text. `unknown`: the provider has never called back, so only it can tell.
 */
export async function readWindow(
  sql: Sql,
  { workspace, channel, to }: { readonly workspace: string; readonly channel: MessageChannel; readonly to: string },
): Promise<'open' | 'closed' | 'unknown'> {
  const address = normalizeAddress(addressKindOf(channel), to);
  if (address === undefined) return 'unknown';
  const [row] = await sql<{ isOpen: boolean; callsBack: boolean }>`
    select exists (select from inbound_windows
                    where workspace = ${workspace} and channel = ${channel} and hash = address_hash(${workspace}, ${address})
                      and last_at > clock_timestamp() - ${WINDOW_HOURS}::int * interval '1 hour' + interval '1 minute')
             as "isOpen",
           exists (select from callbacks where workspace = ${workspace} and channel = ${channel}) as "callsBack"`;
  if (row?.isOpen) return 'open';
  return row?.callsBack ? 'closed' : 'unknown';
}

const PAGE = 5_000;

/** Deletes closed windows page by page, and stops at `until`. */
export async function deleteClosedWindows(sql: Sql, { until }: { readonly until: number }): Promise<void> {
  const deletePage = async () => {
    const gone = await sql`
      delete from inbound_windows where ctid = any(array(
        select ctid from inbound_windows
         where last_at < clock_timestamp() - ${WINDOW_HOURS}::int * interval '1 hour' order by last_at limit ${PAGE}))
      returning 1`;
    return gone.length;
  };
  await repeatPages(deletePage, PAGE, until);
}
