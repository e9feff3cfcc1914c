import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../../journey/base/ids.ts';
import { type Fcm, fcmError, json, type Respond, startFcm } from '../../../test/counterparts/fcm.ts';
import { createOutbound } from '../../outbound.ts';
import type { MessageContent } from '../../port.ts';
import { createFcmAdapter } from './adapter.ts';
import { parseServiceAccount, type ServiceAccount } from './service-account.ts';

let fcm: Fcm;
const outbound = createOutbound({ allowPrivate: true, timeoutMs: 500 });
let account: ServiceAccount;
let nr = 0;
beforeAll(async () => {
  fcm = await startFcm();
  account = parseServiceAccount(fcm.serviceAccount) as ServiceAccount;
});
afterAll(async () => {
  outbound.close();
  await fcm.close();
});

const create = (now = Date.now) =>
  createFcmAdapter({ account, url: `${fcm.url}/`, delivery: 'at-most-once', outbound, now });
const shared = () => create();

async function deliver(
  to: string,
  content: Partial<MessageContent> = {},
  adapter = shared(),
  handingOver?: () => Promise<void>,
) {
  return adapter.deliver(
    {
      ...{
        channel: 'push',
        key: 'i1.push-1.1',
        attempt: 1,
        workspace: WorkspaceId.parse('main'),
        journey: JourneyId.parse('cart'),
        to,
      },
      content: { template: 'cart', title: 'Your cart', text: 'is waiting', ...content },
    },
    handingOver,
  );
}
/** The answer to a message that FCM answers so. */
async function answered(respond: Respond, options: Parameters<Fcm['answer']>[2] = {}) {
  nr += 1;
  fcm.answer(`tok-${nr}`, respond, options);
  return deliver(`tok-${nr}`);
}

