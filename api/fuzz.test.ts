import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { journeyDocument, Problem, startApi, type TestApi } from '../test/api.ts';

/** CI runs a thousand; `CHAOS_N=10000 CHAOS_SEED=…` any number. */
const { CHAOS_N = '1000', CHAOS_SEED } = process.env;

let api: TestApi;
let server: Server;
let origin: string;
let key: string;
beforeAll(async () => {
  api = await startApi({ patienceMs: 1 });
  server = createServer(api.app).listen(0);
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  key = await api.key('admin');
  await api.as().put('/v1/journeys/welcome').send(journeyDocument());
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
});

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('\0', '\ud800', '$x', 'a'.repeat(251), '😀', '', 'null', '-1', '1e400', '9'.repeat(20), '%', '../..'),
  fc.double(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
);
const oddObject = (names: readonly string[]) => fc.dictionary(fc.constantFrom(...names), odd, { maxKeys: 6 });
const message = oddObject(['type', 'userId', 'event', 'messageId', 'properties', 'timestamp', 'traits', '__proto__']);
const body = fc.oneof(
  odd,
  message,
  oddObject(['id', 'name', 'entry', 'start', 'nodes', 'command', 'to', 'reason', 'userId', 'properties']),
  fc.record({ batch: fc.array(fc.oneof(odd, message), { maxLength: 4 }), sentAt: odd }),
);
const posts = [
  'track',
  'identify',
  'page',
  'alias',
  'batch',
  'journeys/welcome/enter',
  'journeys/x/validate',
  'instances/x/commands',
  'journeys/welcome/experiments/x/winner',
];
const gets = [
  'journeys',
  'instances',
  'inbox',
  'journeys/welcome/refusals',
  'journeys/welcome/versions',
  'journeys/welcome/experiments',
  'journeys/welcome/experiments/x/changes',
  'instances/x/timeline',
];
const named = ['journeys/', 'instances/', 'users/', 'commands/', 'journeys/welcome/versions/'];
const parameters = [
  'limit',
  'cursor',
  'id',
  'name',
  'state',
  'version',
  'node',
  'status',
  'reason',
  'userId',
  'channel',
  'recipient',
];

const encoded = (value: unknown): string =>
  encodeURIComponent((typeof value === 'string' ? value : JSON.stringify(value)).replace(/\p{Surrogate}/gu, '?'));

const call = fc.oneof(
  fc.record({ method: fc.constant('POST'), path: fc.constantFrom(...posts), body }),
  fc.record({ method: fc.constant('PUT'), path: fc.constant('journeys/welcome'), body }),
  fc.record({
    method: fc.constant('GET'),
    path: fc
      .tuple(fc.constantFrom(...gets), fc.constantFrom(...parameters), odd)
      .map(([at, name, value]) => `${at}?${name}=${encoded(value)}`),
  }),
  fc.record({
    method: fc.constant('GET'),
    path: fc.tuple(fc.constantFrom(...named), odd).map(([at, value]) => `${at}${encoded(value)}`),
  }),
);

describe('no request causes a 5xx', () => {
  test(`${CHAOS_N} odd calls: no 5xx, and every 4xx is a problem with a fix`, async () => {
    const property = fc.asyncProperty(call, async ({ method, path, ...rest }) => {
      const answer = await fetch(`${origin}/${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...('body' in rest && { body: JSON.stringify(rest.body) }),
      });
      const given: unknown = await answer.json();
      expect(answer.status).toBeLessThan(500);
      if (answer.status >= 400) Problem.parse(given);
    });
    await fc.assert(property, { numRuns: Number(CHAOS_N), ...(CHAOS_SEED && { seed: Number(CHAOS_SEED) }) });
    expect(api.errors).toEqual([]);
    const rows = await api.database.sql`select id, version from journeys`;
    expect(rows).toEqual([{ id: 'welcome', version: 1 }]);
  }, 120_000);
});
