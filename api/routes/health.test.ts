import supertest from 'supertest';
import { afterEach, describe, expect, test } from 'vitest';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';
import { healthRoutes } from './health.ts';

const started: TestApi[] = [];
const start = async () => {
  const api = await startApi();
  started.push(api);
  return api;
};
afterEach(async () => {
  for (const api of started.splice(0)) await api.close().catch(() => {}); // some have closed their database themselves
});

/** What /readyz says with these ports. */
async function ready(ports: Partial<Parameters<typeof healthRoutes>[0]>) {
  const routes = healthRoutes({
    database: async () => 1,
    pendingMigrations: async () => [],
    phase: () => 'running',
    metrics: { text: async () => '', contentType: 'text/plain' },
    ...ports,
  });
  const route = routes.unguarded.find(({ path }) => path === '/readyz');
  const answered = await route?.handle({
    params: {},
    query: {},
    body: undefined,
    headers: {},
    bodyBytes: 0,
    caller: {} as never,
    raw: { method: 'GET', target: '/readyz', address: '', body: Buffer.alloc(0) },
  });
  return answered?.ok
    ? { status: answered.status, value: answered.value as { checks: Record<string, { ok: boolean; detail: string }> } }
    : undefined;
}

describe('/readyz: each check by name', () => {
  test('all well → 200', async () => {
    const api = await start();
    const answer = await supertest(api.unguarded).get('/readyz');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      status: 'ready',
      checks: {
        process: { ok: true, detail: 'running', isRequired: true },
        database: { ok: true, detail: 'answers', isRequired: true },
        writes: { ok: true, detail: 'taken', isRequired: true },
        migrations: { ok: true, detail: 'at head', isRequired: true },
      },
    });
  });

  test.each(['starting', 'stopping'] as const)('%s → 503, and /livez is 200', async (phase) => {
    const api = await start();
    api.phase = phase;
    const answer = await api.as().get('/readyz');
    expect([answer.status, answer.body]).toEqual([503, { status: 'not ready' }]);
    const full = await supertest(api.unguarded).get('/readyz');
    expect([full.status, full.body.checks.process.detail]).toEqual([503, phase]);
    expect((await api.as().get('/livez')).body).toEqual({ status: 'ok' });
    expect((await api.as().get('/healthz')).status).toBe(200);
  });

  test('the database away → 503, and /livez is 200', async () => {
    const api = await start();
    await api.database.close();
    const answer = await api.as().get('/readyz');
    expect([answer.status, answer.body]).toEqual([503, { status: 'not ready' }]);
    expect((await api.as().get('/livez')).status).toBe(200);
  });

  test('a database that doesn’t answer within a second → 503', async () => {
    const answer = await ready({ database: () => new Promise(() => {}) });
    expect([answer?.status, answer?.value.checks.database?.detail]).toEqual([503, 'no answer within 1000 ms']);
  });

  test('pending migrations → 503 with their names and the fix', async () => {
    const answer = await ready({ pendingMigrations: async () => ['0002-more'] });
    expect(answer?.status).toBe(503);
    expect(answer?.value.checks.migrations?.detail).toBe('pending: 0002-more; run `sojourn migrate`');
  });

  test('Temporal away → 200, and it says so: events are still accepted', async () => {
    const answer = await ready({ temporal: () => Promise.reject(new Error('14 UNAVAILABLE')) });
    expect(answer?.status).toBe(200);
    expect(answer?.value.checks.temporal).toMatchObject({ ok: false, detail: '14 UNAVAILABLE', isRequired: false });
  });
});

test('S6 without a key a caller learns only whether it is ready; metrics and details need one, or a separate listener', async () => {
  const api = await start();
  const stranger = supertest(api.app);
  expect((await stranger.get('/readyz')).body).toEqual({ status: 'ready' });
  for (const path of ['/metrics', '/v1/readiness']) {
    expect((await stranger.get(path)).status).toBe(401);
    expect((await api.as(await api.key('ingest')).get(path)).status).toBe(403);
    expect((await api.as(await api.key('read')).get(path)).status).toBe(200);
  }
  expect((await supertest(api.unguarded).get('/metrics')).status).toBe(200);
  expect((await supertest(api.unguarded).get('/v1/journeys')).status).toBe(404);
});

describe('/metrics', () => {
  test('requests by route and status, events by result, outbox, live instances', async () => {
    const api = await start();
    const listens = journeyDocument({ id: 'listens', entry: { type: 'event', event: 'E' } });
    await api.as().put('/v1/journeys/listens').send(listens).expect(201);
    await api
      .as()
      .post('/v1/batch')
      .send({ batch: [{ type: 'track', userId: 'u', event: 'E' }, { type: 'track' }] });
    await api.as().get('/v1/users/somebody');
    await api.as().get('/nowhere/at/all');
    await api.database.sql`
      insert into count_deltas (workspace, journey, version, node, measure, n)
      values ('main', 'shop', 1, '', 'entered', 5), ('main', 'shop', 1, '', 'exited:goal', 2)`;
    const { text, type } = await api.as().get('/metrics');
    expect(type).toBe('text/plain');
    for (const line of [
      'sojourn_http_request_duration_seconds_count{method="POST",route="/v1/batch",status="200"} 1',
      'sojourn_http_request_duration_seconds_count{method="GET",route="/v1/users/:userId",status="404"} 1',
      'sojourn_http_request_duration_seconds_count{method="GET",route="none",status="404"} 1',
      'sojourn_events_total{result="accepted"} 1',
      'sojourn_events_total{result="duplicate"} 0',
      'sojourn_events_total{result="rejected"} 1',
      'sojourn_database_up 1',
      'sojourn_outbox_size 1',
      'sojourn_instances_live{workspace="main",journey="shop"} 3',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).toMatch(/^sojourn_outbox_oldest_seconds 0\.\d+$/m);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
    expect(text).not.toContain('somebody');
  });

  test('the database away → all other metrics, and that it is away', async () => {
    const api = await start();
    await api.database.close();
    const { status, text } = await supertest(api.unguarded).get('/metrics');
    expect(status).toBe(200);
    expect(text).toContain('sojourn_database_up 0');
  });
});
