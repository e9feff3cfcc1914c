import { runCounted } from './counted-tests.ts';

/**
 * `npm run worlds`: runs in full size what `npm test` runs in small. Takes over an hour. Variables change the sizes.
 */
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
