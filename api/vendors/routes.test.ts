import { gzipSync } from 'node:zlib';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem, startApi, type TestApi } from '../../test/api.ts';
import { countCpu } from '../../test/cpu-time.ts';

let api: TestApi;
let ingest: string;
beforeAll(async () => {
  api = await startApi();
  ingest = await api.key('ingest');
});
afterAll(() => api.close());

const app = () => supertest(api.app);
const eventsOf = (userId: string) => api.database.sql`
  select e.name, e.properties, e.occurred_at as at from events e
    join identities i on i.workspace = e.workspace and i.person = e.person
   where i.value = ${userId} order by e.position`;
const profileOf = async (userId: string) =>
  (await api.database.sql`select profile from persons where user_id = ${userId}`)[0]?.profile;

describe('D16 CleverTap', () => {
  const post = (path: string, body: object | string, passcode = ingest) =>
    app()
      .post(path)
      .set({ 'X-CleverTap-Account-Id': 'any', 'X-CleverTap-Passcode': passcode, 'Content-Type': 'application/json' })
      .send(body);
  const event = (identity: unknown, more: object = {}) => ({ type: 'event', identity, evtName: 'E', ...more });

  test('D16 an upload answers as CleverTap does: the good records are taken, the others listed with its codes', async () => {
    const d = [event('ct-1', { ts: 1795528440 }), { type: 'event', identity: 'ct-1' }, event('', {}), 'x'];
    const { status, body } = await post('/1/upload', { d });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ status: 'partial', processed: 1 },
      unprocessed: [
        { status: 'fail', code: 509, error: expect.stringContaining('evtName'), record: d[1] },
        { status: 'fail', code: 523, record: d[2] },
        { status: 'fail', code: 512, record: null },
      ],
    });
    expect(await eventsOf('ct-1')).toMatchObject([{ name: 'E', at: 1795528440_000 }]);
    expect((await post('/1/upload', { d: [d[0]] })).body).toMatchObject({ status: 'success', processed: 1 });
    expect(await eventsOf('ct-1')).toHaveLength(1);
    expect((await post('/1/upload', { d: ['x'] })).body).toMatchObject({ status: 'fail', processed: 0 });
  });

  test('D16 IDs and values are as exact as on the Segment routes', async () => {
    const d = '{"type":"event","evtName":"E","identity":';
    const { body } = await post(
      '/1/upload',
      `{"d":[${d}175928847299117063},${d}"ct-2","evtData":{"n":9223372036854775807}}]}`,
    );
    expect(body).toMatchObject({
      processed: 1,
      unprocessed: [{ code: 512, error: expect.stringMatching(/evtData\.n/) }],
    });
    expect(await eventsOf('175928847299117063')).toHaveLength(1);
  });

  test('D16 a dry run stores nothing', async () => {
    const { body } = await post('/1/upload?dryRun=1', { d: [event('ct-dry'), { type: 'event' }] });
    expect(body).toMatchObject({ status: 'partial', processed: 1 });
    expect(await eventsOf('ct-dry')).toEqual([]);
  });

  test('D16 without a valid passcode, and over a limit, the answer is still one that its clients read', async () => {
    for (const passcode of ['', 'wrong']) {
      const { status, body } = await post('/1/upload', { d: [] }, passcode);
      expect(status).toBe(401);
      expect(body).toMatchObject({ status: 'fail', code: 401, error: expect.any(String), fix: expect.any(String) });
    }
    const { status, body } = await post('/1/upload', { d: Array.from({ length: 1_001 }, () => ({})) });
    expect(status).toBe(413);
    expect(body).toMatchObject({ status: 'fail', error: expect.stringContaining('1001') });
    expect((await post('/1/upload', { d: 7 })).body).toMatchObject({
      status: 'fail',
      error: expect.stringContaining('d'),
    });
  });

  test('D16 profile.json needs a key that may read', async () => {
    await post('/1/upload', {
      d: [{ type: 'profile', identity: 'ct-3', profileData: { Name: 'Ada', Email: 'a@x.com', age: 3 } }],
    });
    const get = (key: string, query: string) => app().get(`/1/profile.json?${query}`).set('X-CleverTap-Passcode', key);
    expect((await get(ingest, 'identity=ct-3')).status).toBe(403);
    const { body } = await get(await api.key('read'), 'identity=ct-3');
    expect(body).toEqual({
      status: 'success',
      record: {
        ...{ identity: 'ct-3', name: 'Ada', email: 'a@x.com' },
        profileData: { name: 'Ada', email: 'a@x.com', age: 3 },
      },
    });
    expect((await get(await api.key('read'), 'identity=nobody')).body).toMatchObject({ status: 'fail', code: 404 });
  });

  test('D16 delete erases users, exactly those named', async () => {
    const admin = await api.key('admin');
    await post('/1/upload', { d: [event('ct-4'), event('ct-5'), event('ct-6')] });
    expect((await post('/1/delete/profiles.json', { identity: 'ct-4' })).status).toBe(403);
    const { body } = await post('/1/delete/profiles.json', { identity: ['ct-4', 'ct-none'], guid: 'ct-5' }, admin);
    expect(body).toEqual({ status: 'success', processed: 2 });
    expect([await eventsOf('ct-4'), await eventsOf('ct-5')]).toEqual([[], []]);
    expect(await eventsOf('ct-6')).toHaveLength(1);
    const long = await post('/1/delete/profiles.json', '{"identity":[9007199254740993]}', admin);
    expect(long.body).toMatchObject({ status: 'fail', error: expect.stringContaining('9007199254740993') });
  });

  test('D16 subscribe suppresses an address, and lifts only what was made by hand', async () => {
    const operator = await api.key('operate');
    const send = (value: string, status: string) =>
      post('/1/subscribe', { d: [{ type: 'email', value, status }, { type: 'fax' }] }, operator);
    const suppressed = () =>
      api.database
        .sql`select address from suppressions where channel = 'email' and address like 'ct%' order by address`;
    expect((await send('CT@x.com', 'Unsubscribe')).body).toMatchObject({ status: 'partial', processed: 1 });
    await api.database.sql`
      insert into suppressions (workspace, channel, hash, address, reason, source, at)
      values ('main', 'email', address_hash('main', 'ct2@x.com'), 'ct2@x.com', 'hard-bounce', 'provider', 0)`;
    expect(await suppressed()).toMatchObject([{ address: 'ct2@x.com' }, { address: 'ct@x.com' }]);
    for (const each of ['ct@x.com', 'ct2@x.com']) await send(each, 'Resubscribe');
    expect(await suppressed()).toMatchObject([{ address: 'ct2@x.com' }]);
  });
});

