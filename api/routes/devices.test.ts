import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deviceIdOf } from '../../store/people/devices.ts';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
let nr = 0;
let ana: string;
let bo: string;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(() => {
  nr += 1;
  ana = `ana-${nr}`;
  bo = `bo-${nr}`;
});
afterAll(() => api.close());

const subscription = (endpoint = 'https://updates.push.services.mozilla.com/wpush/v2/abc') => ({
  endpoint,
  expirationTime: null,
  keys: { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) },
});
const put = (user: string, body: object) => api.as().put(`/v1/users/${user}/devices`).send(body);
const list = async (user: string) =>
  (await api.as().get(`/v1/users/${user}/devices`)).body.devices as readonly Record<string, unknown>[];
const live = async (user: string) => (await list(user)).filter(({ droppedAt }) => droppedAt === null);
const reach = async (user: string) => {
  const [row] = await api.database.sql<{ reach: object }>`
    select reach_of(p.workspace, p.id, p.profile) as reach from persons p where p.workspace = 'main' and p.user_id = ${user}`;
  return row?.reach;
};

describe('devices of a user', () => {
  test('a registered device is listed without its token, and creates its user', async () => {
    const { status, body } = await put(ana, { channel: 'push', token: 'tok-1', platform: 'android', app: 'shop' });
    expect(status).toBe(200);
    expect(body.devices).toMatchObject([
      {
        id: deviceIdOf('tok-1'),
        channel: 'push',
        platform: 'android',
        app: 'shop',
        source: 'registered',
        droppedAt: null,
      },
    ]);
    expect(JSON.stringify(body)).not.toContain('tok-1');
    expect(await reach(ana)).toEqual({ push: true, webPush: false });
  });

  test('a token belongs to one user: it moves to the user who signs in last', async () => {
    await put(ana, { channel: 'push', token: `shared-${nr}` });
    await put(bo, { channel: 'push', token: `shared-${nr}` });
    expect([await live(ana), (await live(bo)).length]).toEqual([[], 1]);
    expect(await reach(ana)).toEqual({ push: false, webPush: false });
  });

  test('a web push subscription is one device, however often its keys change', async () => {
    const endpoint = `https://fcm.googleapis.com/fcm/send/${nr}`;
    await put(ana, { channel: 'webPush', subscription: subscription(endpoint) });
    const again = { ...subscription(endpoint), keys: { p256dh: 'C'.repeat(87), auth: 'a'.repeat(22) } };
    await put(ana, { channel: 'webPush', subscription: again });
    expect(await live(ana)).toMatchObject([{ channel: 'webPush', platform: 'web', id: deviceIdOf(endpoint) }]);
  });

  test('of more than 20 devices, the 20 seen last stay', async () => {
    for (let n = 0; n < 22; n += 1) await put(ana, { channel: 'push', token: `many-${nr}-${n}` });
    expect(await live(ana)).toHaveLength(20);
  });

  test('a removed device gets nothing until it is registered again, by ID or by token', async () => {
    await put(ana, { channel: 'push', token: `tok-${nr}` });
    const { body } = await api.as().delete(`/v1/users/${ana}/devices/${deviceIdOf(`tok-${nr}`)}`);
    expect(body.devices).toMatchObject([{ droppedWhy: 'removed', droppedAt: expect.any(String) }]);
    expect(await reach(ana)).toMatchObject({ push: false });
    await put(ana, { channel: 'push', token: `tok-${nr}` });
    expect(await reach(ana)).toMatchObject({ push: true });
    await api.as().delete(`/v1/users/${ana}/devices/tok-${nr}`);
    expect(await live(ana)).toEqual([]);
  });

  test.each([
    { given: 'no channel', body: { token: 'x' } },
    { given: 'a token with a space', body: { channel: 'push', token: 'a b' } },
    { given: 'an endless token', body: { channel: 'push', token: 'x'.repeat(4_097) } },
    {
      given: 'a plain http endpoint',
      body: { channel: 'webPush', subscription: subscription('http://push.example/x') },
    },
    {
      given: 'a short key',
      body: { channel: 'webPush', subscription: { ...subscription(), keys: { p256dh: 'x', auth: 'y' } } },
    },
    { given: 'an unknown member', body: { channel: 'push', token: 'x', secret: 1 } },
  ])('$given is refused', async ({ body }) => {
    expect((await put(ana, body)).status).toBe(400);
    expect((await api.as().get(`/v1/users/${ana}/devices`)).status).toBe(404);
  });

  test('a key that can’t send events can’t register a device', async () => {
    const key = await api.key('read');
    expect((await api.as(key).put(`/v1/users/${ana}/devices`).send({ channel: 'push', token: 'x' })).status).toBe(403);
  });
});

describe('devices that events and traits name', () => {
  test('`context.device` of a client registers its device', async () => {
    const context = { device: { token: `ctx-${nr}`, type: 'iOS' } };
    await api.as().post('/v1/track').send({ userId: ana, event: 'Session', context });
    await api
      .as()
      .post('/v1/track')
      .send({ userId: bo, event: 'Session', context: { device: { token: 7 } } });
    expect(await live(ana)).toMatchObject([{ platform: 'ios', source: 'registered' }]);
    expect(await live(bo)).toEqual([]);
  });

  test('the trait names one more device, until it changes or is removed', async () => {
    await put(ana, { channel: 'push', token: `tok-${nr}` });
    const tell = (pushToken: string | null) =>
      api.as().post('/v1/identify').send({ userId: ana, traits: { pushToken } });
    await tell(`trait-${nr}`);
    expect((await live(ana)).map(({ source }) => source).toSorted()).toEqual(['profile', 'registered']);
    await tell(`other-${nr}`);
    expect((await live(ana)).map(({ id }) => id)).toContain(deviceIdOf(`other-${nr}`));
    expect(await live(ana)).toHaveLength(2);
    await tell(null);
    expect((await live(ana)).map(({ source }) => source)).toEqual(['registered']);
  });

  test('a trait’s token moves to the user who named it last', async () => {
    for (const userId of [ana, bo])
      await api
        .as()
        .post('/v1/identify')
        .send({ userId, traits: { pushToken: `both-${nr}` } });
    expect([await reach(ana), await reach(bo)]).toMatchObject([{ push: false }, { push: true }]);
  });

  test('a removed trait device stays removed until the trait is told again', async () => {
    const tell = () =>
      api
        .as()
        .post('/v1/identify')
        .send({ userId: ana, traits: { webPushSubscription: subscription(`https://p/${nr}`) } });
    await tell();
    expect(await reach(ana)).toMatchObject({ webPush: true });
    await api.as().delete(`/v1/users/${ana}/devices/${encodeURIComponent(`https://p/${nr}`)}`);
    expect(await reach(ana)).toMatchObject({ webPush: false });
    await tell();
    expect(await reach(ana)).toMatchObject({ webPush: true });
  });

  test('erasing a user deletes their devices', async () => {
    await put(ana, { channel: 'push', token: `tok-${nr}` });
    await api.as().delete(`/v1/users/${ana}`);
    const rows = await api.database.sql`select from devices where id = ${deviceIdOf(`tok-${nr}`)}`;
    expect(rows).toEqual([]);
  });
});
