import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { withDatabase } from './database.ts';
import { type RoleProcess, startRole } from './role-process.ts';

const running: RoleProcess[] = [];
afterEach(async () => {
  for (const role of running.splice(0)) await role.close();
});

async function start(env: Record<string, string> = {}): Promise<RoleProcess> {
  const api = await startRole('api', env);
  running.push(api);
  await expect.poll(api.readyStatus).toBe(200);
  return api;
}

async function startWithList(): Promise<RoleProcess> {
  const api = await start();
  const answer = await fetch(`${api.origin}/v1/journeys/leads`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      id: 'leads',
      name: 'Leads',
      entry: { type: 'list' },
      start: 'end',
      nodes: { end: { type: 'exit' } },
    }),
  });
  expect(answer.status, await answer.text()).toBe(201);
  return api;
}

const listOf = ({ origin, key }: RoleProcess, own: Record<string, string>, body: RequestInit['body']) =>
  fetch(`${origin}/v1/journeys/leads/lists`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...own },
    body,
    duplex: 'half',
  } as RequestInit);

/** The most memory that it has ever had, in MB. */
const peakMb = ({ child }: RoleProcess): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

test('C44 a cell of 200,000 characters and a gzipped line of 150 MB are row errors, in bounded memory', async () => {
  const api = await startWithList();
  const csv = `userId,note\nana,1\nbob,"${'x'.repeat(100_000)}\n${'y'.repeat(100_000)}"\ncec,3\n`;
  const cell = await listOf(api, { 'content-type': 'text/csv' }, csv);
  expect([cell.status, await cell.json()]).toMatchObject([202, { rows: 2, rejected: 1 }]);

  const before = peakMb(api);
  function* text() {
    yield '{"userId":"ana"}\n{"userId":"bob","note":"';
    for (let n = 0; n < 150; n += 1) yield 'x'.repeat(1_000_000);
    yield '"}\n{"userId":"cec"}\n';
  }
  const gzipped = Readable.from(text(), { objectMode: false }).pipe(createGzip({ level: 1 }));
  const own = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' };
  const line = await listOf(api, own, Readable.toWeb(gzipped) as ReadableStream);
  const uploaded = (await line.json()) as { id: string };
  expect([line.status, uploaded]).toMatchObject([202, { rows: 2, rejected: 1 }]);
  expect(peakMb(api) - before).toBeLessThan(120);

  const rejected = await fetch(`${api.origin}/v1/journeys/leads/lists/${uploaded.id}/rejected`, {
    headers: { authorization: `Bearer ${api.key}` },
  });
  expect(await rejected.json()).toMatchObject({
    rejected: [{ row: 2, reason: expect.stringMatching(/^the row has 1500000\d\d bytes, more than 32768$/) }],
  });
});

/** Sends two thousand rows, and then nothing more. */
function beginUpload({ origin, key }: RoleProcess) {
  const upload = request(`${origin}/v1/journeys/leads/lists`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv', 'idempotency-key': 'march' },
  });
  upload.on('error', () => {}); // it is broken off: wanted
  upload.write(`userId\n${Array.from({ length: 2_500 }, (_, n) => `early-${n}`).join('\n')}\n`);
  return upload;
}

const rowsIn = (url: string) =>
  withDatabase(url, async (client) => {
    const { rows } = await client.query(
      `select count(*)::int as n, count(*) filter (where user_id like 'early-%')::int as early from sojourn.list_rows r
        where exists (select from sojourn.broadcasts b where b.rows_under = r.broadcast)`,
    );
    return rows[0] as { n: number; early: number };
  });

test.each(['the API is killed', 'the client goes away', 'the first one still comes in'] as const)(
  'C44 an upload that %s can be sent again under its key at once, whole',
  async (what) => {
    const api = await startWithList();
    const upload = beginUpload(api);
    await expect.poll(() => rowsIn(api.databaseUrl)).toEqual({ n: 2_000, early: 2_000 });
    if (what === 'the API is killed') api.child.kill('SIGKILL');
    if (what === 'the client goes away') upload.destroy();
    const next = what === 'the API is killed' ? await start({ DATABASE_URL: api.databaseUrl }) : api;

    const own = { 'content-type': 'text/csv', 'idempotency-key': 'march' };
    const again = await listOf({ ...next, key: api.key }, own, 'userId\nana\nbob\ncec\n');
    expect([again.status, await again.json()]).toMatchObject([202, { rows: 3, rejected: 0 }]);
    expect(await rowsIn(api.databaseUrl)).toEqual({ n: 3, early: 0 });

    if (what === 'the first one still comes in') {
      const answered = new Promise<number | undefined>((resolve) =>
        upload.once('response', ({ statusCode }) => resolve(statusCode)),
      );
      upload.end('late\n');
      expect(await answered).toBe(422);
    }
    const whole = await listOf({ ...next, key: api.key }, own, 'userId\nana\nbob\ncec\n');
    expect(await whole.json()).toMatchObject({ rows: 3 });
    expect(await rowsIn(api.databaseUrl)).toEqual({ n: 3, early: 0 });
    upload.destroy();
  },
);
