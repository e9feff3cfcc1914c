import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { MessageChannel } from '../../journey/delivery/channel.ts';
import type { Sql } from '../base/sql.ts';

/** A short link, the message that it stands in, and where it leads. */
export interface StoredLink {
  readonly id: string;
  readonly workspace: WorkspaceId;
  readonly channel: MessageChannel;
  readonly key: string;
  readonly url: string;
}

/**
 * Stores the short links of one message. A repeated attempt stores the same. Returns false if an ID belongs to another
 * message or target, by a chance of one in 64 bits. The links can't be used then.
 */
export async function storeShortLinks(
  sql: Sql,
  { workspace, channel, key }: Pick<StoredLink, 'workspace' | 'channel' | 'key'>,
  links: readonly Pick<StoredLink, 'id' | 'url'>[],
): Promise<boolean> {
  const stored = await sql`
    insert into short_links as l (id, workspace, channel, message_key, url)
    select id, ${workspace}, ${channel}, ${key}, url
      from unnest(${links.map(({ id }) => id)}::text[], ${links.map(({ url }) => url)}::text[]) as given (id, url)
     order by id
    on conflict (id) do update set url = excluded.url
     where l.workspace = excluded.workspace and l.message_key = excluded.message_key and l.url = excluded.url
    returning 1`;
  return stored.length === links.length;
}

/** Returns where a short link leads; undefined if there is none, or its message has been deleted. */
export async function findShortLink(sql: Sql, id: string): Promise<StoredLink | undefined> {
  const [found] = await sql<StoredLink>`
    select id, workspace, channel, message_key as key, url from short_links where id = ${id}`;
  return found;
}
