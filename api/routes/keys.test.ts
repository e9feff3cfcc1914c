import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { revokeKey } from '../../store/access/keys.ts';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

interface Line {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly revokedAt: string | null;
  readonly isOwn: boolean;
}
const listed = async (): Promise<readonly Line[]> => (await api.as().get('/v1/keys')).body.keys;
const make = async (name: string, scopes: readonly string[]): Promise<string> =>
  (await api.as().post('/v1/keys').send({ name, scopes })).body.key;
const idOf = (key: string): string => key.split('_')[2] ?? '';

describe('API keys', () => {
  test('made: shown once, works, and is listed without its secret', async () => {
    const key = await make('reader', ['read', 'read']);
    expect((await api.as(key).get('/v1/journeys')).status).toBe(200);
    expect((await api.as(key).post('/v1/journeys').send({})).status).not.toBe(200);
    const line = (await listed()).find(({ name }) => name === 'reader');
    expect(line).toMatchObject({ id: idOf(key), scopes: ['read'], revokedAt: null, isOwn: false });
    expect(JSON.stringify(await listed())).not.toContain(key.split('_').slice(3).join('_'));
  });

  test('revoked: it stays in the list, opens nothing, and cannot be revoked again', async () => {
    const key = await make('gone', ['read']);
    expect((await api.as().delete(`/v1/keys/${idOf(key)}`)).body).toEqual({ id: idOf(key) });
    const wrong = await api.as(key).get('/v1/journeys');
    expect([wrong.status, wrong.body.code]).toEqual([401, 'key-wrong']);
    expect((await listed()).find(({ id }) => id === idOf(key))).toMatchObject({
      name: 'gone',
      revokedAt: expect.any(String),
    });
    const again = await api.as().delete(`/v1/keys/${idOf(key)}`);
    expect([again.status, again.body.code]).toEqual([404, 'key-not-found']);
  });

  test('revoked: users signed in with it are signed out', async () => {
    const key = await make('person', ['read']);
    const signedIn = await api.as('').post('/v1/session').set('X-Sojourn', '1').send({ key, name: 'Somebody' });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
    const look = () => api.as().get('/v1/session').unset('Authorization').set('Cookie', cookie).set('X-Sojourn', '1');
    expect((await look()).status).toBe(200);
    await api.as().delete(`/v1/keys/${idOf(key)}`);
    expect((await look()).status).toBe(401);
  });

  test('the last admin key can’t be revoked', async () => {
    const own = (await listed()).find(({ isOwn }) => isOwn);
    const answer = await api.as().delete(`/v1/keys/${own?.id}`);
    expect([answer.status, answer.body.code, answer.body.fix]).toEqual([
      409,
      'key-last-admin',
      'create another key with the scope "admin" first',
    ]);
  });

  test('of the last two admin keys, revoked at once, one stays', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [own, other] = [
        (await listed()).find(({ isOwn }) => isOwn)?.id ?? '',
        idOf(await make('second', ['admin'])),
      ];
      await api.database.sql`update api_keys set revoked_at = null where id = ${own}`;
      const outcomes = await Promise.all([
        revokeKey(api.database, { workspace: WorkspaceId.parse('main'), id: own, actor: 'test' }),
        revokeKey(api.database, { workspace: WorkspaceId.parse('main'), id: other, actor: 'test' }),
      ]);
      expect(outcomes.toSorted()).toEqual(['last-admin', 'revoked']);
      await api.database.sql`update api_keys set revoked_at = case id when ${own} then null else now() end
          where id in (${own}, ${other})`;
    }
  });

  test('of another workspace: not there', async () => {
    await api.database.sql`
      insert into api_keys (id, workspace, name, secret_hash, scopes)
        values ('elsewhere', 'other', 'x', '', '{admin}')`;
    expect((await listed()).map(({ id }) => id)).not.toContain('elsewhere');
    expect((await api.as().delete('/v1/keys/elsewhere')).status).toBe(404);
  });

  test.each([
    { body: { name: '', scopes: ['read'] }, path: 'name' },
    { body: { name: 'x', scopes: [] }, path: 'scopes' },
    { body: { name: 'x', scopes: ['everything'] }, path: 'scopes.0' },
  ])('$path wrong → 400 that names it', async ({ body, path }) => {
    const answer = await api.as().post('/v1/keys').send(body);
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, path]);
  });

  test('a key without admin can’t list or create keys', async () => {
    const key = await make('author', ['author', 'operate', 'read', 'ingest']);
    for (const call of [
      api.as(key).get('/v1/keys'),
      api
        .as(key)
        .post('/v1/keys')
        .send({ name: 'x', scopes: ['admin'] }),
    ])
      expect((await call).status).toBe(403);
  });
});
