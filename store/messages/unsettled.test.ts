import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { InstanceId, JourneyId, NodeId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import { newInstance } from '../../journey/engine/apply.ts';
import { become } from '../../journey/engine/become.ts';
import { instant } from '../../journey/time/time.ts';
import { type FreshDatabase, freshDatabase } from '../../test/database.ts';
import { insertMessage, type MessageColumns } from '../../test/message-row.ts';
import { type Database, openDatabase } from '../base/sql.ts';
import { listMessages } from './seen.ts';
import { readSlots } from './slots.ts';
import { settleHandedBack, settleOrphans } from './unsettled.ts';

const workspace = WorkspaceId.parse('w');
const NOW = instant(1_000);
let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 2, name: 'unsettled.test' });
});
beforeEach(async () => {
  await database.sql`delete from messages`;
  await database.sql`delete from count_deltas`;
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const add = (key: string, columns: MessageColumns = {}) => insertMessage(database.sql, workspace, key, columns);
const open: MessageColumns = { outcome: null, settled_at: null, sent_at: null, claimed_at: 5 };

/** Ana's instance at its second visit, alive or ended. */
function instanceAfter(hasEnded: boolean) {
  const begun = newInstance({
    ...{ id: InstanceId.parse('i1'), workspace, person: PersonId.parse('ana'), journey: JourneyId.parse('cart') },
    ...{ version: 2, enteredAt: instant(0), beginsAt: 0 },
  });
  const after = become(begun, { step: 1, at: NodeId.parse('hi'), visit: 2, arrivedAt: instant(0), until: null });
  return hasEnded ? { ...after, exit: { reason: 'completed' } } : after;
}
const rowOf = async (key: string) => {
  const [row] = await database.sql`
    select state, outcome, settled_at as "settledAt", sent_at as "sentAt", detail from messages where key = ${key}`;
  return row;
};

describe('a decision settles messages of the visit that it ends, if no activity works on them', () => {
  test.each<{ readonly name: string; readonly columns: MessageColumns; readonly outcome: string | null }>([
    { name: 'handed back', columns: { state: 'again', position: 7 }, outcome: 'withheld' },
    { name: 'between two attempts', columns: { state: 'reserved', attempts: 1 }, outcome: 'withheld' },
    {
      name: 'between two attempts, of which one may have sent it',
      columns: { state: 'reserved', attempts: 1, may_be_out: true },
      outcome: 'unknown',
    },
    {
      name: 'claimed, handed over, then handed back',
      columns: { state: 'claimed', handed: true, position: 7 },
      outcome: 'unknown',
    },
    {
      name: 'claimed, not handed over, then handed back',
      columns: { state: 'claimed', handed: false, position: 7 },
      outcome: 'withheld',
    },
    {
      name: 'accepted for one of two devices',
      columns: { state: 'again', position: 7, devices: { a: { state: 'accepted' } } },
      outcome: 'sent',
    },
    { name: 'waiting for its first attempt', columns: { state: 'reserved', attempts: 0 }, outcome: null },
    { name: 'being sent', columns: { state: 'claimed' }, outcome: null },
    { name: 'of the visit that begins', columns: { state: 'again', position: 7, visit: 2 }, outcome: null },
  ])('$name: $outcome', async ({ columns, outcome }) => {
    await add('m', { ...open, ...columns });
    await settleHandedBack(database.sql, NOW, instanceAfter(false));
    const isSent = outcome === 'sent' || outcome === 'unknown';
    expect(await rowOf('m')).toMatchObject({
      ...{ outcome, state: outcome === null ? columns.state : 'settled' },
      ...{ settledAt: outcome === null ? null : NOW, sentAt: isSent ? 5 : null },
    });
    const counts = await database.sql`select version, node, measure, n from count_deltas`;
    expect(counts).toEqual(outcome === null ? [] : [{ version: 1, node: 'hi', measure: `message:${outcome}`, n: 1 }]);
  });

  test('and of all visits when it ends the instance', async () => {
    await add('m', { ...open, state: 'again', position: 7, visit: 2 });
    await settleHandedBack(database.sql, NOW, instanceAfter(true));
    expect(await rowOf('m')).toMatchObject({ outcome: 'withheld', detail: 'its visit had ended' });
  });
});

test('all messages of an instance without a workflow are settled; a claimed one may have been sent', async () => {
  await add('waiting', { ...open, state: 'reserved', attempts: 0 });
  await add('claimed', { ...open, state: 'claimed' });
  await settleOrphans(database.sql, NOW, instanceAfter(true));
  expect(await rowOf('waiting')).toMatchObject({ outcome: 'withheld' });
  expect(await rowOf('claimed')).toMatchObject({
    outcome: 'unknown',
    detail: expect.stringContaining('may have been'),
  });
});

test('messages that are settled, or of another instance, stay as they are', async () => {
  await add('sent', { outcome: 'sent', settled_at: 3 });
  await add('other', { ...open, state: 'again', position: 7, instance: 'i2' });
  await insertMessage(database.sql, WorkspaceId.parse('other'), 'foreign', { ...open, state: 'again', position: 7 });
  const before = await database.sql`select * from messages order by key`;
  await settleOrphans(database.sql, NOW, instanceAfter(true));
  expect(await database.sql`select * from messages order by key`).toEqual(before);
});

describe('slots of frequency caps', () => {
  const ana = { workspace, person: PersonId.parse('ana') };
  const slotKeys = async (windowMs = 100) =>
    (await readSlots(database.sql, ana, NOW, windowMs)).map(({ key }) => key).toSorted();

  test('are taken by messages in progress, whatever their age, and by those sent within the window', async () => {
    await add('reserved', { ...open, state: 'reserved' });
    await add('claimed', { ...open, state: 'claimed', sent_at: 5 });
    await add('within', { sent_at: NOW - 99 });
    await add('at its beginning', { sent_at: NOW - 100 });
    await add('never sent', { outcome: 'withheld', sent_at: null });
    await add('handed back', { ...open, state: 'again', sent_at: NOW });
    await add('not counted', { sent_at: NOW, counts: false });
    await add('of another user', { sent_at: NOW, person: 'bob' });
    await insertMessage(database.sql, WorkspaceId.parse('other'), 'of another workspace', { sent_at: NOW });
    expect(await slotKeys()).toEqual(['claimed', 'reserved', 'within']);
  });

  test('have no age until they are settled', async () => {
    await add('claimed', { ...open, state: 'claimed', sent_at: 5 });
    await add('sent', { sent_at: NOW - 1, tags: ['promo'], topic: 'news' });
    const slots = await readSlots(database.sql, ana, NOW, 100);
    expect(slots.toSorted((a, b) => a.key.localeCompare(b.key))).toEqual([
      { key: 'claimed', channel: 'sms', tags: [], topic: null, at: null },
      { key: 'sent', channel: 'sms', tags: ['promo'], topic: 'news', at: NOW - 1 },
    ]);
  });
});

test('operators see the messages of one instance, in order', async () => {
  await add('second', { claimed_at: 2, status: 429, detail: 'busy', next_try_at: 9 });
  await add('first', { claimed_at: 1 });
  await add('first, next visit', { claimed_at: 1, visit: 2 });
  await add('other', { instance: 'i2' });
  await insertMessage(database.sql, WorkspaceId.parse('other'), 'foreign');
  const seen = await listMessages(database.sql, workspace, InstanceId.parse('i1'));
  expect(seen.map(({ key }) => key)).toEqual(['first', 'first, next visit', 'second']);
  expect(seen.at(-1)).toEqual({
    ...{ key: 'second', node: 'hi', visit: 1, channel: 'sms', state: 'settled', outcome: 'sent', detail: 'busy' },
    ...{ attempts: 1, status: 429, nextTryAt: 9, claimedAt: 2, settledAt: 0 },
  });
});
