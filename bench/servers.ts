import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import { machineCache } from '../dev/embedded/cache.ts';
import { startPostgres } from '../dev/embedded/postgres.ts';
import { temporalCli } from '../dev/embedded/temporal-cli.ts';
import { startTemporalServer } from '../dev/embedded/temporal-server.ts';
import { migrate } from '../store/schema/migrate.ts';
import { registerSearchAttributes } from '../worker/temporal.ts';
import { cpuMs, parentOf } from './machine.ts';

/** One real PostgreSQL and one real Temporal server, shared by both sides. */
export interface Servers {
  readonly temporalAddress: string;
  readonly about: Readonly<Record<string, string>>;
  /** Creates a migrated database. The sides share a server and no table. */
  database(name: string): Promise<string>;
  /** CPU used so far, in ms; 0 if the server runs on another machine. */
  cpu(): { readonly temporal: number; readonly postgres: number };
  stop(): Promise<void>;
}

/** Starts servers in a temporary directory, unless BENCH_DATABASE_URL and BENCH_TEMPORAL_ADDRESS name others. */
export async function startServers(): Promise<Servers> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-bench-'));
  const started = await Promise.allSettled([postgres(directory), temporal(directory)]);
  const stop = async () => {
    await Promise.all(started.map((each) => (each.status === 'fulfilled' ? each.value.stop() : undefined)));
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  };
  const [database, server] = started;
  if (database.status === 'rejected' || server.status === 'rejected') {
    await stop();
    throw new AggregateError(started.flatMap((each) => (each.status === 'rejected' ? [each.reason] : [])));
  }
  const { value: db } = database;
  const { value: tp } = server;
  const made: string[] = [];
  return {
    temporalAddress: tp.address,
    about: { postgres: db.about, temporal: tp.about },
    async database(name) {
      const unique = `bench_${process.pid}_${name}`;
      await execute(db.url, `create database ${unique}`);
      made.push(unique);
      const url = new URL(db.url);
      url.pathname = `/${unique}`;
      await migrate(url.href);
      return url.href;
    },
    cpu: () => ({ temporal: tp.pid ? cpuMs(tp.pid) : 0, postgres: db.pid ? cpuMs(db.pid, true) : 0 }),
    async stop() {
      if (!db.isOurs)
        // the database may be the cause of the failure
        for (const name of made) await execute(db.url, `drop database if exists ${name} with (force)`).catch(() => {});
      await stop();
    },
  };
}

async function postgres(directory: string) {
  const given = process.env.BENCH_DATABASE_URL;
  if (given)
    return {
      url: given,
      pid: await postmasterOf(given),
      isOurs: false,
      about: 'BENCH_DATABASE_URL',
      stop: async () => {},
    };
  const server = await startPostgres({ directory: path.join(directory, 'postgres'), binaries: process.env.PG_BIN });
  return { url: server.url, pid: server.pid, isOurs: true, about: `${server.version}, our own`, stop: server.stop };
}

async function temporal(directory: string) {
  const given = process.env.BENCH_TEMPORAL_ADDRESS;
  const server = given ? undefined : await ownTemporal(directory);
  const address = given ?? server?.address ?? '';
  const connection = await Connection.connect({ address });
  await registerSearchAttributes(connection, 'default');
  await connection.close();
  return {
    address,
    pid: server?.pid ?? Number(process.env.BENCH_TEMPORAL_PID ?? 0),
    about: server?.about ?? 'BENCH_TEMPORAL_ADDRESS',
    stop: async () => server?.stop(),
  };
}

async function ownTemporal(directory: string) {
  const { TEMPORAL_CLI: chosen, PATH: searchPath = '' } = process.env;
  const cli = await temporalCli({ chosen, searchPath, cache: machineCache(process.env) });
  const server = await startTemporalServer({
    cli: cli.path,
    directory: path.join(directory, 'temporal'),
    inMemory: true,
    flags: ['--dynamic-config-value', 'limit.maxIDLength=1000'],
  });
  return { ...server, about: `development server, CLI ${cli.version}, in memory` };
}

/** Finds the PostgreSQL server on this machine: it is the parent of its connections. */
async function postmasterOf(url: string): Promise<number> {
  const [row] = await execute(url, 'select pg_backend_pid() as pid');
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
  return isHere && row ? (parentOf(row.pid) ?? 0) : 0;
}

async function execute(url: string, text: string): Promise<{ readonly pid: number }[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
