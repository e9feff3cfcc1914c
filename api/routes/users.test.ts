import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  for (const [userId, traits] of [
    ['ana-1', { firstName: 'Ana', lastName: 'K', email: 'ana@example.com' }],
    ['ana-2', { name: 'Ana Two' }],
    ['Bo', {}],
    ['änn', {}],
  ] as const)
    await api.as().post('/v1/identify').send({ userId, traits });
  for (const [n, event] of ['Session', 'Ordered', 'Session'].entries())
    await api.as().post('/v1/track').send({ userId: 'ana-1', event, properties: { n } });
});
afterAll(() => api.close());

const ids = (body: { users: { userId: string }[] }) => body.users.map(({ userId }) => userId);

describe('GET /v1/users', () => {
  test('by id, in pages that neither skip nor repeat', async () => {
    const first = await api.as().get('/v1/users?limit=3');
    expect(ids(first.body)).toEqual(['Bo', 'ana-1', 'ana-2']);
    const second = await api.as().get('/v1/users').query({ limit: 3, cursor: first.body.next });
    expect([ids(second.body), second.body.next]).toEqual([['änn'], null]);
  });

  test('by the start of the ID, with the name from the profile', async () => {
    const { body } = await api.as().get('/v1/users?search=ana-');
    expect(body.users).toMatchObject([
      { userId: 'ana-1', name: 'Ana K', email: 'ana@example.com', inside: 0 },
      { userId: 'ana-2', name: 'Ana Two', email: null },
    ]);
    expect(ids((await api.as().get('/v1/users?search=%25')).body)).toEqual([]); // no pattern: a sign like any other
  });
});

describe('GET /v1/users/:userId/events', () => {
  test('events of the user, newest first, in pages', async () => {
    const first = await api.as().get('/v1/users/ana-1/events?limit=2');
    expect(first.body.events).toMatchObject([
      { name: 'Session', properties: { n: 2 } },
      { name: 'Ordered', properties: { n: 1 } },
    ]);
    const second = await api.as().get('/v1/users/ana-1/events').query({ limit: 2, cursor: first.body.next });
    expect(second.body.events.map(({ name }: { name: string }) => name)).toEqual(['Session', '$profile.changed']);
    expect(second.body.next).toBeNull();
  });

  test('an unknown user: 404', async () => {
    const answer = await api.as().get('/v1/users/none/events');
    expect([answer.status, answer.body.code]).toEqual([404, 'user-not-found']);
  });
});

test('GET /v1/users/:userId lists the user’s segments', async () => {
  expect((await api.as().get('/v1/users/ana-1')).body).toMatchObject({ userId: 'ana-1', segments: [] });
});
