import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('a user is erased and unknown; the progress can be read', async () => {
  await api
    .as()
    .post('/v1/identify')
    .send({ userId: 'ana', traits: { email: 'ana@example.com' } });
  const erased = await api.as().delete('/v1/users/ana');
  expect(erased.status).toBe(202);
  expect(erased.body).toMatchObject({ state: 'deleting', ended: 0, instances: 0, left: 0 });
  expect((await api.as().get(`/v1/erasures/${erased.body.id}`)).body).toEqual(erased.body);
  expect((await api.as().get('/v1/users/ana')).status).toBe(404);
  const again = await api.as().delete('/v1/users/ana');
  expect([again.status, again.body.fix]).toEqual([
    404,
    'check the ID. If the user has been erased already, nothing is left to do.',
  ]);
  const audit = await api.database.sql<{ about: object }>`select about from audit where action = 'user.erase'`;
  expect(JSON.stringify(audit)).not.toContain('ana');
});

test('only a key with the scope admin may erase', async () => {
  const own = await api.key('operate', 'author', 'ingest', 'read');
  expect((await api.as(own).delete('/v1/users/bob')).status).toBe(403);
});

test('an unknown erasure is 404', async () => {
  const { status, body } = await api.as().get('/v1/erasures/none');
  expect([status, body.code]).toEqual([404, 'erasure-not-found']);
});
