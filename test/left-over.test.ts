import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { closeAtEnd, closeLeftOver } from './left-over.ts';
import { openWorkerProcesses } from './worker-processes.ts';

test('a worker process that a failed test has left running is killed at the end of the file', async () => {
  const workers = await openWorkerProcesses('postgres://nobody@127.0.0.1:1/none', 'left-over');
  const { child, ended } = workers.start();
  expect(child.exitCode).toBeNull();
  expect(await closeLeftOver()).toBeGreaterThan(0);
  await ended;
  expect(child.exitCode !== null || child.signalCode !== null).toBe(true);
  await workers.close();
});

test('what a test closes itself is closed once', async () => {
  let times = 0;
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const close = closeAtEnd(async () => {
    times += 1;
    child.kill('SIGKILL');
  });
  await close();
  await close();
  await closeLeftOver();
  expect(times).toBe(1);
});
