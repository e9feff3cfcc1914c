import { z } from 'zod';
import type { PersonRef } from '../../journey/base/ids.ts';
import { findKey } from '../../store/access/keys.ts';
import type { Database } from '../../store/base/sql.ts';
import type { createEngageAll } from '../../store/events/engagement.ts';
import {
  changeItems,
  EMPTY_FEED,
  type FeedItem,
  findFeedItem,
  findFeedStates,
  listFeed,
  listUnread,
  noteFetched,
} from '../../store/messages/feed.ts';
import { findPerson } from '../../store/people/identities.ts';
import type { Caller } from '../auth.ts';
import { createFeedWatch, type FeedWatch } from '../feed/watch.ts';
import { isoOf, isoOrNull, Limit, Next, NumberCursor, nextOf, Time, UserId } from '../paging.ts';
import { answer, type Route, refusal, route, streamRoute } from '../route.ts';
import { createUserToken, MOST_SECONDS } from '../user-token.ts';

export interface FeedPorts {
  readonly database: Pick<Database, 'sql' | 'transaction'>;
  readonly engageAll: ReturnType<typeof createEngageAll>;
  readonly now: () => number;
}

const DAY = 86_400;

const Token = z.object({ token: z.string(), expiresAt: Time }).meta({ id: 'UserToken' });

const Item = z
  .object({
    id: z.string(),
    journey: z.string(),
    title: z.string().nullable(),
    text: z.string().nullable(),
    html: z.string().nullable().describe("As the journey's author wrote it, with the user's data escaped"),
    url: z.string().nullable().describe('Where a click leads'),
    createdAt: Time,
    readAt: Time.nullable(),
    clickedAt: Time.nullable(),
    archivedAt: Time.nullable(),
  })
  .meta({ id: 'FeedItem' });

const State = z
  .object({ unread: z.int().describe('Items that are neither read nor archived') })
  .meta({ id: 'FeedState' });
const Page = z.object({ items: z.array(Item), unread: z.int(), next: Next }).meta({ id: 'FeedPage' });

const ItemId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).describe('`id` of an item');
const Action = z.enum(['read', 'unread', 'click', 'archive', 'unarchive']);

/** Routes for a user's own in-app messages, and for the tokens that open them. */
export function feedRoutes(ports: FeedPorts): { readonly routes: readonly Route[]; readonly watch: FeedWatch } {
  const watch = createFeedWatch((readers) => findFeedStates(ports.database.sql, readers));
  return { routes: [tokenRoute(ports), listRoute(ports), ...changeRoutes(ports), streamOf(ports, watch)], watch };
}

const common = { tag: 'In-app', access: 'user' } as const;

async function findCaller({ database: { sql } }: FeedPorts, caller: Caller): Promise<PersonRef | undefined> {
  const { workspace, userId = '' } = caller;
  const person = await findPerson(sql, workspace, userId);
  return person && { workspace, person };
}

const report = (
  { engageAll }: FeedPorts,
  reader: PersonRef,
  kind: 'delivered' | 'viewed' | 'clicked',
  items: readonly Pick<FeedItem, 'key'>[],
): Promise<void> =>
  engageAll(
    reader,
    kind,
    items.map(({ key }) => key),
  );

const idsOf = (items: readonly Pick<FeedItem, 'id'>[]) => items.map(({ id }) => id);

const tokenRoute = ({ database: { sql }, now }: FeedPorts): Route =>
  route(
    {
      method: 'post',
      path: '/v1/users/:id/token',
      name: 'createUserToken',
      tag: 'In-app',
      access: 'ingest',
      summary: 'Create a token that opens the in-app feed of one user',
      description:
        'Call this from your own service, for the user who is signed in there, and pass the token to their browser or app. It ends when the API key that created it is revoked.',
      params: z.strictObject({ id: UserId }),
      body: z.strictObject({
        expiresIn: z.int().min(60).max(MOST_SECONDS).default(DAY).describe('How long it is valid, in seconds'),
      }),
      answer: Token,
      refusals: ['key-wrong'],
    },
    async ({ params: { id }, body: { expiresIn }, caller }) => {
      const key = await findKey(sql, caller.key);
      if (!key) return refusal('key-wrong', 'this API key has been revoked', 'use another key');
      const at = now();
      const token = await createUserToken(key, id, expiresIn, at);
      return answer({ token, expiresAt: isoOf(at + expiresIn * 1000) });
    },
  );

