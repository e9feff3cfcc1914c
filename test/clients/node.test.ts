import { createRequire } from 'node:module';
import { Analytics } from '@segment/analytics-node';
import { TrackClient } from 'customerio-node';
import { PostHog } from 'posthog-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClientServer, type Fault, startClientServer } from './server.ts';

let server: ClientServer;
beforeAll(async () => {
  server = await startClientServer();
});
afterAll(() => server.close());

/** After these, a client that tries again must not record an event twice, and must not lose it. */
const FAULTS: readonly (readonly [string, Fault])[] = [
  ['429 with Retry-After', { status: 429, headers: { 'Retry-After': '1' } }],
  ['503', { status: 503 }],
  ['a connection that was cut after the event was stored', 'cut'],
];

describe('D16 @segment/analytics-node', () => {
  const open = () => new Analytics({ writeKey: server.key, host: server.origin, flushAt: 20, maxRetries: 5 });

  test('D16 it sends all types of messages', async () => {
    const client = open();
    client.identify({ userId: 'seg', traits: { email: 's@example.com', createdAt: new Date(0) } });
    client.track({ userId: 'seg', event: 'Product Added', properties: { cartId: 'c1', nothing: null } });
    client.page({ userId: 'seg', name: 'Pricing', category: 'Docs' });
    client.screen({ userId: 'seg', name: 'Home' });
    client.group({ userId: 'seg', groupId: 'acme', traits: { plan: 'team' } });
    client.alias({ userId: 'seg', previousId: 'anon-seg' });
    client.track({ anonymousId: 'anon-seg', event: 'Saw' });
    await client.closeAndFlush();
    expect(await server.events('seg')).toMatchObject([
      { name: '$profile.changed' },
      { name: 'Product Added', properties: { cartId: 'c1', nothing: null } },
      { name: 'Page Viewed', properties: { name: 'Pricing', category: 'Docs' } },
      { name: 'Screen Viewed', properties: { name: 'Home' } },
      { name: '$profile.changed' },
    ]);
    expect(await server.profile('seg')).toEqual({
      ...{ email: 's@example.com', createdAt: '1970-01-01T00:00:00.000Z' },
      group: { id: 'acme', plan: 'team' },
    });
    expect(await server.events('anon-seg')).toMatchObject([{ name: 'Saw' }]);
  });

  test('D16 one bad event costs nothing but itself, and isn’t sent again', async () => {
    const client = open();
    const before = server.seen.length;
    client.track({ userId: 'seg-part', event: 'Good' });
    client.track({ userId: 'seg-part', event: '$message.sent' });
    client.track({ userId: 'seg-part', event: 'Also good' });
    await client.closeAndFlush();
    expect(await server.events('seg-part')).toMatchObject([{ name: 'Good' }, { name: 'Also good' }]);
    expect(server.seen.slice(before)).toMatchObject([{ path: '/v1/batch', status: 200 }]);
  });

  test.each(FAULTS)('D16 after %s, each event counts once', async (name, fault) => {
    const client = open();
    server.fail(fault);
    client.track({ userId: `seg ${name}`, event: 'E' });
    await client.closeAndFlush();
    expect(await server.events(`seg ${name}`)).toHaveLength(1);
  });
});

describe('D16 posthog-node', () => {
  const open = () => new PostHog(server.key, { host: server.origin, flushAt: 20, fetchRetryDelay: 10 });

  test('D16 it sends events, identify and alias, and asks for flags', async () => {
    const client = open();
    client.identify({ distinctId: 'ph', properties: { $set: { plan: 'pro' } } });
    client.capture({ distinctId: 'ph', event: 'Paid', properties: { total: 3, $set: { city: 'Ghent' } } });
    client.capture({ distinctId: 'ph', event: '$pageview', properties: { $current_url: '/x' } });
    client.alias({ distinctId: 'ph', alias: 'ph-old' });
    client.groupIdentify({ groupType: 'company', groupKey: 'acme', properties: { size: 3 } });
    expect(await client.isFeatureEnabled('new', 'ph')).toBeFalsy();
    await client.shutdown();
    expect((await server.events('ph')).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['$profile.changed', 'Paid', 'Page Viewed']),
    );
    expect(await server.profile('ph')).toMatchObject({ plan: 'pro', city: 'Ghent' });
    expect((await server.events('ph')).find(({ name }) => name === 'Paid')?.properties).toMatchObject({ total: 3 });
    expect(server.seen.filter(({ path }) => path.startsWith('/flags')).map(({ status }) => status)).toEqual([200]);
  });

  test.each(FAULTS)('D16 after %s, each event counts once', async (name, fault) => {
    const client = open();
    server.fail(fault);
    client.capture({ distinctId: `ph ${name}`, event: 'E' });
    await client.shutdown();
    expect(await server.events(`ph ${name}`)).toHaveLength(1);
  });
});

