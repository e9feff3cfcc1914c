import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { smtp } from '../../channels/email/smtp.ts';
import { twilio } from '../../channels/sms/twilio.ts';
import { vonage } from '../../channels/sms/vonage.ts';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { createKey } from '../../store/access/keys.ts';
import { writeProviderReports } from '../../store/channels/reports.ts';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi({
    providers: [smtp, twilio, vonage].map((provider) => ({ provider, given: {} })),
    perSecond: { sms: 10 },
  });
});
afterEach(() => api.close());

const get = async () => (await api.as().get('/v1/channels')).body;
const put = (settings: object, version = '*') => api.as().put('/v1/channels').set('If-Match', version).send(settings);
const channelIn = (body: { channels: { channel: string }[] }, name: string) =>
  body.channels.find(({ channel }) => channel === name);
const sms = (...providers: object[]) => ({ sms: { providers } });
const provider = (name: string, more: object = {}) => ({ name, isEnabled: true, weight: 1, ...more });

describe('channel settings', () => {
  test('8 without settings, the environment’s providers keep their order, and the first gets every message', async () => {
    const body = await get();
    expect(body).toMatchObject({ version: 0, workers: 0, settings: {} });
    expect(channelIn(body, 'sms')).toMatchObject({
      providers: [
        { name: 'twilio', title: 'Twilio', weight: 1, perSecond: 10, defaultPerSecond: 10, burst: 1, state: 'silent' },
        { name: 'vonage', weight: 0, perSecond: 10, isSandbox: false },
      ],
      waiting: { count: 0, since: null },
    });
    expect(channelIn(body, 'push')).toMatchObject({ providers: [{ name: 'sandbox', isSandbox: true }] });
    expect(channelIn(body, 'webhook')).toMatchObject({ providers: [{ name: 'http' }] });
  });

  test('8 order, weights, limits and switches are set together and audited; a stale version is refused', async () => {
    const settings = sms(
      provider('vonage', { weight: 3, perSecond: 5, burst: 2 }),
      provider('twilio', { isEnabled: false, perSecond: null }),
    );
    const changed = await put(settings, '"0"');
    expect([changed.status, changed.headers.etag]).toEqual([200, '"1"']);
    expect(channelIn(changed.body, 'sms')).toMatchObject({
      providers: [
        { name: 'vonage', weight: 3, perSecond: 5, burst: 2 },
        { name: 'twilio', isEnabled: false, state: 'disabled', perSecond: null },
      ],
    });
    expect((await put({}, '"0"')).status).toBe(412);
    expect((await get()).settings).toEqual(settings);
    expect((await api.as().get('/v1/audit')).body.entries).toContainEqual(
      expect.objectContaining({ action: 'channels.change', about: { version: 1 }, after: settings }),
    );
  });

  test.each([
    { given: sms(provider('mandrill')), status: 422, path: 'sms.providers.0.name' },
    { given: sms(provider('twilio'), provider('twilio')), status: 422, path: 'sms.providers.1.name' },
    { given: sms(provider('twilio', { weight: 0 })), status: 422, path: 'sms.providers' },
    { given: sms(provider('twilio', { weight: -1 })), status: 400, path: 'sms.providers.0.weight' },
    { given: sms(provider('twilio', { perSecond: 0 })), status: 400, path: 'sms.providers.0.perSecond' },
    { given: sms(provider('twilio', { perSecond: 1e9 })), status: 400, path: 'sms.providers.0.perSecond' },
    { given: sms(provider('twilio', { burst: 0.5 })), status: 400, path: 'sms.providers.0.burst' },
    { given: sms(), status: 400, path: 'sms.providers' },
    { given: { pigeon: { providers: [provider('twilio')] } }, status: 400, path: 'pigeon' },
  ])('$path is wrong → $status that names it, and nothing changes', async ({ given, status, path }) => {
    const answer = await put(given);
    expect([answer.status, answer.body.errors[0].path]).toEqual([status, path]);
    expect((await get()).version).toBe(0);
  });

  test('8 all providers of a channel may be disabled: its messages wait', async () => {
    expect(
      (await put(sms(provider('twilio', { isEnabled: false }), provider('vonage', { isEnabled: false })))).status,
    ).toBe(200);
  });

  test('9 only an admin of the installation’s own workspace changes providers', async () => {
    const reader = await api.key('read');
    expect((await api.as(reader).get('/v1/channels')).status).toBe(200);
    expect((await api.as(reader).put('/v1/channels').send({})).status).toBe(403);
    const stranger = await createKey(api.database.sql, {
      ...{ workspace: WorkspaceId.parse('other'), name: 'test', scopes: ['admin'], kind: 'dev', actor: 'test' },
    });
    expect((await api.as(stranger).put('/v1/channels').send({})).status).toBe(403);
  });
});

describe('workers’ reports', () => {
  const HELD = {
    ...{
      delivery: 'at-most-once',
      state: 'held',
      since: 1_000,
      until: 31_000,
      reason: '401 key refused',
      perSecond: 0,
    },
    faults: [{ type: 'misconfigured', reason: '401 key refused', from: 500, to: 1_000, count: 5 }],
  };

  test('8 states, rates and faults of all workers are combined, and the worst state is shown', async () => {
    const { sql } = api.database;
    const working = { ...HELD, state: 'working', reason: null, perSecond: 4.5, faults: [], until: undefined };
    await writeProviderReports(sql, 'a', [{ channel: 'sms', provider: 'twilio', report: HELD }]);
    await writeProviderReports(sql, 'c', [
      { channel: 'whatsapp', provider: 'sandbox', report: { backlog: { count: 1, since: 1 } } },
    ]);
    await writeProviderReports(sql, 'b', [
      {
        channel: 'sms',
        provider: 'twilio',
        report: { ...HELD, since: 2_000, perSecond: 1, backlog: { count: 90, since: 5_000 } },
      },
      { channel: 'email', provider: 'smtp', report: JSON.parse(JSON.stringify(working)) },
    ]);
    const body = await get();
    expect(body.workers).toBe(3);
    expect(channelIn(body, 'sms')).toMatchObject({ queued: { count: 90, since: '1970-01-01T00:00:05.000Z' } });
    expect(channelIn(body, 'sms')).toMatchObject({
      providers: [
        {
          ...{ state: 'held', since: '1970-01-01T00:00:01.000Z', until: '1970-01-01T00:00:31.000Z', rate: 1 },
          ...{ reason: '401 key refused', faults: [{ type: 'misconfigured', count: 10 }] },
        },
        { state: 'silent' },
      ],
    });
    expect(channelIn(body, 'email')).toMatchObject({ providers: [{ state: 'working', rate: 4.5, reason: null }] });
  });

  test('9 other workspaces don’t see providers’ error texts, which may name users', async () => {
    await writeProviderReports(api.database.sql, 'a', [{ channel: 'sms', provider: 'twilio', report: HELD }]);
    const stranger = await createKey(api.database.sql, {
      ...{ workspace: WorkspaceId.parse('other'), name: 'test', scopes: ['read'], kind: 'dev', actor: 'test' },
    });
    const body = (await api.as(stranger).get('/v1/channels')).body;
    expect(channelIn(body, 'sms')).toMatchObject({ providers: [{ state: 'held', reason: null, faults: [] }, {}] });
  });
});
