import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { freePort } from './ports.ts';
import { endProcess, isAlive, readPidFile, removePidFile, signal, writePidFile } from './processes.ts';

/** The real Temporal server with its web UI. Detached like the database, so a terminal's Ctrl-C doesn't reach it. */
export interface EmbeddedTemporal {
  readonly address: string;
  /** Ports of the server and, if it has one, of its UI. */
  readonly ports: readonly number[];
  readonly pid: number;
  /** True if it was left running by a killed start and taken over, with its ports. */
  readonly reused: boolean;
  /** Does nothing if the server has ended already. */
  stop(): Promise<void>;
  /** Ends it immediately. Everything that it has acknowledged is in its database. */
  kill(): void;
}

export interface TemporalServerOptions {
  /** The Temporal CLI. */
  readonly cli: string;
  /** Directory of the database file, the log and the pid file. */
  readonly directory: string;
  /** Returns the port for a new server; not called, like `uiPort`, if one is taken over. Default: any free port. */
  readonly port?: () => Promise<number>;
  /** Returns the port of the UI. Absent: no UI. */
  readonly uiPort?: () => Promise<number>;
  /** For tests: stores nothing on disk, which is cheapest. */
  readonly inMemory?: boolean;
  /** Created if it doesn't exist. Default: `default`. */
  readonly namespace?: string;
  readonly flags?: readonly string[];
}

/**
 * Starts a server in the directory, or takes over one that a killed start left running.
 * @throws with the end of the server's log if it doesn't start
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<EmbeddedTemporal> {
  const directory = path.resolve(options.directory);
  mkdirSync(directory, { recursive: true });
  const pidFile = pidFileIn(directory);
  const orphan = readPidFile(pidFile);
  const { pid, ports } = orphan ?? launch(options, await portsFor(options), directory, pidFile);
  const address = addressOf(ports);
  const stop = () => end(pid, directory);
  if (!(await untilHealthy(address, pid))) {
    await stop();
    throw new Error(`The Temporal server did not start:\n${tail(path.join(directory, 'log'))}`);
  }
  return { address, ports, pid, reused: orphan !== undefined, stop, kill: () => signal(pid, 'SIGKILL') };
}

/** Returns the address of the server that is running in the directory, if any. */
export function runningTemporal(directory: string): string | undefined {
  const server = readPidFile(pidFileIn(path.resolve(directory)));
  return server && addressOf(server.ports);
}

/** Stops a server that a killed start left running. */
export async function endOrphanedTemporal(directory: string): Promise<void> {
  const orphan = readPidFile(pidFileIn(directory));
  if (orphan) await end(orphan.pid, directory);
}

/**
 * Flags that let single workflows skip time, in milliseconds instead of a second per skip. Only for in-memory servers
 * in tests: with a database file they starve the server under load, and in production no workflow may skip time.
 */
export const TIME_SKIPPING_FLAGS: readonly string[] = Object.entries({
  'frontend.WorkflowTimeSkippingEnabled': true,
  'frontend.WorkflowTimeSkippingMaxSkipPerSession': 100_000,
  'history.timerProcessorMaxTimeShift': '1ms',
  'history.workflowIdReuseMinimalInterval': '0s', // otherwise a second continue-as-new within a second waits
}).flatMap(([name, value]) => ['--dynamic-config-value', `${name}=${JSON.stringify(value)}`]);

/**
 * Lets journeys share a channel's queue fairly. In production, set it for your own server:
 * docs/how-to/go-to-production.md.
 */
export const FAIRNESS_FLAGS: readonly string[] = ['--dynamic-config-value', 'matching.enableFairness=true'];

const pidFileIn = (directory: string): string => path.join(directory, 'server.pid');

async function end(pid: number, directory: string): Promise<void> {
  await endProcess(pid, [
    { signal: 'SIGTERM', waitMs: 10_000 },
    { signal: 'SIGKILL', waitMs: 5_000 },
  ]);
  removePidFile(pidFileIn(directory));
}

const addressOf = ([port]: readonly number[]): string => `127.0.0.1:${port}`;

const portsFor = async ({ port = freePort, uiPort }: TemporalServerOptions): Promise<readonly number[]> => [
  await port(),
  ...(uiPort ? [await uiPort()] : []),
];

function launch(options: TemporalServerOptions, ports: readonly number[], directory: string, pidFile: string) {
  const { cli, namespace = 'default', flags = [] } = options;
  const [port, uiPort] = ports;
  const log = openSync(path.join(directory, 'log'), 'w', 0o600);
  try {
    const server = spawn(
      cli,
      [
        ...[
          'server',
          'start-dev',
          '--ip',
          '127.0.0.1',
          '--port',
          String(port),
          '--namespace',
          namespace,
          '--log-level',
          'error',
        ],
        ...FAIRNESS_FLAGS,
        ...(uiPort ? ['--ui-port', String(uiPort), '--ui-disable-news-fetch'] : ['--headless']),
        ...(options.inMemory ? [] : persistence(directory)),
        ...flags,
      ],
      { detached: true, stdio: ['ignore', log, log], cwd: directory, env: withoutTemporal(process.env) },
    );
    if (!server.pid) throw failureOf(server, cli);
    server.unref();
    writePidFile(pidFile, server.pid, ports);
    return { pid: server.pid, ports };
  } finally {
    closeSync(log);
  }
}

/** Uses write-ahead logging, which doubles the starts per second and loses nothing when the server is killed. */
const persistence = (directory: string): readonly string[] => [
  ...['--db-filename', path.join(directory, 'temporal.db')],
  ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
];

/** Removes TEMPORAL_* variables, which the CLI would apply to itself. */
const withoutTemporal = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_')));

function failureOf(server: ChildProcess, cli: string): Error {
  server.once('error', () => {}); // the event repeats this error later
  return new Error(
    `${cli} cannot be run. Set TEMPORAL_CLI to the Temporal CLI, or TEMPORAL_ADDRESS to a running server.`,
  );
}

/** Waits until the server answers. Returns false if the process ended first. */
async function untilHealthy(address: string, pid: number): Promise<boolean> {
  const connection = Connection.lazy({ address });
  try {
    while (isAlive(pid)) {
      if (await answers(connection)) return true;
      await sleep(50);
    }
    return false;
  } finally {
    await connection.close();
  }
}

async function answers(connection: Connection): Promise<boolean> {
  try {
    await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeNamespace({ namespace: 'default' }),
    );
    return true;
  } catch {
    return false; // not yet
  }
}

const tail = (log: string): string => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
