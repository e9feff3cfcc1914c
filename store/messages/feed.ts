import type { JourneyId, PersonId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Database, Sql } from '../base/sql.ts';

/** An in-app message as the user's app shows it. */
export interface FeedItem {
  readonly id: number;
  /** The send key of its message. */
  readonly key: string;
  readonly journey: JourneyId;
  readonly content: JsonObject;
  readonly createdAt: Instant;
  readonly fetchedAt: Instant | null;
  readonly readAt: Instant | null;
  readonly clickedAt: Instant | null;
  readonly archivedAt: Instant | null;
}

/** The state of a feed. A new version means new items, or items whose state has changed. */
export interface FeedState {
  readonly version: number;
  readonly unread: number;
}

export const EMPTY_FEED: FeedState = { version: 0, unread: 0 };

/** Items that a feed holds. The oldest ones are deleted first. */
const MOST_ITEMS = 500;

interface Post {
  readonly workspace: WorkspaceId;
  readonly key: string;
  readonly journey: JourneyId;
  readonly userId: string;
  readonly content: JsonObject;
}

/** Creates the port of channels/port.ts over the tables. A repeat under the same key changes nothing. */
export const createFeed = ({ sql }: Pick<Database, 'sql'>) => ({
  async post({ workspace, key, journey, userId, content }: Post): Promise<boolean> {
    const [found] = await sql<{ person: PersonId; items: number | null }>`
      with reader as (
        select person from identities
         where workspace = ${workspace} and kind in ('user', 'anonymous') and value = ${userId}
         order by kind = 'user' desc limit 1 for share -- an erasure deletes this row before the feed's
      ), posted as (
        insert into feed_items (workspace, person, key, journey, content, created_at)
        select ${workspace}, person, ${key}, ${journey}, ${JSON.stringify(content)}::jsonb, clock(${workspace})
          from reader
        on conflict (workspace, key) do nothing
        returning person
      ), counted as (
        insert into feeds as f (workspace, person, version, unread, items)
        select ${workspace}, person, 1, 1, 1 from posted
        on conflict (workspace, person) do update
          set version = f.version + 1, unread = f.unread + 1, items = f.items + 1
        returning items
      )
      select reader.person, counted.items from reader left join counted on true`;
    if (found?.items && found.items > MOST_ITEMS) await deleteOldest(sql, workspace, found.person);
    return found !== undefined;
  },
});

const deleteOldest = (sql: Sql, workspace: WorkspaceId, person: PersonId) => sql`
  with feed as (
    select from feeds where workspace = ${workspace} and person = ${person} for update
  ), gone as (
    delete from feed_items
     where workspace = ${workspace} and person = ${person} and exists (select from feed)
       and id <= (select id from feed_items where workspace = ${workspace} and person = ${person}
                   order by id desc offset ${MOST_ITEMS} limit 1)
    returning read_at is null and archived_at is null as is_unread
  )
  update feeds
     set version = version + 1,
         items = items - (select count(*) from gone),
         unread = unread - (select count(*) from gone where is_unread)
   where workspace = ${workspace} and person = ${person}`;

/** Lists a page of items, newest first. Archived ones are left out unless they are asked for. */
export const listFeed = (
  sql: Sql,
  { workspace, person }: PersonRef,
  { before, limit, archived }: { readonly before?: number; readonly limit: number; readonly archived: boolean },
) => sql<FeedItem>`
  select id, key, journey, content, created_at as "createdAt", fetched_at as "fetchedAt", read_at as "readAt",
         clicked_at as "clickedAt", archived_at as "archivedAt"
    from feed_items
   where workspace = ${workspace} and person = ${person}
     and id < coalesce(${before ?? null}::bigint, ${Number.MAX_SAFE_INTEGER})
     and (archived_at is not null) = ${archived}
   order by id desc limit ${limit}`;

/** Notes which items the user's app has fetched. */
export const noteFetched = (sql: Sql, { workspace, person }: PersonRef, ids: readonly number[]) => sql`
  update feed_items set fetched_at = clock(${workspace})
   where workspace = ${workspace} and person = ${person} and id = any(${ids}::bigint[]) and fetched_at is null`;

export async function findFeedItem(
  sql: Sql,
  { workspace, person }: PersonRef,
  id: number,
): Promise<Pick<FeedItem, 'key'> | undefined> {
  const [found] = await sql<Pick<FeedItem, 'key'>>`
    select key from feed_items where workspace = ${workspace} and person = ${person} and id = ${id}`;
  return found;
}

/** Unread items, oldest first, up to and including one. */
export const listUnread = (sql: Sql, { workspace, person }: PersonRef, upto: number) =>
  sql<Pick<FeedItem, 'id' | 'key'>>`
  select id, key from feed_items
   where workspace = ${workspace} and person = ${person} and id <= ${upto} and read_at is null and archived_at is null
   order by id limit ${MOST_ITEMS}`;

/** An action of a user on an item. A click also reads it. */
export type FeedAction = 'read' | 'unread' | 'click' | 'archive' | 'unarchive';

/** Changes items and counts what is unread, under a lock of the feed. Returns its state afterwards. */
export const changeItems = (
  database: Pick<Database, 'transaction'>,
  { workspace, person }: PersonRef,
  ids: readonly number[],
  action: FeedAction,
): Promise<FeedState> =>
  database.transaction(async (sql) => {
    await sql`select from feeds where workspace = ${workspace} and person = ${person} for update`;
    const [state] = await sql<FeedState>`
      with before as (
        select id, read_at is null and archived_at is null as was_unread from feed_items
         where workspace = ${workspace} and person = ${person} and id = any(${ids}::bigint[])
      ), changed as (
        update feed_items i
           set read_at = case when ${action} in ('read', 'click') then coalesce(read_at, clock(${workspace}))
                              when ${action} <> 'unread' then read_at end,
               clicked_at = case ${action} when 'click' then coalesce(clicked_at, clock(${workspace}))
                                           else clicked_at end,
               archived_at = case ${action} when 'archive' then coalesce(archived_at, clock(${workspace}))
                                            when 'unarchive' then null
                                            else archived_at end
          from before
         where i.workspace = ${workspace} and i.person = ${person} and i.id = before.id
        returning was_unread, i.read_at is null and i.archived_at is null as is_unread
      )
      update feeds f
         set version = version + case when exists (select from changed) then 1 else 0 end,
             unread = unread + (select coalesce(sum(is_unread::int - was_unread::int), 0) from changed)
       where f.workspace = ${workspace} and f.person = ${person}
      returning version, unread`;
    return state ?? EMPTY_FEED;
  });

/** Returns the state of the feeds of these users. A user without a row has an empty feed. */
export const findFeedStates = (sql: Sql, readers: readonly PersonRef[]) => sql<PersonRef & FeedState>`
  select f.workspace, f.person, f.version, f.unread
    from unnest(${readers.map(({ workspace }) => workspace)}::text[],
                ${readers.map(({ person }) => person)}::text[]) as r (workspace, person)
    join feeds f on f.workspace = r.workspace and f.person = r.person`;
