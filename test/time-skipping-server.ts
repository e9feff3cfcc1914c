import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { machineCache } from '../dev/embedded/cache.ts';
import { endProcess, readPidFile, removePidFile, writePidFile } from '../dev/embedded/processes.ts';
import { temporalCli } from '../dev/embedded/temporal-cli.ts';
import { FAIRNESS_FLAGS, TIME_SKIPPING_FLAGS } from '../dev/embedded/temporal-server.ts';
import { quietRuntime } from '../testkit/server/quiet-runtime.ts';
import { registerSearchAttributes } from '../worker/temporal.ts';

export interface TimeSkippingServer {
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * The real server in Temporal's own test environment: in memory, time skipping on, our search attributes registered.
 * Its log lies in the directory; `flags` go to it besides.
 */
export async function startTimeSkippingServer(
  directory: string,
  flags: readonly string[] = [],
): Promise<TimeSkippingServer> {
  quietRuntime();
  mkdirSync(directory, { recursive: true });
  const { TEMPORAL_CLI, PATH = '' } = process.env;
  const cli = await temporalCli({ chosen: TEMPORAL_CLI, searchPath: PATH, cache: machineCache(process.env) });
  const environment = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: wrapCli(cli.path, directory) },
      log: { format: 'pretty', level: 'error' },
      extraArgs: [...TIME_SKIPPING_FLAGS, ...FAIRNESS_FLAGS, ...flags],
    },
  });
  notePid(directory);
  await registerSearchAttributes(environment.connection, 'default');
  return { address: environment.address, stop: () => environment.teardown() };
}

/** The server suggests to continue as new at 4,096 events; lower, chains of runs are short enough for tests. */
export const suggestContinueAsNewAt = (events: number): readonly string[] => [
  '--dynamic-config-value',
  `limit.historyCount.suggestContinueAsNew=${events}`,
];

/** Ends servers that a killed run left behind: they are children without a parent that would end them. */
export async function endOrphanedTimeSkippingServer(directory: string): Promise<void> {
  const file = pidFileIn(directory);
  const orphan = readPidFile(file);
  if (orphan) await endProcess(orphan.pid, [{ signal: 'SIGKILL', waitMs: 5_000 }]);
  removePidFile(file);
}

const pidFileIn = (directory: string): string => path.join(directory, 'server.pid');

/** The SDK doesn't expose its server's pid, and the CLI reads TEMPORAL_* from the environment. So a script wraps it. */
function wrapCli(cli: string, directory: string): string {
  if (process.platform === 'win32') return cli;
  const script = path.join(directory, 'temporal');
  const lines = [
    '#!/bin/sh',
    `for name in $(env | sed -n 's/^\\(TEMPORAL_[A-Z0-9_]*\\)=.*/\\1/p'); do unset "$name"; done`,
    `cd ${quote(directory)} && echo $$ > pid && exec ${quote(cli)} "$@" > log 2>&1`,
  ];
  writeFileSync(script, `${lines.join('\n')}\n`, { mode: 0o755 });
  return script;
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function notePid(directory: string): void {
  if (process.platform !== 'win32')
    writePidFile(pidFileIn(directory), Number(readFileSync(path.join(directory, 'pid'), 'utf8')));
}
