import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  for (const [userId, plan] of [
    ['ana', 'free'],
    ['bo', 'pro'],
    ['cy', 'free'],
  ]) {
    await api.as().post('/v1/identify').send({ userId, traits: { plan } });
    await api.as().post('/v1/track').send({ userId, event: 'Session' });
  }
});
afterEach(() => api.close());

const FREE = { path: 'profile.plan', op: '=', value: 'free' };
const put = (id: string, condition: object = FREE, more: object = {}) =>
  api
    .as()
    .put(`/v1/segments/${id}`)
    .send({ id, name: `Segment ${id}`, condition, ...more });

describe('PUT /v1/segments/:id', () => {
  test('new → 201 with its ETag; the same again → 200; changed → version 2', async () => {
    const made = await put('free');
    expect([made.status, made.headers.etag, made.body]).toEqual([201, '"1"', { id: 'free', version: 1, isNew: true }]);
    const again = await put('free');
    expect([again.status, again.body.isNew]).toEqual([200, false]);
    const changed = await put('free', FREE, { name: 'Free' }).set('If-Match', '"1"');
    expect([changed.status, changed.body.version]).toEqual([201, 2]);
    const late = await put('free', FREE, { name: 'Freer' }).set('If-Match', '"1"');
    expect([late.status, late.body.code]).toEqual([412, 'version-conflict']);
  });

  test.each([
    [{ inSegment: 'fre' }, 'there is no segment "fre"', 'did you mean "free"?'],
    [{ inSegment: 'x' }, '"x" asks for "x", which asks for "x"', 'remove one of the two'],
    [
      { path: 'event.plan', op: 'exists' },
      `"event.plan" can't be read here`,
      'start with profile., such as "profile.plan"',
    ],
    [{ did: 'Session', where: FREE }, `"profile.plan" can't be read here`, 'start with event., such as "event.plan"'],
    [
      { last: 'Session', before: 'yesterday' },
      '"yesterday" is not a date',
      'write ISO 8601, such as "2026-12-24" or "2026-12-24T09:00", or {"ago": "7d"}',
    ],
    [
      { did: 'Session', where: { path: 'event.at', op: 'after', value: { ago: '1d' } } },
      '"event.at" is compared with a moving moment',
      'compare it with a date, or say how old the event is: within',
    ],
    [
      { path: 'profile.a', op: 'before', value: { path: 'profile.b' } },
      '"profile.a" is compared with the date at "profile.b"',
      'compare it with a date, or with ago or ahead',
    ],
    [
      { path: 'profile.list.01', op: 'exists' },
      '"profile.list.01" names the place "01"',
      'count places of a list as 0, 1, 2',
    ],
  ])('%j → 422 that says what is wrong and what to do', async (condition, message, fix) => {
    await put('free');
    const answer = await put('x', condition);
    expect([answer.status, answer.body.errors?.[0]]).toEqual([422, { path: 'condition', message, fix }]);
  });

  test('S11 a large one is refused by its bytes, with the limit; the longest list of short values is accepted', async () => {
    const list = (length: number) => ({
      ...{ path: 'profile.city', op: 'in' },
      value: Array.from({ length: 1_000 }, (_, nr) => String(nr).padEnd(length, 'x')),
    });
    expect((await put('cities', list(200))).status).toBe(201);
    const large = await put('cities', { any: [list(140), list(141)] });
    expect([large.status, large.body.code]).toEqual([422, 'document-invalid']);
    expect(large.body.message).toMatch(/^segment "cities" has \d{6} bytes, more than 262144$/);
    expect((await put('cities', { any: Array.from({ length: 9 }, (_, nr) => list(140 + nr)) })).status).toBe(413);
  });

  test('segments that ask for each other in a circle are refused', async () => {
    await put('a', FREE);
    await put('b', { not: { inSegment: 'a' } });
    const answer = await put('a', { inSegment: 'b' });
    expect([answer.status, answer.body.errors?.[0].message]).toEqual([422, '"a" asks for "b", which asks for "a"']);
  });
});

