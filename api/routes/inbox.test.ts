import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createInbox } from '../../store/inbox.ts';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  const inbox = createInbox(api.database.sql);
  for (const n of [1, 2, 3])
    await inbox.catch({
      workspace: 'main',
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

  test('as a page, under a policy without script, whose style is its own', async () => {
    const { text, headers, type } = await api.as().get('/inbox?recipient=');
    expect(type).toBe('text/html');
    expect(text).toContain('Mail 1 &lt;b&gt;');
    const nonce = /nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '')?.[1];
    expect(text).toContain(`nonce="${nonce}"`);
    expect(headers['content-security-policy']).not.toContain('script');
  });

  test('one message as a page', async () => {
    const { status, text } = await api.as().get('/inbox/i.hello.2');
    expect(status).toBe(200);
    expect(text).toContain('u2@example.com');
  });
});
