import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Inbox } from '../../channels/port.ts';
import { WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonValue } from '../../journey/base/json.ts';
import { type FreshDatabase, freshDatabase } from '../../test/database.ts';
import { type Database, openDatabase } from '../base/sql.ts';
import { createInbox, findCaught, INBOX_CURSOR, listInbox } from './inbox.ts';

let fresh: FreshDatabase;
let database: Database;
let inbox: Inbox;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 4, name: 'inbox.test' });
  inbox = createInbox(database.sql);
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const caught = (workspace: string, key: string, more: Partial<Parameters<Inbox['catch']>[0]> = {}) =>
  inbox.catch({
    workspace: WorkspaceId.parse(workspace),
    key,
    channel: 'sms',
    caughtBy: 'sandbox',
    recipient: '+31',
    subject: null,
    body: { text: key },
    ...more,
  });

describe('the inbox stores caught messages', () => {
  test('whole', async () => {
    const body = { html: '<p>é</p>', data: [{ a: 1 }] };
    await caught('whole', 'k', {
      channel: 'email',
      caughtBy: 'smtp',
      recipient: 'ada@example.com',
      subject: 'Hi',
      body,
    });
    expect(await findCaught(database.sql, WorkspaceId.parse('whole'), 'k')).toEqual({
      key: 'k',
      channel: 'email',
      caughtBy: 'smtp',
      recipient: 'ada@example.com',
      subject: 'Hi',
      body,
      caughtAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      copies: 1,
      about: null,
    });
    expect(await findCaught(database.sql, WorkspaceId.parse('whole'), 'other')).toBeUndefined();
    expect(await findCaught(database.sql, WorkspaceId.parse('other'), 'k')).toBeUndefined();
  });

  test('C4 a page holds so many bytes, however many rows it may have; pages together are all of it', async () => {
    const long = 'x'.repeat(900_000);
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'])
      await caught('large', key, { body: { long } });
    await caught('large', 'k', { body: { long: 'y'.repeat(5_000_000) } }); // one alone is a page
    const pages: string[][] = [];
    let before: string | undefined;
    do {
      const page = await listInbox(database.sql, {
        workspace: WorkspaceId.parse('large'),
        limit: 200,
        ...(before && { before }),
      });
      pages.push(page.messages.map(({ key }) => key));
      expect(page.messages.every(({ body }) => body !== null)).toBe(true);
      before = page.next;
    } while (before !== undefined && pages.length < 20);
    expect(pages).toEqual([['k'], ['j', 'i', 'h', 'g'], ['f', 'e', 'd', 'c'], ['b', 'a']]);
  });

  test.each<{ body: JsonValue }>([
    { body: [{ a: 1 }, [2]] },
    { body: 'text' },
    { body: null },
    { body: 1 },
    { body: [] },
  ])('any JSON is a body: $body', async ({ body }) => {
    const key = JSON.stringify(body);
    await caught('bodies', key, { body });
    expect((await findCaught(database.sql, WorkspaceId.parse('bodies'), key))?.body).toEqual(body);
  });

  test('a repeat under the same key is counted, and the first copy stays', async () => {
    await Promise.all(Array.from({ length: 5 }, () => caught('repeats', 'k')));
    await caught('repeats', 'k', { body: { text: 'later' } });
    const { messages } = await listInbox(database.sql, { workspace: WorkspaceId.parse('repeats'), limit: 10 });
    expect(messages).toMatchObject([{ key: 'k', copies: 6, body: { text: 'k' } }]);
  });
});

describe('the inbox is listed newest first', () => {
  const keysOf = ({ messages }: { messages: readonly { key: string }[] }) => messages.map(({ key }) => key);

  test('page after page, each message once, even those of the same instant', async () => {
    const keys = Array.from({ length: 10 }, (_, index) => `k.${index}`);
    for (const key of keys) await caught('pages', key);
    await database.sql`update inbox set caught_at = '2026-03-01T12:00:00.123456Z' where workspace = 'pages'
      and key < 'k.5'`;

    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await listInbox(database.sql, { workspace: WorkspaceId.parse('pages'), limit: 3, before });
      seen.push(...keysOf(page));
      before = page.next;
    } while (before);
    expect(seen).toEqual(keys.toReversed());
  });

  test('an exactly full page has no next', async () => {
    for (const key of ['a', 'b']) await caught('full', key);
    const page = await listInbox(database.sql, { workspace: WorkspaceId.parse('full'), limit: 2 });
    expect(keysOf(page)).toEqual(['b', 'a']);
    expect(page.next).toBeUndefined();
  });

  test('by channel and by recipient, whatever its case', async () => {
    await caught('filter', 'sms');
    await caught('filter', 'mail', { channel: 'email', recipient: 'Ada@Example.com' });
    const list = async (more: object) =>
      keysOf(await listInbox(database.sql, { workspace: WorkspaceId.parse('filter'), limit: 9, ...more }));
    expect(await list({ channel: 'email' })).toEqual(['mail']);
    expect(await list({ recipient: 'ada@example.com' })).toEqual(['mail']);
    expect(await list({ channel: 'sms', recipient: 'ada@example.com' })).toEqual([]);
    expect(await list({})).toEqual(['mail', 'sms']);
  });

  test.each(['', 'x', '12', '.k', '12.', '99999999999999999.k'])('%j is not a cursor', async (before) => {
    expect(INBOX_CURSOR.test(before)).toBe(false);
    await expect(listInbox(database.sql, { workspace: WorkspaceId.parse('w'), limit: 1, before })).rejects.toThrow(
      TypeError,
    );
  });
});
