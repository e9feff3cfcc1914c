import { configDefaults, defineConfig } from 'vitest/config';
import { chromiumPath, HOW_TO_GET_CHROMIUM } from './test/browser/chromium.ts';
import { failuresReporter } from './test/failures-reporter.ts';
import { promisesReporter } from './test/promises-reporter.ts';

/** Tests run in any order: a failing one comes again by the seed that the run prints, with `--sequence.seed`. */
const sequence = { shuffle: true };
const common = {
  ...{ pool: 'forks' as const, isolate: false, maxWorkers: 3, testTimeout: 60_000, hookTimeout: 120_000 }, // three, on two cores: a third of the time a test waits
  expect: { poll: { timeout: 60_000 } }, // what is polled for has no bound of its own
};

/** One project after the other: what has been loaded is kept for the next file only while that is of the same project. */
const first = { sequence: { ...sequence, groupOrder: 0 } };
const then = { sequence: { ...sequence, groupOrder: 1 } };

/** These tests move the clock by fake timers, which would stop the servers that the others share: see test/contain.ts. */
const WITHOUT_SERVERS = [
  'activities/send.test.ts',
  'api/live/feed.test.ts',
  'channels/activity/adapter.test.ts',
  'channels/pace.test.ts',
];
const PURE = ['journey/**/*.test.ts', 'web/src/**/*.test.ts', ...WITHOUT_SERVERS];

/** Where set, the run is written there as JSON besides. */
const { TEST_REPORT } = process.env;

const chromium = chromiumPath();
if (chromium === undefined) process.stderr.write(`The browser tests are left out: ${HOW_TO_GET_CHROMIUM}\n`);

/** Two projects, so that the pure rooms' tests run in an instant: servers start only where a test of the other is asked for. */
export default defineConfig({
  test: {
    sequence,
    reporters: [
      'default',
      promisesReporter(),
      ...(TEST_REPORT ? [['json', { outputFile: TEST_REPORT }] as ['json', object]] : []),
      failuresReporter(),
    ],
    projects: [
      { test: { ...common, ...first, name: 'pure', include: PURE } },
      {
        test: {
          ...common,
          ...then,
          name: 'servers',
          include: ['**/*.test.ts'],
          exclude: [
            ...configDefaults.exclude,
            ...['**/dist/**', ...PURE],
            ...(chromium === undefined ? ['test/browser/**'] : []),
          ],
          globalSetup: ['test/servers.ts'],
          setupFiles: ['test/contain.ts'],
          env: { RUST_BACKTRACE: '0' }, // Temporal's core panics where a worker that has ended had a decision under way: one line of it is enough
          testTimeout: 120_000, // not a bound of what is tested, which has its own: a busy machine takes its time
        },
      },
    ],
  },
});
