import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from '../../test/api.ts';

/** CI runs a few hundred; `CHAOS_N=10000 CHAOS_SEED=…` any number. */
const { CHAOS_N = '300', CHAOS_SEED } = process.env;

let api: TestApi;
let server: Server;
let origin: string;
let key: string;
beforeAll(async () => {
  api = await startApi();
  server = createServer(api.app).listen(0);
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  key = await api.key('admin');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
});

const odd = fc.oneof(
  fc.constantFrom<unknown>('\0', '\ud800', '$x', 'a'.repeat(251), '', ' ', '__proto__', 'constructor', '$D_1', null),
  fc.constantFrom<unknown>('9'.repeat(20), 2 ** 60, -0, 1e21, true, [], {}, [null], { $add: [1] }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.jsonValue({ maxDepth: 3 }),
);
const oddObject = (names: readonly string[]) => fc.dictionary(fc.constantFrom(...names), odd, { maxKeys: 6 });

const clevertap = fc.oneof(
  oddObject([
    'identity',
    'objectId',
    'type',
    'ts',
    'evtName',
    'evtData',
    'profileData',
    'tokenData',
    'value',
    'status',
  ]),
  fc.record({ type: fc.constantFrom('event', 'profile', 'token', 'email'), identity: odd, evtName: odd, evtData: odd }),
);
const posthog = fc.oneof(
  oddObject(['event', 'distinct_id', 'properties', 'timestamp', 'uuid', '$set', 'offset']),
  fc.record({
    event: fc.constantFrom('$identify', '$pageview', '$create_alias', 'E'),
    distinct_id: odd,
    properties: odd,
  }),
);
const customerio = oddObject(['name', 'data', 'timestamp', 'id', 'type', 'anonymous_id', 'device', 'unsubscribed']);
const listOf = (records: fc.Arbitrary<unknown>) => fc.array(fc.oneof(odd, records), { maxLength: 4 });

const call = fc.oneof(
  fc.record({
    path: fc.constantFrom('/1/upload', '/1/upload?dryRun=1', '/1/subscribe'),
    body: fc.oneof(odd, fc.record({ d: listOf(clevertap) })),
  }),
  fc.record({ path: fc.constant('/1/delete/profiles.json'), body: oddObject(['identity', 'guid']) }),
  fc.record({
    path: fc.constantFrom('/batch/', '/e/', '/capture/', '/i/v0/e/', '/flags/', '/decide'),
    body: fc.oneof(odd, posthog, listOf(posthog), fc.record({ batch: listOf(posthog), sent_at: odd })),
  }),
  fc.record({
    path: fc.constantFrom('/api/v1/customers/u/events', '/api/v1/events', '/api/v1/customers/u/suppress'),
    body: fc.oneof(odd, customerio),
  }),
  fc.record({ path: fc.constant('/beacon/v1/batch'), body: fc.record({ batch: listOf(posthog), sentAt: odd }) }),
);

test(`D16 ${CHAOS_N} odd calls of vendors’ clients: no 5xx, and every refusal has a fix`, async () => {
  const property = fc.asyncProperty(call, fc.boolean(), async ({ path, body }, isZipped) => {
    const text = JSON.stringify(body);
    const separator = path.includes('?') ? '&' : '?';
    const keyed = /^\/(1|api)\//.test(path) ? path : `${path}${separator}writeKey=${key}&api_key=${key}`;
    const answer = await fetch(`${origin}${keyed}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'x-clevertap-passcode': key, 'content-type': 'text/plain' },
      body: isZipped ? gzipSync(text) : text,
    });
    const given = (await answer.json()) as { readonly fix?: unknown };
    expect([answer.status < 500, answer.status, given]).toEqual([true, answer.status, given]);
    expect(answer.status).not.toBe(401);
    if (answer.status >= 400) expect(given.fix).toEqual(expect.stringMatching(/.../));
  });
  await fc.assert(property, { numRuns: Number(CHAOS_N), ...(CHAOS_SEED && { seed: Number(CHAOS_SEED) }) });
  expect(api.errors).toEqual([]);
}, 120_000);