describe('D16 PostHog', () => {
  const paths = ['/batch', '/batch/', '/capture/', '/e/', '/i/v0/e/', '/track/'];

  test.each(paths)('D16 %s takes a batch with the key in the body', async (path) => {
    const distinct_id = `ph${path}`;
    const batch = [
      { event: 'Paid', distinct_id, uuid: `${path}-1`, properties: { total: 3, $set: { plan: 'pro' } } },
      { event: 'Paid', properties: {} },
      null,
    ];
    const { status, body } = await app().post(path).send({ api_key: ingest, batch, sent_at: new Date().toISOString() });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ status: 'Ok', accepted: 1 },
      rejected: [
        { index: 1, path: 'batch.1.distinct_id' },
        { index: 2, path: 'batch.2' },
      ],
    });
    expect(await eventsOf(distinct_id)).toMatchObject([
      { name: '$profile.changed' },
      { name: 'Paid', properties: { total: 3 } },
    ]);
    expect(await profileOf(distinct_id)).toEqual({ plan: 'pro' });
    const again = await app()
      .post(path)
      .send({ api_key: ingest, batch: [batch[0]] });
    expect(again.body).toMatchObject({ accepted: 0, duplicates: 1 });
  });

  test('D16 the browser’s forms: gzip without a header, Base64 in a form, a bare list, and the key in an event', async () => {
    const event = (distinct_id: string) => ({ event: 'E', properties: { distinct_id, token: ingest } });
    const send = (type: string, body: string | Buffer) =>
      app()
        .post('/e/?ip=0&_=1&ver=1.4&compression=gzip-js')
        .set('Content-Type', type)
        .serialize((given) => given)
        .send(body as unknown as object);
    expect((await send('text/plain', gzipSync(JSON.stringify([event('ph-gzip')])))).body).toMatchObject({
      accepted: 1,
    });
    const base64 = Buffer.from(JSON.stringify(event('ph-form'))).toString('base64');
    const form = await send('application/x-www-form-urlencoded', `data=${encodeURIComponent(base64)}`);
    expect(form.body).toMatchObject({ accepted: 1 });
    expect(await eventsOf('ph-gzip')).toMatchObject([{ properties: { distinct_id: 'ph-gzip' } }]);
    expect(await eventsOf('ph-form')).toHaveLength(1);
  });

  test('D16 a bomb and a broken gzip are refused, however they are declared', async () => {
    const send = (body: Buffer) =>
      app()
        .post('/e/')
        .set('Content-Type', 'text/plain')
        .serialize((given) => given)
        .send(body as unknown as object);
    const bomb = gzipSync(JSON.stringify({ api_key: ingest, event: 'x'.repeat(20_000_000) }));
    expect(Problem.parse((await send(bomb)).body).code).toBe('body-too-large');
    expect(Problem.parse((await send(bomb.subarray(0, 400))).body).code).toBe('body-malformed');
  });

  test('D16 a batch larger than a browser’s beacon is taken, though its key is in the body', async () => {
    const batch = Array.from({ length: 100 }, (_, n) => ({
      ...{ event: 'E', distinct_id: `ph-large-${n}` },
      properties: { text: 'x'.repeat(2_000) },
    }));
    const { body } = await app().post('/batch/').send({ batch, api_key: ingest });
    expect(body).toMatchObject({ accepted: 100 });
  });

  test('D16 the body of an unknown caller costs a fraction of what checking its values would', async () => {
    const body = (api_key: string) => `{"api_key":"${api_key}","n":[12345678901234567${',12'.repeat(300_000)}]}`;
    const cpuMsOf = async (key: string, status: number) => {
      const spent = countCpu();
      expect((await app().post('/flags').set('Content-Type', 'text/plain').send(body(key))).status).toBe(status);
      return spent();
    };
    await cpuMsOf('phc_wrong', 401);
    const unknown = await cpuMsOf('phc_wrong', 401);
    expect(unknown * 3).toBeLessThan(await cpuMsOf(ingest, 400));
  });

  test('D16 flags and configuration are empty, and need the key', async () => {
    for (const path of ['/flags/?v=2', '/flags', '/decide/?v=3']) {
      expect((await app().post(path).send({ token: 'phc_wrong' })).status).toBe(401);
      const { body } = await app().post(path).send({ token: ingest, distinct_id: 'u' });
      expect(body).toMatchObject({ flags: {}, featureFlags: {}, errorsWhileComputingFlags: false });
    }
    expect((await app().get(`/array/${ingest}/config`)).body).toMatchObject({ hasFeatureFlags: false });
    const script = await app().get(`/array/${ingest}/config.js`);
    expect(script.headers).toMatchObject({
      'content-type': expect.stringContaining('javascript'),
      'cross-origin-resource-policy': 'cross-origin',
    });
    const window: Record<string, unknown> = {};
    new Function('window', script.text)(window);
    expect(window).toMatchObject({
      _POSTHOG_REMOTE_CONFIG: { [ingest]: { config: { hasFeatureFlags: false }, siteApps: [] } },
    });
    expect((await app().get('/array/phc_wrong/config.js')).status).toBe(401);
  });
});

