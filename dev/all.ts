import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { z } from 'zod';
import { messageOf } from '../journey/base/message-of.ts';
import { migrateInstallation } from '../store/schema/migrate.ts';
import { listRefusedDefaults } from '../worker/config/production.ts';
import type { Settings } from '../worker/config/settings.ts';
import type { Temporal } from '../worker/config/temporal.ts';
import { ConfigError, type Environment, loadSettings } from '../worker/config.ts';
import { originOf } from '../worker/origin.ts';
import { packageRoot } from '../worker/package-root.ts';
import { registerSearchAttributes } from '../worker/temporal.ts';
import { lockPidFile, unlockPidFile } from './embedded/processes.ts';
import { roleProgram } from './supervisor/built.ts';
import { chooseDatabase } from './supervisor/database.ts';
import { publishExamples } from './supervisor/examples.ts';
import { type Say, sayOnTerminal } from './supervisor/output.ts';
import { untilReady } from './supervisor/ready.ts';
import { endOrphanedRole, keepRunning } from './supervisor/role.ts';
import { environmentOfRoles } from './supervisor/role-env.ts';
import type { Stoppable } from './supervisor/server.ts';
import { onSignals } from './supervisor/signals.ts';
import { chooseTemporal } from './supervisor/temporal.ts';
import { ensureWebApp } from './supervisor/web-app.ts';
import { welcome } from './supervisor/welcome.ts';

/**
 * Runs all of Sojourn on one machine: finds or starts Temporal and PostgreSQL, then runs the worker and the API and
 * restarts them when they end. Each runs in its own process, so that none can crash the others.
 *
 * Stops in order of dependency: worker, API, Temporal, PostgreSQL. After a `kill -9`, the next start takes over or ends
 * the processes left behind.
 *
 * @throws if it can't start, after stopping everything already started
 */
export async function runAll(env: Environment): Promise<void> {
  const say = sayOnTerminal;
  const settings = loadSettings(env);
  const refused = settings.isProduction ? listRefusedDefaults(settings) : [];
  if (refused.length > 0)
    throw new ConfigError(`Production can't start:\n${refused.map((each) => `  ${each}`).join('\n')}`);
  const unlock = await lock(settings.dataDir);
  const started: Stoppable[] = [];
  const stopping = onSignals(say, () => {
    for (const each of started.toReversed()) each.kill();
    process.exit(130);
  });
  try {
    await start({ settings, env, started, stopping, say });
    await untilAborted(stopping);
  } catch (error) {
    if (!stopping.aborted) throw error; // otherwise a stop signal interrupted the start
  } finally {
    await stopAll(started, say);
    unlock();
  }
}

interface Start {
  readonly settings: Settings;
  readonly env: Environment;
  /** Filled in the order of starting. Stopped in reverse. */
  readonly started: Stoppable[];
  readonly stopping: AbortSignal;
  readonly say: Say;
}

async function start(work: Start): Promise<void> {
  const { settings, env, stopping, say } = work;
  const { dataDir } = settings;
  for (const name of ROLES) await endOrphanedRole(name, pidFileOf(dataDir, name), say);

  const [chosen, program] = await Promise.all([
    startServers(work),
    roleProgram(packageRoot(), ownStart(), settings, say),
    ensureWebApp(packageRoot(), say),
  ]);
  stopping.throwIfAborted();
  const migrations = await migrateInstallation({
    url: chosen.database.url,
    ownerUrl: settings.databaseUrl && settings.migrateDatabaseUrl, // the embedded database has only one role
    auditDays: settings.auditDays,
  });
  if (migrations.length > 0) say(`Migrated    ${migrations.join(', ')}`);
  await register(chosen.temporal.temporal);
  stopping.throwIfAborted();

  const roles = await environmentOfRoles(settings, env, chosen, say);
  const origins = {
    api: originOf(settings.api.host, roles.ports.api),
    worker: originOf(settings.worker.host, roles.ports.worker),
  };
  await startRoles(work, { program, env: roles.env }, origins);
  await afterReady({ dataDir: settings.dataDir, origin: origins.api, uiUrl: chosen.temporal.uiUrl, say });
}

