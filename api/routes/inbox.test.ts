import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { createInbox } from '../../store/messages/inbox.ts';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  const inbox = createInbox(api.database.sql);
  for (const n of [1, 2, 3])
    await inbox.catch({
      workspace: WorkspaceId.parse('main'),
      key: `i.hello.${n}`,
      channel: n === 3 ? 'sms' : 'email',
      caughtBy: 'smtp',
      recipient: `u${n}@example.com`,
      subject: `Mail ${n} <b>`,
      body: { text: 'Hi', html: '<p>Hi</p>' },
    });
});
afterAll(() => api.close());

describe('the inbox', () => {
  test('as JSON, newest first, in pages', async () => {
    const first = await api.as().get('/v1/inbox?limit=2');
    expect(first.body.messages.map(({ key }: { key: string }) => key)).toEqual(['i.hello.3', 'i.hello.2']);
    const second = await api.as().get('/v1/inbox').query({ limit: 2, cursor: first.body.next });
    expect(second.body).toMatchObject({ messages: [{ key: 'i.hello.1', recipient: 'u1@example.com' }], next: null });
    expect((await api.as().get('/v1/inbox?channel=sms')).body.messages).toHaveLength(1);
  });

  test('one by its key, with the user if a journey sent it', async () => {
    const one = await api.as().get('/v1/inbox/i.hello.2');
    expect(one.body).toMatchObject({ key: 'i.hello.2', recipient: 'u2@example.com', about: null });
    const none = await api.as().get('/v1/inbox/nothing');
    expect([none.status, none.body.code]).toEqual([404, 'message-not-found']);
  });
});
