import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import {
  birthOf,
  endProcess,
  isAlive,
  lockPidFile,
  readPidFile,
  signal,
  unlockPidFile,
  writePidFile,
} from './processes.ts';

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

describe('a lock in a data directory', () => {
  const lock = path.join(place, 'all.pid');

  test('given another process holds the lock, then it is named, and a release leaves its lock alone', async () => {
    const pid = await obedient();
    writePidFile(lock, pid);
    expect(await lockPidFile(lock)).toMatchObject({ pid });
    unlockPidFile(lock);
    expect(readPidFile(lock)).toMatchObject({ pid });
    signal(pid, 'SIGKILL');
  });

  test.each([
    ['its process is gone', JSON.stringify({ pid: process.pid, born: 'before the reboot', ports: [] })],
    ['a process that was killed has written half of it', '{"pid": 12'],
  ])('given %s, then it is taken, and given back', async (_, content) => {
    writeFileSync(lock, content);
    expect(await lockPidFile(lock)).toBeUndefined();
    expect(readPidFile(lock)).toMatchObject({ pid: process.pid });
    unlockPidFile(lock);
    expect(readPidFile(lock)).toBeUndefined();
  });

  test('given a process was killed while it cleared a stale lock, then the lock can still be taken', async () => {
    const gone = JSON.stringify({ pid: process.pid, born: 'before the reboot', ports: [] });
    writeFileSync(lock, gone);
    writeFileSync(`${lock}.guard`, gone);
    expect(await lockPidFile(lock)).toBeUndefined();
    expect(readPidFile(lock)).toMatchObject({ pid: process.pid });
    unlockPidFile(lock);
  });

  test('given three processes try at the same time, then one of them gets it, whether a stale file is there or not', async () => {
    const rounds = 20;
    const fileOf = (round: number) => path.join(place, `round-${round}.pid`);
    for (let round = 0; round < rounds; round += 2)
      writeFileSync(fileOf(round), JSON.stringify({ pid: process.pid, born: 'before the reboot', ports: [] }));
    const program = `
      import { lockPidFile } from ${JSON.stringify(fileURLToPath(new URL('./processes.ts', import.meta.url)))};
      process.stdout.write('up\\n');
      process.stdin.once('data', async (at) => {
        const got = [];
        for (let round = 0; round < ${rounds}; round += 1) {
          while (Date.now() < Number(at) + round * 20);
          got.push(lockPidFile(${JSON.stringify(place)} + '/round-' + round + '.pid'));
        }
        process.stdout.write(JSON.stringify(await Promise.all(got)));
        process.stdin.once('data', () => process.exit());
      });`;
    const children = Array.from({ length: 3 }, () =>
      spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    const next = (child: (typeof children)[number]) =>
      new Promise<string>((resolve) => child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())));
    await Promise.all(children.map(next));
    const answers = children.map(next);
    const at = Date.now() + 50;
    for (const child of children) child.stdin.write(String(at));
    const got = (await Promise.all(answers)).map((each): readonly unknown[] => JSON.parse(each));
    const winners = Array.from({ length: rounds }, (_, round) => got.filter((each) => each[round] === null).length);
    for (const child of children) child.stdin.end('done');
    await Promise.all(children.map((child) => text(child.stdout)));
    expect(winners).toEqual(Array.from({ length: rounds }, () => 1));
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

  test('given a process that survives all signals, then the error says so', async () => {
    const pid = await deaf();
    await expect(endProcess(pid, [{ signal: 'SIGTERM', waitMs: 50 }])).rejects.toThrow(
      `Process ${pid} is still running`,
    );
    signal(pid, 'SIGKILL');
  });

  test('given none, then that is fine', async () => {
    const pid = await obedient();
    await endProcess(pid, [{ signal: 'SIGKILL', waitMs: 5_000 }]);
    expect(await endProcess(pid, [{ signal: 'SIGTERM', waitMs: 50 }])).toBeUndefined();
    expect(birthOf(pid)).toBeUndefined();
  });

  test.each([0, -1, Number.NaN])(
    'given %d, then nothing is signaled: it would be the own process group, or all processes',
    (pid) => {
      expect(() => signal(pid, 'SIGTERM')).toThrow(RangeError);
    },
  );
});
