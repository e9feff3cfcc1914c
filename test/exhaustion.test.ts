import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, startPostgres } from '../dev/embedded/postgres.ts';
import { signal } from '../dev/embedded/processes.ts';
import { migrate } from '../store/schema/migrate.ts';
import { journeyDocument, startApi, type TestApi } from './api.ts';
import { withDatabase } from './database.ts';

/** One answer, and how long it took. */
async function timed(call: PromiseLike<{ status: number; body: { code?: string }; headers: Record<string, string> }>) {
  const from = performance.now();
  const { status, body, headers } = await call;
  return { status, code: body.code, retryAfter: headers['retry-after'], ms: performance.now() - from };
}

const track = (api: TestApi, userId: string) => timed(api.as().post('/v1/track').send({ userId, event: 'E' }));

describe('C4 reads don’t take connections from ingest, and a query that takes too long is named as such', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ queryTimeoutMs: 1_500, heavyReads: 2 });
    const put = await api.as().put('/v1/journeys/welcome').send(journeyDocument());
    expect(put.status).toBe(201);
  });
  afterAll(() => api.close());

  test('C4 given 12 reports that find no end, then events and other reads are answered meanwhile', async () => {
    await withDatabase(api.url, async (client) => {
      await client.query('begin; lock table sojourn.versions in access exclusive mode');
      const reports = Promise.all(Array.from({ length: 12 }, () => timed(api.as().get('/v1/journeys/welcome/report'))));
      let areOver = false;
      void reports.then(() => {
        areOver = true;
      });
      expect((await track(api, 'ana')).status).toBe(200);
      expect((await timed(api.as().get('/v1/keys'))).status).toBe(200);
      expect((await timed(api.as().get('/v1/settings'))).status).toBe(200);
      expect(areOver).toBe(false);

      const answers = await reports;
      expect(answers.filter(({ code }) => code === 'query-timeout').map(({ status }) => status)).toContain(504);
      const others = answers.filter(({ code }) => code !== 'query-timeout');
      expect(others.map(({ status, code, retryAfter }) => [status, code, retryAfter])).toEqual(
        others.map(() => [503, 'busy', '1']),
      );
      expect(others.length).toBeGreaterThan(0);
      await client.query('rollback');
    });
    expect((await timed(api.as().get('/v1/journeys/welcome/report'))).status).toBe(200);
  });

  test('C4 given every connection of ingest waits for a lock, then other events fail within two seconds, and none is accepted', async () => {
    const users = Array.from({ length: 8 }, (_, n) => `held-${n}`);
    for (const user of users) await track(api, user);
    await withDatabase(api.url, async (client) => {
      await client.query(
        "begin; set local search_path = sojourn; select lock_persons('main', array(select id from persons order by id))",
      );
      const held = [];
      for (const user of users) {
        held.push(track(api, user));
        await new Promise((resolve) => setTimeout(resolve, 20)); // a group of its own
      }
      const other = await track(api, 'held-0');
      expect(other).toMatchObject({ status: 503, code: 'busy', retryAfter: '1' });
      expect(other.ms).toBeLessThan(5_000); // ten seconds before
      await client.query('rollback');
      await Promise.all(held);
    });
    expect((await track(api, 'held-0')).status).toBe(200);
  });
});

/** The children of a process too: each connection has its own. */
function processesOf(pid: number): readonly number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]) === pid;
      } catch {
        return false; // gone meanwhile
      }
    });
  return [pid, ...children.map(Number)];
}

describe.runIf(process.platform === 'linux')('C4 a database that is frozen', () => {
  let directory: string;
  let postgres: EmbeddedPostgres;
  let api: TestApi;
  beforeAll(async () => {
    directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-frozen-'));
    postgres = await startPostgres({ directory, durable: false, binaries: process.env.PG_BIN });
    await migrate(postgres.url);
    api = await startApi({ url: postgres.url });
  });
  afterAll(async () => {
    await api.close();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test('C4 given PostgreSQL is frozen, then whatever asks it fails within two seconds with 503, before and after that is known', async () => {
    expect((await track(api, 'ana')).status).toBe(200);
    const frozen = processesOf(postgres.pid);
    for (const pid of frozen) signal(pid, 'SIGSTOP');
    try {
      const first = await Promise.all([track(api, 'ana'), timed(api.as().get('/v1/journeys')), track(api, 'bob')]);
      const second = await Promise.all([track(api, 'ana'), timed(api.as().get('/v1/journeys'))]);
      for (const answer of [...first, ...second]) {
        expect(answer).toMatchObject({ status: 503, code: 'unavailable', retryAfter: '1' });
        expect(answer.ms).toBeLessThan(5_000); // ten and more before
      }
      for (const { ms } of second) expect(ms).toBeLessThan(1_000); // it is known by then
    } finally {
      for (const pid of frozen) signal(pid, 'SIGCONT');
    }
    await expect.poll(async () => (await track(api, 'ana')).status).toBe(200);
    expect((await timed(api.as().get('/v1/journeys'))).status).toBe(200);
  });
});
