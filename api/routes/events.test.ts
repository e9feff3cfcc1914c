import { gzipSync } from 'node:zlib';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const events = (userId: string) => api.database.sql`
  select e.name, e.properties, e.occurred_at as at, e.message_id as id
    from events e join persons p on p.workspace = e.workspace and p.id = e.person
   where p.user_id = ${userId} order by e.position`;
const profile = async (userId: string) =>
  (await api.database.sql`select profile from persons where user_id = ${userId}`)[0]?.profile;

const none = { rejected: [], ignored: [] };

describe('events as clients of the wire formats send them', () => {
  test('track → 200 {"success": true}, and the event is durable', async () => {
    const answer = await api
      .as()
      .post('/v1/track')
      .send({ userId: 'ada', event: 'Added to Cart', properties: { cartId: 'c1' } });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ success: true, accepted: 1, duplicates: 0, ...none });
    expect(await events('ada')).toMatchObject([{ name: 'Added to Cart', properties: { cartId: 'c1' }, at: null }]);
  });

  test('the same message again → accepted once', async () => {
    const message = { userId: 'twice', event: 'E', messageId: 'm-1' };
    expect((await api.as().post('/v1/track').send(message)).body).toMatchObject({ accepted: 1, duplicates: 0 });
    expect((await api.as().post('/v1/track').send(message)).body).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(await events('twice')).toHaveLength(1);
  });

  test('identify changes the profile, and is an event; null removes', async () => {
    await api
      .as()
      .post('/v1/identify')
      .send({ userId: 'eve', traits: { plan: 'free', age: 30 }, context: { traits: { city: 'Ghent' } } });
    expect(await profile('eve')).toEqual({ plan: 'free', age: 30, city: 'Ghent' });
    await api
      .as()
      .post('/v1/identify')
      .send({ userId: 'eve', traits: { age: null } });
    expect(await profile('eve')).toEqual({ plan: 'free', city: 'Ghent' });
    expect((await events('eve')).map(({ name }) => name)).toEqual(['$profile.changed', '$profile.changed']);
  });

  test('@segment/analytics-node: a batch of all types, Basic and writeKey', async () => {
    const key = await api.key('ingest');
    const answer = await api
      .as(key)
      .post('/v1/batch')
      .set('Authorization', `Basic ${Buffer.from(`${key}:`).toString('base64')}`)
      .send({
        batch: [
          {
            timestamp: '2026-01-01T00:00:00.000Z',
            integrations: {},
            type: 'identify',
            userId: 'seg',
            traits: { email: 's@example.com' },
            context: { library: { name: 'x' } },
            anonymousId: 'anon-u',
            messageId: 'seg-1',
            _metadata: {},
          },
          {
            type: 'track',
            event: 'Product Added',
            properties: { cartId: 'c1', nothing: null },
            userId: 'seg',
            messageId: 'seg-2',
          },
          {
            type: 'page',
            properties: { url: '/x', category: 'Docs' },
            category: 'Docs',
            name: 'Pricing',
            userId: 'seg',
            messageId: 'seg-3',
          },
          { type: 'screen', name: 'Home', userId: 'seg', messageId: 'seg-4' },
          { type: 'group', traits: {}, groupId: 'acme', userId: 'seg', messageId: 'seg-5' },
          { type: 'alias', userId: 'seg', previousId: 'anon-u', messageId: 'seg-6' },
        ],
        writeKey: key,
        sentAt: '2026-01-01T00:00:10.000Z',
      });
    expect(answer.body).toEqual({
      success: true,
      accepted: 5,
      duplicates: 0,
      rejected: [],
      ignored: [{ index: 5, messageId: 'seg-6', type: 'alias' }],
    });
    expect(await events('seg')).toMatchObject([
      { name: '$profile.changed' },
      { name: 'Product Added', properties: { cartId: 'c1', nothing: null } },
      { name: 'Page Viewed', properties: { url: '/x', category: 'Docs', name: 'Pricing' } },
      { name: 'Screen Viewed', properties: { name: 'Home' } },
      { name: '$profile.changed', properties: { group: { id: 'acme' } } },
    ]);
  });

  test('RudderStack: gzip, declared as a form', async () => {
    const key = await api.key('ingest');
    const body = gzipSync(
      JSON.stringify({
        batch: [{ type: 'track', event: 'Zipped', userId: 'rudder', messageId: 'r-1', anonymousId: null }],
      }),
    );
    const answer = await api
      .as(key)
      .post('/v1/batch')
      .set('Content-Type', 'application/x-www-form-urlencoded')
      .set('Content-Encoding', 'gzip')
      .serialize((given) => given)
      .send(body as unknown as object);
    expect(answer.body).toMatchObject({ success: true, accepted: 1 });
  });

  test('a browser: text/plain from another origin, the key in the body alone', async () => {
    const key = await api.key('ingest');
    const app = supertest.agent(api.app);
    const preflight = await app
      .options('/v1/track')
      .set('Origin', 'https://shop.example')
      .set('Access-Control-Request-Method', 'POST');
    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization, content-type, x-retry-count, x-request-id',
    });
    const answer = await app
      .post('/v1/track')
      .set('Content-Type', 'text/plain')
      .send(JSON.stringify({ writeKey: key, anonymousId: 'b', event: 'Clicked' }));
    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  test.each([
    { given: 'a number as user id', message: { userId: 42 }, user: '42' },
    { given: 'an empty user id beside an anonymous one', message: { userId: '', anonymousId: 'an-1' }, user: 'an-1' },
    { given: 'null as user id', message: { userId: null, anonymousId: 'an-2' }, user: 'an-2' },
    {
      given: 'null as properties, context and timestamp',
      message: { userId: 'n-1', properties: null, context: null, timestamp: null },
      user: 'n-1',
    },
    { given: 'a timestamp that is none', message: { userId: 'n-2', timestamp: 'yesterday' }, user: 'n-2' },
    { given: 'a timestamp beyond all time', message: { userId: 'n-3', timestamp: 1e300 }, user: 'n-3' },
    { given: 'a context that is none', message: { userId: 'n-4', context: 'here' }, user: 'n-4' },
  ])('lenient: $given', async ({ message, user }) => {
    const answer = await api
      .as()
      .post('/v1/track')
      .send({ event: 'Odd', ...message });
    expect(answer.body).toMatchObject({ success: true, accepted: 1 });
    expect(await events(user)).toMatchObject([{ name: 'Odd' }]);
  });

  test('a client whose clock is an hour slow: timestamps move by an hour', async () => {
    const sentAt = Date.now() - 3_600_000;
    await api
      .as()
      .post('/v1/batch')
      .send({
        batch: [{ type: 'track', userId: 'slow', event: 'E', timestamp: new Date(sentAt - 60_000).toISOString() }],
        sentAt: new Date(sentAt).toISOString(),
      });
    const [row] = await events('slow');
    expect(Number(row?.at)).toBeGreaterThan(Date.now() - 70_000);
    expect(Number(row?.at)).toBeLessThan(Date.now() - 55_000);
  });

  test('__proto__ is left out; emoji stay', async () => {
    const body =
      '{"userId":"raw","event":"E","properties":{"c":"\\ud83d\\ude00","__proto__":{"admin":true},"\\u005f_proto__":2}}';
    const answer = await api.as().post('/v1/track').set('Content-Type', 'application/json').send(body);
    expect(answer.body).toMatchObject({ accepted: 1 });
    expect(await events('raw')).toMatchObject([{ properties: { c: '😀' } }]);
    expect(Object.keys((await events('raw'))[0]?.properties as object)).toHaveLength(1);
  });
});

