import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const browser = () => supertest.agent(api.app).set('X-Sojourn', '1');
const signIn = async (body: object, agent = browser()) => ({
  agent,
  answer: await agent.post('/v1/session').send(body),
});

describe('signing in', () => {
  test('by a key and a name: a cookie that scripts can’t read, and the rights of the key', async () => {
    const { agent, answer } = await signIn({ key: await api.key('read'), name: ' Mira ' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      ...{ workspace: { id: 'main' }, name: 'Mira', key: expect.any(String), scopes: ['read'] },
      temporalUi: null,
    });
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^sojourn_session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/),
    ]);
    expect((await agent.get('/v1/session')).body).toEqual(answer.body);
    expect((await agent.get('/v1/journeys')).status).toBe(200);
    expect((await agent.put('/v1/journeys/a').send({})).body.code).toBe('scope-missing');
    const [audit] = await api.database
      .sql`select actor, about from audit where action = 'session.begin' and actor = ${answer.body.key}`;
    expect(audit).toEqual({ actor: answer.body.key, about: { name: 'Mira' } });
  });

  test('by a code, once', async () => {
    const made = await api.as().post('/v1/sign-in-codes');
    expect(made.status).toBe(201);
    expect(made.body.path).toBe(`/sign-in#code=${made.body.code}`);
    const { agent, answer } = await signIn({ code: made.body.code });
    expect(answer.body).toMatchObject({ name: 'You', scopes: ['admin'] });
    expect((await agent.get('/v1/session')).status).toBe(200);
    const again = (await signIn({ code: made.body.code })).answer;
    expect([again.status, again.body.code]).toEqual([401, 'code-wrong']);
  });

  test('a code is good for ten minutes, and a session for thirty days', async () => {
    const { code } = (await api.as().post('/v1/sign-in-codes')).body;
    await api.database.sql`update sign_in_codes set expires_at = now()`;
    expect((await signIn({ code })).answer.status).toBe(401);
    const { agent } = await signIn({ key: await api.key('read'), name: 'Mira' });
    await api.database.sql`update sessions set expires_at = now()`;
    const over = await agent.get('/v1/session');
    expect([over.status, over.body.code]).toEqual([401, 'session-over']);
  });

  test.each([
    { body: { key: 'sj_dev_0123', name: 'Mira' }, status: 401, code: 'key-wrong' },
    { body: { code: 'guessed' }, status: 401, code: 'code-wrong' },
    { body: { key: 'k' }, status: 400, code: 'request-invalid' },
    { body: {}, status: 400, code: 'request-invalid' },
  ])('$body → $status', async ({ body, status, code }) => {
    const { answer } = await signIn(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('only an admin key creates codes', async () => {
    expect((await api.as(await api.key('operate')).post('/v1/sign-in-codes')).status).toBe(403);
  });
});

describe('a session', () => {
  test('ends by signing out, and when its key is revoked', async () => {
    const out = await signIn({ key: await api.key('read'), name: 'Mira' });
    const gone = await out.agent.delete('/v1/session');
    expect(gone.body).toEqual({ signedOut: true });
    expect(gone.headers['set-cookie']?.[0]).toMatch(/^sojourn_session=; Path=\/; Max-Age=0/);
    const { agent, answer } = await signIn({ key: await api.key('read'), name: 'Mira' });
    await api.database.sql`update api_keys set revoked_at = now() where id = ${answer.body.key}`;
    expect((await agent.get('/v1/session')).body.code).toBe('session-over');
  });

  test.each([
    { given: 'without our header', header: {} },
    { given: 'from another origin', header: { 'X-Sojourn': '1', Origin: 'https://evil.example' } },
    { given: 'from an origin that is none', header: { 'X-Sojourn': '1', Origin: 'null' } },
  ])('a call that another site could have made is refused: $given', async ({ header }) => {
    const { answer } = await signIn({ key: await api.key('admin'), name: 'Mira' });
    const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const call = await supertest(api.app).get('/v1/journeys').set('Cookie', cookie).set(header);
    expect([call.status, call.body.code]).toEqual([403, 'cross-site']);
  });

  test.each(['https://evil.example', 'null'])(
    'no page of another site can sign its visitor in or out: Origin %s',
    async (origin) => {
      const body = JSON.stringify({ key: await api.key('read'), name: 'Mallory' });
      const form = () => supertest(api.app).post('/v1/session').set({ Origin: origin, 'Content-Type': 'text/plain' });
      const forged = await form().send(body);
      expect([forged.status, forged.body.code, forged.headers['set-cookie']]).toEqual([403, 'cross-site', undefined]);
      const out = await supertest(api.app).delete('/v1/session').set('Origin', origin);
      expect([out.status, out.headers['set-cookie']]).toEqual([403, undefined]);
    },
  );

  test('a page of the app signs its visitor in', async () => {
    const agent = supertest
      .agent(api.app)
      .set({ Host: 'journeys.example.com', Origin: 'https://journeys.example.com' });
    expect((await agent.post('/v1/session').send({ key: await api.key('read'), name: 'Mira' })).status).toBe(201);
  });

  test('a key in the header takes precedence over the cookie', async () => {
    const { agent } = await signIn({ key: await api.key('admin'), name: 'Mira' });
    const call = await agent.get('/v1/session').set('Authorization', `Bearer ${await api.key('read')}`);
    expect(call.body).toMatchObject({ scopes: ['read'], name: call.body.key });
  });
});
