import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { createFeed } from '../../store/messages/feed.ts';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** A user with in-app messages of their own. */
async function reader(userId: string, titles: readonly string[] = []) {
  await api
    .as()
    .post('/v1/identify')
    .send({ userId, traits: { plan: 'pro' } });
  const feed = createFeed(api.database);
  const post = async (title: string) => {
    const key = `${userId}.${title}.1`;
    await api.database.sql`
      insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, outcome,
                            template, claimed_at)
      select 'main', ${key}, ${userId}, id, 'welcome', 1, ${title}, 1, 'inApp', 'settled', 'sent', 'greeting', 0
        from persons where workspace = 'main' and user_id = ${userId}
      on conflict do nothing`;
    const content = { template: 'greeting', title, text: `Text of ${title}`, url: 'https://shop.example/sale' };
    return feed.post({
      workspace: WorkspaceId.parse('main'),
      key,
      journey: JourneyId.parse('welcome'),
      userId,
      content,
    });
  };
  for (const title of titles) await post(title);
  const { body } = await api
    .as()
    .post(`/v1/users/${encodeURIComponent(userId)}/token`)
    .send({});
  const as = (token: string = body.token) => supertest.agent(api.app).set('Authorization', `Bearer ${token}`);
  const events = async () =>
    (
      await api.database.sql<{ line: string }>`
        select e.name || ' ' || (e.properties ->> 'key') as line from events e
          join persons p on p.workspace = e.workspace and p.id = e.person
         where p.user_id = ${userId} and e.name like '$message.%' order by e.position`
    ).map(({ line }) => line);
  return { as, post, events, token: body.token as string };
}

describe('a user’s own in-app messages', () => {
  test('are listed newest first, page by page, with what is unread; the first listing reports them as delivered', async () => {
    const { as, events } = await reader('ana', ['one', 'two', 'three']);
    const first = (await as().get('/v1/feed').query({ limit: 2 })).body;
    expect(first).toMatchObject({ unread: 3, items: [{ title: 'three', readAt: null }, { title: 'two' }] });
    const second = (await as().get('/v1/feed').query({ limit: 2, cursor: first.next })).body;
    expect(second).toMatchObject({ items: [{ title: 'one', url: 'https://shop.example/sale' }], next: null });
    await as().get('/v1/feed');
    expect(await events()).toEqual(['three', 'two', 'one'].map((title) => `$message.delivered ana.${title}.1`));
  });

  test('count as unread until they are read, clicked or archived, and again once they are unread', async () => {
    const { as, events } = await reader('bob', ['one', 'two', 'three']);
    const ids = (await as().get('/v1/feed')).body.items.map(({ id }: { id: string }) => id);
    const change = async (id: string, action: string) => (await as().post(`/v1/feed/${id}/${action}`)).body.unread;
    expect(await change(ids[0], 'read')).toBe(2);
    expect(await change(ids[0], 'read')).toBe(2);
    expect(await change(ids[0], 'unread')).toBe(3);
    expect(await change(ids[0], 'click')).toBe(2);
    expect(await change(ids[1], 'archive')).toBe(1);
    expect(await change(ids[1], 'read')).toBe(1);
    expect(await change(ids[1], 'unarchive')).toBe(1);
    expect(await change(ids[1], 'unread')).toBe(2);
    await change(ids[2], 'archive');
    expect((await as().get('/v1/feed')).body.items).toMatchObject([{ title: 'three' }, { title: 'two' }]);
    expect((await as().get('/v1/feed').query({ archived: true })).body.items).toMatchObject([{ title: 'one' }]);
    const reported = await events();
    expect(reported.filter((line) => line.includes('viewed'))).toEqual([
      '$message.viewed bob.three.1',
      '$message.viewed bob.two.1',
    ]);
    expect(reported.filter((line) => line.includes('clicked'))).toEqual(['$message.clicked bob.three.1']);
  });

  test('are read together up to the newest one that the user has seen', async () => {
    const { as, post, events } = await reader('cyd', ['one', 'two']);
    const [newest] = (await as().get('/v1/feed')).body.items;
    await post('three');
    expect(
      (
        await as()
          .post('/v1/feed/read-all')
          .send({ upto: Number(newest.id) })
      ).body,
    ).toEqual({ unread: 1 });
    expect((await events()).filter((line) => line.includes('viewed'))).toHaveLength(2);
  });

  test('hold one item for a key, however often it is posted, and the newest 500', async () => {
    const { as, post } = await reader('dee', ['one', 'one']);
    expect((await as().get('/v1/feed')).body).toMatchObject({ unread: 1, items: [{ title: 'one' }] });
    await Promise.all(Array.from({ length: 5 }, () => post('one')));
    expect((await as().get('/v1/feed')).body.unread).toBe(1);
    await api.database.sql`
      with made as (
        insert into feed_items (workspace, person, key, journey, content, created_at)
        select 'main', id, 'many.' || n, 'welcome', '{}', 0 from persons, generate_series(1, 499) as n
         where workspace = 'main' and user_id = 'dee' returning person
      )
      update feeds f set unread = unread + 499, items = items + 499
       where f.person = (select person from made limit 1)`;
    await post('two');
    const [state] = await api.database.sql`
      select f.unread, f.items, count(i.*) as rows from feeds f join feed_items i using (workspace, person)
       where f.person = (select id from persons where workspace = 'main' and user_id = 'dee') group by 1, 2`;
    expect(state).toEqual({ unread: 500, items: 500, rows: 500 });
  });

  test('no item counts twice or is lost when everything happens at once', async () => {
    const { as, post } = await reader('eve', ['one', 'two', 'three', 'four']);
    const ids = (await as().get('/v1/feed')).body.items.map(({ id }: { id: string }) => id);
    await Promise.all([
      ...ids.flatMap((id: string) =>
        ['read', 'click', 'archive', 'read'].map((each) => as().post(`/v1/feed/${id}/${each}`)),
      ),
      ...['five', 'six', 'seven'].map(post),
      as()
        .post('/v1/feed/read-all')
        .send({ upto: Number(ids[0]) }),
    ]);
    expect((await as().get('/v1/feed')).body).toMatchObject({ unread: 3, items: [{}, {}, {}] });
  });

  test('of one user are no other user’s, and end with an erasure', async () => {
    const { as, post } = await reader('fay', ['one']);
    const [item] = (await as().get('/v1/feed')).body.items;
    const other = await reader('gus');
    expect((await other.as().get('/v1/feed')).body).toEqual({ items: [], unread: 0, next: null });
    const refused = await other.as().post(`/v1/feed/${item.id}/read`);
    expect([refused.status, refused.body.code]).toEqual([404, 'item-not-found']);
    await api.as().delete('/v1/users/fay');
    expect(await post('two')).toBe(false);
    expect((await as().get('/v1/feed')).body.items).toEqual([]);
    expect(await api.database.sql`select from feed_items where key like 'fay.%'`).toEqual([]);
  });
});

