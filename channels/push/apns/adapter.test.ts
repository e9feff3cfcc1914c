import { constants } from 'node:http2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../../journey/base/ids.ts';
import type { Device } from '../../../journey/delivery/device.ts';
import {
  APNS_KEY,
  type Apns,
  type ApnsTurn,
  KEY_ID,
  refuse,
  startApns,
  TEAM_ID,
  TOPIC,
} from '../../../test/counterparts/apns.ts';
import type { Adapter, MessageContent } from '../../port.ts';
import { createApnsAdapter } from './adapter.ts';
import { parseApnsKey } from './provider-token.ts';

let production: Apns;
let development: Apns;
let appleTime = Date.now;
let nr = 0;
const adapters: Adapter<'push'>[] = [];
beforeAll(async () => {
  production = await startApns(() => appleTime());
  development = await startApns(() => appleTime());
});
afterAll(async () => {
  for (const adapter of adapters) await adapter.close?.();
  await Promise.all([production.close(), development.close()]);
});

function create(now = Date.now, url = production.url, topic = TOPIC) {
  const secret = parseApnsKey(APNS_KEY) as Uint8Array;
  const adapter = createApnsAdapter({
    key: { teamId: TEAM_ID, keyId: KEY_ID, secret },
    ...{ topic, urls: { production: url, development: development.url }, delivery: 'at-most-once' },
    ...{ timeoutMs: 500, now },
  });
  adapters.push(adapter);
  return adapter;
}
const token = () => {
  nr += 1;
  return nr.toString(16).padStart(64, '0');
};
const deliver = (
  to: string,
  {
    adapter = create(),
    device,
    ...content
  }: Partial<MessageContent> & { adapter?: Adapter<'push'>; device?: Device } = {},
) =>
  adapter.deliver({
    ...{
      channel: 'push',
      key: 'i1.push-1.1',
      attempt: 1,
      workspace: WorkspaceId.parse('main'),
      journey: JourneyId.parse('cart'),
      to,
    },
    ...(device && { device }),
    content: { template: 'cart', title: 'Your cart', text: 'is waiting', ...content },
  });
async function answered(turn: ApnsTurn, options?: Parameters<Apns['turn']>[2]) {
  const to = token();
  production.turn(to, turn, options);
  return deliver(to);
}

