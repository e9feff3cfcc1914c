import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { freePort } from './ports.ts';
import { endProcess, isAlive, readPidFile, removePidFile, signal, writePidFile } from './processes.ts';

/** The real Temporal server with its web UI, one process, detached like the database: a terminal's Ctrl-C does not reach it. */
export interface EmbeddedTemporal {
  readonly address: string;
  /** Of the server and, if it has one, of its UI. */
  readonly ports: readonly number[];
  readonly pid: number;
  /** An orphan of a start that was killed: taken over, with its ports. */
  readonly reused: boolean;
  /** Harmless if it has gone already. */
  stop(): Promise<void>;
  /** At once; what it has answered for is in its database. */
  kill(): void;
}

export interface TemporalServerOptions {
  /** The Temporal CLI. */
  readonly cli: string;
  /** Holds the database file, the log and the pid file. */
  readonly directory: string;
  /** Asked, like `uiPort`, when a server is started, and not where one is taken over. Absent: any free port. */
  readonly port?: () => Promise<number>;
  /** Absent: no UI. */
  readonly uiPort?: () => Promise<number>;
  /** For tests: nothing is written down, and it is the cheapest. */
  readonly inMemory?: boolean;
  /** Made if it is not there. */
  readonly namespace?: string;
  readonly flags?: readonly string[];
}

/** @throws with the tail of the server's log when it does not start. */
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

/** The address of the one that runs there already, whoever started it. */
export function runningTemporal(directory: string): string | undefined {
  const server = readPidFile(pidFileIn(path.resolve(directory)));
  return server && addressOf(server.ports);
}

/** Stops what a killed start left running there. */
export async function endOrphanedTemporal(directory: string): Promise<void> {
  const orphan = readPidFile(pidFileIn(directory));
  if (orphan) await end(orphan.pid, directory);
}

/**
 * Lets single workflows skip time, and lets a skip cost milliseconds instead of a second. For servers in memory, in tests, alone: with a
 * database file and load they starve the server, and in production nobody may skip.
 */
export const TIME_SKIPPING_FLAGS: readonly string[] = Object.entries({
  'frontend.WorkflowTimeSkippingEnabled': true,
  'frontend.WorkflowTimeSkippingMaxSkipPerSession': 100_000,
  'history.timerProcessorMaxTimeShift': '1ms',
  'history.workflowIdReuseMinimalInterval': '0s', // else a second continue-as-new within a second waits
}).flatMap(([name, value]) => ['--dynamic-config-value', `${name}=${JSON.stringify(value)}`]);

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

/** Write-ahead logging: twice the starts a second, and a killed server loses nothing. */
const persistence = (directory: string): readonly string[] => [
  ...['--db-filename', path.join(directory, 'temporal.db')],
  ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
];

/** The CLI reads TEMPORAL_* too, and would take them for its own. */
const withoutTemporal = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_')));

function failureOf(server: ChildProcess, cli: string): Error {
  server.once('error', () => {}); // says the same, later
  return new Error(
    `${cli} cannot be run. Set TEMPORAL_CLI to the Temporal CLI, or TEMPORAL_ADDRESS to a running server.`,
  );
}

/** False if the process ended first. */
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
