import pg from 'pg';
import { inject } from 'vitest';
import { ownName } from '../testkit/server/own-name.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /**
     * Of the run's own PostgreSQL: may create databases. Its database `tpl` is migrated; `freshDatabase()` copies it.
     */
    postgresUrl: string;
    /**
     * Of the run's own Temporal server: in memory, time skipping on, search attributes registered, namespace `default`.
     */
    temporalAddress: string;
  }
}

export interface FreshDatabase {
  /** At the newest migration, empty: workspaces too are the test's to insert. */
  readonly url: string;
  /** Even while connections are open. Not calling it is no harm: the cluster goes with the run. */
  drop(): Promise<void>;
}

/**
 * A database of the test's own, in about 30 ms. Not by `file_copy`: that waits until what other tests wrote is on disk.
 */
export const freshDatabase = (): Promise<FreshDatabase> => freshDatabaseIn(inject('postgresUrl'));

export async function freshDatabaseIn(cluster: string): Promise<FreshDatabase> {
  const name = ownName('t_');
  await withDatabase(cluster, (client) => client.query(`create database ${name} template tpl strategy wal_log`));
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await withDatabase(cluster, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** A connection for one piece of work. */
export async function withDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
