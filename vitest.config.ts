import { configDefaults, defineConfig } from 'vitest/config';
import { chromiumPath, HOW_TO_GET_CHROMIUM } from './test/browser/chromium.ts';
import { failuresReporter } from './test/failures-reporter.ts';
import { promisesReporter } from './test/promises-reporter.ts';

/** Tests run in random order. Repeat a failure with the seed that the run prints: `--sequence.seed`. */
const sequence = { shuffle: true };
const common = {
  // Three files on two cores: tests wait a third of the time.
  ...{ pool: 'forks' as const, isolate: false, maxWorkers: 3, testTimeout: 60_000, hookTimeout: 120_000 },
  expect: { poll: { timeout: 60_000 } }, // tests poll without limits of their own
};

/** Projects run one after the other: loaded modules are only reused between files of the same project. */
const first = { sequence: { ...sequence, groupOrder: 0 } };
const then = { sequence: { ...sequence, groupOrder: 1 } };

/** Tests with fake timers, which would stop the servers that other tests share: see test/contain.ts. */
const WITHOUT_SERVERS = [
  'activities/send.test.ts',
  'api/live/watch.test.ts',
  'channels/activity/adapter.test.ts',
  'channels/pace.test.ts',
  'channels/route/route.test.ts',
  'worker/repeat.test.ts',
];
const PURE = ['journey/**/*.test.ts', 'web/src/**/*.test.ts', 'api/vendors/**/translate.test.ts', ...WITHOUT_SERVERS];

/** File for an additional JSON report. */
const { TEST_REPORT } = process.env;

/** Clients that only `npm run clients` installs: see tools/clients.ts. */
const INSTALLED = 'test/clients/installed';
const hasInstalled = process.env.CLIENTS_NPM !== undefined;

const chromium = chromiumPath();
if (chromium === undefined) process.stderr.write(`Skipping the browser tests: ${HOW_TO_GET_CHROMIUM}\n`);

/** Two projects, so that pure tests run instantly: servers start only for tests of the other project. */
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
            ...(chromium === undefined ? ['test/browser/**', `${INSTALLED}/browser.test.ts`] : []),
            ...(hasInstalled ? [] : [`${INSTALLED}/**`]),
          ],
          globalSetup: ['test/servers.ts'],
          setupFiles: ['test/contain.ts'],
          // Temporal's core panics when a worker ends during a decision: one line about that is enough.
          env: { RUST_BACKTRACE: '0' },
          testTimeout: 120_000, // generous for busy machines: tests check their own limits
        },
      },
    ],
  },
});
