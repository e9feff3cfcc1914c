import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { birthOf, endProcess, isAlive, readPidFile, signal, writePidFile } from './processes.ts';

const place = mkdtempSync(path.join(os.tmpdir(), 'sojourn-processes-'));
afterAll(() => rmSync(place, { recursive: true }));
const file = path.join(place, 'some.pid');

/** Answers once it runs. */
async function start(program: string): Promise<number> {
  const child = spawn(process.execPath, ['-e', `${program}; process.stdout.write('up')`]);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child.pid ?? 0;
}
const obedient = () => start('setInterval(() => {}, 1000)');
const deaf = () => start("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)");

describe('a pid file', () => {
  test('given the process runs, then it says so, with its ports', () => {
    writePidFile(file, process.pid, [7233, 8233]);
    expect(readPidFile(file)).toMatchObject({ pid: process.pid, ports: [7233, 8233] });
  });

  test('given the pid belongs to another process by now, then there is none', () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, born: 'before the reboot', ports: [] }));
    expect(readPidFile(file)).toBeUndefined();
  });

  test.each([
    ['it is half written', '{"pid": 12'],
    ['it is empty', ''],
    ['it holds something else', '[]'],
  ])('given %s, then there is none', (_, content) => {
    writeFileSync(file, content);
    expect(readPidFile(file)).toBeUndefined();
  });

  test('given no file, then there is none', () => {
    expect(readPidFile(path.join(place, 'no.pid'))).toBeUndefined();
  });
});

describe('ending a process', () => {
  test('given one that listens, then the first signal is enough', async () => {
    const pid = await obedient();
    expect(await endProcess(pid, [{ signal: 'SIGTERM', waitMs: 5_000 }])).toBe('SIGTERM');
    expect(isAlive(pid)).toBe(false);
  });

  test('given one that does not, then the next signal follows', async () => {
    const pid = await deaf();
    const ending = [
      { signal: 'SIGTERM', waitMs: 100 },
      { signal: 'SIGKILL', waitMs: 5_000 },
    ] as const;
    expect(await endProcess(pid, ending)).toBe('SIGKILL');
  });

  test('given one that outlives all signals, then it says so', async () => {
    const pid = await deaf();
    await expect(endProcess(pid, [{ signal: 'SIGTERM', waitMs: 50 }])).rejects.toThrow(`Process ${pid} is still there`);
    signal(pid, 'SIGKILL');
  });

  test('given none, then that is fine', async () => {
    const pid = await obedient();
    await endProcess(pid, [{ signal: 'SIGKILL', waitMs: 5_000 }]);
    expect(await endProcess(pid, [{ signal: 'SIGTERM', waitMs: 50 }])).toBeUndefined();
    expect(birthOf(pid)).toBeUndefined();
  });

  test.each([0, -1, Number.NaN])(
    'given %d, then nothing is signalled: it would be our own group, or everybody',
    (pid) => {
      expect(() => signal(pid, 'SIGTERM')).toThrow(RangeError);
    },
  );
});
