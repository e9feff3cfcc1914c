import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { createTransport } from 'nodemailer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../journey/base/ids.ts';
import { type Database, openDatabase } from '../store/base/sql.ts';
import { createInbox, listInbox } from '../store/messages/inbox.ts';
import { type FreshDatabase, freshDatabase } from '../test/database.ts';
import { type Catcher, startCatcher } from './catcher.ts';
import { createEmailAdapter } from './email/adapter.ts';
import { stageReport } from './email/staged-reports.ts';
import type { Adapter, MessageContent, Parcel } from './port.ts';
import type { CallbackReport } from './provider.ts';

let fresh: FreshDatabase;
let database: Database;
let catcher: Catcher;
let email: Adapter;
let reports: CallbackReport[];
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 2, name: 'catcher.test' });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  await database.sql`truncate inbox`;
  reports = [];
  catcher = await startCatcher({
    ...{ port: 0, workspace: WorkspaceId.parse('main'), inbox: createInbox(database.sql) },
    report: async (more) => void reports.push(...more),
  });
  email = createEmailAdapter({ url: catcher.url, from: 'Shop <hi@shop.example>', delivery: 'honours-keys' });
});
afterEach(async () => {
  await email.close?.();
  await catcher.close();
});

const parcel = (key: string, content: Partial<MessageContent> = {}): Parcel<'email'> => ({
  channel: 'email',
  key,
  attempt: 1,
  workspace: WorkspaceId.parse('main'),
  journey: JourneyId.parse('abandoned-cart'),
  to: 'ada@example.com',
  content: { template: 'reminder', subject: 'Your cart – 20 % off', text: 'is waiting', ...content },
});
const listed = async () =>
  (await listInbox(database.sql, { workspace: WorkspaceId.parse('main'), limit: 10 })).messages;

describe('the mail catcher', () => {
  test('a message of the e-mail adapter is in the inbox, under its key', async () => {
    expect(await email.deliver(parcel('i1.mail-1.1', { html: '<p>is <b>waiting</b></p>' }))).toMatchObject({
      type: 'accepted',
    });
    expect(await listed()).toMatchObject([
      {
        key: 'i1.mail-1.1',
        channel: 'email',
        caughtBy: 'smtp',
        recipient: 'ada@example.com',
        subject: 'Your cart – 20 % off',
        body: { from: '"Shop" <hi@shop.example>', text: 'is waiting', html: '<p>is <b>waiting</b></p>' },
        copies: 1,
      },
    ]);
  });

  test('a repeat is one row with two copies (design.md §7.11)', async () => {
    for (const key of ['i1.mail-1.1', 'i1.mail-1.1', 'i1.mail-1.2']) await email.deliver(parcel(key));
    expect((await listed()).map(({ key, copies }) => [key, copies])).toEqual([
      ['i1.mail-1.2', 1],
      ['i1.mail-1.1', 2],
    ]);
  });

  test('mail of other senders too, under any user; without an ID the same bytes are the same mail', async () => {
    const raw = 'From: a@x.example\r\nSubject: report\r\n\r\nall fine\r\n';
    const transport = createTransport(catcher.url.replace('//', '//anybody:anything@'));
    for (const to of [['b@x.example', 'c@x.example'], 'd@x.example'])
      await transport.sendMail({ envelope: { from: 'a@x.example', to }, raw });
    expect(await listed()).toMatchObject([
      {
        key: expect.stringMatching(/^mail-[0-9a-f]{64}$/),
        recipient: 'b@x.example, c@x.example',
        subject: 'report',
        copies: 2,
      },
    ]);
  });

  test('attachments are named, not stored', async () => {
    const attachments = [{ filename: 'a.txt', content: 'hello' }];
    await createTransport(catcher.url).sendMail({ from: 'a@x.example', to: 'b@x.example', text: 'see', attachments });
    const [caught] = await listed();
    expect(caught?.body).toMatchObject({ attachments: [{ filename: 'a.txt', contentType: 'text/plain', size: 5 }] });
  });

  test('characters that Postgres can’t store don’t lose the mail', async () => {
    expect(await email.deliver(parcel('k', { text: 'a\0b' }))).toMatchObject({ type: 'accepted' });
    expect(await listed()).toMatchObject([{ body: { text: expect.stringContaining('a\ufffdb') } }]);
  });

  test('a mail over 1 MB is refused for good, and nothing of it is stored', async () => {
    expect(await email.deliver(parcel('k', { text: 'y'.repeat(1_100_000) }))).toMatchObject({
      type: 'rejected',
      status: 552,
    });
    expect(await listed()).toEqual([]);
  });

  test('it answers 250 only when the row is written: a failing inbox means busy, and the next attempt arrives', async () => {
    await database.sql`alter table inbox rename to inbox_away`;
    expect(await email.deliver(parcel('k'))).toMatchObject({ type: 'busy', reason: expect.stringMatching(/^451/) });
    await database.sql`alter table inbox_away rename to inbox`;
    expect(await email.deliver(parcel('k'))).toMatchObject({ type: 'accepted' });
    expect(await listed()).toMatchObject([{ key: 'k', copies: 1 }]);
  });

  test('a client that hangs up in the middle does no harm', async () => {
    const socket = createConnection(catcher.port, '127.0.0.1');
    socket.write('EHLO x\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@x>\r\nDATA\r\nSubject: half');
    socket.once('data', () => socket.destroy());
    await text(socket).catch(() => '');
    expect(await email.deliver(parcel('k'))).toMatchObject({ type: 'accepted' });
    expect(await listed()).toHaveLength(1);
  });

  test.each([
    { to: 'bounce@example.com', report: { status: 'bounced', isPermanent: true } },
    { to: 'Soft-Bounce+3@example.com', report: { status: 'bounced', isPermanent: false } },
    { to: 'complaint@example.com', report: { status: 'complained' } },
    { to: 'bounces@example.com', report: undefined },
  ])('M2 $to answers with $report.status, as its mailbox would', async ({ to, report }) => {
    expect(await email.deliver({ ...parcel('i1.mail-1.1'), to })).toMatchObject({ type: 'accepted' });
    expect(await listed()).toMatchObject([{ recipient: to }]);
    expect(reports).toMatchObject(report ? [{ ...report, key: 'i1.mail-1.1', address: to }] : []);
  });

  test('M2 a report that is mailed to the catcher counts like one at a real return path', async () => {
    const mail = stageReport('bounce@example.com', '<i1.mail-1.1@shop.example>');
    const envelope = { from: '', to: 'bounces@shop.example' };
    await createTransport(catcher.url).sendMail({ envelope, raw: mail });
    expect(reports).toMatchObject([{ status: 'bounced', key: 'i1.mail-1.1', address: 'bounce@example.com' }]);
  });

  test('a taken port is reported', async () => {
    const again = startCatcher({
      port: catcher.port,
      workspace: WorkspaceId.parse('main'),
      inbox: createInbox(database.sql),
    });
    await expect(again).rejects.toThrow('EADDRINUSE');
  });
});
