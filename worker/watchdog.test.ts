import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { signal } from '../dev/embedded/processes.ts';

/** A process with a watchdog of one second, whose event loop blocks for a given time. */
function start(standStillMs: number) {
  const module = path.resolve('worker/watchdog.ts');
  const program = `
    const { startWatchdog } = await import(${JSON.stringify(module)});
    startWatchdog({ role: 'api', seconds: 1 });
    setInterval(() => {}, 1_000);
    process.stdout.write('begins\\n');
    const until = performance.now() + ${standStillMs};
    while (performance.now() < until);
    process.stdout.write('goes on\\n');
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  return { child, exited: once(child, 'exit'), output: () => output };
}

test('C5 a process whose event loop is blocked ends itself, and says why', async () => {
  const { exited, output } = start(600_000);
  expect(await exited).toEqual([null, 'SIGKILL']);
  expect(output()).toContain('begins');
  expect(JSON.parse(output().trim().split('\n').at(-1) ?? '')).toMatchObject({
    level: 60,
    name: 'sojourn api',
    msg: 'the event loop has been blocked for 1 s: ending the process so that it is restarted',
  });
});

test('C5 a process that was stopped for longer, as when the machine sleeps, continues afterwards', async () => {
  const { child, output } = start(0);
  await expect.poll(output).toContain('goes on');
  signal(child.pid ?? 0, 'SIGSTOP');
  await sleep(2_500); // the case itself: longer than it may stand still
  signal(child.pid ?? 0, 'SIGCONT');
  await sleep(1_500);
  expect(child.exitCode ?? child.signalCode).toBeNull();
  child.kill('SIGKILL');
});