describe('D16 Customer.io', () => {
  const call = (method: 'put' | 'post' | 'delete', path: string, body?: object, key = ingest) =>
    app()
      [method](`/api/v1${path}`)
      .set('Authorization', `Basic ${Buffer.from(`site:${key}`).toString('base64')}`)
      .send(body);

  test('D16 identify, track and an anonymous event', async () => {
    const id = 'cio/1 ä';
    const at = `/customers/${encodeURIComponent(id)}`;
    const done = await call('put', at, { email: 'c@x.com', unsubscribed: true });
    expect([done.status, done.body]).toEqual([200, {}]);
    const event = { name: 'bought', data: { price: 3 }, timestamp: 1795528440, id: 'cio-e1' };
    for (const _ of [1, 2]) expect((await call('post', `${at}/events`, event)).status).toBe(200);
    expect((await call('post', '/events', { name: 'saw', anonymous_id: 'cio-anon' })).status).toBe(200);
    expect(await profileOf(id)).toMatchObject({ email: 'c@x.com', unsubscribed: true, consent: { email: false } });
    expect(await eventsOf(id)).toMatchObject([
      { name: '$profile.changed' },
      { name: 'bought', properties: { price: 3 }, at: 1795528440_000 },
    ]);
    expect(await eventsOf('cio-anon')).toMatchObject([{ name: 'saw' }]);
  });

  test('D16 devices', async () => {
    const device = { id: 'cio-token', platform: 'android' };
    expect((await call('put', '/customers/cio-2/devices', { device })).status).toBe(200);
    const list = async () => (await api.as().get('/v1/users/cio-2/devices')).body.devices;
    expect(await list()).toMatchObject([{ channel: 'push', platform: 'android', droppedAt: null }]);
    expect((await call('delete', '/customers/cio-2/devices/cio-token')).status).toBe(200);
    expect(await list()).toMatchObject([{ droppedWhy: 'removed' }]);
    expect((await call('delete', '/customers/cio-none/devices/x')).status).toBe(200);
  });

  test('D16 suppress and unsuppress, delete, merge and push events', async () => {
    await call('put', '/customers/cio-3', { email: 'd@x.com' });
    expect((await call('post', '/customers/cio-3/suppress')).status).toBe(200);
    expect(await profileOf('cio-3')).toMatchObject({ consent: { sms: false } });
    expect((await call('post', '/customers/cio-3/unsuppress', {})).status).toBe(200);
    expect(await profileOf('cio-3')).toMatchObject({ consent: { sms: null } });
    expect((await call('delete', '/customers/cio-3')).status).toBe(403);
    const admin = await api.key('admin');
    for (const _ of [1, 2]) expect((await call('delete', '/customers/cio-3', undefined, admin)).status).toBe(200);
    expect(await profileOf('cio-3')).toBeUndefined();
    const merge = { primary: { id: 'a' }, secondary: { id: 'b' } };
    expect((await call('post', '/merge_customers', merge)).body).toEqual({});
    expect((await call('post', '/push/events', { delivery_id: 'x' })).body).toEqual({});
  });

  test('D16 an error is where its clients look for it', async () => {
    const bad = await call('post', '/customers/cio-4/events', { data: {} });
    expect(bad.status).toBe(400);
    expect(bad.body.meta).toEqual({ error: expect.stringContaining('name'), errors: [expect.any(String)] });
    expect((await call('put', '/customers/cio-4', {}, 'wrong')).body).toMatchObject({
      meta: { error: expect.any(String) },
    });
  });
});

