import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import type { TestProject } from 'vitest/node';
import { migrate } from '../store/migrate.ts';
import { machineCache } from '../worker/embedded/cache.ts';
import { type EmbeddedPostgres, endOrphanedPostgres, startPostgres } from '../worker/embedded/postgres.ts';
import { isAlive } from '../worker/embedded/processes.ts';
import { temporalCli } from '../worker/embedded/temporal-cli.ts';
import {
  type EmbeddedTemporal,
  endOrphanedTemporal,
  startTemporalServer,
  TIME_SKIPPING_FLAGS,
} from '../worker/embedded/temporal-server.ts';
import { registerSearchAttributes } from '../worker/temporal.ts';
import { withDatabase } from './database.ts';

/** One PostgreSQL and one Temporal server for a run, both real. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await endLeftovers();
  const directory = mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  const places = placesIn(directory);
  const started = await Promise.allSettled([startDatabase(places.postgres), startTemporal(places.temporal)]);
  const [postgres, temporal] = started;

  const teardown = async () => {
    if (temporal.status === 'fulfilled') await temporal.value.stop();
    if (postgres.status === 'fulfilled') await postgres.value.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  };
  if (postgres.status === 'rejected' || temporal.status === 'rejected') {
    await teardown();
    throw new AggregateError(started.flatMap((each) => (each.status === 'rejected' ? [each.reason] : [])));
  }
  project.provide('postgresUrl', postgres.value.url);
  project.provide('temporalAddress', temporal.value.address);
  return teardown;
}

async function startDatabase(directory: string): Promise<EmbeddedPostgres> {
  const postgres = await startPostgres({ directory, durable: false, binaries: process.env.PG_BIN });
  await withDatabase(postgres.url, (client) => client.query('create database tpl'));
  const template = new URL(postgres.url);
  template.pathname = '/tpl';
  await migrate(template.href);
  return postgres;
}

async function startTemporal(directory: string): Promise<EmbeddedTemporal> {
  const { TEMPORAL_CLI, PATH = '' } = process.env;
  const cli = await temporalCli({ chosen: TEMPORAL_CLI, searchPath: PATH, cache: machineCache(process.env) });
  const server = await startTemporalServer({
    cli: cli.path,
    directory,
    inMemory: true,
    flags: TIME_SKIPPING_FLAGS,
  });
  const connection = await Connection.connect({ address: server.address });
  await registerSearchAttributes(connection, 'default');
  await connection.close();
  return server;
}

const PREFIX = 'sojourn-test-';
const placesIn = (directory: string) => ({
  postgres: path.join(directory, 'postgres'),
  temporal: path.join(directory, 'temporal'),
});

/** What a run left that was killed: its directory's name holds its pid. */
async function endLeftovers(): Promise<void> {
  for (const name of readdirSync(os.tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : 0;
    if (!pid || isAlive(pid)) continue;
    const directory = path.join(os.tmpdir(), name);
    const places = placesIn(directory);
    await endOrphanedTemporal(places.temporal);
    await endOrphanedPostgres(places.postgres);
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}
