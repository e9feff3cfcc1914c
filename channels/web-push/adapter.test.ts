import { createECDH } from 'node:crypto';
import ece from 'http_ece';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Device } from '../../journey/delivery/device.ts';
import { end, type PushService, startPushService } from '../../test/counterparts/push-service.ts';
import { createOutbound } from '../outbound.ts';
import type { MessageContent } from '../port.ts';
import { createWebPushAdapter } from './adapter.ts';
import { createVapidKey, parseVapidKeys, type VapidKey } from './keys.ts';
import { isAllowedEndpoint } from './subscription.ts';
import { vapid } from './vapid.ts';

let service: PushService;
const outbound = createOutbound({ allowPrivate: true, timeoutMs: 500 });
const guarded = createOutbound();
const NEW = createVapidKey();
const OLD = createVapidKey();
beforeAll(async () => {
  service = await startPushService();
});
afterAll(async () => {
  outbound.close();
  guarded.close();
  await service.close();
});

type Options = Partial<MessageContent> & {
  readonly keys?: readonly [VapidKey, ...VapidKey[]];
  readonly vapidKey?: string;
  readonly isGuarded?: boolean;
  readonly hosts?: readonly string[];
};
function deliver(
  to: string,
  { keys = [NEW, OLD], vapidKey, isGuarded, hosts = [service.host], ...content }: Options = {},
) {
  const device: Device | undefined =
    vapidKey === undefined
      ? undefined
      : { id: 'd', address: to, platform: 'web', provider: null, app: null, environment: null, vapidKey };
  return createWebPushAdapter({
    ...{ keys, subject: 'mailto:push@shop.example', hosts, delivery: 'at-most-once' },
    ...{ outbound: isGuarded ? guarded : outbound, now: Date.now },
  }).deliver({
    ...{
      channel: 'webPush',
      key: 'i1.push-1.1',
      attempt: 1,
      workspace: WorkspaceId.parse('main'),
      journey: JourneyId.parse('cart'),
      to,
    },
    ...(device && { device }),
    content: { template: 'cart', title: 'Your cart', text: 'is waiting', ...content },
  });
}

describe('a web push message', () => {
  test('is encrypted for one browser, signed by its key, and has the headers of RFC 8030', async () => {
    const to = service.subscribe(NEW.publicKey);
    const content = {
      url: 'https://shop.example/cart',
      badge: '2',
      timeToLive: '1h',
      urgency: 'high',
      collapseId: 'cart',
    };
    expect(await deliver(to, { ...content, vapidKey: NEW.publicKey })).toMatchObject({
      type: 'accepted',
      providerId: expect.stringContaining('/message/'),
    });
    expect(service.sent.at(-1)).toMatchObject({
      headers: { ttl: '3600', urgency: 'high', topic: 'cart' },
      payload: {
        ...{ title: 'Your cart', body: 'is waiting', url: 'https://shop.example/cart', badge: 2 },
        ...{ mid: 'i1.push-1.1', tag: 'cart' },
      },
    });
  });

  test('a collapse ID that is no topic is replaced by its digest', async () => {
    expect(await deliver(service.subscribe(NEW.publicKey), { collapseId: 'cart of ädä' })).toMatchObject({
      type: 'accepted',
    });
    expect(service.sent.at(-1)?.headers.topic).toMatch(/^[\w-]{32}$/);
  });

  test('one byte too many never leaves, the largest one arrives', async () => {
    const to = service.subscribe(NEW.publicKey);
    await deliver(to, { text: '' });
    const empty = Buffer.byteLength(JSON.stringify(service.sent.at(-1)?.payload));
    const room = 3_993 - empty - '"body":"",'.length;
    expect(await deliver(to, { text: 'x'.repeat(room) })).toMatchObject({ type: 'accepted' });
    expect(await deliver(to, { text: 'x'.repeat(room + 1) })).toMatchObject({ type: 'rejected' });
  });

  test('the vector of RFC 8291 §5 is decrypted by what the counterpart decrypts with', () => {
    const keys = createECDH('prime256v1');
    keys.setPrivateKey('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94', 'base64url');
    const body = Buffer.from(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
      'base64url',
    );
    const clear = ece.decrypt(body, { version: 'aes128gcm', privateKey: keys, authSecret: 'BTBZMqHH6r4Tts7J_aSIgg' });
    expect(clear.toString()).toBe('When I grow up, I want to be a watermelon');
  });
});

