import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { type EmbeddedPostgres, endOrphanedPostgres, startPostgres } from '../dev/embedded/postgres.ts';
import { isAlive } from '../dev/embedded/processes.ts';
import { migrate } from '../store/schema/migrate.ts';
import { withDatabase } from './database.ts';
import { endOrphanedTimeSkippingServer, startTimeSkippingServer } from './time-skipping-server.ts';

/** One PostgreSQL and one Temporal server for a run, both real. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await startServers();
  project.provide('postgresUrl', servers.postgresUrl);
  project.provide('temporalAddress', servers.temporalAddress);
  return servers.stop;
}

export interface Servers {
  /** May create databases; its database `tpl` is migrated. */
  readonly postgresUrl: string;
  readonly temporalAddress: string;
  stop(): Promise<void>;
}

/** `flags` go to the Temporal server. */
export async function startServers(flags: readonly string[] = []): Promise<Servers> {
  await endLeftovers();
  const directory = mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  const places = placesIn(directory);
  const started = await Promise.allSettled([
    startDatabase(places.postgres),
    startTimeSkippingServer(places.temporal, flags),
  ]);
  const [postgres, temporal] = started;

  const stop = async () => {
    if (temporal.status === 'fulfilled') await temporal.value.stop();
    if (postgres.status === 'fulfilled') await postgres.value.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  };
  if (postgres.status === 'fulfilled' && temporal.status === 'fulfilled')
    return { postgresUrl: postgres.value.url, temporalAddress: temporal.value.address, stop };
  await stop();
  const [cause, ...others] = started.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  throw others.length === 0 ? cause : new AggregateError([cause, ...others]);
}

async function startDatabase(directory: string): Promise<EmbeddedPostgres> {
  const postgres = await startPostgres({ directory, durable: false, binaries: process.env.PG_BIN });
  await withDatabase(postgres.url, (client) => client.query('create database tpl'));
  const template = new URL(postgres.url);
  template.pathname = '/tpl';
  await migrate(template.href);
  return postgres;
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
    await endOrphanedTimeSkippingServer(places.temporal);
    await endOrphanedPostgres(places.postgres);
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}
