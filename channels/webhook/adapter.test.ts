import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { answer, startWebServer, type WebServer } from '../../test/web-server.ts';
import { createOutbound } from '../outbound.ts';
import type { WebhookContent } from '../port.ts';
import { retryAfterMs } from '../retry-after.ts';
import { createWebhookAdapter } from './adapter.ts';

const NEW = 'whsec_bmV3IHNlY3JldA==';
const OLD = 'whsec_b2xkIHNlY3JldA==';

let server: WebServer;
const outbound = createOutbound({ allowPrivate: true, timeoutMs: 500 });
beforeAll(async () => {
  server = await startWebServer();
});
beforeEach(() => server.say(answer(200)));
afterAll(async () => {
  outbound.close();
  await server.close();
});

const deliver = (content: Partial<WebhookContent> = {}, { to = server.url, secrets = [NEW, OLD] } = {}) =>
  createWebhookAdapter({ outbound, secrets }).deliver({
    channel: 'webhook',
    key: 'i1.call-1.1',
    attempt: 1,
    workspace: WorkspaceId.parse('main'),
    journey: JourneyId.parse('abandoned-cart'),
    to,
    content: {
      ...{ template: 'cart', url: to, method: 'POST', headers: {}, data: { cart: 'c1', total: 12.5 } },
      ...content,
    },
  });

describe('a webhook is a signed JSON request', () => {
  test.each([{ secret: NEW }, { secret: OLD }])(
    'a receiver with either secret can verify it: $secret',
    async ({ secret }) => {
      await deliver();
      const request = server.requests.at(-1);
      const verified = new Webhook(secret).verify(request?.body ?? '', request?.headers as Record<string, string>);
      expect(verified).toEqual({ cart: 'c1', total: 12.5 });
    },
  );

  test('a receiver with another secret can’t, nor if a byte is changed', async () => {
    await deliver();
    const { body = '', headers = {} } = server.requests.at(-1) ?? {};
    expect(() => new Webhook('whsec_b3RoZXI=').verify(body, headers as Record<string, string>)).toThrow();
    expect(() => new Webhook(NEW).verify(`${body} `, headers as Record<string, string>)).toThrow();
  });

  test('method, path and headers are the document’s; signature and transport are not', async () => {
    await deliver(
      {
        method: 'PUT',
        headers: { Authorization: 'Bearer x', 'Webhook-Id': 'forged', Host: 'evil', 'Transfer-Encoding': 'chunked' },
      },
      { to: `${server.url}/carts/1?a=b` },
    );
    const request = server.requests.at(-1);
    expect(request).toMatchObject({ method: 'PUT', path: '/carts/1?a=b' });
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer x',
      'content-type': 'application/json',
      'webhook-id': 'i1.call-1.1',
      host: `127.0.0.1:${server.port}`,
      'content-length': String(request?.body.length),
    });
  });

  test('with a body of null it sends its template and its URL', async () => {
    await deliver({ data: null });
    expect(JSON.parse(server.requests.at(-1)?.body ?? '')).toEqual({ template: 'cart', url: server.url });
  });

  test('without a secret nothing is sent, and the reason names the setting', async () => {
    const before = server.requests.length;
    expect(await deliver({}, { secrets: [] })).toEqual({
      type: 'misconfigured',
      reason: expect.stringContaining('WEBHOOK_SECRET'),
    });
    expect(server.requests).toHaveLength(before);
  });

  test('an invalid secret is refused when the adapter is built, without being shown', () => {
    expect(() => createWebhookAdapter({ outbound, secrets: ['whsec_ö ö'] })).toThrow(
      /^WEBHOOK_SECRET: secret 1 (?!.*ö)/,
    );
  });
});

describe('the answer decides the outcome', () => {
  test.each([
    ...[200, 201, 202, 204, 299].map((status) => ({ status, type: 'accepted' })),
    ...[408, 425, 429, 500, 501, 502, 503, 504, 599].map((status) => ({ status, type: 'busy' })),
    ...[300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 410, 413, 422, 451].map((status) => ({
      status,
      type: 'rejected',
    })),
  ])('$status → $type', async ({ status, type }) => {
    server.say(answer(status));
    const got = await deliver();
    expect(got).toMatchObject(type === 'rejected' ? { type, status } : { type });
  });

  test('silence, a hang-up and a closed port → busy', async () => {
    server.say(() => {});
    expect(await deliver()).toMatchObject({ type: 'busy', reason: 'no answer within 0.5 s' });
    server.say((_request, response) => response.destroy());
    expect(await deliver()).toMatchObject({ type: 'busy' });
    expect(await deliver({}, { to: 'http://127.0.0.1:1/' })).toMatchObject({ type: 'busy' });
  });

  test('a private address → rejected, and the reason names the fix', async () => {
    const adapter = createWebhookAdapter({ outbound: createOutbound(), secrets: [NEW] });
    const parcel = {
      channel: 'webhook',
      key: 'k',
      workspace: WorkspaceId.parse('w'),
      journey: JourneyId.parse('j'),
      attempt: 1,
      to: server.url,
      content: { template: 't', url: server.url, method: 'POST', headers: {}, data: {} },
    } as const;
    expect(await adapter.deliver(parcel)).toEqual({
      type: 'rejected',
      reason: expect.stringContaining('OUTBOUND_ALLOW_PRIVATE=true'),
    });
  });

  test('"Retry-After" is honoured', async () => {
    server.say(answer(429, '', { 'retry-after': '7' }));
    expect(await deliver()).toMatchObject({ type: 'busy', retryAfterMs: 7_000 });
  });
});

describe('the response is kept for the journey', () => {
  test.each([
    { given: 'JSON', status: 200, body: '{"points":5,"tags":["a"]}', response: { points: 5, tags: ['a'] } },
    { given: 'JSON of a refusal', status: 422, body: '{"error":"no stock"}', response: { error: 'no stock' } },
    { given: 'text', status: 200, body: 'thank you', response: 'thank you' },
    { given: 'nothing', status: 200, body: '', response: undefined },
    { given: 'exactly 16 KB', status: 200, body: JSON.stringify('y'.repeat(16_382)), response: 'y'.repeat(16_382) },
    { given: 'a byte more', status: 200, body: JSON.stringify('y'.repeat(16_383)), response: `"${'y'.repeat(999)}` },
    {
      given: 'what Postgres cannot hold',
      status: 200,
      body: '{"a\\u0000":"\\ud800x"}',
      response: { 'a\ufffd': '\ufffdx' },
    },
  ])('$given', async ({ status, body, response }) => {
    server.say(answer(status, body));
    const got = await deliver();
    expect('response' in got ? got.response : undefined).toEqual(response);
  });

  test('very deep JSON is cut, not stored', async () => {
    server.say(answer(200, `${'['.repeat(5_000)}${']'.repeat(5_000)}`));
    const got = await deliver();
    expect(JSON.stringify('response' in got && got.response)).toBe(`${'['.repeat(64)}"…"${']'.repeat(64)}`);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  test.each([
    { header: undefined, ms: undefined },
    { header: '', ms: undefined },
    { header: 'soon', ms: undefined },
    { header: '0', ms: 0 },
    { header: '120', ms: 120_000 },
    { header: '99999999', ms: 86_400_000 },
    { header: 'Sun, 01 Mar 2026 12:00:30 GMT', ms: 30_000 },
    { header: 'Sun, 01 Mar 2026 11:00:00 GMT', ms: 0 },
  ])('$header → $ms ms', ({ header, ms }) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});
