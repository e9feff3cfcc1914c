import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../test/api.ts';
import { addressName } from './limits.ts';
import { createApiServer } from './server.ts';

/** Over real sockets: what a client may do to the server before, and without, being known. */
const LIMITS = { perAddress: 0, perKey: 8, perUser: 20, wrongKeysPerMinute: 50 };
let api: TestApi;
let server: Server;
let port: number;
let key: string;
beforeAll(async () => {
  api = await startApi({ limits: LIMITS, trustProxy: ['loopback'] });
  key = await api.key('admin');
  server = createApiServer(api.app, { maxConnections: 1_000, maxPerAddress: 200, slowAfterMs: 400 });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
});

/** From an address of its own: the proxy that the server trusts is us. */
const callFrom = (address: string, path: string, init: RequestInit & { readonly key?: string } = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    ...init,
    headers: {
      ...init.headers,
      'X-Forwarded-For': address,
      ...(init.key !== undefined && { Authorization: `Bearer ${init.key}` }),
    },
  });

interface Raw {
  readonly socket: Socket;
  /** All that was answered, once the server has closed. */
  readonly closed: Promise<string>;
  sent: number;
}

function open(head: string, to = port): Raw {
  const socket = connect(to, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  socket.on('error', () => {}); // it is closed while we write: wanted
  socket.write(`${head}\r\nHost: x\r\n`);
  return { socket, sent: 0, closed: new Promise((resolve) => socket.once('close', () => resolve(text))) };
}

/** Writes chunks of a megabyte until the server stops reading. */
function pour(raw: Raw): void {
  const megabyte = Buffer.alloc(1_048_576, 'x');
  const more = () => {
    if (raw.socket.destroyed) return;
    raw.sent += megabyte.length;
    raw.socket.write(`${megabyte.length.toString(16)}\r\n`);
    raw.socket.write(megabyte);
    raw.socket.write('\r\n', more);
  };
  more();
}

const wrongKey = () => `sj_live_${randomBytes(6).toString('hex')}_${'x'.repeat(43)}`;

describe('C2 no body is read for an unknown caller', () => {
  test('C2 a body is refused by its declared length before any of it arrives, with a wrong key and without one', async () => {
    for (const [head, status] of [
      [`POST /v1/track HTTP/1.1\r\nContent-Length: 1000000\r\nX-Forwarded-For: 10.1.0.1`, 413],
      [`POST /v1/track HTTP/1.1\r\nContent-Length: 1000000\r\nAuthorization: Bearer ${wrongKey()}`, 401],
      [`PUT /v1/journeys/x HTTP/1.1\r\nContent-Length: 8000000`, 401],
      [`POST /v1/session HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 1000000`, 413],
    ] as const) {
      const raw = open(head);
      raw.socket.write('\r\n');
      const answer = await raw.closed;
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(answer).toContain('Connection: close');
    }
  });

  test('C2 without a key in the header, no more than 64 KB of a body are inflated', async () => {
    const bomb = gzipSync(JSON.stringify({ writeKey: key, userId: 'u', event: 'x'.repeat(5_000_000) }));
    expect(bomb.length).toBeLessThan(10_000);
    const answer = await callFrom('10.1.0.2', '/v1/track', {
      method: 'POST',
      headers: { 'Content-Encoding': 'gzip' },
      body: new Uint8Array(bomb),
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      413,
      { code: 'body-too-large', fix: expect.stringContaining('Authorization header') },
    ]);
    const small = JSON.stringify({ writeKey: key, userId: 'u', event: 'E' });
    expect((await callFrom('10.1.0.2', '/v1/track', { method: 'POST', body: small })).status).toBe(200);
  });

  test('C2 a body can be announced: it is requested once the caller is known', async () => {
    const body = JSON.stringify({ userId: 'u', event: 'E' });
    const head = (own: string) =>
      `POST /v1/track HTTP/1.1\r\nExpect: 100-continue\r\nConnection: close\r\nAuthorization: Bearer ${own}\r\nContent-Length: ${body.length}`;
    const good = open(head(key));
    good.socket.write('\r\n');
    good.socket.once('data', () => good.socket.write(body));
    expect(await good.closed).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK/);
    const bad = open(head(wrongKey()));
    bad.socket.write('\r\n');
    expect(await bad.closed).toMatch(/^HTTP\/1.1 401 /);
  });
});

