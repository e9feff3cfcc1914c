import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answer, startWebServer, type WebServer } from '../test/web-server.ts';
import { answerByStatus, answerUnanswered, callProvider, type ProviderRequest, reasonOf } from './http.ts';
import { createOutbound, type Outbound } from './outbound.ts';
import type { Answer } from './port.ts';

let server: WebServer;
let outbound: Outbound;
beforeAll(async () => {
  server = await startWebServer();
  outbound = createOutbound({ allowPrivate: true, timeoutMs: 1_500 });
});
beforeEach(() => server.say(answer(200)));
afterAll(async () => {
  outbound.close();
  await server.close();
});

const call = (request: Partial<ProviderRequest> = {}) => callProvider(outbound, { url: server.url, ...request });
const answerOf = async (request: Partial<ProviderRequest> = {}): Promise<Answer> => {
  const reply = await call(request);
  return reply.type === 'answered' ? answerByStatus(reply) : answerUnanswered(reply);
};

describe('a request is encoded as its body says', () => {
  test.each([
    { body: { type: 'json', value: { to: 'ä' } }, contentType: 'application/json', sent: '{"to":"ä"}' },
    {
      body: {
        type: 'form',
        fields: [
          ['To', '+49 1'],
          ['MediaUrl', 'a&b'],
          ['MediaUrl', 'ä'],
        ],
      },
      contentType: 'application/x-www-form-urlencoded',
      sent: 'To=%2B49+1&MediaUrl=a%26b&MediaUrl=%C3%A4',
    },
    {
      body: { type: 'raw', contentType: 'text/plain', bytes: new TextEncoder().encode('x') },
      contentType: 'text/plain',
      sent: 'x',
    },
  ] as const)('$body.type', async ({ body, contentType, sent }) => {
    await call({ body });
    const request = server.requests.at(-1);
    expect([request?.method, request?.headers['content-type'], request?.body]).toEqual(['POST', contentType, sent]);
  });
});

describe('an answer is read within limits', () => {
  test('JSON is parsed, and anything else is kept as a short text', async () => {
    server.say(answer(200, '{"id":"1"}'));
    expect(await call()).toMatchObject({ json: { id: '1' }, text: '{"id":"1"}' });
    server.say(answer(502, `<html>${'x'.repeat(10_000)}`));
    const html = await call();
    expect(html).toMatchObject({ status: 502, json: undefined });
    expect(html.type === 'answered' && html.text.length).toBe(2_000);
  });

  test('a body that breaks off, or never ends, is not parsed, and its status counts', async () => {
    server.say((_request, response) => {
      response.writeHead(202, { 'content-length': '100' }).write('{"id":"1"}');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await call()).toMatchObject({ type: 'answered', status: 202, json: undefined });
    server.say((_request, response) => {
      response.writeHead(202);
      const more = () => response.write('9'.repeat(100_000), more);
      response.on('error', () => {});
      more();
    });
    expect(await call()).toMatchObject({ type: 'answered', status: 202, json: undefined });
  });

  test.each([
    { header: '7', ms: 7_000 },
    { header: 'soon', ms: undefined },
  ])('Retry-After $header → $ms', async ({ header, ms }) => {
    server.say(answer(429, '', { 'retry-after': header }));
    const reply = await call();
    expect(reply.type === 'answered' && reply.retryAfterMs).toBe(ms);
  });
});

describe('what a status means', () => {
  test.each([
    { status: 200, means: { type: 'busy', ambiguous: true } }, // a success that the adapter couldn't read
    { status: 302, means: { type: 'misconfigured' } },
    { status: 400, means: { type: 'rejected', status: 400 } },
    { status: 401, means: { type: 'misconfigured' } },
    { status: 403, means: { type: 'misconfigured' } },
    { status: 404, means: { type: 'misconfigured' } },
    { status: 413, means: { type: 'rejected' } },
    { status: 408, means: { type: 'busy', ambiguous: true } },
    { status: 429, means: { type: 'busy', status: 429 } },
    { status: 500, means: { type: 'busy', ambiguous: true } },
    { status: 503, means: { type: 'busy', ambiguous: true } },
  ])('$status → $means.type', async ({ status, means }) => {
    server.say(answer(status, 'told why'));
    const got = await answerOf();
    expect(got).toMatchObject({ ...means, reason: `answered ${status}: told why` });
    expect('ambiguous' in got).toBe('ambiguous' in means);
  });

  test('the reason shows no address and no phone number', () => {
    expect(reasonOf('no <ada@x.example> at\n +4915112345678, code 21211')).toBe('no <…> at …, code 21211');
  });
});

describe('no answer: ambiguous only if the provider may have the request', () => {
  test('a hang-up after the request, and silence → ambiguous', async () => {
    server.say((_request, response) => response.destroy());
    expect(await answerOf()).toMatchObject({ type: 'busy', ambiguous: true });
    server.say(() => {});
    expect(await answerOf()).toMatchObject({ type: 'busy', ambiguous: true });
  });

  test('a closed port, a name that isn’t known, and TLS that fails → certainly not sent', async () => {
    for (const url of ['http://127.0.0.1:1/', 'http://nowhere.invalid/', server.url.replace('http:', 'https:')]) {
      const got = await answerOf({ url });
      expect(got, url).toMatchObject({ type: 'busy' });
      expect(got, url).not.toHaveProperty('ambiguous');
    }
  });

  test('a handshake that never ends → certainly not sent', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((listening) => {
      silent.listen(0, '127.0.0.1', listening);
    });
    const bound = silent.address();
    const url = `https://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}/`;
    const got = await answerOf({ url });
    expect(got).toMatchObject({ type: 'busy', reason: 'no answer within 1.5 s' });
    expect(got).not.toHaveProperty('ambiguous');
    silent.close();
  });

  test('an address that is no URL, and a header with a line break → misconfigured', async () => {
    expect(await answerOf({ url: 'api.example' })).toMatchObject({ type: 'misconfigured' });
    expect(await answerOf({ headers: { authorization: 'Bearer a\nb' } })).toMatchObject({ type: 'misconfigured' });
  });
});