/** Items that are listed for the first time count as delivered. */
const listRoute = (ports: FeedPorts): Route =>
  route(
    {
      ...common,
      method: 'get',
      path: '/v1/feed',
      name: 'listFeed',
      summary: "List the user's in-app messages, newest first",
      query: z.strictObject({
        limit: Limit,
        cursor: NumberCursor,
        archived: z.enum(['true', 'false']).default('false').describe('Lists archived items instead of the others'),
      }),
      answer: Page,
    },
    async ({ query: { limit, cursor, archived }, caller }) => {
      const { sql } = ports.database;
      const reader = await findCaller(ports, caller);
      if (!reader) return answer({ items: [], unread: 0, next: null });
      const found = await listFeed(sql, reader, {
        limit: limit + 1,
        archived: archived === 'true',
        ...(cursor && { before: cursor }),
      });
      const items = found.slice(0, limit);
      const fresh = items.filter(({ fetchedAt }) => fetchedAt === null);
      if (fresh.length > 0) {
        await report(ports, reader, 'delivered', fresh);
        await noteFetched(sql, reader, idsOf(fresh));
      }
      const [state = EMPTY_FEED] = await findFeedStates(sql, [reader]);
      const next = nextOf(found.length > limit ? (items.at(-1)?.id ?? null) : null);
      return answer({ items: items.map(viewOf), unread: state.unread, next });
    },
  );

const changeRoutes = (ports: FeedPorts): readonly Route[] => [
  route(
    {
      ...common,
      method: 'post',
      path: '/v1/feed/read-all',
      name: 'readWholeFeed',
      summary: 'Mark all items up to one as read',
      body: z.strictObject({
        upto: z.int().min(1).max(Number.MAX_SAFE_INTEGER).describe('`id` of the newest item that the user has seen'),
      }),
      answer: State,
    },
    async ({ body: { upto }, caller }) => {
      const reader = await findCaller(ports, caller);
      if (!reader) return answer({ unread: 0 });
      const unread = await listUnread(ports.database.sql, reader, upto);
      await report(ports, reader, 'viewed', unread);
      const state = await changeItems(ports.database, reader, idsOf(unread), 'read');
      return answer({ unread: state.unread });
    },
  ),
  route(
    {
      ...common,
      method: 'post',
      path: '/v1/feed/:id/:action',
      name: 'changeFeedItem',
      summary: 'Mark an item as read, unread or clicked, or archive it',
      description: '`read` is reported as `$message.viewed`, and `click`, which also reads it, as `$message.clicked`.',
      params: z.strictObject({ id: ItemId, action: Action }),
      answer: State,
      refusals: ['item-not-found'],
    },
    async ({ params: { id, action }, caller }) => {
      const reader = await findCaller(ports, caller);
      const item = reader && (await findFeedItem(ports.database.sql, reader, id));
      if (!item) return refusal('item-not-found', `the feed has no item ${id}`, 'list the items with GET /v1/feed');
      if (action === 'read' || action === 'click') await report(ports, reader, 'viewed', [item]);
      if (action === 'click') await report(ports, reader, 'clicked', [item]);
      const { unread } = await changeItems(ports.database, reader, [id], action);
      return answer({ unread });
    },
  ),
];

const streamOf = (ports: FeedPorts, watch: FeedWatch): Route =>
  streamRoute(
    {
      ...common,
      method: 'get',
      path: '/v1/feed/stream',
      name: 'streamFeed',
      summary: 'Follow the feed as server-sent events',
      description: 'Sends the event `feed` with `{"unread": 3}` at first and about a second after each change.',
    },
    async ({ caller }) => {
      const reader = await findCaller(ports, caller);
      return answer({
        open(stream) {
          if (reader) return watch.listen(reader, ({ unread }) => stream.send('feed', { unread }), stream.end);
          stream.send('feed', { unread: 0 });
          return () => {};
        },
      });
    },
  );

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const viewOf = ({
  id,
  journey,
  content,
  createdAt,
  readAt,
  clickedAt,
  archivedAt,
}: FeedItem): z.input<typeof Item> => ({
  id: String(id),
  journey,
  title: textOf(content.title ?? content.subject),
  text: textOf(content.text),
  html: textOf(content.html),
  url: textOf(content.url),
  createdAt: isoOf(createdAt),
  readAt: isoOrNull(readAt),
  clickedAt: isoOrNull(clickedAt),
  archivedAt: isoOrNull(archivedAt),
});