describe('C3 bodies are cut at the limit, slow requests are ended, connections are counted', () => {
  test.each([
    { given: 'with a key', head: () => `POST /v1/track HTTP/1.1\r\nAuthorization: Bearer ${key}`, status: 413 },
    { given: 'without one', head: () => 'POST /v1/track HTTP/1.1\r\nX-Forwarded-For: 10.1.0.3', status: 413 },
    {
      given: 'with a wrong one',
      head: () => `POST /v1/track HTTP/1.1\r\nAuthorization: Bearer ${wrongKey()}`,
      status: 401,
    },
    { given: 'to a route that takes none', head: () => 'GET /livez HTTP/1.1', status: 200 },
    { given: 'to nowhere', head: () => 'POST /nowhere HTTP/1.1', status: 404 },
  ])('C3 an endless body $given → $status, and the connection is closed', async ({ head, status }) => {
    const raw = open(`${head()}\r\nTransfer-Encoding: chunked`);
    raw.socket.write('\r\n');
    pour(raw);
    expect(await raw.closed).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(raw.sent).toBeLessThan(30_000_000);
  });

  test('C3 a dripping body is answered 408 and closed; a slow but steady one is accepted', async () => {
    const dripping = open(`POST /v1/track HTTP/1.1\r\nAuthorization: Bearer ${key}\r\nContent-Length: 1000`);
    dripping.socket.write('\r\n{');
    const drip = setInterval(() => dripping.socket.write(' '), 50);
    expect(await dripping.closed).toMatch(/^HTTP\/1.1 408 .*"request-slow"/s);
    clearInterval(drip);

    // A byte a chunk, each with an extension of 8 KB: no more of a body than the drip.
    const padded = open(`POST /v1/track HTTP/1.1\r\nAuthorization: Bearer ${key}\r\nTransfer-Encoding: chunked`);
    padded.socket.write('\r\n');
    const pad = setInterval(() => padded.socket.write(`1;${'x'.repeat(8_000)}\r\n \r\n`.repeat(4)), 20);
    expect(await padded.closed).toMatch(/^HTTP\/1.1 408 .*"request-slow"/s);
    clearInterval(pad);

    const rows = `u${'x'.repeat(200)}\n`.repeat(400);
    const steady = open(
      `POST /v1/journeys/none/lists HTTP/1.1\r\nAuthorization: Bearer ${key}\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked`,
    );
    steady.socket.write('\r\n');
    for (let chunk = 0; chunk < 8 && !steady.socket.destroyed; chunk += 1) {
      steady.socket.write(`${rows.length.toString(16)}\r\n${rows}\r\n`);
      await new Promise((resolve) => setTimeout(resolve, 100)); // twice as long as a drip may last, in all
    }
    steady.socket.end('0\r\n\r\n');
    expect(await steady.closed).toMatch(/^HTTP\/1.1 404 .*"journey-not-found"/s);
  });

  test('C3 an address has a limit of connections; a trusted proxy’s aren’t counted', async () => {
    const guarded = createApiServer(api.app, { maxConnections: 100, maxPerAddress: 5 });
    const proxied = createApiServer(api.app, { maxConnections: 100, maxPerAddress: 5, isProxy: () => true });
    try {
      for (const [each, expected] of [
        [guarded, 5],
        [proxied, 12],
      ] as const) {
        await new Promise<void>((listening) => each.listen(0, '127.0.0.1', listening));
        const to = (each.address() as AddressInfo).port;
        const answered = await Promise.all(
          Array.from({ length: 12 }, async () => {
            const raw = open('GET /livez HTTP/1.1', to);
            return new Promise<boolean>((resolve) => {
              raw.socket.write('\r\n');
              raw.socket.once('data', () => resolve(true));
              raw.socket.once('close', () => resolve(false));
            });
          }),
        );
        expect(answered.filter(Boolean)).toHaveLength(expected);
      }
    } finally {
      for (const each of [guarded, proxied]) {
        each.closeAllConnections();
        each.close();
      }
    }
  });
});

