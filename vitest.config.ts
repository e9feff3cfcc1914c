import { configDefaults, defineConfig } from 'vitest/config';

const common = { pool: 'forks' as const, testTimeout: 30_000, hookTimeout: 60_000 };

/** Two projects, so that the pure rooms' tests run in an instant: servers start only where a test of the other is asked for. */
export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'pure', include: ['journey/**/*.test.ts'] } },
      {
        test: {
          ...common,
          name: 'servers',
          include: ['**/*.test.ts'],
          exclude: [...configDefaults.exclude, '**/dist/**', 'journey/**', 'web/**'],
          globalSetup: ['test/servers.ts'],
        },
      },
    ],
  },
});