test('GET shows one, and pages of all', async () => {
  for (const [id, name] of [
    ['a', 'A'],
    ['b', 'B'],
    ['free', 'Freed'],
    ['free', 'Free'],
  ] as const)
    await put(id, FREE, { name });
  const one = await api.as().get('/v1/segments/free');
  expect(one.body).toMatchObject({ id: 'free', name: 'Free', version: 2, document: { condition: FREE } });
  expect((await api.as().get('/v1/segments/none')).status).toBe(404);
  const first = await api.as().get('/v1/segments?limit=2');
  expect(first.body.segments.map(({ id }: { id: string }) => id)).toEqual(['a', 'b']);
  const next = await api.as().get(`/v1/segments?limit=2&cursor=${first.body.next}`);
  expect(next.body).toMatchObject({ segments: [{ id: 'free' }], next: null });
});

describe('POST /v1/segments/preview', () => {
  test('the number of matching users, and samples with the values read', async () => {
    const condition = { all: [FREE, { did: 'Session', within: '1d' }] };
    const answer = await api.as().post('/v1/segments/preview').send({ condition });
    expect(answer.body).toEqual({
      count: 2,
      sample: ['ana', 'cy'].map((userId) => ({ userId, read: { 'profile.plan': 'free', 'Session: times': 1 } })),
    });
    expect(
      (
        await api
          .as()
          .post('/v1/segments/preview')
          .send({ condition: { not: condition } })
      ).body.count,
    ).toBe(1);
  });

  test('a condition that is wrong → 422', async () => {
    expect(
      (
        await api
          .as()
          .post('/v1/segments/preview')
          .send({ condition: { inSegment: 'none' } })
      ).status,
    ).toBe(422);
  });
});

describe('journeys and segments', () => {
  const journey = (entry: object) => journeyDocument({ id: 'shop', entry: { type: 'segment', ...entry } });

  test('a journey that names a missing segment is refused, with the fix', async () => {
    await put('free');
    const answer = await api
      .as()
      .put('/v1/journeys/shop')
      .send(journey({ segment: 'fre' }));
    expect([answer.status, answer.body.errors?.[0]]).toEqual([
      422,
      {
        path: 'entry.segment',
        message: `the entry names the segment "fre", which doesn't exist`,
        fix: 'did you mean "free"?',
      },
    ]);
  });

  test('a segment in use can’t be deleted', async () => {
    for (const id of ['free', 'a']) await put(id);
    await put('b', { not: { inSegment: 'a' } });
    expect(
      (
        await api
          .as()
          .put('/v1/journeys/shop')
          .send(journey({ segment: 'free' }))
      ).status,
    ).toBe(201);
    const used = await api.as().delete('/v1/segments/free');
    expect([used.status, used.body.code, used.body.about]).toEqual([
      409,
      'segment-in-use',
      { usedBy: ['journey "shop"'] },
    ]);
    expect((await api.as().delete('/v1/segments/a')).body.about).toEqual({ usedBy: ['segment "b"'] });
    expect((await api.as().delete('/v1/segments/b')).status).toBe(200);
    expect((await api.as().get('/v1/segments/b')).status).toBe(404);
  });
});

test('6 one unreadable segment is marked in the list, hides no other, and blocks only segments that it may name', async () => {
  await put('vip');
  await put('plain');
  await put('broken', { inSegment: 'vip' });
  await api.database.sql`
    update segments set document = jsonb_set(document::jsonb, '{condition}', '{"telepathy": "vip"}')
      where id = 'broken'`;
  const { status, body } = await api.as().get('/v1/segments');
  expect(status).toBe(200);
  expect(body.segments.map((each: { id: string; isUnreadable: boolean }) => [each.id, each.isUnreadable])).toEqual([
    ['broken', true],
    ['plain', false],
    ['vip', false],
  ]);
  expect((await api.as().get('/v1/segments/broken')).body).toMatchObject({
    name: 'Segment broken',
    isUnreadable: true,
  });
  expect((await api.as().delete('/v1/segments/vip')).body.code).toBe('segment-in-use');
  expect((await api.as().delete('/v1/segments/plain')).status).toBe(200);
  expect((await put('broken')).status).toBe(201);
});