describe('S1 limits, shown as RateLimit-* and Retry-After', () => {
  test('S1 wrong keys: 429 for that address past its limit, whatever the key; other addresses and known keys continue', async () => {
    const attacker = '203.0.113.7';
    expect((await callFrom(attacker, '/v1/journeys', { key })).status).toBe(200);
    const answers = [];
    for (let n = 0; n < 60; n += 1) answers.push(await callFrom(attacker, '/v1/journeys', { key: wrongKey() }));
    expect(answers.map(({ status }) => status)).toEqual([...Array(50).fill(401), ...Array(10).fill(429)]);
    const last = answers.at(-1);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await last?.json()).toMatchObject({ code: 'rate-limited', message: expect.stringContaining('50') });

    const inBody = { method: 'POST', body: JSON.stringify({ writeKey: wrongKey(), userId: 'u', event: 'E' }) };
    expect((await callFrom(attacker, '/v1/track', inBody)).status).toBe(429);
    const signIn = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code: 'guess' }),
    };
    expect((await callFrom(attacker, '/v1/session', signIn)).status).toBe(429);

    expect((await callFrom(attacker, '/v1/journeys', { key })).status).toBe(200); // a neighbor behind the same address
    expect((await callFrom('203.0.113.8', '/v1/journeys', { key: wrongKey() })).status).toBe(401);
  });

  test('S1 guessed sessions and sign-in codes count as wrong keys; right ones don’t', async () => {
    const cookie = () => ({ Cookie: `sojourn_session=${randomBytes(32).toString('base64url')}`, 'X-Sojourn': '1' });
    const statuses = [];
    for (let n = 0; n < 55; n += 1)
      statuses.push((await callFrom('203.0.113.9', '/v1/journeys', { headers: cookie() })).status);
    expect(statuses.slice(-5)).toEqual(Array(5).fill(429));

    const reader = await api.key('ingest');
    const event = {
      method: 'POST',
      body: JSON.stringify({ writeKey: reader, userId: 'u', type: 'alias', event: 'E' }),
    };
    for (let n = 0; n < 70; n += 1) expect((await callFrom('203.0.113.10', '/v1/alias', event)).status).not.toBe(401);
  });

  test('S1 a key past its limit → 429 for that key alone, before its body is read', async () => {
    const own = await api.key('read');
    const answers = await Promise.all(
      Array.from({ length: 85 }, () => callFrom('203.0.113.11', '/v1/settings', { key: own })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(80);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('ratelimit-limit')).toBe('80');
    expect(refused?.headers.get('ratelimit-remaining')).toBe('0');
    expect(refused?.headers.get('ratelimit-policy')).toBe('80;w=10');
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await callFrom('203.0.113.11', '/v1/settings', { key })).status).toBe(200);
  });

  test('S1 a user past the limit of events → 429 for the whole batch, nothing of it accepted; a batch above the limit is accepted once', async () => {
    const send = (count: number, others: readonly object[] = []) =>
      callFrom('203.0.113.12', '/v1/batch', {
        method: 'POST',
        key,
        body: JSON.stringify({
          batch: [...Array(count).fill({ type: 'track', userId: 'noisy', event: 'Limited' }), ...others],
        }),
      });
    expect((await send(500)).status).toBe(200);
    const refused = await send(1, [{ type: 'track', userId: 'calm', event: 'Limited' }]);
    expect([refused.status, await refused.json()]).toMatchObject([
      429,
      { code: 'rate-limited', message: expect.stringContaining('"noisy"') },
    ]);
    const [row] = await api.database.sql`select count(*)::int as n from events where name = 'Limited'`;
    expect(row?.n).toBe(500);
    expect((await send(0, [{ type: 'track', userId: 'calm', event: 'Limited' }])).status).toBe(200);
  });

  test.each([
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['10.0.0.1', '10.0.0.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    [undefined, ''],
  ])('S1 the address %s counts as %s', (given, name) => {
    expect(addressName(given)).toBe(name);
  });
});

test('S1 a caller’s claim about its address counts only through a trusted proxy', async () => {
  const alone = await startApi({ limits: { ...LIMITS, wrongKeysPerMinute: 3 } });
  try {
    const statuses = [];
    for (let n = 0; n < 5; n += 1) {
      const call = alone.as(wrongKey()).get('/v1/journeys').set('X-Forwarded-For', `10.0.0.${n}`);
      statuses.push((await call).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  } finally {
    await alone.close();
  }
});

test('S1 the address limit answers 429 to everything but health', async () => {
  const alone = await startApi({ limits: { ...LIMITS, perAddress: 1 } });
  try {
    const statuses = [];
    for (let n = 0; n < 12; n += 1) statuses.push((await alone.as().get('/v1/journeys')).status);
    expect(statuses).toEqual([...Array(10).fill(200), 429, 429]);
    expect((await alone.as().get('/livez')).status).toBe(200);
  } finally {
    await alone.close();
  }
});

test('S15 PUBLIC_URL with https → HSTS, and a Secure cookie, whatever a proxy says; with http, neither', async () => {
  for (const [publicUrl, isSecure] of [
    ['https://journeys.example.com', true],
    ['http://journeys.example.com', false],
    [undefined, false],
  ] as const) {
    const alone = await startApi({ publicUrl });
    try {
      const own = await alone.key('admin');
      const answer = await alone
        .as()
        .post('/v1/session')
        .set('X-Forwarded-Proto', isSecure ? 'http' : 'https')
        .send({ key: own, name: 'Ana' });
      expect(answer.status).toBe(201);
      expect(/; Secure$/.test(answer.headers['set-cookie']?.[0] ?? '')).toBe(isSecure);
      expect(answer.headers['strict-transport-security']).toBe(isSecure ? 'max-age=31536000' : undefined);
    } finally {
      await alone.close();
    }
  }
});
