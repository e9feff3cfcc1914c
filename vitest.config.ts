import { configDefaults, defineConfig } from 'vitest/config';
import { chromiumPath, HOW_TO_GET_CHROMIUM } from './test/browser/chromium.ts';
import { promisesReporter } from './test/promises-reporter.ts';

/** Tests run in any order: a failing one comes again by the seed that the run prints, with `--sequence.seed`. */
const sequence = { shuffle: true };
const common = {
  ...{ pool: 'forks' as const, isolate: false, maxWorkers: 2, testTimeout: 30_000, hookTimeout: 60_000 },
  expect: { poll: { timeout: 45_000 } }, // what is polled for has no bound of its own
};

/** One project after the other: what has been loaded is kept for the next file only while that is of the same project. */
const first = { sequence: { ...sequence, groupOrder: 0 } };
const then = { sequence: { ...sequence, groupOrder: 1 } };

const chromium = chromiumPath();
if (chromium === undefined) process.stderr.write(`The browser tests are left out: ${HOW_TO_GET_CHROMIUM}\n`);

/** Two projects, so that the pure rooms' tests run in an instant: servers start only where a test of the other is asked for. */
export default defineConfig({
  test: {
    sequence,
    reporters: ['default', promisesReporter()],
    projects: [
      { test: { ...common, ...first, name: 'pure', include: ['journey/**/*.test.ts', 'web/src/**/*.test.ts'] } },
      {
        test: {
          ...common,
          ...then,
          name: 'servers',
          include: ['**/*.test.ts'],
          exclude: [
            ...configDefaults.exclude,
            ...['**/dist/**', 'journey/**', 'web/src/**'],
            ...(chromium === undefined ? ['test/browser/**'] : []),
          ],
          globalSetup: ['test/servers.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