/** The id and the secret of a key's text. */
function partsOf(key: string): readonly [id: string, secret: string] {
  const [, id = '', secret = ''] = /^sj_[a-z]+_([^_]+)_(.+)$/.exec(key) ?? [];
  return [id, secret];
}

describe('a user token', () => {
  const call = (token: string) => supertest(api.app).get('/v1/feed').set('Authorization', `Bearer ${token}`);

  test('can be signed by the company itself, with the SHA-256 of a key’s secret', async () => {
    await reader('hal', ['one']);
    const [id, secret] = partsOf(await api.key('ingest'));
    const token = await new SignJWT({ sub: 'hal', aud: 'sojourn:user' })
      .setProtectedHeader({ alg: 'HS256', kid: id })
      .setExpirationTime('1h')
      .sign(createHash('sha256').update(secret).digest());
    expect((await call(token)).body.items).toMatchObject([{ title: 'one' }]);
  });

  test('is refused if it is malformed, expired, too long-lived, of another kind, or its key is revoked or can’t send events', async () => {
    const { token } = await reader('ida');
    const [id, secret] = partsOf(await api.key('ingest'));
    const [readId, readSecret] = partsOf(await api.key('read'));
    const sign = (kid: string, by: string, claims: object, exp: string, alg = 'HS256') =>
      new SignJWT({ sub: 'ida', aud: 'sojourn:user', ...claims })
        .setProtectedHeader({ alg, kid })
        .setExpirationTime(exp)
        .sign(createHash('sha256').update(by).digest());
    const bad = [
      '',
      'x',
      'a.b.c',
      'x'.repeat(5_000),
      `${token}x`,
      token.split('.').slice(0, 2).join('.').concat('.'),
      await api.key('admin'),
      await sign(id, secret, {}, '-1s'),
      await sign(id, secret, {}, '31d'),
      await sign(id, secret, { aud: 'other' }, '1h'),
      await sign(id, secret, { sub: '' }, '1h'),
      await sign('nobody', secret, {}, '1h'),
      await sign(id, readSecret, {}, '1h'),
      await sign(readId, readSecret, {}, '1h'),
    ];
    for (const each of bad) {
      const { status, body } = await call(each);
      expect([each.slice(0, 30), status, body.code]).toEqual([each.slice(0, 30), 401, 'token-wrong']);
    }
    const good = await sign(id, secret, {}, '1h');
    expect((await call(good)).status).toBe(200);
    expect((await api.as(good).get('/v1/journeys')).body.code).toBe('key-wrong');
    expect((await api.as(good).post('/v1/track').send({ userId: 'ida', event: 'Bought' })).status).toBe(401);
  });

  test('is refused to a key that can’t send events', async () => {
    const answered = await api
      .as(await api.key('read'))
      .post('/v1/users/ida/token')
      .send({});
    expect([answered.status, answered.body.code]).toEqual([403, 'scope-missing']);
  });

  test('works from a page on any site, without cookies', async () => {
    const asked = await supertest(api.app).options('/v1/feed').set('Origin', 'https://shop.example');
    expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([204, '*']);
    expect(asked.headers['access-control-allow-headers']).toContain('authorization');
    expect(asked.headers['access-control-allow-credentials']).toBeUndefined();
  });
});

describe('the feed as server-sent events', () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer(api.app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    api.endStreams();
    server.closeAllConnections();
    server.close();
  });

  test('says what is unread at first and after each change, and ends with the process', async () => {
    const { as, post, token } = await reader('joy', ['one']);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/feed/stream`;
    const answered = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
    const states = statesIn(answered);
    const next = async () => (await states.next()).value;
    expect(await next()).toBe(1);
    await post('two');
    expect(await next()).toBe(2);
    const [item] = (await as().get('/v1/feed')).body.items;
    await as().post(`/v1/feed/${item.id}/read`);
    expect(await next()).toBe(1);
    api.endStreams();
    expect(await next()).toBeUndefined();
  });
});

/** What is unread, by each event of a stream. */
async function* statesIn({ body }: Response): AsyncGenerator<number, undefined> {
  const texts = body?.pipeThrough(new TextDecoderStream()) ?? [];
  for await (const text of texts as AsyncIterable<string>)
    for (const [, data = ''] of text.matchAll(/event: feed\ndata: (.*)\n/g)) yield JSON.parse(data).unread;
  return undefined;
}