const ownStart = () => ({ execArgv: process.execArgv, program: process.argv[1] ?? '' });

/** Starts both servers at once. Adds the database first, so that Temporal is stopped before it. */
async function startServers({ settings, env, started, say }: Start) {
  const [database, temporal] = await Promise.allSettled([
    chooseDatabase(settings, env, say),
    chooseTemporal(settings, env, say),
  ]);
  for (const each of [database, temporal])
    if (each.status === 'fulfilled' && each.value.server) started.push(each.value.server);
  if (database.status === 'rejected') throw database.reason;
  if (temporal.status === 'rejected') throw temporal.reason;
  return { database: database.value, temporal: temporal.value };
}

async function register({ connection: options, namespace }: Temporal): Promise<void> {
  const connection = await Connection.connect(options);
  try {
    await registerSearchAttributes(connection, namespace);
  } finally {
    await connection.close();
  }
}

/** Roles in the order of starting. Stopped in reverse. */
const ROLES = ['api', 'worker'] as const;
type RoleName = (typeof ROLES)[number];

/** Time for the worker to finish or hand back its sends (30 s), and for the API to answer running requests. */
const GRACE_MS = { worker: 33_000, api: 16_000 } as const satisfies Record<RoleName, number>;

interface RoleStart {
  /** Node's arguments, including the program. */
  readonly program: readonly string[];
  readonly env: Record<string, string>;
}

async function startRoles(work: Start, { program, env }: RoleStart, origins: Record<RoleName, string>): Promise<void> {
  const { settings, started, say } = work;
  const failed = new AbortController();
  const stopping = AbortSignal.any([work.stopping, failed.signal]);
  const starting = ROLES.map((name) => {
    const role = keepRunning({
      name,
      args: [...program, name],
      env,
      pidFile: pidFileOf(settings.dataDir, name),
      isForPeople: process.stdout.isTTY,
      say,
    });
    started.push({ stop: () => role.stop(GRACE_MS[name]), kill: role.kill });
    return untilReady(role, origins[name], stopping);
  });
  await Promise.all(starting).catch((error: unknown) => {
    failed.abort(); // stops waiting for the other role
    throw error;
  });
}

interface Ready {
  readonly dataDir: string;
  readonly origin: string;
  readonly uiUrl?: string;
  readonly say: Say;
}

async function afterReady({ dataDir, origin, uiUrl, say }: Ready): Promise<void> {
  const keyFile = path.join(dataDir, 'dev-key');
  const key = existsSync(keyFile) ? readFileSync(keyFile, 'utf8').trim() : undefined;
  if (key) await publishExamples(path.join(packageRoot(), 'examples'), origin, key, say);
  say(welcome({ origin, uiUrl, key, dataDir, signIn: key && (await signInAddress(origin, key)) }));
}

/** Creates a one-time sign-in URL, valid for ten minutes. Undefined if the key isn't allowed to. */
async function signInAddress(origin: string, key: string): Promise<string | undefined> {
  const answer = await fetch(`${origin}/v1/sign-in-codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(10_000),
  });
  return answer.ok ? `${origin}${z.object({ path: z.string() }).parse(await answer.json()).path}` : undefined;
}

const pidFileOf = (dataDir: string, role: RoleName): string => path.join(dataDir, `${role}.pid`);

/** Locks the data directory, which only one `sojourn all` can use. Returns a function that unlocks it. */
async function lock(dataDir: string): Promise<() => void> {
  const file = path.join(dataDir, 'all.pid');
  const other = await lockPidFile(file);
  if (other)
    throw new Error(
      `Sojourn already runs in ${dataDir} (process ${other.pid}). Stop it, or set SOJOURN_DATA_DIR to another directory.`,
    );
  return () => unlockPidFile(file);
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Stops everything in reverse order. An error in one doesn't keep the others running. */
async function stopAll(started: readonly Stoppable[], say: Say): Promise<void> {
  for (const each of started.toReversed()) await each.stop().catch((error: unknown) => say(messageOf(error)));
}
