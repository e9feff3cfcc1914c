import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from 'vitest';

test('C5 a part that hangs while a process stops is abandoned at the deadline', async () => {
  const program = `
    const { waitForStopSignal } = await import(${JSON.stringify(path.resolve('worker/roles/stopping.ts'))});
    const log = { info() {}, error: (_, message) => process.stdout.write(message) };
    waitForStopSignal('API', log, 200).then(() => setInterval(() => {}, 1_000));
    setInterval(() => {}, 1_000);
    process.stdout.write('listens\\n');
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await expect.poll(() => output).toBe('listens\n');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(output).toContain('the API did not stop within 0.2 s: ending it');
});