describe('a message by APNs', () => {
  test('has the content, our key, and the headers that Apple asks for', async () => {
    const content = {
      ...{ url: 'shop://cart', image: 'https://shop.example/a.png', badge: '3', sound: 'default', collapseId: 'cart' },
      ...{ timeToLive: '1h', urgency: 'low' },
    };
    expect(await deliver(token(), content)).toMatchObject({
      type: 'accepted',
      providerId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(production.sent.at(-1)).toMatchObject({
      headers: { 'apns-topic': TOPIC, 'apns-push-type': 'alert', 'apns-priority': '5', 'apns-collapse-id': 'cart' },
      payload: {
        aps: { alert: { title: 'Your cart', body: 'is waiting' }, badge: 3, sound: 'default', 'mutable-content': 1 },
        ...{ mid: 'i1.push-1.1', url: 'shop://cart', image: 'https://shop.example/a.png' },
      },
    });
  });

  test('a long collapse ID fits, and repeats replace each other', async () => {
    await deliver(token(), { collapseId: 'ü'.repeat(60) });
    await deliver(token());
    await deliver(token());
    const [, one, two] = production.sent.slice(-3);
    expect(one?.headers['apns-collapse-id']).toBe(two?.headers['apns-collapse-id']);
  });

  test('of more than 4096 bytes, and a token that is none, never leave', async () => {
    const before = production.sent.length;
    expect(await deliver(token(), { text: 'x'.repeat(4_096) })).toMatchObject({
      type: 'rejected',
      reason: expect.stringContaining('4096'),
    });
    expect(await deliver('../x', {})).toMatchObject({ type: 'rejected', isDead: true });
    expect(production.sent).toHaveLength(before);
  });
});

describe('provider tokens', () => {
  test('all workers use the same one for 45 minutes, never one from Apple’s future', async () => {
    const slot = 45 * 60_000;
    const begin = Math.ceil(Date.now() / slot) * slot + 5 * 60_000;
    const at = { now: begin };
    appleTime = () => at.now;
    const before = production.providerTokens.size;
    const [one, two] = [create(() => at.now), create(() => at.now)];
    for (const minutes of [0, 20, 44]) {
      at.now = begin + minutes * 60_000;
      for (const adapter of [one, two]) expect(await deliver(token(), { adapter })).toMatchObject({ type: 'accepted' });
    }
    expect(production.providerTokens.size - before).toBe(1);
    at.now = begin + slot;
    await deliver(token(), { adapter: one });
    expect(production.providerTokens.size - before).toBe(2);
    appleTime = Date.now;
  });

  test('one that Apple calls expired is renewed once, and no more often than every 20 minutes', async () => {
    const adapter = create();
    const [first, second] = [token(), token()];
    production.turn(first, refuse(403, 'ExpiredProviderToken'));
    production.turn(second, refuse(403, 'ExpiredProviderToken'));
    expect(await deliver(first, { adapter })).toMatchObject({ type: 'accepted' });
    expect(await deliver(second, { adapter })).toMatchObject({
      type: 'misconfigured',
      reason: expect.stringContaining('clock'),
    });
  });
});

describe('Apple’s answer decides', () => {
  test.each([
    {
      given: '410 Unregistered',
      turn: refuse(410, 'Unregistered', 1_700_000_000_000),
      answer: { type: 'rejected', isDead: true, deadSince: 1_700_000_000_000 },
    },
    { given: '410 ExpiredToken', turn: refuse(410, 'ExpiredToken'), answer: { type: 'rejected', isDead: true } },
    ...['BadCollapseId', 'BadExpirationDate', 'BadPriority', 'BadMessageId', 'InvalidPushType', 'PayloadEmpty'].map(
      (reason) => ({
        ...{ given: reason, turn: refuse(400, reason), answer: { type: 'rejected', status: 400 } },
      }),
    ),
    { given: '413', turn: refuse(413, 'PayloadTooLarge'), answer: { type: 'rejected', status: 413 } },
    ...['DeviceTokenNotForTopic', 'BadTopic', 'MissingTopic', 'TopicDisallowed'].map((reason) => ({
      ...{ given: reason, turn: refuse(400, reason), answer: { type: 'misconfigured' } },
    })),
    ...['InvalidProviderToken', 'BadCertificate', 'BadEnvironmentKeyInToken', 'MissingProviderToken', 'Anything'].map(
      (reason) => ({
        ...{ given: `403 ${reason}`, turn: refuse(403, reason), answer: { type: 'misconfigured' } },
      }),
    ),
    { given: 'TooManyRequests', turn: refuse(429, 'TooManyRequests'), answer: { type: 'busy', retryAfterMs: 60_000 } },
    {
      given: 'TooManyProviderTokenUpdates',
      turn: refuse(429, 'TooManyProviderTokenUpdates'),
      answer: { type: 'busy', retryAfterMs: 1_200_000 },
    },
    { given: 'ServiceUnavailable', turn: refuse(503, 'ServiceUnavailable'), answer: { type: 'busy', status: 503 } },
    { given: 'Shutdown', turn: refuse(503, 'Shutdown'), answer: { type: 'busy', status: 503 } },
  ])('$given → $answer.type, and nothing is in doubt', async ({ turn, answer }) => {
    const got = await answered(turn);
    expect(got).toMatchObject(answer);
    expect(got).not.toHaveProperty('ambiguous');
    if (!('isDead' in answer)) expect(got).not.toHaveProperty('isDead');
  });

  test('BadDeviceToken at both services → the device is dead', async () => {
    const to = token();
    for (const service of [production, development]) service.turn(to, refuse(400, 'BadDeviceToken'));
    expect(await deliver(to)).toMatchObject({ type: 'rejected', isDead: true });
  });

  test('a token of the development service is found there, and that is reported', async () => {
    const to = token();
    production.turn(to, refuse(400, 'BadDeviceToken'));
    expect(await deliver(to)).toMatchObject({ type: 'accepted', environment: 'development' });
    const device = {
      id: 'd',
      address: to,
      platform: null,
      provider: null,
      app: null,
      environment: 'development',
      vapidKey: null,
    } as const;
    const before = production.sent.length;
    expect(await deliver(to, { device })).toMatchObject({ type: 'accepted' });
    expect(production.sent).toHaveLength(before);
  });

  test.each([
    { given: '500', turn: refuse(500, 'InternalServerError') },
    { given: 'a cut connection', turn: ((_stream, session) => session.destroy()) as ApnsTurn },
    { given: 'no answer', turn: (() => {}) as ApnsTurn },
    { given: 'a reset stream', turn: ((stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR)) as ApnsTurn },
  ])('$given after storing → busy and in doubt', async ({ turn }) => {
    expect(await answered(turn, { stores: true })).toMatchObject({ type: 'busy', ambiguous: true });
  });

  test('a closed port → busy, and nothing is in doubt', async () => {
    const got = await deliver(token(), { adapter: create(Date.now, 'http://127.0.0.1:1') });
    expect(got).toMatchObject({ type: 'busy' });
    expect(got).not.toHaveProperty('ambiguous');
  });
});

describe('a connection that Apple ends', () => {
  test('after GOAWAY the next message takes a new connection', async () => {
    const adapter = create();
    const to = token();
    production.turn(to, (stream, session) => {
      session.goaway(constants.NGHTTP2_NO_ERROR, stream.id ?? 0);
      stream.respond({ ':status': 200 });
      stream.end();
    });
    expect(await deliver(to, { adapter })).toMatchObject({ type: 'accepted' });
    const before = production.sessions();
    expect(await deliver(token(), { adapter })).toMatchObject({ type: 'accepted' });
    expect(production.sessions() - before).toBe(1);
  });

  test('a request that GOAWAY or a refused stream leaves out is not in doubt', async () => {
    for (const turn of [
      ((_stream, session) => session.goaway(constants.NGHTTP2_NO_ERROR, 1)) as ApnsTurn,
      ((stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM)) as ApnsTurn,
    ]) {
      const adapter = create();
      await deliver(token(), { adapter }); // stream 1
      const to = token();
      production.turn(to, turn);
      const got = await deliver(to, { adapter });
      expect(got).toMatchObject({ type: 'busy' });
      expect(got).not.toHaveProperty('ambiguous');
      expect(await deliver(to, { adapter })).toMatchObject({ type: 'accepted' });
    }
  });

  test('messages sent together share one connection', async () => {
    const adapter = create();
    const before = production.sessions();
    await Promise.all(Array.from({ length: 20 }, () => deliver(token(), { adapter })));
    expect(production.sessions() - before).toBe(1);
  });
});

test.each(['', 'x', '-----BEGIN PRIVATE KEY-----'])('a key that is none is refused: %j', (given) =>
  expect(parseApnsKey(given)).toBeUndefined(),
);
