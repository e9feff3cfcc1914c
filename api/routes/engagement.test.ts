import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  await api
    .as()
    .post('/v1/identify')
    .send({ userId: 'ada', traits: { email: 'ada@example.com' } });
  await api.database.sql`
    insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, outcome,
      template, claimed_at)
    select w, 'i1.hello.1', 'i1', id, 'welcome', 1, 'hello', 1, 'email', 'settled', 'sent', 'greeting', 0
      from persons, unnest(array['main', 'other']) as w where user_id = 'ada'`;
});
afterEach(() => api.close());

const report = (body: object, key = 'i1.hello.1') => api.as().post(`/v1/messages/${key}/events`).send(body);
const events = () => api.database.sql<{ name: string }>`
  select e.name, e.properties, e.occurred_at as at, e.workspace from events e where e.name like '$message.%'
    order by position`;

describe('POST /v1/messages/:key/events: a provider’s reports about a message', () => {
  test('→ 200, and it is an event of that user; reported again, it counts once', async () => {
    const at = '2026-03-02T09:00:00Z';
    const first = await report({ type: 'clicked', at, url: 'https://example.com/', messageId: 'p-1' });
    expect([first.status, first.body]).toEqual([200, { messageId: 'p-1', status: 'accepted' }]);
    expect((await report({ type: 'clicked', at, messageId: 'p-1' })).body).toMatchObject({ status: 'duplicate' });
    expect(await events()).toEqual([
      {
        name: '$message.clicked',
        at: Date.parse(at),
        workspace: 'main',
        properties: {
          key: 'i1.hello.1',
          instance: 'i1',
          journey: 'welcome',
          version: 1,
          node: 'hello',
          visit: 1,
          channel: 'email',
          template: 'greeting',
          url: 'https://example.com/',
        },
      },
    ]);
  });

  test('without an ID, the same content is the same report', async () => {
    const twice = { type: 'replied', text: 'Thank you' };
    expect((await report(twice)).body.status).toBe('accepted');
    expect((await report(twice)).body.status).toBe('duplicate');
    expect((await report({ ...twice, text: 'Thanks' })).body.status).toBe('accepted');
  });

  test('the message stores the first time of each', async () => {
    await report({ type: 'viewed', at: 1_772_442_000 });
    await report({ type: 'viewed', at: 1_772_450_000 });
    await report({ type: 'clicked', at: '2026-03-02T09:00:00Z' });
    await report({ type: 'replied', text: 'Thank you' });
    const { body } = await api.as().get('/v1/users/ada');
    expect(body.messages).toMatchObject([
      {
        key: 'i1.hello.1',
        deliveredAt: null,
        viewedAt: '2026-03-02T09:00:00.000Z',
        clickedAt: '2026-03-02T09:00:00.000Z',
        repliedAt: expect.any(String),
      },
    ]);
  });

  test('M2 takes bounces, complaints and unsubscriptions, as events that conditions can read', async () => {
    await report({ type: 'bounced', permanent: true, reason: '550 no such user', at: '2026-03-02T09:00:00Z' });
    await report({ type: 'bounced', at: '2026-03-02T09:00:00Z' });
    await report({ type: 'complained' });
    await report({ type: 'unsubscribed' });
    expect(await events()).toMatchObject([
      { name: '$message.bounced', properties: { permanent: true, reason: '550 no such user' } },
      { name: '$message.bounced', properties: { permanent: false } },
      { name: '$message.complained' },
      { name: '$message.unsubscribed' },
    ]);
    const { body } = await api.as().get('/v1/users/ada');
    expect(body.messages).toMatchObject([
      {
        bouncedAt: '2026-03-02T09:00:00.000Z',
        complainedAt: expect.any(String),
        unsubscribedAt: expect.any(String),
        clickedAt: null,
      },
    ]);
  });

  test.each([
    [{ type: 'bounced', permanent: 'yes' }, 'i1.hello.1', 400, 'request-invalid'],
    [{ type: 'sent' }, 'i1.hello.1', 400, 'request-invalid'],
    [{}, 'i1.hello.1', 400, 'request-invalid'],
    [{ type: 'viewed', at: 'yesterday' }, 'i1.hello.1', 400, 'request-invalid'],
    [{ type: 'viewed', messageId: '$m' }, 'i1.hello.1', 400, 'request-invalid'],
    [{ type: 'viewed' }, 'i2.hello.1', 404, 'message-not-found'],
  ])('%j about %s → %i %s', async (body, key, status, code) => {
    const answer = await report(body, key);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('it needs a key that may ingest, and knows only messages of its own workspace', async () => {
    const call = async (scope: 'read' | 'ingest') =>
      (
        await api
          .as(await api.key(scope))
          .post('/v1/messages/i1.hello.1/events')
          .send({ type: 'delivered' })
      ).status;
    expect([await call('read'), await call('ingest')]).toEqual([403, 200]);
    expect((await events()).map((event) => 'workspace' in event && event.workspace)).not.toContain('other');
  });
});