const postRaw = (path: string, body: string) => api.as().post(path).set('Content-Type', 'application/json').send(body);

describe('D1 a value is stored exactly, or refused and named', () => {
  test('D1 IDs that don’t fit in a number keep all digits, so two users stay separate', async () => {
    const of = (id: string, email: string) => `{"type":"identify","userId":${id},"traits":{"email":"${email}"}}`;
    const batch = `{"batch":[${of('175928847299117063', 'a@x.com')},${of('175928847299117057', 'b@x.com')}]}`;
    expect((await postRaw('/v1/batch', batch)).body).toMatchObject({ accepted: 2, rejected: [] });
    expect(await profile('175928847299117063')).toEqual({ email: 'a@x.com' });
    expect(await profile('175928847299117057')).toEqual({ email: 'b@x.com' });

    await postRaw('/v1/identify', of('9007199254740993', 'c@x.com'));
    await postRaw('/v1/identify', of('9007199254740992', 'd@x.com'));
    expect(await profile('9007199254740993')).toEqual({ email: 'c@x.com' });
    expect(await profile('9007199254740992')).toEqual({ email: 'd@x.com' });
  });

  test.each([
    ['a 64-bit number', '{"order":{"id":9223372036854775807}}', 'properties.order.id', /is 9223372036854775807, which/],
    ['a number without end', '{"total":1e400}', 'properties.total', /is 1e400, which/],
    ['a NUL', '{"name":"x\\u0000y"}', 'properties.name', /NUL/],
    ['half of a surrogate pair', '{"name":"\\ud83d!"}', 'properties.name', /surrogate/],
    ['a name with a NUL', '{"a":[{"k\\u0000":1}]}', 'properties.a.0', /name with a NUL/],
  ])('D1 %s is refused, alone and in a batch, whose other messages are taken', async (_, properties, path, words) => {
    const message = `{"type":"track","userId":"exact","event":"E","messageId":"m","properties":${properties}}`;
    const alone = await postRaw('/v1/track', message);
    expect(alone.status).toBe(400);
    expect(alone.body).toMatchObject({
      code: 'request-invalid',
      errors: [{ path, message: expect.stringMatching(words) }],
    });

    const { body } = await postRaw('/v1/batch', `{"batch":[${message},{"type":"track","userId":"fine","event":"E"}]}`);
    expect(body).toMatchObject({ accepted: 1, rejected: [{ index: 0, messageId: 'm', path: `batch.0.${path}` }] });
    expect(await events('exact')).toEqual([]);
  });

  test('D1 decimals, exponents and the largest whole number are kept', async () => {
    const properties =
      '{"a":0.30000000000000004,"b":1e3,"c":9007199254740991,"d":120.5000000000000001,"e":-9007199254740991}';
    await postRaw('/v1/track', `{"userId":"sums","event":"E","properties":${properties}}`);
    expect(await events('sums')).toMatchObject([
      { properties: { a: 0.1 + 0.2, b: 1000, c: 9007199254740991, d: 120.5, e: -9007199254740991 } },
    ]);
  });

  test.each([
    ['blank', '"  "', 'is blank, or has a control character'],
    ['with a control character', '"a\\u0007b"', 'is blank, or has a control character'],
  ])('D1 an ID that is %s is refused', async (_, userId, words) => {
    const { status, body } = await postRaw('/v1/track', `{"userId":${userId},"event":"E"}`);
    expect(status).toBe(400);
    expect(body.detail).toBe(`userId: ${words}`);
  });
});

