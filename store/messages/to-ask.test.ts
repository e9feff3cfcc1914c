import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { type FreshDatabase, freshDatabase } from '../../test/database.ts';
import { insertMessage, type MessageColumns } from '../../test/message-row.ts';
import { type Database, openDatabase } from '../base/sql.ts';
import { ASK_AFTER_MS, claimToAsk, noteUnasked } from './to-ask.ts';

const [AN_HOUR, A_DAY] = ASK_AFTER_MS;
const NOW = 10 * A_DAY;
const workspace = WorkspaceId.parse('w');
let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 2, name: 'to-ask.test' });
  await database.sql`insert into workspaces (id, virtual_now) values (${workspace}, ${NOW})`;
});
beforeEach(async () => {
  await database.sql`delete from messages`;
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const add = (key: string, columns: MessageColumns = {}) =>
  insertMessage(database.sql, workspace, key, {
    ...{ provider: 'twilio', provider_id: key, settled_at: NOW - AN_HOUR - 1, ...columns },
  });
const claim = (atMost = 10) => claimToAsk(database.sql, { channel: 'sms', provider: 'twilio', atMost });
const claimKeys = async (atMost?: number) => (await claim(atMost)).map(({ key }) => key);

test('a message without a report is asked about after an hour and after a day, each once', async () => {
  await add('m');
  expect(await claim()).toEqual([{ workspace, key: 'm', providerId: 'm', asked: 0 }]);
  expect(await claim()).toEqual([]);
  await database.sql`update messages set settled_at = ${NOW - A_DAY}`;
  expect(await claim()).toEqual([]);
  await database.sql`update messages set settled_at = ${NOW - A_DAY - 1}`;
  expect(await claim()).toEqual([{ workspace, key: 'm', providerId: 'm', asked: 1 }]);
  expect(await claim()).toEqual([]);
});

test('it is asked about again if the provider didn’t answer', async () => {
  await add('m');
  await add('other');
  const [message] = (await claim()).filter(({ key }) => key === 'm');
  if (message) await noteUnasked(database.sql, message);
  expect(await claimKeys()).toEqual(['m']);
});

const REPORTS = ['delivered_at', 'viewed_at', 'clicked_at', 'replied_at', 'bounced_at', 'complained_at', 'failed_at'];
test.each<MessageColumns>([
  ...REPORTS.map((column) => ({ [column]: NOW })),
  { state: 'claimed' },
  { outcome: 'failed' },
  { provider_id: null },
  { provider: 'vonage' },
  { channel: 'email' },
  { settled_at: NOW - AN_HOUR },
])('a message with %j is not asked about', async (columns) => {
  await add('m', columns);
  expect(await claim()).toEqual([]);
});

test('an unknown outcome is asked about, the longest wait first, and no more than wanted', async () => {
  await add('late', { settled_at: NOW - AN_HOUR - 1 });
  await add('early', { settled_at: NOW - AN_HOUR - 3, outcome: 'unknown' });
  await add('between', { settled_at: NOW - AN_HOUR - 2 });
  expect((await claimKeys(2)).toSorted()).toEqual(['between', 'early']);
  expect(await claimKeys(2)).toEqual(['late']);
});
