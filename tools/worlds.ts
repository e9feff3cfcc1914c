import { runCounted } from './counted-tests.ts';

/** `npm run worlds`: in full size what `npm test` runs in a short form. It takes over an hour; the same variables set another size. */
const SIZES = {
  WORLD_EVENTS: '100000',
  WORLD_BURST: '100000',
  LIVES: '5000',
  RUNS: '50',
  RACE_PEOPLE: '1001',
  LOAD_USERS: '400',
  CHAOS_N: '20000',
  REBUILD_INSTANCES: '300',
};
const FILES = [
  'test/worlds',
  'journey/any-life',
  'testkit/three-ways',
  'test/race.test.ts',
  'test/numbers.test.ts',
  'test/rebuild.test.ts',
  'api/fuzz',
];

process.exitCode = runCounted(FILES, { ...SIZES, ...process.env });
