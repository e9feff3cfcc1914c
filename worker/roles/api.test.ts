import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { freePort } from '../../dev/embedded/ports.ts';
import { compiledSojourn } from '../../test/compiled.ts';
import { type FreshDatabase, freshDatabase, withDatabase } from '../../test/database.ts';

let directory: string;
const databases: FreshDatabase[] = [];
const running: ChildProcess[] = [];
beforeAll(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-api-'));
});
afterEach(() => {
  for (const each of running.splice(0)) each.kill('SIGKILL');
});
afterAll(async () => {
  for (const each of databases) await each.drop();
  rmSync(directory, { recursive: true, force: true });
});

interface Started {
  readonly origin: string;
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly catcherPort: number;
}

async function start(env: Record<string, string> = {}): Promise<Started> {
  const fresh = await freshDatabase();
  databases.push(fresh);
  const port = await freePort();
  const catcherPort = await freePort();
  const child = spawn(process.execPath, [await compiledSojourn(), 'api'], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: fresh.url,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      API_PORT: String(port),
      CATCHER_PORT: String(catcherPort),
      SOJOURN_DATA_DIR: directory,
      SOJOURN_EMBEDDED: 'database',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { origin: `http://127.0.0.1:${port}`, process: child, output: () => output, catcherPort };
}

const untilReady = (origin: string) =>
  expect.poll(async () => (await fetch(`${origin}/readyz`).catch(() => undefined))?.status).toBe(200);

const keyIn = (file: string) => readFileSync(file, 'utf8').trim();

describe('sojourn api', () => {
  test('starts, creates the development key in its own file, answers, and ends with code 0 on SIGTERM', async () => {
    const api = await start();
    await untilReady(api.origin);
    const file = path.join(directory, 'dev-key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(api.output()).not.toContain(keyIn(file));

    const headers = { authorization: `Bearer ${keyIn(file)}` };
    expect((await fetch(`${api.origin}/v1/journeys`, { headers })).status).toBe(200);
    const ready = (await (await fetch(`${api.origin}/v1/readiness`, { headers })).json()) as { checks: object };
    expect(ready.checks).toMatchObject({ temporal: { ok: true }, migrations: { ok: true } });

    const catcher = connect(api.catcherPort, '127.0.0.1');
    const [greeting] = await once(catcher, 'data');
    expect(String(greeting)).toMatch(/^220 /);
    catcher.destroy();

    api.process.kill('SIGTERM');
    expect(await once(api.process, 'exit')).toEqual([0, null]);
  });

  test('a key that has got lost is replaced at the next start', async () => {
    const first = await start();
    await untilReady(first.origin);
    const file = path.join(directory, 'dev-key');
    rmSync(file);
    first.process.kill('SIGTERM');
    await once(first.process, 'exit');
    const second = await start({ DATABASE_URL: databases.at(-1)?.url ?? '' });
    await untilReady(second.origin);
    expect(
      (await fetch(`${second.origin}/v1/journeys`, { headers: { authorization: `Bearer ${keyIn(file)}` } })).status,
    ).toBe(200);
  });

  test('C38 given a development key that has been revoked, then the next start makes one that works', async () => {
    const first = await start();
    await untilReady(first.origin);
    const file = path.join(directory, 'dev-key');
    const dead = keyIn(file);
    const url = databases.at(-1)?.url ?? '';
    await withDatabase(url, (client) => client.query('update sojourn.api_keys set revoked_at = now()'));
    first.process.kill('SIGTERM');
    await once(first.process, 'exit');

    const second = await start({ DATABASE_URL: url });
    await untilReady(second.origin);
    expect(keyIn(file)).not.toBe(dead);
    const headers = { authorization: `Bearer ${keyIn(file)}` };
    expect((await fetch(`${second.origin}/v1/journeys`, { headers })).status).toBe(200);
  });

  test('S7 in production the first admin key is in a file that its owner alone reads, named as live, and in no log', async () => {
    const file = path.join(directory, 'keys', 'admin-key');
    const production = {
      NODE_ENV: 'production',
      SMTP_URL: 'smtp://u:p@127.0.0.1:1',
      MAIL_FROM: 'Shop <hi@shop.example>',
    };
    const api = await start({ ...production, SOJOURN_EMBEDDED: '', ADMIN_KEY_FILE: file });
    await untilReady(api.origin);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(keyIn(file)).toMatch(/^sj_live_/);
    expect(api.output()).not.toContain('sj_live_');
    expect(api.output()).toContain(file);
    expect(api.output()).toContain('WEBHOOK_SECRET is not set'); // loudly, and it starts
  });

  test('S8 C46 production without a provider of email doesn’t start, and says how to fix it', async () => {
    const api = await start({ NODE_ENV: 'production', SOJOURN_EMBEDDED: '' });
    expect(await once(api.process, 'exit')).toEqual([1, null]);
    expect(api.output()).toContain('EMAIL_PROVIDER is not set');
    expect(api.output()).toContain('CATCH_MAIL=true');
  });

  test('SIGTERM under load: not ready immediately, and every event answered 200 is stored', async () => {
    const file = path.join(directory, 'under-load-key');
    const api = await start({ SOJOURN_EMBEDDED: '', LOG_LEVEL: 'info', ADMIN_KEY_FILE: file });
    await untilReady(api.origin);
    const key = keyIn(file);
    let answered = 0;
    let isOver = false;
    const send = async (sender: number) => {
      for (let n = 0; !isOver; n += 1) {
        const answer = await fetch(`${api.origin}/v1/track`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}` },
          body: JSON.stringify({ userId: `u${sender}`, event: 'E', messageId: `${sender}-${n}` }),
        }).catch(() => undefined);
        if (answer?.status === 200) answered += 1;
        else if (!answer) return;
      }
    };
    const senders = Promise.all([1, 2, 3, 4].map(send));
    await expect.poll(() => answered).toBeGreaterThan(20);
    api.process.kill('SIGTERM');
    const exited = once(api.process, 'exit');
    await expect.poll(async () => (await fetch(`${api.origin}/readyz`).catch(() => undefined))?.status).toBe(503);
    expect(await exited).toEqual([0, null]);
    isOver = true;
    await senders;
    const rows = await withDatabase(databases.at(-1)?.url ?? '', (client) =>
      client.query('select count(*)::int as n from sojourn.events'),
    );
    expect(rows.rows[0].n).toBeGreaterThanOrEqual(answered);
  });

  test('a request that isn’t HTTP is answered with a problem', async () => {
    const api = await start();
    await untilReady(api.origin);
    const socket = connect(Number(new URL(api.origin).port), '127.0.0.1');
    socket.write('NONSENSE\r\n\r\n');
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json/);
    expect(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: 400, fix: 'use an HTTP client' });
  });

  test('without its database: it listens, reports what is missing, and works once the database is there', async () => {
    const metricsPort = await freePort();
    const api = await start({
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      METRICS_PORT: String(metricsPort),
    });
    await expect.poll(async () => (await fetch(`${api.origin}/readyz`).catch(() => undefined))?.status).toBe(503);
    const { checks } = (await (await fetch(`http://127.0.0.1:${metricsPort}/readyz`)).json()) as {
      checks: Record<string, { ok: boolean; detail: string }>;
    };
    expect(checks.process).toMatchObject({ ok: false, detail: 'starting' });
    expect(checks.database?.ok).toBe(false);
    api.process.kill('SIGTERM');
    expect(await once(api.process, 'exit')).toEqual([0, null]);
  });

  test('a taken port → names the variable to set', async () => {
    const first = await start();
    await untilReady(first.origin);
    const second = await start({ API_PORT: new URL(first.origin).port });
    await once(second.process, 'exit');
    expect(second.output()).toContain('API_PORT');
    expect(second.process.exitCode).toBe(1);
    expect(existsSync(path.join(directory, 'dev-key'))).toBe(true);
  });
});