interface CleverTap {
  readonly api: { apiEndpoint: string };
  upload(records: readonly object[]): Promise<Answer>;
  profile(query: object): Promise<Answer>;
  delete(query: object): Promise<Answer>;
  subscribe(query: object): Promise<Answer>;
}
type Answer = Readonly<Record<string, unknown>> | 'error';
const require = createRequire(import.meta.url);
const clevertap = require('clevertap') as {
  init(account: string, passcode: string, region: string): CleverTap;
};

describe('D16 clevertap', () => {
  const open = (key = server.key) => {
    const client = clevertap.init('ANY', key, 'eu1');
    client.api.apiEndpoint = `${server.origin}/1`;
    return client;
  };
  const record = {
    type: 'event',
    identity: 'ct',
    evtName: 'Charged',
    ts: 1795528440,
    evtData: { at: '$D_1731628800' },
  };

  test('D16 it uploads events and profiles, and learns what was wrong with the others', async () => {
    const profile = { type: 'profile', identity: 'ct', profileData: { Name: 'Ada', DOB: '$D_349056000' } };
    expect(await open().upload([profile, record, { ...record, evtName: '$message.sent' }])).toMatchObject({
      ...{ status: 'partial', processed: 2 },
      unprocessed: [{ code: 513 }],
    });
    expect(await open().upload([record])).toMatchObject({ status: 'success' });
    expect(await server.events('ct')).toMatchObject([
      { name: '$profile.changed' },
      { name: 'Charged', properties: { at: '2024-11-15T00:00:00.000Z' } },
    ]);
    expect(await server.profile('ct')).toEqual({ name: 'Ada', DOB: '1981-01-23' });
  });

  test('D16 it reads and deletes profiles, and sets subscriptions', async () => {
    const client = open(await server.api.key('admin'));
    await client.upload([{ ...record, identity: 'ct-2' }]);
    expect(await client.profile({ identity: 'ct-2' })).toMatchObject({
      status: 'success',
      record: { identity: 'ct-2' },
    });
    const d = [{ type: 'email', value: 'ct-2@example.com', status: 'Unsubscribe' }];
    expect(await client.subscribe({ d })).toMatchObject({ status: 'success', processed: 1 });
    expect(await client.delete({ identity: 'ct-2' })).toMatchObject({ status: 'success' });
    expect(await server.events('ct-2')).toEqual([]);
  });

  test('D16 a wrong passcode is an answer with `status` and `error`', async () => {
    expect(await open('wrong').upload([record])).toMatchObject({ status: 'fail', error: expect.any(String) });
  });
});

describe('D16 customerio-node', () => {
  const open = (key = server.key) => {
    const { port, origin } = new URL(server.secureOrigin);
    // what the client doesn't know goes to the request: the port, and that nobody signed the certificate
    const network = { port, rejectUnauthorized: false };
    return new TrackClient('ANY', key, { url: `${origin}/api/v1`, ...network } as { url: string });
  };

  test('D16 it identifies, tracks, and registers devices', async () => {
    const client = open();
    await client.identify('cio/1', { email: 'c@example.com', created_at: 1339438758 });
    await client.track('cio/1', { name: 'bought', data: { price: 3 }, timestamp: 1795528440, id: 'cio-n1' });
    await client.trackPageView('cio/1', '/pricing');
    await client.trackAnonymous('cio-anon', { name: 'saw', data: {} });
    await client.addDevice('cio/1', 'token-1', 'ios', { last_used: 1795528440 });
    await client.deleteDevice('cio/1', 'token-1');
    await client.mergeCustomers('id' as never, 'cio/1', 'id' as never, 'cio/2');
    expect(await server.events('cio/1')).toMatchObject([
      { name: '$profile.changed' },
      { name: 'bought', properties: { price: 3 } },
      { name: 'Page Viewed', properties: { name: '/pricing' } },
      { name: '$profile.changed' },
    ]);
    expect(await server.profile('cio/1')).toMatchObject({ email: 'c@example.com' });
    expect(await server.events('cio-anon')).toMatchObject([{ name: 'saw' }]);
  });

  test('D16 it suppresses and deletes', async () => {
    const client = open(await server.api.key('admin'));
    await client.identify('cio-3', {});
    await client.suppress('cio-3');
    expect(await server.profile('cio-3')).toMatchObject({ consent: { email: false } });
    await client.unsuppress('cio-3');
    await client.destroy('cio-3');
    expect(await server.profile('cio-3')).toBeUndefined();
  });

  test('D16 an error reaches its caller with our words', async () => {
    await expect(open('wrong').identify('cio', {})).rejects.toThrow(/API key/);
  });
});
