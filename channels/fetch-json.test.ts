import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../journey/base/ids.ts';
import { createFetchJson, type FetchJson, MOST_FETCHED } from './fetch-json.ts';
import { createOutbound } from './outbound.ts';

let answer: RequestListener;
let calls = 0;
let now = 0;
let origin: string;
const server = createServer((request, response) => {
  calls += 1;
  answer(request, response);
});
const outbound = createOutbound({ allowPrivate: true, timeoutMs: 300, maxBytes: MOST_FETCHED });
let fetchJson: FetchJson;

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  outbound.close();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  calls = 0;
  now = 0;
  fetchJson = createFetchJson(outbound, () => now);
});

const answerWith =
  (status: number, body: string): RequestListener =>
  (_, response) =>
    response.writeHead(status).end(body);
const get = (cacheMs = 60_000, workspace = 'main') =>
  fetchJson(WorkspaceId.parse(workspace), `${origin}/offers`, cacheMs);

describe('an answer', () => {
  test('is kept for its time, per workspace', async () => {
    answer = answerWith(200, '{"offers":["a"]}');
    const found = { ok: true, value: { offers: ['a'] } };
    expect([await get(), await get()]).toEqual([found, found]);
    expect(calls).toBe(1);
    await get(60_000, 'other');
    expect(calls).toBe(2);
    now = 60_000;
    await get();
    expect(calls).toBe(3);
  });

  test('isn’t kept with a time of 0, but calls of one moment share a request', async () => {
    answer = answerWith(200, '1');
    await Promise.all([get(0), get(0), get(0)]);
    expect(calls).toBe(1);
    await get(0);
    expect(calls).toBe(2);
  });

  test.each([404, 204])('%s is a missing value', async (status) => {
    answer = answerWith(status, '');
    expect(await get()).toEqual({ ok: true, value: null });
  });

  test.each([429, 500, 503])('%s may pass: a later attempt asks again', async (status) => {
    answer = answerWith(status, '{}');
    expect(await get()).toEqual({ ok: false, reason: `fetch: the server answered ${status}`, isPassing: true });
    answer = answerWith(200, '{}');
    expect(await get()).toEqual({ ok: true, value: {} });
  });

  test.each([
    ['a redirect', 302, '', /answered 302/],
    ['a refusal', 401, '{}', /answered 401/],
    ['something else than JSON', 200, '<html>', /not JSON/],
    ['more than the limit', 200, `"${'x'.repeat(MOST_FETCHED)}"`, /larger than 65536 bytes/],
  ])('%s fails for good', async (_, status, body, reason) => {
    answer = answerWith(status, body);
    expect(await get()).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  test('that never comes, or breaks off, may pass', async () => {
    answer = () => {};
    expect(await get()).toMatchObject({ ok: false, isPassing: true });
    answer = (request) => request.socket.destroy();
    expect(await get()).toMatchObject({ ok: false, isPassing: true });
  });

  test('with characters that PostgreSQL can’t store is cleaned', async () => {
    answer = answerWith(200, '{"a":"x\\u0000"}');
    expect(await get()).toEqual({ ok: true, value: { a: 'x\ufffd' } });
  });
});

test.each(['file:///etc/passwd', 'http://127.0.0.1/', 'http://169.254.169.254/', 'nonsense'])(
  'S3 %s is refused in production',
  async (url) => {
    const closed = createOutbound({ timeoutMs: 300 });
    const found = await createFetchJson(closed)(WorkspaceId.parse('main'), url, 0);
    expect(found).toMatchObject({ ok: false, reason: expect.stringMatching(/^fetch: /) });
    expect(found).not.toHaveProperty('isPassing');
    closed.close();
  },
);