describe('a message by FCM', () => {
  test('has the content, our key, and what each platform needs', async () => {
    const content = {
      ...{ url: 'shop://cart/1', image: 'https://shop.example/a.png', badge: '3', sound: 'ping', collapseId: 'cart' },
      ...{ timeToLive: '1h', urgency: 'high' },
    };
    expect(await deliver('whole', content)).toMatchObject({
      type: 'accepted',
      providerId: expect.stringMatching(/^projects\/demo-project\/messages\//),
    });
    expect(fcm.sent.at(-1)).toMatchObject({
      token: 'whole',
      notification: { title: 'Your cart', body: 'is waiting', image: 'https://shop.example/a.png' },
      data: { mid: 'i1.push-1.1', url: 'shop://cart/1' },
      android: {
        ...{ priority: 'HIGH', ttl: '3600s', collapse_key: 'cart' },
        notification: { tag: 'cart', sound: 'ping', notification_count: 3 },
      },
      apns: {
        headers: {
          'apns-collapse-id': 'cart',
          'apns-priority': '10',
          'apns-expiration': expect.stringMatching(/^\d+$/),
        },
        payload: { aps: { badge: 3, sound: 'ping', 'mutable-content': 1 } },
      },
    });
  });

  test('without more than a title is small, and repeats replace each other on the screen', async () => {
    await deliver('small', { text: undefined });
    await deliver('small', { text: undefined });
    const [one, two] = fcm.sent.slice(-2);
    expect(one).toEqual(two);
    expect(one?.android).toEqual({ priority: 'NORMAL', notification: { tag: expect.stringMatching(/^[\w-]{32}$/) } });
  });

  test('S3 a link that runs script, and a badge that is no number, are left out', async () => {
    await deliver('unsafe', { url: ' java\tscript:alert(1)', badge: 'many', image: 'data:image/png;base64,x' });
    expect(fcm.sent.at(-1)).toMatchObject({ data: { mid: 'i1.push-1.1' }, notification: { body: 'is waiting' } });
    expect(JSON.stringify(fcm.sent.at(-1))).not.toMatch(/script|data:|many/);
  });
});

describe('access tokens', () => {
  test('messages sent together share one, and it is renewed before it expires', async () => {
    let now = Date.now();
    const adapter = create(() => now);
    const before = fcm.tokenRequests();
    await Promise.all(Array.from({ length: 10 }, (_, n) => deliver(`shared-${n}`, {}, adapter)));
    expect(fcm.tokenRequests() - before).toBe(1);
    now += 56 * 60_000;
    await deliver('shared', {}, adapter);
    expect(fcm.tokenRequests() - before).toBe(2);
  });

  test('a refused one is renewed once, and the message goes', async () => {
    const adapter = shared();
    await deliver('a', {}, adapter);
    fcm.revokeTokens();
    expect(await deliver('b', {}, adapter)).toMatchObject({ type: 'accepted' });
  });

  test('one that is refused again: misconfigured, after two attempts', async () => {
    fcm.answer('never', fcmError(401, 'UNAUTHENTICATED'), { times: 5 });
    const before = fcm.tokenRequests();
    expect(await deliver('never')).toMatchObject({ type: 'misconfigured' });
    expect(fcm.tokenRequests() - before).toBe(2);
  });

  test.each([
    { given: 'invalid_grant', respond: tokenError(400, 'invalid_grant'), type: 'misconfigured' },
    { given: '500', respond: tokenError(500, 'internal'), type: 'busy' },
    { given: 'HTML', respond: page(502), type: 'busy' },
    { given: 'garbage', respond: raw(200, '{"access'), type: 'misconfigured' },
    { given: 'a cut connection', respond: cut, type: 'busy' },
  ])('$given from Google → $type, nothing is handed over and nothing is in doubt', async ({ respond, type }) => {
    fcm.answerTokens(respond);
    const handed: string[] = [];
    const got = await deliver('x', {}, shared(), async () => {
      handed.push('handed');
    });
    expect(got).toMatchObject({ type });
    expect(got).not.toHaveProperty('ambiguous');
    expect(handed).toEqual([]);
  });
});

describe('FCM’s answer decides', () => {
  test.each([
    { given: 'UNREGISTERED', respond: fcmError(404, 'UNREGISTERED'), answer: { type: 'rejected', isDead: true } },
    {
      given: 'UNREGISTERED_FID',
      respond: fcmError(404, 'UNREGISTERED_FID'),
      answer: { type: 'rejected', isDead: true },
    },
    {
      given: 'a token that is none',
      respond: fcmError(400, 'INVALID_ARGUMENT', {
        message: 'The registration token is not a valid FCM registration token',
      }),
      answer: { type: 'rejected', isDead: true },
    },
    {
      given: 'a faulty message',
      respond: fcmError(400, 'INVALID_ARGUMENT'),
      answer: { type: 'rejected', status: 400 },
    },
    {
      given: 'another project’s token',
      respond: fcmError(403, 'SENDER_ID_MISMATCH'),
      answer: { type: 'rejected', status: 403 },
    },
    { given: 'no APNs key', respond: fcmError(401, 'THIRD_PARTY_AUTH_ERROR'), answer: { type: 'misconfigured' } },
    { given: 'no permission', respond: fcmError(403, 'PERMISSION_DENIED'), answer: { type: 'misconfigured' } },
    {
      given: '429 without Retry-After',
      respond: fcmError(429, 'QUOTA_EXCEEDED'),
      answer: { type: 'busy', retryAfterMs: 60_000 },
    },
    {
      given: '429 with Retry-After',
      respond: fcmError(429, 'RESOURCE_EXHAUSTED', { headers: { 'retry-after': '7' } }),
      answer: { type: 'busy', retryAfterMs: 7_000 },
    },
    {
      given: '503 with Retry-After',
      respond: fcmError(503, 'UNAVAILABLE', { headers: { 'retry-after': '9' } }),
      answer: { type: 'busy', retryAfterMs: 9_000 },
    },
    { given: '404 with HTML', respond: page(404), answer: { type: 'busy', status: 404 } },
    { given: 'a redirect', respond: raw(302, ''), answer: { type: 'misconfigured' } },
  ])('$given → $answer.type, and nothing is in doubt', async ({ respond, answer }) => {
    const got = await answered(respond);
    expect(got).toMatchObject(answer);
    expect(got).not.toHaveProperty('ambiguous');
    if (!('isDead' in answer)) expect(got).not.toHaveProperty('isDead');
  });

  test.each([
    { given: 'INTERNAL', respond: fcmError(500, 'INTERNAL') },
    { given: 'HTML with 502', respond: page(502) },
    { given: 'garbage with 200', respond: raw(200, '{"name":') },
    { given: 'a cut connection', respond: cut },
    { given: 'no answer', respond: (() => {}) as Respond },
    { given: 'an endless body', respond: endless },
  ])('$given after storing → busy and in doubt', async ({ respond }) => {
    expect(await answered(respond, { stores: true })).toMatchObject({ type: 'busy', ambiguous: true });
  });

  test('a message that is too large is refused by FCM, and the token stays', async () => {
    const got = await deliver('large', { text: 'x'.repeat(5_000) });
    expect(got).toMatchObject({ type: 'rejected', status: 400 });
    expect(got).not.toHaveProperty('isDead');
  });

  test('a closed port → busy, and nothing is in doubt', async () => {
    const adapter = createFcmAdapter({
      account,
      url: 'http://127.0.0.1:1',
      delivery: 'at-most-once',
      outbound,
      now: Date.now,
    });
    const got = await deliver('x', {}, adapter);
    expect(got).toMatchObject({ type: 'busy' });
    expect(got).not.toHaveProperty('ambiguous');
  });

  test('a superseded attempt hands nothing over', async () => {
    const before = fcm.sent.length;
    const late = deliver('x', {}, shared(), () => Promise.reject(new Error('too late')));
    await expect(late).rejects.toThrow('too late');
    expect(fcm.sent).toHaveLength(before);
  });
});

test.each(['', 'x', '{}', '{"type":"service_account"}', JSON.stringify({ type: 'authorized_user' })])(
  'a service account that is none is refused: %j',
  (given) => expect(parseServiceAccount(given)).toBeUndefined(),
);

function tokenError(status: number, error: string): Respond {
  return (response) => json(response, status, { error });
}
function page(status: number): Respond {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html><h1>Error</h1></html>');
  };
}
function raw(status: number, body: string): Respond {
  return (response) => {
    response.writeHead(status).end(body);
  };
}
function cut(response: Parameters<Respond>[0]): void {
  response.socket?.destroy();
}
function endless(response: Parameters<Respond>[0]): void {
  const write = () => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
    if (!response.destroyed) response.once('drain', write);
  };
  write();
}
