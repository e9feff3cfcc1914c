import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answer, startWebServer, type WebServer } from '../test/web-server.ts';
import { createOutbound, type Outbound } from './outbound.ts';

let server: WebServer;
const made: Outbound[] = [];
const outbound = (settings: Parameters<typeof createOutbound>[0]): Outbound => {
  const client = createOutbound(settings);
  made.push(client);
  return client;
};

beforeAll(async () => {
  server = await startWebServer();
});
beforeEach(() => server.say(answer(200)));
afterAll(async () => {
  for (const client of made) client.close();
  await server.close();
});

const get = (client: Outbound, url: string) => client.send({ method: 'GET', url, headers: {} });

describe('no private or reserved address is reached, in any notation', () => {
  test.each([
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    '017700000001',
    'localhost', // by name: judged by what it resolves to
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '0.0.0.0',
    '[::]',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '[::ffff:169.254.169.254]',
    '[fe80::1]',
    '[fd00::1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '224.0.0.1',
    '255.255.255.255',
  ])('%s', async (host) => {
    const before = server.requests.length;
    expect(await get(outbound({ timeoutMs: 2_000 }), `http://${host}:${server.port}/`)).toEqual({
      type: 'refused',
      reason: expect.stringContaining('OUTBOUND_ALLOW_PRIVATE'),
    });
    expect(server.requests).toHaveLength(before);
  });

  test('by https neither', async () => {
    expect(await get(outbound({}), `https://127.0.0.1:${server.port}/`)).toMatchObject({ type: 'refused' });
  });

  test('allowed for development, except metadata services', async () => {
    const client = outbound({ allowPrivate: true });
    for (const host of ['127.0.0.1', 'localhost', '[::1]'])
      expect(await get(client, `http://${host}:${server.port}/`)).toMatchObject({ type: 'answered', status: 200 });
    for (const host of ['169.254.169.254', '[::ffff:169.254.169.254]', '[fd00:ec2::254]'])
      expect(await get(client, `http://${host}/`)).toMatchObject({ type: 'refused' });
  });

  test.each(['ftp://example.com/', 'file:///etc/passwd', 'javascript:1', 'nonsense', ''])(
    'not HTTP: %j',
    async (url) => {
      expect(await get(outbound({}), url)).toEqual({ type: 'refused', reason: expect.stringContaining('http') });
    },
  );

  test('a header that would inject another is refused', async () => {
    const reply = outbound({ allowPrivate: true }).send({
      method: 'GET',
      url: server.url,
      headers: { 'x-a': 'a\r\nx-b: b' },
    });
    expect(await reply).toMatchObject({ type: 'refused' });
  });
});

describe('no behavior of the other side blocks the client', () => {
  const client = outbound({ allowPrivate: true, timeoutMs: 400, maxBytes: 1_000 });

  test('a redirect is an answer, not followed', async () => {
    server.say(answer(302, '', { location: 'http://169.254.169.254/' }));
    const before = server.requests.length;
    expect(await get(client, server.url)).toMatchObject({ type: 'answered', status: 302 });
    expect(server.requests).toHaveLength(before + 1);
  });

  test('no answer → lost after the timeout', async () => {
    server.say(() => {});
    expect(await get(client, server.url)).toEqual({ type: 'lost', reason: 'no answer within 0.4 s' });
  });

  test('hangs up → lost', async () => {
    server.say((_request, response) => response.destroy());
    expect(await get(client, server.url)).toMatchObject({ type: 'lost' });
  });

  test('an endless answer → its status, and the bytes until the timeout', async () => {
    server.say((_request, response) => {
      response.write('{"a":');
      const trickle = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(trickle));
    });
    const reply = await get(client, server.url);
    expect(reply).toMatchObject({
      type: 'answered',
      status: 200,
      whole: false,
      body: expect.stringMatching(/^\{"a":/),
    });
  });

  test.each([
    { bytes: 1_000, whole: true },
    { bytes: 1_001, whole: false },
    { bytes: 3_000_000, whole: false },
  ])('$bytes bytes of at most 1000 → whole: $whole', async ({ bytes, whole }) => {
    server.say(answer(200, 'y'.repeat(bytes)));
    expect(await get(client, server.url)).toMatchObject({ type: 'answered', whole, body: 'y'.repeat(1_000) });
  });

  test('no listener → lost', async () => {
    expect(await get(client, 'http://127.0.0.1:1/')).toEqual({
      type: 'lost',
      isEarly: true,
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('an unknown host name → lost', async () => {
    expect(await get(client, 'http://nosuch.invalid/')).toMatchObject({ type: 'lost' });
  });
});
