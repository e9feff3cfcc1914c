import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../journey/base/ids.ts';
import { startApi, type TestApi } from '../test/api.ts';
import { createAuth, keyInHeader } from './auth.ts';
import { createDenials } from './denials.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const basic = (name: string) => `Basic ${Buffer.from(name).toString('base64')}`;

describe('every route except health needs a key (design.md §15)', () => {
  test.each(['/livez', '/healthz', '/readyz'])('%s needs none', async (path) => {
    expect((await api.as().get(path).unset('Authorization')).status).toBe(200);
  });

  test.each([
    '/v1/journeys',
    '/v1/users/u',
    '/v1/inbox',
    '/v1/schema/journey.json',
    '/openapi.json',
    '/docs',
    '/docs/init.js',
    '/',
  ])('%s without one → 401 with a challenge', async (path) => {
    const answer = await api.as().get(path).unset('Authorization');
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ code: 'key-missing', fix: expect.stringContaining('Bearer') });
    expect(answer.headers['www-authenticate']).toMatch(path.startsWith('/v1/') ? /^Bearer / : /^Basic /);
  });

  test('a key is accepted as Bearer, and as the user name of Basic: http://KEY@host/docs', async () => {
    const key = await api.key('read');
    expect((await api.as().get('/v1/journeys').set('Authorization', `Bearer ${key}`)).status).toBe(200);
    const page = await api
      .as()
      .get('/docs')
      .set('Authorization', basic(`${key}:`));
    expect([page.status, page.type]).toEqual([200, 'text/html']);
  });

  test.each([
    { given: 'no key at all', make: () => 'secret' },
    { given: 'one that never was', make: () => `sj_dev_0123456789ab_${'x'.repeat(43)}` },
    { given: 'another secret', make: (key: string) => `${key.slice(0, -4)}AAAA` },
    { given: 'one character more', make: (key: string) => `${key}A` },
    { given: 'the secret alone', make: (key: string) => key.split('_').slice(3).join('_') },
    { given: 'a NUL', make: () => 'sj_dev_\0' },
  ])('a wrong key, $given → 401 key-wrong', async ({ make }) => {
    const given = make(await api.key('admin'));
    const answer = await api
      .as()
      .get('/v1/journeys')
      .set('Authorization', basic(`${given}:`));
    expect([answer.status, answer.body.code]).toEqual([401, 'key-wrong']);
  });

  test('a key of another workspace sees nothing of this one', async () => {
    const { createKey } = await import('../store/access/keys.ts');
    const other = await createKey(api.database.sql, {
      workspace: WorkspaceId.parse('other'),
      name: 'o',
      scopes: ['admin'],
      kind: 'live',
      actor: 'test',
    });
    await api
      .as()
      .post('/v1/identify')
      .send({ userId: 'hers', traits: { a: 1 } });
    expect((await api.as(other).get('/v1/users/hers')).status).toBe(404);
    expect((await api.as().get('/v1/users/hers')).status).toBe(200);
  });
});

describe('a key may do what its scopes allow', () => {
  const calls = {
    ingest: (key: string) => api.as(key).post('/v1/track').send({ userId: 'u', event: 'E' }),
    read: (key: string) => api.as(key).get('/v1/journeys'),
    author: (key: string) => api.as(key).post('/v1/journeys/x/validate').send({}),
    operate: (key: string) => api.as(key).post('/v1/instances/x/commands').send({ command: 'pause' }),
  };
  const names = Object.keys(calls) as (keyof typeof calls)[];

  test.each(names.flatMap((has) => names.map((asked) => ({ has, asked }))))(
    'a key with $has on a route that needs $asked',
    async ({ has, asked }) => {
      const answer = await calls[asked](await api.key(has));
      if (has === asked) expect(answer.status).not.toBe(403);
      else {
        expect(answer.status).toBe(403);
        expect(answer.body).toMatchObject({
          code: 'scope-missing',
          about: { scope: asked },
          fix: expect.stringContaining(asked),
        });
      }
    },
  );

  test.each(names)('admin may use routes that need %s', async (asked) => {
    expect((await calls[asked](await api.key('admin'))).status).not.toBe(403);
  });

  test('denied calls are in the audit log, by key, with the time of last use', async () => {
    const key = await api.key('ingest');
    await api.as(key).get('/v1/instances');
    await api.as(key).get('/v1/instances');
    const id = key.split('_')[2];
    await expect
      .poll(() => api.database.sql`select action, about from audit where actor = ${id} and action = 'call.deny'`)
      .toEqual([{ action: 'call.deny', about: { route: 'GET /v1/instances', code: 'scope-missing', calls: 1 } }]);
    const [row] = await api.database.sql`select last_used_at as at from api_keys where id = ${id}`;
    expect(row?.at).not.toBeNull();
  });
});

describe('keys in memory', () => {
  const key = (id: string) => ({
    id,
    workspace: WorkspaceId.parse('main'),
    name: id,
    scopes: ['read'] as const,
    secretHash: Buffer.alloc(32),
  });

  test('a key is looked up at most once in 5 s, so that a revoked one is refused after that', async () => {
    let now = 0;
    let asked = 0;
    const auth = createAuth({
      sessions: { find: async () => undefined },
      now: () => now,
      keys: {
        find: async (id) => {
          asked += 1;
          return key(id);
        },
        touch: async () => {},
      },
    });
    const text = `sj_dev_0123456789ab_${'x'.repeat(43)}`;
    const ask = () => auth.identify(text).catch(() => {});
    await Promise.all([ask(), ask(), ask()]);
    now = 4_999;
    await ask();
    expect(asked).toBe(1);
    now = 5_000;
    await ask();
    expect(asked).toBe(2);
  });

  test('a denied call of a kind is recorded immediately, then once a minute with their number', () => {
    let now = 0;
    const written: unknown[] = [];
    const denied = createDenials({
      now: () => now,
      onFailure: () => {},
      record: async ({ about }) => void written.push(about),
    });
    const call = { workspace: 'main', actor: 'k', code: 'key-wrong', route: 'GET /' } as Parameters<typeof denied>[0];
    for (let n = 0; n < 10; n += 1) denied(call);
    now = 60_000;
    denied(call);
    expect(written).toEqual([
      { route: 'GET /', code: 'key-wrong', calls: 1 },
      { route: 'GET /', code: 'key-wrong', calls: 10 },
    ]);
  });

  test.each([
    { header: undefined, key: undefined },
    { header: 'Bearer abc', key: 'abc' },
    { header: 'bearer  abc ', key: 'abc' },
    { header: basic('abc:'), key: 'abc' },
    { header: basic('abc'), key: 'abc' },
    { header: basic('abc:password'), key: 'abc' },
    { header: 'Digest abc', key: undefined },
    { header: 'abc', key: undefined },
  ])('$header → $key', ({ header, key: expected }) => {
    expect(keyInHeader(header)).toBe(expected);
  });
});