describe('VAPID keys', () => {
  test('a subscription of an older key is signed by that key, known or not', async () => {
    const to = service.subscribe(OLD.publicKey);
    expect(await deliver(to, { vapidKey: OLD.publicKey })).toMatchObject({ type: 'accepted' });
    expect(await deliver(to)).toMatchObject({ type: 'accepted' });
  });

  test('a subscription of a key that is gone is dead, and the service isn’t asked', async () => {
    const to = service.subscribe(OLD.publicKey);
    expect(await deliver(to, { vapidKey: OLD.publicKey, keys: [NEW] })).toMatchObject({
      ...{ type: 'rejected', isDead: true },
      reason: expect.stringContaining('VAPID_PRIVATE_KEY'),
    });
  });

  test('a refusal of an unknown key fails the message and drops nothing', async () => {
    const got = await deliver(service.subscribe(OLD.publicKey), { keys: [NEW] });
    expect(got).toMatchObject({ type: 'rejected' });
    expect(got).not.toHaveProperty('isDead');
  });

  test('keys are read as they are made, also several, and nothing else is', () => {
    expect(parseVapidKeys(`${NEW.privateKey}, ${OLD.privateKey}`)).toEqual([NEW, OLD]);
    for (const given of ['', 'x', `${NEW.privateKey},`, 'A'.repeat(43), NEW.publicKey])
      expect(parseVapidKeys(given)).toBeUndefined();
  });

  test.each([
    'mailto:a@localhost',
    'mailto:a@shop.local',
    'http://shop.com',
    'shop.com',
    'mailto:',
    'https://localhost',
  ])('a subject that Apple refuses is refused at start: %s', (given) =>
    expect(vapid.variables.VAPID_SUBJECT?.safeParse(given).success).toBe(false),
  );
});

describe('the service’s answer decides', () => {
  test.each([
    { status: 404, answer: { type: 'rejected', isDead: true } },
    { status: 410, answer: { type: 'rejected', isDead: true } },
    { status: 400, answer: { type: 'rejected', status: 400 } },
    { status: 413, answer: { type: 'rejected', status: 413 } },
    { status: 401, answer: { type: 'misconfigured' } },
    { status: 403, answer: { type: 'misconfigured' } },
    { status: 429, answer: { type: 'busy', retryAfterMs: 60_000 } },
    { status: 429, headers: { 'retry-after': '7' }, answer: { type: 'busy', retryAfterMs: 7_000 } },
    { status: 503, headers: { 'retry-after': '8' }, answer: { type: 'busy', retryAfterMs: 8_000 } },
    { status: 404, body: '<html>', answer: { type: 'busy', status: 404 } },
  ])(
    '$status $headers $body → $answer.type, and nothing is in doubt',
    async ({ status, headers = {}, body = '', answer }) => {
      const to = service.subscribe(NEW.publicKey);
      service.answer(to, (response) => end(response, status, headers as Record<string, string>, body));
      const got = await deliver(to, { vapidKey: NEW.publicKey });
      expect(got).toMatchObject(answer);
      expect(got).not.toHaveProperty('ambiguous');
      if (!('isDead' in answer)) expect(got).not.toHaveProperty('isDead');
    },
  );

  test.each([
    { given: 'a cut connection', respond: (response: Parameters<typeof end>[0]) => response.socket?.destroy() },
    { given: '500', respond: (response: Parameters<typeof end>[0]) => end(response, 500) },
    { given: 'no answer', respond: () => {} },
  ])('$given after storing → busy and in doubt', async ({ respond }) => {
    const to = service.subscribe(NEW.publicKey);
    service.answer(to, (response) => void respond(response), { stores: true });
    expect(await deliver(to)).toMatchObject({ type: 'busy', ambiguous: true });
  });

  test.each(['', '{}', '{"endpoint":"https://fcm.googleapis.com/x"}', 'null', '['])(
    'an address that is no subscription is dead: %j',
    async (given) => expect(await deliver(given)).toMatchObject({ type: 'rejected', isDead: true }),
  );

  test('an endpoint of another host, or of a private address, is never called', async () => {
    const to = service.subscribe(NEW.publicKey);
    expect(await deliver(to, { hosts: [] })).toMatchObject({ type: 'rejected', isDead: true });
    expect(await deliver(to, { isGuarded: true })).toMatchObject({ type: 'rejected', isDead: true });
  });

  test.each([
    ['https://fcm.googleapis.com/fcm/send/x', true],
    ['https://updates.push.services.mozilla.com/wpush/v2/x', true],
    ['https://wns2-par02p.notify.windows.com/w/?token=x', true],
    ['https://web.push.apple.com/x', true],
    ['http://fcm.googleapis.com/x', false],
    ['https://fcm.googleapis.com:8443/x', false],
    ['https://fcm.googleapis.com.evil.example/x', false],
    ['https://evil.example/?fcm.googleapis.com', false],
    ['https://user@evil.example@fcm.googleapis.com.evil.example/', false],
    ['https://xpush.services.mozilla.com/', false],
  ])('%s is an endpoint: %s', (given, isOne) => expect(isAllowedEndpoint(given, [])).toBe(isOne));
});
