import { defineConfig } from 'vitest/config';
import { ROOMS } from './rooms.ts';

/** Tests of the room that `npm run mutants` changes. Runs share loaded modules, so constants stay as they are. */
const room = ROOMS[process.env.MUTANTS_ROOM ?? ''];
if (!room) throw new Error(`Set MUTANTS_ROOM to one of ${Object.keys(ROOMS).join(', ')}.`);

export default defineConfig({
  test: {
    include: process.env.MUTANTS_SUITES ? [process.env.MUTANTS_SUITES] : [...room.suites],
    isolate: false,
    env: { LIVES: '20' }, // fewer runs of the longest property tests
    pool: 'threads',
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    ...(room.hasServers ? { globalSetup: ['test/servers.ts'], setupFiles: ['test/contain.ts'] } : {}),
  },
});
