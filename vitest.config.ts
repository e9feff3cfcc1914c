import { configDefaults, defineConfig } from 'vitest/config';
import { chromiumPath, HOW_TO_GET_CHROMIUM } from './test/browser/chromium.ts';
import { promisesReporter } from './test/promises-reporter.ts';

const common = { pool: 'forks' as const, testTimeout: 30_000, hookTimeout: 60_000 };

const chromium = chromiumPath();
if (chromium === undefined) process.stderr.write(`The browser tests are left out: ${HOW_TO_GET_CHROMIUM}\n`);

/** Two projects, so that the pure rooms' tests run in an instant: servers start only where a test of the other is asked for. */
export default defineConfig({
  test: {
    reporters: ['default', promisesReporter()],
    projects: [
      { test: { ...common, name: 'pure', include: ['journey/**/*.test.ts', 'web/src/**/*.test.ts'] } },
      {
        test: {
          ...common,
          name: 'servers',
          include: ['**/*.test.ts'],
          exclude: [
            ...configDefaults.exclude,
            ...['**/dist/**', 'journey/**', 'web/src/**'],
            ...(chromium === undefined ? ['test/browser/**'] : []),
          ],
          globalSetup: ['test/servers.ts'],
          testTimeout: 60_000,
          // Real processes are killed and waited for: on a machine that is busy with something else a deadline may pass. Said in the report.
          retry: process.env.CI ? 2 : 0,
        },
      },
    ],
  },
});
