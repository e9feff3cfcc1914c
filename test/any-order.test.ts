import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import config from '../vitest.config.ts';

/** What a project of the run sets, as far as order and second chances go. */
interface Settings {
  readonly retry?: number;
  readonly sequence?: { readonly shuffle?: boolean };
}

test('C47 no test is retried, and every run shuffles files and tests', () => {
  const projects = (config.test?.projects ?? []).map((project) => (project as { readonly test: Settings }).test);
  expect(projects).toHaveLength(2);
  for (const { retry, sequence } of [config.test as Settings, ...projects])
    expect({ retry, shuffle: sequence?.shuffle }).toEqual({ retry: undefined, shuffle: true });
});

test('C47 a run ends with its seed and each failure, with its first line and the files before it; a file that leaves changes behind fails', () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'sojourn-order-'));
  const settings = {
    ...{ globals: true, isolate: false, maxWorkers: 1, setupFiles: [path.resolve('test/contain.ts')] },
    ...{ sequence: { shuffle: true, seed: 1 }, include: ['*.test.ts'] },
  };
  const files = {
    'vitest.config.ts': `
      import { failuresReporter } from '${path.resolve('test/failures-reporter.ts')}';
      export default { test: { ...${JSON.stringify(settings)}, reporters: [failuresReporter()] } };`,
    'broken.test.ts': `test('adds', () => expect(1 + 1, 'a sum').toBe(3)); test('passes', () => {});`,
    'untidy.test.ts': `test('passes', () => { process.env.LEFT_BEHIND = 'yes'; });`,
    'clock.test.ts': `test('moves the clock', () => { vi.useFakeTimers(); });`,
    'tidy.test.ts': `test('finds nothing', () => expect(process.env.LEFT_BEHIND).toBeUndefined());`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(root, name), text);
  const vitest = path.resolve('node_modules/vitest/vitest.mjs');
  const { stdout, status } = spawnSync(process.execPath, [vitest, 'run', '--root', root], { encoding: 'utf8' });
  rmSync(root, { recursive: true });

  expect(status).toBe(1);
  const said = stdout.slice(stdout.indexOf('\nFailed\n'));
  expect(said).toMatch(/^broken\.test\.ts: 1 failed, in process \d+ after .+\n {2}adds: a sum: expected 2 to be 3/m);
  expect(said).toMatch(/^untidy\.test\.ts: 0 failed, .+\n {2}what this file left behind/m);
  expect(said).toMatch(/^ {2}moves the clock: fake timers stop the servers/m);
  expect(said).not.toContain('\ntidy.test.ts');
  expect(said).toMatch(/\nSeed 1\n$/);
});

test('C47 no test stops the clock of servers that other tests use', () => {
  expect(() => vi.useFakeTimers()).toThrow('fake timers stop the servers');
});
