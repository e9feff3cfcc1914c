import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { journeyDocument, startApi, type TestApi } from '../test/api.ts';
import { countCpu } from '../test/cpu-time.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.as().put('/v1/journeys/welcome').send(journeyDocument());
});
afterAll(() => api.close());

async function cpuMsOf<Answer>(call: () => PromiseLike<Answer>): Promise<{ readonly answer: Answer; ms: number }> {
  const spent = countCpu();
  const answer = await call();
  return { answer, ms: spent() };
}

describe('C1 a length of time of any size is refused immediately', () => {
  test.each([4_000, 100_000, 900_000])('C1 %d digits in a previewed segment and in a validated document', async (n) => {
    const digits = `${'1'.repeat(n)}x`;
    const condition = { path: 'profile.a', op: 'after', value: { ago: digits } };
    const preview = await cpuMsOf(() => api.as().post('/v1/segments/preview').send({ condition }));
    expect([preview.answer.status, preview.answer.body.code]).toEqual([400, 'request-invalid']);
    expect(preview.answer.body.message).toBe('body: condition.value.ago: is longer than 40 characters');

    const nodes = { wait: { type: 'delay', for: digits, then: 'end' }, end: { type: 'exit' } };
    const document = journeyDocument({ start: 'wait', nodes });
    const verdict = await cpuMsOf(() => api.as().post('/v1/journeys/welcome/validate').send(document));
    expect(verdict.answer.body).toMatchObject({ valid: false, errors: [{ path: 'nodes.wait.for' }] });
    for (const { ms } of [preview, verdict]) expect(ms).toBeLessThan(500); // 15 s and more where it was quadratic
  });
});

describe('S11 a document is refused by its size before it is read', () => {
  test('S11 60,000 nodes', async () => {
    const nodes = Object.fromEntries(Array.from({ length: 60_000 }, (_, nr) => [`n${nr}`, { type: 'exit' }]));
    const call = () => api.as().post('/v1/journeys/welcome/validate').send(journeyDocument({ nodes }));
    const { answer, ms } = await cpuMsOf(call);
    expect(answer.body.errors).toEqual([
      { path: 'nodes', message: 'the path has 60000 nodes, more than 200', fix: 'split it into two journeys' },
    ]);
    expect(ms).toBeLessThan(1_000); // of which most is writing and reading 1.8 MB of JSON
  });

  test('S11 one list of 2,000,000 members, and one text of 4 MB', async () => {
    for (const description of [Array.from({ length: 2_000_000 }, () => 0), 'x'.repeat(4_000_000)]) {
      const answer = await api.as().post('/v1/journeys/welcome/validate').send(journeyDocument({ description }));
      expect(answer.body.errors).toMatchObject([{ path: '', message: 'the document is larger than 1 MB' }]);
    }
  });
});

describe('S12 a condition that costs too much is refused with the limit and the place', () => {
  const leaf = { path: 'profile.a', op: 'exists' };
  const nested = (times: number): object => (times === 0 ? leaf : { any: [nested(times - 1)] });
  const preview = (condition: object) => api.as().post('/v1/segments/preview').send({ condition });

  test('S12 30 nested ORs', async () => {
    const { body } = await preview(nested(30));
    expect(body.errors).toEqual([
      {
        path: `condition.${Array.from({ length: 10 }, () => 'any.0').join('.')}`,
        message: 'a segment is nested at most 10 deep',
        fix: 'name a part of it as a segment, and use inSegment',
      },
    ]);
  });

  test('S12 1,000 nested ORs are too deep for any JSON body', async () => {
    expect((await preview(nested(1_000))).body).toMatchObject({ code: 'body-too-deep' });
  });

  test('S12 1,000 ORs side by side, and 600 comparisons in filters', async () => {
    const wide = { any: Array.from({ length: 1_000 }, () => leaf) };
    const groups = { any: Array.from({ length: 3 }, () => ({ all: Array.from({ length: 40 }, () => leaf) })) };
    const where = { all: Array.from({ length: 50 }, () => ({ path: 'event.a', op: 'exists' })) };
    const filtered = { all: Array.from({ length: 12 }, (_, nr) => ({ did: `E${nr}`, where })) };
    expect((await preview(wide)).body.errors).toMatchObject([
      { path: 'condition.any.100', message: 'a segment has at most 100 parts' },
    ]);
    expect((await preview(groups)).body.errors).toMatchObject([{ path: 'condition.any.2.all.20' }]);
    expect((await preview(filtered)).body.errors).toMatchObject([
      {
        path: 'condition.all.10.where.all.0',
        message: 'the filters of a segment have at most 500 comparisons in all',
      },
    ]);
  });

  test('S12 in a document', async () => {
    const document = journeyDocument({ exits: [{ event: 'Left', where: nested(20), reason: 'left' }] });
    const { body } = await api.as().post('/v1/journeys/welcome/validate').send(document);
    expect(body.errors).toMatchObject([
      { path: expect.stringMatching(/^exits\.0\.where(\.any\.0){10}$/), fix: 'say it with fewer of all, any and not' },
    ]);
  });
});