describe('D2 a message that is nested too deep doesn’t fail the rest of its batch', () => {
  const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

  test('D2 the valid message is accepted, and the deep one is listed in `rejected`', async () => {
    const deep = `{"type":"track","userId":"deep","event":"E","properties":${nested(100)}}`;
    const { status, body } = await postRaw(
      '/v1/batch',
      `{"batch":[{"type":"track","userId":"flat","event":"E"},${deep}]}`,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      accepted: 1,
      rejected: [
        {
          index: 1,
          path: expect.stringContaining('batch.1.properties.a.a'),
          message: 'is nested deeper than 64 levels',
        },
      ],
    });
    expect(await events('flat')).toHaveLength(1);
  });

  test('D2 a body of half a million levels is refused before it is read', async () => {
    const { status, body } = await postRaw('/v1/batch', `{"batch":[${'['.repeat(500_000)}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'body-too-deep' });
  });
});

describe('one bad event doesn’t sink a batch: it is named, the rest is accepted', () => {
  test('every kind of bad one', async () => {
    const answer = await api
      .as()
      .post('/v1/batch')
      .send({
        batch: [
          { type: 'track', userId: 'good-1', event: 'E', messageId: 'ok-1' },
          { type: 'track', userId: 'bad', messageId: 'no-event' },
          { type: 'track', event: 'E', messageId: 'nobody' },
          { type: 'purchase', userId: 'bad', messageId: 'no-such-type' },
          { type: 'track', userId: 'bad', event: '$message.sent', messageId: 'reserved' },
          { type: 'track', userId: 'bad', event: 'E', properties: [1], messageId: 'list' },
          { type: 'track', userId: 'x'.repeat(300), event: 'E', messageId: 'long' },
          { type: 'track', userId: 'bad', event: 'E', messageId: '$own' },
          { type: 'track', userId: 'bad', event: 'E', messageId: 'huge', properties: { text: 'x'.repeat(33_000) } },
          'not a message',
          null,
          { type: 'track', userId: 'good-2', event: 'E', messageId: 'ok-2' },
        ],
      });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ success: true, accepted: 2, duplicates: 0 });
    expect(
      answer.body.rejected.map(({ index, messageId, path }: Record<string, unknown>) => [index, messageId, path]),
    ).toEqual([
      [1, 'no-event', 'batch.1.event'],
      [2, 'nobody', 'batch.2.userId'],
      [3, 'no-such-type', 'batch.3.type'],
      [4, 'reserved', 'batch.4.event'],
      [5, 'list', 'batch.5.properties'],
      [6, 'long', 'batch.6.userId'],
      [7, '$own', 'batch.7.messageId'],
      [8, 'huge', 'batch.8'],
      [9, null, 'batch.9'],
      [10, null, 'batch.10'],
    ]);
    for (const { message, fix } of answer.body.rejected) {
      expect(message.length).toBeGreaterThan(3);
      expect(fix.length).toBeGreaterThan(3);
    }
    expect(await events('good-1')).toHaveLength(1);
    expect(await events('good-2')).toHaveLength(1);
    expect(await events('bad')).toHaveLength(0);
  });

  test('an empty batch does nothing', async () => {
    expect((await api.as().post('/v1/batch').send({ batch: [] })).body).toMatchObject({ success: true, accepted: 0 });
  });
});

describe('a single invalid message → 4xx that names the field', () => {
  test.each([
    { given: 'no event', path: '/v1/track', body: { userId: 'u' }, at: 'event' },
    { given: 'nobody', path: '/v1/track', body: { event: 'E' }, at: 'userId' },
    { given: 'a reserved name', path: '/v1/track', body: { userId: 'u', event: '$goal' }, at: 'event' },
    { given: 'traits that are a list', path: '/v1/identify', body: { userId: 'u', traits: [] }, at: 'traits' },
    { given: 'no batch', path: '/v1/batch', body: {}, at: 'batch' },
    { given: 'a batch that is no list', path: '/v1/batch', body: { batch: {} }, at: 'batch' },
  ])('$path with $given → 400', async ({ path, body, at }) => {
    const answer = await api.as().post(path).send(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'request-invalid', errors: [{ path: at }] });
    expect(answer.body.message.length).toBeGreaterThan(3);
  });

  test.each([
    {
      given: 'an event of 33 KB',
      path: '/v1/track',
      body: { userId: 'u', event: 'E', properties: { text: 'x'.repeat(33_000) } },
    },
    { given: 'a batch of 1,001', path: '/v1/batch', body: { batch: Array.from({ length: 1_001 }, () => ({})) } },
    {
      given: 'a batch of 600 KB',
      path: '/v1/batch',
      body: { batch: Array.from({ length: 600 }, () => ({ text: 'x'.repeat(1_000) })) },
    },
  ])('$path with $given → 413 with what to do', async ({ path, body }) => {
    const answer = await api.as().post(path).send(body);
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({ code: 'body-too-large', fix: expect.stringMatching(/smaller|fewer/) });
  });
});

describe('D3 browser clients call short routes', () => {
  const sent = { userId: 'browser', event: 'E', name: 'Home' };

  test.each(['t', 'i', 'p', 's', 'g', 'a'])(
    'D3 POST /v1/%s takes text/plain with the key in the body',
    async (letter) => {
      const key = await api.key('ingest');
      const { status, body } = await supertest(api.app)
        .post(`/v1/${letter}`)
        .set('Content-Type', 'text/plain')
        .send(JSON.stringify({ ...sent, writeKey: key }));
      expect(status).toBe(200);
      expect(body).toMatchObject({ success: true, rejected: [] });
      expect(body.accepted + body.ignored.length).toBe(1);
    },
  );

  test.each(['b', 'import'])('D3 POST /v1/%s takes a batch', async (name) => {
    const { body } = await api
      .as()
      .post(`/v1/${name}`)
      .send({ batch: [{ type: 'track', ...sent }] });
    expect(body).toMatchObject({ success: true, accepted: 1 });
  });

  test.each(['t', 'i', 'p', 's', 'g', 'a', 'b', 'import'])('D3 the preflight of /v1/%s is answered', async (name) => {
    const preflight = await supertest(api.app)
      .options(`/v1/${name}`)
      .set({ Origin: 'https://shop.example', 'Access-Control-Request-Headers': 'authorization,content-type' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-headers']).toContain('authorization');
  });
});

describe('D9 the time zone of a client', () => {
  test('D9 identify keeps context.timezone for users without a zone of their own, and only a readable one', async () => {
    const zones = ['Europe/Paris', 'Pacific Standard Time', '+02:00', 'here', 7];
    for (const [nr, timezone] of zones.entries()) {
      const sent = await api
        .as()
        .post('/v1/identify')
        .send({ userId: `z${nr}`, traits: { plan: 'pro' }, context: { timezone } });
      expect(sent.status).toBe(200);
    }
    const profiles = await api.database.sql<{ profile: unknown }>`
      select profile from persons where starts_with(user_id, 'z') order by user_id`;
    expect(profiles.map(({ profile }) => profile)).toEqual([
      { plan: 'pro', $timezone: 'Europe/Paris' },
      { plan: 'pro', $timezone: 'Pacific Standard Time' },
      { plan: 'pro', $timezone: '+02:00' },
      { plan: 'pro' },
      { plan: 'pro' },
    ]);
  });
});
