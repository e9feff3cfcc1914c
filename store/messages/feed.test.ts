import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { JourneyId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import { type FreshDatabase, freshDatabase } from '../../test/database.ts';
import { type Database, openDatabase } from '../base/sql.ts';
import { changeItems, createFeed, findFeedItem, findFeedStates, listFeed, listUnread, noteFetched } from './feed.ts';

const NOW = 1_000_000;
let fresh: FreshDatabase;
let database: Database;
let feed: ReturnType<typeof createFeed>;
/** The same person ID in two workspaces: IDs are only unique within one. */
const person = (workspace: string, id: string) => ({
  workspace: WorkspaceId.parse(workspace),
  person: PersonId.parse(id),
});
const [ana, bob, other] = [person('w', 'ana'), person('w', 'bob'), person('other', 'ana')];
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 2, name: 'feed.test' });
  feed = createFeed(database);
  const { sql } = database;
  for (const { workspace, person: id } of [ana, bob, other])
    await sql`
      with one as (insert into workspaces (id, virtual_now) values (${workspace}, ${NOW}) on conflict do nothing),
           two as (insert into persons (workspace, id, user_id, created_at, updated_at)
                   values (${workspace}, ${id}, ${id}, ${NOW}, ${NOW}))
      insert into identities (workspace, kind, value, person) values (${workspace}, 'user', ${id}, ${id})`;
});
beforeEach(async () => {
  await database.sql`delete from feed_items`;
  await database.sql`delete from feeds`;
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const post = ({ workspace, person: userId }: typeof ana, key: string) =>
  feed.post({ workspace, userId, key: `${userId}.${key}`, journey: JourneyId.parse('j'), content: { text: key } });
const list = (reader: typeof ana, more: { before?: number; archived?: boolean; limit?: number } = {}) =>
  listFeed(database.sql, reader, { limit: 10, archived: false, ...more });
const idsOf = async (reader: typeof ana) => (await list(reader)).map(({ id }) => id);
const stateOf = async (reader: typeof ana) =>
  (await findFeedStates(database.sql, [reader])).map(({ version, unread }) => ({ version, unread }));

describe('a feed holds the items of one user', () => {
  beforeEach(async () => {
    for (const reader of [ana, bob, other]) {
      await post(reader, 'a');
      await post(reader, 'b');
    }
  });

  test('newest first, page by page', async () => {
    const [newest, oldest] = await list(ana);
    expect([newest, oldest]).toMatchObject([
      { key: 'ana.b', content: { text: 'b' }, createdAt: NOW, readAt: null },
      { key: 'ana.a' },
    ]);
    expect(await list(ana, { limit: 1 })).toEqual([newest]);
    expect(await list(ana, { before: newest?.id ?? 0 })).toEqual([oldest]);
  });

  test('once per key; an unknown user has none', async () => {
    expect(await post(ana, 'a')).toBe(true);
    expect(await stateOf(ana)).toEqual([{ version: 2, unread: 2 }]);
    expect(await post(person('w', 'nobody'), 'a')).toBe(false);
    expect(await list(person('w', 'nobody'))).toEqual([]);
  });

  test('and nobody else can read or change them', async () => {
    const foreign = await idsOf(ana);
    for (const reader of [bob, other]) {
      await noteFetched(database.sql, reader, foreign);
      for (const action of ['read', 'click', 'archive'] as const) await changeItems(database, reader, foreign, action);
      expect(await findFeedItem(database.sql, reader, foreign[0] ?? 0)).toBeUndefined();
      expect(await stateOf(reader)).toEqual([{ version: 2, unread: 2 }]);
    }
    const untouched = { fetchedAt: null, readAt: null, clickedAt: null, archivedAt: null };
    expect(await list(ana)).toMatchObject([untouched, untouched]);
    expect(await stateOf(ana)).toEqual([{ version: 2, unread: 2 }]);
    expect(await findFeedItem(database.sql, ana, foreign[0] ?? 0)).toEqual({ key: 'ana.b' });
    expect((await listUnread(database.sql, bob, Number.MAX_SAFE_INTEGER)).map(({ key }) => key)).toEqual([
      'bob.a',
      'bob.b',
    ]);
  });
});

describe('an action on an item', () => {
  beforeEach(async () => {
    await post(ana, 'a');
    await post(ana, 'b');
  });
  const act = async (action: Parameters<typeof changeItems>[3], key = 'a') => {
    const all = [...(await list(ana)), ...(await list(ana, { archived: true }))];
    return changeItems(database, ana, [all.find((item) => item.key === `ana.${key}`)?.id ?? 0], action);
  };
  const itemOf = async (key = 'a') =>
    [...(await list(ana)), ...(await list(ana, { archived: true }))].find((item) => item.key === `ana.${key}`);

  test('read and unread', async () => {
    expect(await act('read')).toEqual({ version: 3, unread: 1 });
    expect(await itemOf()).toMatchObject({ readAt: NOW, clickedAt: null, archivedAt: null });
    expect(await act('read')).toEqual({ version: 4, unread: 1 });
    expect(await act('unread')).toEqual({ version: 5, unread: 2 });
    expect(await itemOf()).toMatchObject({ readAt: null });
    expect(await itemOf('b')).toMatchObject({ readAt: null });
  });

  test('a click also reads', async () => {
    expect(await act('click')).toEqual({ version: 3, unread: 1 });
    expect(await itemOf()).toMatchObject({ readAt: NOW, clickedAt: NOW });
    await act('unread');
    expect(await itemOf()).toMatchObject({ readAt: null, clickedAt: NOW });
  });

  test('an archived item counts as read, and is listed apart', async () => {
    expect(await act('archive')).toEqual({ version: 3, unread: 1 });
    expect((await list(ana)).map(({ key }) => key)).toEqual(['ana.b']);
    expect(await list(ana, { archived: true })).toMatchObject([{ key: 'ana.a', archivedAt: NOW, readAt: null }]);
    expect(await listUnread(database.sql, ana, Number.MAX_SAFE_INTEGER)).toMatchObject([{ key: 'ana.b' }]);
    expect(await act('unarchive')).toEqual({ version: 4, unread: 2 });
  });

  test('on no item of the feed changes nothing', async () => {
    expect(await changeItems(database, ana, [0], 'read')).toEqual({ version: 2, unread: 2 });
    expect(await changeItems(database, person('w', 'nobody'), [0], 'read')).toEqual({ version: 0, unread: 0 });
  });

  test('unread items are listed oldest first, up to one', async () => {
    const [newest, oldest] = await list(ana);
    const keys = async (upto: number) => (await listUnread(database.sql, ana, upto)).map(({ key }) => key);
    expect(await keys(newest?.id ?? 0)).toEqual(['ana.a', 'ana.b']);
    expect(await keys(oldest?.id ?? 0)).toEqual(['ana.a']);
    await act('read');
    expect(await keys(newest?.id ?? 0)).toEqual(['ana.b']);
  });

  test('the first fetch is noted, for the fetched items alone', async () => {
    const [newest] = await list(ana);
    await noteFetched(database.sql, ana, [newest?.id ?? 0]);
    await database.sql`update workspaces set virtual_now = ${NOW + 1} where id = 'w'`;
    await noteFetched(database.sql, ana, [newest?.id ?? 0]);
    await database.sql`update workspaces set virtual_now = ${NOW} where id = 'w'`;
    expect((await list(ana)).map(({ fetchedAt }) => fetchedAt)).toEqual([NOW, null]);
  });
});

test('a feed keeps the latest items, and counts only those', async () => {
  const MOST = 500;
  await post(bob, 'a');
  for (let nr = 0; nr < 3; nr += 1) await post(ana, `first ${nr}`);
  const [read] = await idsOf(ana);
  await changeItems(database, ana, [read ?? 0], 'read');
  for (let nr = 3; nr <= MOST; nr += 1) await post(ana, `n${nr}`);
  const [row] = await database.sql`select items, unread from feeds where workspace = 'w' and person = 'ana'`;
  expect(row).toEqual({ items: MOST, unread: MOST - 1 });
  expect((await list(ana, { limit: 1_000 })).at(-1)?.key).toBe('ana.first 1');
  expect(await list(bob)).toHaveLength(1);
});
