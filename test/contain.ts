import { afterAll, afterEach, beforeEach, expect, vi } from 'vitest';
import { closeLeftOver } from './left-over.ts';

/**
 * Runs around each file of the project with servers. Its files share processes, and in these a worker, a database pool
 * and a browser that go on from file to file: what one file leaves behind must not reach the next.
 */
const GLOBALS = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Date', 'fetch', 'console'] as const;

const lookAround = () => ({
  directory: process.cwd(),
  env: { ...process.env },
  globals: Object.fromEntries(GLOBALS.map((name) => [name, globalThis[name]])),
  now: performance.now,
});
const before = lookAround();

/** Fake timers would stop what goes on, for good: a pause that begins under them never ends. */
vi.useFakeTimers = () => {
  throw new Error('fake timers stop the servers that tests share: list the file in WITHOUT_SERVERS (vitest.config.ts)');
};

/** Which files a process has run, in order: see failures-reporter.ts. */
beforeEach(({ task }) => {
  task.file.meta.process = process.pid;
});

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(async () => {
  await closeLeftOver();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  const after = lookAround();
  process.chdir(before.directory);
  for (const name of Object.keys(after.env)) if (!(name in before.env)) delete process.env[name];
  Object.assign(process.env, before.env);
  Object.assign(globalThis, before.globals);
  performance.now = before.now;
  expect(after, 'what this file left behind, and later files would have met').toEqual(before);
});

declare module 'vitest' {
  interface TaskMeta {
    process?: number;
  }
}