describe('S17 addresses are case-sensitive and strict about trailing slashes', () => {
  test.each(['/V1/users', '/v1/Users', '/v1/users/', '/Livez', '/livez/', '/OPENAPI.json', '/Docs'])(
    'S17 %s → 404',
    async (path) => {
      expect((await api.as().get(path)).body).toMatchObject({ status: 404, code: 'route-not-found' });
    },
  );
});

/** Each was valid by our OpenAPI once, and refused. */
describe('S16 a request that OpenAPI calls valid isn’t refused as malformed', () => {
  test.each([
    { call: 'post /v1/track', body: { userId: 'a', event: '' } },
    { call: 'post /v1/track', body: { event: 'E' } },
    { call: 'post /v1/keys', body: { name: '', scopes: ['read'] } },
    { call: 'post /v1/keys', body: { name: '   ', scopes: ['read'] } },
    { call: 'put /v1/settings', body: { timeZone: 'X' } },
    { call: 'post /v1/journeys/bulk', body: { ids: ['0'], action: 'stop' } },
    { call: 'post /v1/journeys/bulk', body: { ids: ['0'], action: 'pause', mode: 'now' } },
    { call: 'patch /v1/journeys/{id}/experiments/{experiment}', body: {} },
    { call: 'post /v1/instances/{id}/commands', body: { command: 'exit', reason: 'goal' } },
    { call: 'post /v1/instances/{id}/commands', body: { command: 'migrate', version: 1, how: 'keep', to: 'a' } },
    { call: 'post /v1/journeys/{id}/enter', body: { userId: 'a', messageId: '$x' } },
  ])('S16 $call $body is malformed by both', async ({ call, body }) => {
    const [method, path] = call.split(' ') as ['post' | 'put' | 'patch', string];
    const { body: document } = await api.as().get('/openapi.json');
    const ajv = new Ajv2020({ strict: false, formats: { 'iana-time-zone': true, 'date-time': true, date: true } });
    ajv.addSchema({ $id: 'openapi', ...document }, 'openapi');
    const pointer = `#/paths/${path.replaceAll('/', '~1')}/${method}/requestBody/content/application~1json/schema`;
    const schema = ajv.getSchema(`openapi${encodeURI(pointer)}`);
    expect([schema?.(body), body]).toEqual([false, body]);
    const answer = await api
      .as()
      [method](path.replaceAll(/\{\w+\}/g, 'welcome'))
      .send(body);
    expect(answer.body).toMatchObject({ status: 400, code: 'request-invalid' });
  });

  test('S16 patterns in OpenAPI reject invalid cursors and ETags', async () => {
    const { body: document } = await api.as().get('/openapi.json');
    const parameter = (path: string, method: string, name: string) =>
      document.paths[path][method].parameters.find((each: { name: string }) => each.name === name).schema;
    expect('0').not.toMatch(new RegExp(parameter('/v1/journeys', 'get', 'cursor').pattern));
    expect((await api.as().get('/v1/journeys?cursor=0')).body.code).toBe('request-invalid');
    expect('e&').not.toMatch(new RegExp(parameter('/v1/segments/{id}', 'put', 'If-Match').pattern));
    const segment = { id: 's', name: 'S', condition: { path: 'profile.a', op: 'exists' } };
    const answer = await api.as().put('/v1/segments/s').set('If-Match', 'e&').send(segment);
    expect(answer.body.code).toBe('request-invalid');
  });
});
