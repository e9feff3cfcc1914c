import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compiledProgram } from '../test/compiled.ts';
import { endOrphanedPostgres, runningPostgres } from './embedded/postgres.ts';
import { isAlive, readPidFile, signal } from './embedded/processes.ts';
import { endOrphanedTemporal, runningTemporal } from './embedded/temporal-server.ts';

/** With real servers, and roles that only listen (test/stand-in-roles.ts). */
describe('sojourn all', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(path.join(os.tmpdir(), 'sojourn-all-'));
  });
  afterEach(async () => {
    for (const { child } of starts.splice(0)) if (child.pid) signal(child.pid, 'SIGKILL');
    for (const role of ['api', 'worker']) {
      const pid = pidOf(role);
      if (pid) signal(pid, 'SIGKILL');
    }
    await endOrphanedTemporal(path.join(dataDir, 'temporal'));
    await endOrphanedPostgres(path.join(dataDir, 'postgres'));
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  });

  let program: string;
  beforeAll(async () => {
    program = await compiledProgram('stand-in-roles.ts');
  });
  const starts: Start[] = [];
  const start = (env: Record<string, string> = {}): Start => {
    const child = spawn(process.execPath, [program, 'all'], {
      env: { ...process.env, SOJOURN_DATA_DIR: dataDir, STAND_IN_LOG: path.join(dataDir, 'roles.log'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const made = { child, said: '' };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        made.said += chunk;
      });
    starts.push(made);
    return made;
  };
  /** 0 where it does not run. */
  const pidOf = (role: string) => readPidFile(path.join(dataDir, `${role}.pid`))?.pid ?? 0;
  const rolesLog = () => readFileSync(path.join(dataDir, 'roles.log'), 'utf8').replace(/ \d+ with \S+/g, '');
  const postgres = () => runningPostgres(path.join(dataDir, 'postgres'));

  test('given nothing but Node, then it reports its choices and reasons; a signal stops worker, API and servers in this order', async () => {
    const all = start();
    await until(() => all.said.includes('is ready'), all);
    expect(all.said).toContain('(DATABASE_URL is not set)');
    expect(all.said).toContain('(TEMPORAL_ADDRESS is not set)');
    expect(all.said).toContain('Migrated');
    const processes = [pidOf('api'), pidOf('worker'), (await postgres())?.pid ?? 0];
    expect(processes.every(isAlive)).toBe(true);

    all.child.kill('SIGTERM');
    await until(() => all.child.exitCode !== null, all);
    expect(all.child.exitCode).toBe(0);
    expect(rolesLog().split('\n').slice(2)).toEqual([
      'worker told to stop',
      'worker stopped',
      'api told to stop',
      'api stopped',
      '',
    ]);
    expect(processes.some(isAlive)).toBe(false);
    expect(runningTemporal(path.join(dataDir, 'temporal'))).toBeUndefined();
    expect(existsSync(path.join(dataDir, 'all.pid'))).toBe(false);
  });

  test('given a supervisor killed with -9, when it starts again, then it takes the servers over and ends the old roles', async () => {
    const killed = start();
    await until(() => killed.said.includes('is ready'), killed);
    const database = await postgres();
    const oldRoles = [pidOf('api'), pidOf('worker')];
    killed.child.kill('SIGKILL');

    const next = start();
    await until(() => next.said.includes('is ready'), next);
    expect(next.said).toContain('The worker of an earlier start is still running');
    expect(next.said.match(/left running by an earlier start/g)).toHaveLength(2);
    expect(next.said).not.toContain('Migrated'); // the data are those of before
    expect(await postgres()).toEqual(database);
    expect(oldRoles.some(isAlive)).toBe(false);

    const second = start();
    await until(() => second.child.exitCode !== null, second);
    expect(second.said).toContain(`Sojourn already runs in ${dataDir} (process ${next.child.pid})`);
  });

  test('given a role that cannot start, then it says why, stops everything and ends with 1', async () => {
    const all = start({ STAND_IN_FAILS: '1' });
    await until(() => pidOf('api') > 0, all);
    const processes = [pidOf('api'), (await postgres())?.pid ?? 0];
    await until(() => all.child.exitCode !== null, all);
    expect(all.child.exitCode).toBe(1);
    expect(all.said).toContain('Error: no such luck');
    expect(all.said).toContain('worker did not become ready: http://127.0.0.1:');
    expect(processes.some(isAlive)).toBe(false);
  });

  test('given its output is closed, then it stops as on a signal, and leaves nothing', async () => {
    const all = start();
    await until(() => all.said.includes('is ready'), all);
    const processes = [pidOf('api'), pidOf('worker'), (await postgres())?.pid ?? 0];
    all.child.stdout?.destroy();
    signal(pidOf('worker'), 'SIGKILL'); // so that it has something to say
    await until(() => all.child.exitCode !== null, all);
    expect(all.child.exitCode).toBe(0);
    expect(processes.some(isAlive)).toBe(false);
    expect(runningTemporal(path.join(dataDir, 'temporal'))).toBeUndefined();
  });

  test('given a role or a server ends, then it is restarted; a second signal ends everything immediately', async () => {
    const all = start({ STAND_IN_HANGS: '1' });
    await until(() => all.said.includes('is ready'), all);
    const worker = pidOf('worker');
    const database = await postgres();
    signal(worker, 'SIGKILL');
    signal(database?.pid ?? 0, 'SIGKILL');
    await until(() => pidOf('worker') > 0 && pidOf('worker') !== worker, all);
    expect(all.said).toContain('worker ended (SIGKILL): restarting in 0.2 s');
    await until(() => all.said.includes('PostgreSQL ended: restarting'), all);
    await until(async () => (await postgres())?.url === database?.url, all);

    all.child.kill('SIGINT');
    await sleep(1_100); // what comes within a second is the same Ctrl-C, passed on by npm
    expect(all.child.exitCode).toBeNull();
    const before = [pidOf('api'), pidOf('worker'), (await postgres())?.pid ?? 0];
    all.child.kill('SIGINT');
    await until(() => all.child.exitCode !== null, all);
    expect(all.child.exitCode).toBe(130);
    await until(() => !before.some(isAlive), all);
  });
});

interface Start {
  readonly child: ChildProcess;
  said: string;
}

/** Longer than a start takes on a busy machine. */
const PATIENCE_MS = 100_000;

async function until(isSo: () => boolean | Promise<boolean>, start: Start): Promise<void> {
  const limit = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > limit) throw new Error(`Not within ${PATIENCE_MS / 1000} s. It said:\n${start.said}`);
    await sleep(50);
  }
}
