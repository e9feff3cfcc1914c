import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { journeyDocument, Problem, startApi, type TestApi } from '../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

type Answer = { readonly status: number; readonly type: string; readonly body: unknown };

const expectProblem = (answer: Answer, status: number, code: string, about: object = {}) => {
  expect({ status: answer.status, type: answer.type }).toEqual({ status, type: 'application/problem+json' });
  expect(Problem.parse(answer.body)).toMatchObject({ status, code });
  expect(answer.body).toMatchObject(about);
};

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('every error is a problem document that names the cause and the fix (RFC 9457)', () => {
  test('unknown journey → 404', async () => {
    expectProblem(await api.as().get('/v1/journeys/nobody'), 404, 'journey-not-found', {
      message: 'there is no journey "nobody"',
    });
    expectProblem(await api.as().post('/v1/journeys/nobody/enter').send({ userId: 'u' }), 404, 'journey-not-found');
  });

  test('unknown instance, user, command, version, route → 404', async () => {
    expectProblem(await api.as().get('/v1/instances/xyz'), 404, 'instance-not-found');
    expectProblem(await api.as().get('/v1/instances/xyz/timeline'), 404, 'instance-not-found');
    expectProblem(await api.as().get('/v1/users/nobody'), 404, 'user-not-found');
    expectProblem(await api.as().get('/v1/commands/xyz'), 404, 'command-not-found');
    expectProblem(await api.as().get('/v1/journeys/nobody/versions/1'), 404, 'journey-not-found');
    expectProblem(await api.as().get('/v1/inbox/nothing'), 404, 'message-not-found');
    expectProblem(await api.as().get('/v2/journeys'), 404, 'route-not-found');
  });

  test('another method → 405, with the allowed methods', async () => {
    const answer = await api.as().delete('/v1/journeys/welcome');
    expectProblem(answer, 405, 'method-not-allowed');
    expect(answer.headers.allow).toBe('PUT, GET');
  });

  test.each([
    { given: 'one that is not known', query: 'colour=red', path: 'colour' },
    { given: 'a bad limit', query: 'limit=0', path: 'limit' },
    { given: 'a limit that is no number', query: 'limit=many', path: 'limit' },
    { given: 'a bad state', query: 'state=asleep', path: 'state' },
    { given: 'one given twice', query: 'state=running&state=paused', path: 'state' },
    { given: 'a NUL', query: 'name=%00', path: 'name' },
  ])('query parameter, $given → 400 that names it', async ({ query, path }) => {
    expectProblem(await api.as().get(`/v1/journeys?${query}`), 400, 'request-invalid', { errors: [{ path }] });
  });

  test.each([
    { path: '/v1/journeys/NOT%20AN%20ID' },
    { path: '/v1/instances/%00' },
    { path: '/v1/users/%00' },
    { path: '/v1/commands/%00' },
    { path: '/v1/inbox/%00' },
    { path: '/v1/instances?cursor=%00' },
    { path: '/v1/inbox?cursor=nonsense' },
    { path: '/v1/journeys/welcome/versions/99999999999' },
    { path: '/v1/journeys/welcome/refusals?cursor=-1' },
    { path: '/v1/instances?version=99999999999' },
  ])('$path → 400', async ({ path }) => {
    expectProblem(await api.as().get(path), 400, 'request-invalid');
  });

  test.each(['/v1/journeys/%', '/v1/users/%E0%A4%A', '/%'])('malformed URL %s → a problem', async (path) => {
    const { status, type } = await api.as().get(path);
    expect([400, 404]).toContain(status);
    expect(type).toBe('application/problem+json');
  });

  test.each([
    { given: 'malformed JSON', body: '{"userId": }', code: 'body-malformed', status: 400 },
    { given: 'half of it', body: '{"userId": "u"', code: 'body-malformed', status: 400 },
    { given: 'nothing', body: '', code: 'request-invalid', status: 400 },
    { given: 'too deep', body: `{"userId":"u","properties":{"a":${nested(70)}}}`, code: 'body-too-deep', status: 400 },
    { given: 'fifty thousand levels', body: nested(50_000), code: 'body-too-deep', status: 400 },
    { given: 'more than a megabyte', body: JSON.stringify('x'.repeat(1_100_000)), code: 'body-too-large', status: 413 },
    { given: 'another type', body: '[]', code: 'request-invalid', status: 400 },
    { given: 'a member that is not known', body: '{"userId":"u","colour":1}', code: 'request-invalid', status: 400 },
  ])('body with $given → $status $code', async ({ body, code, status }) => {
    const answer = await api.as().post('/v1/journeys/nobody/enter').set('Content-Type', 'application/json').send(body);
    expectProblem(answer, status, code);
  });

  test('each wrong field is reported once, with the expected value', async () => {
    const { body } = await api
      .as()
      .post('/v1/segments/preview')
      .send({ condition: { did: '', within: 'soon' } });
    expect(body.errors.map(({ path, fix }: { path: string; fix: string }) => [path, fix])).toEqual([
      ['condition.did', 'give at least 1 character'],
      ['condition.within', 'write whole numbers with w, d, h, m or s, such as "2h" or "1d12h"'],
    ]);
  });

  test('brackets inside texts don’t count as depth', async () => {
    const answer = await api
      .as()
      .post('/v1/track')
      .send({ userId: 'u', event: 'Odd', properties: { text: `"\\"${nested(500)}` } });
    expect(answer.body).toMatchObject({ accepted: 1 });
  });

  test('a body that isn’t declared as JSON → 415', async () => {
    const answer = await api.as().post('/v1/journeys/nobody/enter').set('Content-Type', 'text/plain').send('{}');
    expectProblem(answer, 415, 'content-type');
  });

  test('an unknown compression → 415; a zip bomb → 413; broken gzip → 400', async () => {
    const post = () => api.as().post('/v1/track').set('Content-Type', 'application/json');
    expectProblem(await post().set('Content-Encoding', 'zstd').send('{}'), 415, 'body-encoding');
    const bomb = gzipSync(Buffer.alloc(50_000_000, 'x'));
    expectProblem(
      await post()
        .set('Content-Encoding', 'gzip')
        .serialize((body) => body)
        .send(bomb as unknown as object),
      413,
      'body-too-large',
    );
    const broken = Buffer.from('not gzip at all');
    expectProblem(
      await post()
        .set('Content-Encoding', 'gzip')
        .serialize((body) => body)
        .send(broken as unknown as object),
      400,
      'body-malformed',
    );
  });

  test('the request id goes in and out, and is the problem’s instance', async () => {
    const answer = await api.as().get('/nowhere').set('X-Request-Id', 'abc-123');
    expect(answer.headers['x-request-id']).toBe('abc-123');
    expect(answer.body).toMatchObject({ instance: 'abc-123' });
    expect((await api.as().get('/livez').set('X-Request-Id', 'not\tgood')).headers['x-request-id']).toMatch(
      /^[0-9a-f-]{36}$/,
    );
  });

  test('a bug in Sojourn → 500 without its message, which is in the log', async () => {
    await api.database.pool.query(`
      create function stumble() returns trigger language plpgsql as $$ begin raise exception 'entry'; end $$;
      create trigger stumble before insert on journeys for each row when (new.id = 'stumbles') execute function stumble()`);
    const answer = await api
      .as()
      .put('/v1/journeys/stumbles')
      .set('X-Request-Id', 'find-me')
      .send(journeyDocument({ id: 'stumbles' }));
    expect(answer.status).toBe(500);
    expectProblem(answer, 500, 'internal');
    expect(answer.text).not.toMatch(/at .*\.ts|entry/);
    expect(api.errors).toMatchObject([{ requestId: 'find-me' }]);
  });

  test.each([
    '/v1/instances/xyz/timeline?cursor=9007199254740991',
    '/v1/journeys/broken/versions?cursor=9007199254740991',
    '/v1/journeys/broken/refusals?cursor=9007199254740991',
  ])('a cursor beyond everything is no fault: %s', async (path) => {
    expect([200, 404]).toContain((await api.as().get(path)).status);
  });

  test('headers: a strict policy, no name of the server', async () => {
    const { headers } = await api.as().get('/docs');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    );
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('the database away → 503 with Retry-After, so that clients send again', () => {
  test.each(['/v1/journeys', '/v1/instances', '/v1/inbox'])('%s', async (path) => {
    const away = await startApi();
    await away.as().get('/v1/journeys'); // its key is known now
    const agent = away.as();
    await away.database.close();
    const answer = await agent.get(path);
    expectProblem(answer, 503, 'unavailable');
    expect(answer.headers['retry-after']).toBe('1');
    const track = await agent.post('/v1/track').send({ userId: 'u', event: 'E' });
    expectProblem(track, 503, 'unavailable');
  });
});

describe('a read-only or full database says why, and isn’t called busy', () => {
  let full: TestApi;
  beforeAll(async () => {
    full = await startApi();
  });
  afterAll(() => full.close());

  test.each([
    { state: '53100', code: 'store-full', says: /disk is full/, later: '10' },
    { state: '25006', code: 'unavailable', says: /read-only/, later: '1' },
  ])(
    'C16 PostgreSQL answers $state → 503 $code, for events and changes alike',
    async ({ state, code, says, later }) => {
      await full.database.pool.query(`
      create or replace function takes_no_changes() returns trigger language plpgsql as
        $$ begin raise exception using errcode = '${state}', message = 'no'; end $$;
      create or replace trigger takes_no_changes before insert on drafts for each row execute function takes_no_changes();
      create or replace trigger takes_no_changes before insert on events for each row execute function takes_no_changes()`);
      for (const answer of [
        await full.as().put('/v1/journeys/full/draft').send({ id: 'full' }),
        await full.as().post('/v1/track').send({ userId: 'u', event: 'E' }),
      ]) {
        expectProblem(answer, 503, code, { message: expect.stringMatching(says) });
        expect(answer.headers['retry-after']).toBe(later);
      }
      expect((await full.as().get('/v1/journeys')).status).toBe(200);
      expect((await full.as().get('/readyz')).status).toBe(503); // events can't be stored
      await full.database.pool.query('drop trigger takes_no_changes on events');
      expect((await full.as().post('/v1/track').send({ userId: 'u', event: 'E' })).status).toBe(200);
      expect((await full.as().get('/readyz')).status).toBe(200);
    },
  );
});
