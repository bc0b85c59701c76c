import { defineConfig } from 'vitest/config';

// The same sentences on both databases: the embedded one, and a real PostgreSQL that the tests
// start themselves. What needs no database runs once.
const onBoth = 'test/{dispatch,operations,database,commands,webhooks,api,house}/**/*.test.ts';

export default defineConfig({
  test: {
    pool: 'forks',
    // Most of a test is waiting for its database, so every core gets a worker.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'alone',
          include: ['test/**/*.test.ts'],
          exclude: [onBoth],
        },
      },
      {
        test: {
          name: 'pglite',
          include: [onBoth],
          globalSetup: 'test/support/pglite-setup.ts',
          hookTimeout: 30_000,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'postgres',
          include: [onBoth],
          globalSetup: 'test/support/postgres-setup.ts',
          hookTimeout: 30_000,
          testTimeout: 20_000,
        },
      },
    ],
  },
});
