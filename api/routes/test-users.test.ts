import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const put = (userId: string, body: object) => api.as().put(`/v1/users/${userId}/test`).send(body);

describe('PUT /v1/users/:userId/test', () => {
  test('9 makes a new user a test user, and shows it with the user and in the list', async () => {
    const { status, body } = await put('tess', { speed: 3_600, sends: 'captured' });
    expect([status, body]).toMatchObject([200, { speed: 3_600, sends: 'captured', now: expect.any(String) }]);
    expect((await api.as().get('/v1/users/tess')).body.test).toMatchObject({ speed: 3_600, sends: 'captured' });
    expect((await api.as().get('/v1/users?search=tess')).body.users).toMatchObject([{ isTest: true }]);
  });

  test('9 changes a test user, whose clock goes on', async () => {
    await put('tim', { speed: 100_000, sends: 'captured' });
    const before = Date.parse((await put('tim', { speed: 1, sends: 'real' })).body.now);
    const { test } = (await api.as().get('/v1/users/tim')).body;
    expect(test).toMatchObject({ speed: 1, sends: 'real' });
    expect(Date.parse(test.now)).toBeGreaterThanOrEqual(before);
  });

  test.each([
    [{ speed: 0, sends: 'real' }, 'speed'],
    [{ speed: 100_001, sends: 'real' }, 'speed'],
    [{ speed: 1.5, sends: 'real' }, 'speed'],
    [{ speed: 1, sends: 'none' }, 'sends'],
    [{ sends: 'real' }, 'speed'],
  ])('9 refuses %j by name', async (body, field) => {
    const { status, body: answer } = await put('tess', body);
    expect([status, answer.code]).toEqual([400, 'request-invalid']);
    expect(answer.detail).toContain(field);
  });

  test('9 a user who has been in a journey is refused, and told what to do', async () => {
    await api.as().post('/v1/identify').send({ userId: 'ana', traits: {} });
    await api.database.sql`
      insert into refusals (workspace, journey, person, position, version, key, refused_at, reason, read)
      select 'main', 'shop', id, 2, 1, '', 0, 'capacity-reached', '{}' from persons where user_id = 'ana'`;
    const { status, body } = await put('ana', { speed: 1, sends: 'captured' });
    expect([status, body.code, body.fix]).toEqual([409, 'user-has-history', 'use a new user ID']);
    expect((await api.as().get('/v1/users/ana')).body.test).toBeNull();
  });

  test('9 the audit log has who made a test user', async () => {
    await put('tod', { speed: 60, sends: 'real' });
    const rows = await api.database.sql<{ about: object }>`
      select about from audit where action = 'user.test' and about ->> 'speed' = '60'`;
    expect(rows).toEqual([{ about: { person: expect.any(String), speed: 60, sends: 'real' } }]);
  });
});
