import { normalizeAddress } from '../../journey/delivery/address.ts';
import { addressKindOf } from '../../journey/delivery/channels/address-of.ts';
import { repeatPages } from '../base/repeat-pages.ts';
import type { Sql } from '../base/sql.ts';
import type { CallbackSource } from './callbacks.ts';

/** Two addresses of one user: an ID, and the number or the earlier ID that it belongs to. */
export interface AddressLink {
  readonly id: string;
  readonly address: string;
}

/** Stores which IDs belong to which numbers, as hashes alone. A known link is only written again after a day. */
export async function noteLinks(
  sql: Sql,
  { workspace, channel }: Pick<CallbackSource, 'workspace' | 'channel'>,
  links: readonly AddressLink[],
): Promise<void> {
  const kind = addressKindOf(channel);
  const byId = new Map(
    links.flatMap(({ id, address }) => {
      const [from, to] = [normalizeAddress(kind, id), normalizeAddress(kind, address)];
      return from === undefined || to === undefined || from === to ? [] : [[from, to] as const];
    }),
  );
  if (byId.size === 0) return;
  await sql`
    insert into address_links as l (workspace, channel, id_hash, hash)
    select ${workspace}, ${channel}, g.id_hash, coalesce(earlier.hash, g.hash)
      from (select address_hash(${workspace}, id) as id_hash, address_hash(${workspace}, address) as hash
              from unnest(${[...byId.keys()]}::text[], ${[...byId.values()]}::text[]) as u (id, address)) g
      left join address_links earlier on earlier.workspace = ${workspace} and earlier.channel = ${channel}
                                     and earlier.id_hash = g.hash
     where coalesce(earlier.hash, g.hash) <> g.id_hash
     order by g.id_hash
    on conflict (workspace, channel, id_hash) do update set hash = excluded.hash, seen_at = excluded.seen_at
     where l.hash <> excluded.hash or l.seen_at < clock_timestamp() - interval '1 day'`;
}

/** A link that no webhook has named for this long is forgotten. */
const KEPT_DAYS = 400;
const PAGE = 5_000;

/** Deletes old links page by page, and stops at `until`. */
export async function deleteOldLinks(sql: Sql, { until }: { readonly until: number }): Promise<void> {
  const deletePage = async () => {
    const gone = await sql`
      delete from address_links where ctid = any(array(
        select ctid from address_links
         where seen_at < clock_timestamp() - ${KEPT_DAYS}::int * interval '1 day' order by seen_at limit ${PAGE}))
      returning 1`;
    return gone.length;
  };
  await repeatPages(deletePage, PAGE, until);
}