describe('D16 Segment and RudderStack, apart from events', () => {
  test('D16 settings tell analytics.js where to send', async () => {
    const { body, headers } = await app()
      .get(`/v1/projects/${ingest}/settings`)
      .set({ Host: 'events.example:8080', Origin: 'https://shop.example', 'X-Forwarded-Proto': 'https' });
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(body.integrations).toEqual({
      'Segment.io': { apiKey: ingest, apiHost: 'events.example:8080/v1', protocol: 'https' },
    });
    expect((await app().get('/v1/projects/wrong/settings')).status).toBe(401);
  });

  test('D16 sourceConfig names an enabled source without destinations', async () => {
    const basic = `Basic ${Buffer.from(`${ingest}:`).toString('base64')}`;
    const answers = [
      await app().get('/sourceConfig/?p=npm&v=3&writeKey=x').set('Authorization', basic),
      await app().get(`/sourceConfig?writeKey=${ingest}`),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body.source).toMatchObject({ id: expect.any(String), enabled: true, writeKey: ingest, destinations: [] });
    }
    expect((await app().get('/sourceConfig')).status).toBe(401);
  });

  test('D16 a beacon with the key in the query', async () => {
    const batch = [{ type: 'track', userId: 'beacon', event: 'Left' }];
    const { body } = await app()
      .post(`/beacon/v1/batch?writeKey=${ingest}`)
      .set('Content-Type', 'text/plain')
      .send(JSON.stringify({ batch }));
    expect(body).toMatchObject({ accepted: 1 });
  });

  test('D16 a preflight may ask for any header of a client', async () => {
    const ask = (headers: string) =>
      app().options('/v1/track').set({
        Origin: 'https://shop.example',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': headers,
      });
    const wanted = 'anonymousid,authorization,content-type,sentat,x-new-header';
    expect((await ask(wanted)).headers['access-control-allow-headers']).toBe(wanted);
    expect((await ask('a b: c')).headers['access-control-allow-headers']).toContain('authorization');
  });

  test('D16 gzip is read without a header that declares it', async () => {
    const { body } = await app()
      .post('/v1/batch')
      .set({ Authorization: `Bearer ${ingest}`, 'Content-Type': 'application/octet-stream' })
      .serialize((given) => given)
      .send(gzipSync(JSON.stringify({ batch: [{ type: 'track', userId: 'gz', event: 'E' }] })) as unknown as object);
    expect(body).toMatchObject({ accepted: 1 });
  });
});

describe('D17 group, and traits in the context of a track', () => {
  test('D17 a group call sets the trait `group`, which conditions can read', async () => {
    await api
      .as()
      .post('/v1/group')
      .send({ userId: 'member', groupId: 7, traits: { plan: 'team', id: 'other' } });
    expect(await profileOf('member')).toEqual({ group: { id: '7', plan: 'team' } });
    expect(await eventsOf('member')).toMatchObject([{ name: '$profile.changed' }]);
    const preview = await api
      .as()
      .post('/v1/segments/preview')
      .send({ condition: { path: 'profile.group.plan', op: '=', value: 'team' } });
    expect(preview.body).toMatchObject({ count: 1, sample: [{ userId: 'member' }] });
  });

  test('D17 traits in the context of a track change nothing, as the how-to guide says', async () => {
    await api
      .as()
      .post('/v1/track')
      .send({ userId: 'cached', event: 'E', context: { traits: { plan: 'old' } } });
    expect(await profileOf('cached')).toEqual({});
    expect(await eventsOf('cached')).toMatchObject([{ name: 'E', properties: {} }]);
  });
});
