import { type ChildProcess, spawn } from 'node:child_process';
import { endProcess, readPidFile, removePidFile, writePidFile } from '../embedded/processes.ts';
import { passOn, type Say } from './output.ts';

export interface RoleOptions {
  readonly name: string;
  /** Node's arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly pidFile: string;
  readonly say: Say;
  readonly isForPeople: boolean;
}

/** A role in its own process, restarted whenever it ends by itself. */
export interface RunningRole {
  readonly name: string;
  /** How often it ended by itself. */
  endings(): number;
  /** Sends SIGTERM, then SIGKILL after `graceMs`. */
  stop(graceMs: number): Promise<void>;
  /** Kills it immediately. */
  kill(): void;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** After running this long, a role counts as healthy, and the pause before a restart is short again. */
const HEALTHY_MS = 30_000;

export function keepRunning(options: RoleOptions): RunningRole {
  const { name, pidFile, say } = options;
  let child: ChildProcess;
  let endings = 0;
  let pauseMs = FIRST_PAUSE_MS;
  let again: NodeJS.Timeout | undefined;
  let isStopping = false;

  const launch = () => {
    const since = performance.now();
    child = spawnRole(options);
    child.once('exit', (code, signal) => {
      if (isStopping) return;
      endings += 1;
      if (performance.now() - since > HEALTHY_MS) pauseMs = FIRST_PAUSE_MS;
      say(`${name} ended (${signal ?? `exit code ${code}`}): restarting in ${pauseMs / 1000} s`);
      again = setTimeout(launch, pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    });
  };
  const giveUp = () => {
    isStopping = true;
    clearTimeout(again);
  };
  launch();

  return {
    name,
    endings: () => endings,
    async stop(graceMs) {
      giveUp();
      if (child.pid) await end(child.pid, graceMs, name, say);
      removePidFile(pidFile);
    },
    kill() {
      giveUp();
      child.kill('SIGKILL');
      removePidFile(pidFile);
    },
  };
}

/** Ends a role that a killed supervisor left running. */
export async function endOrphanedRole(name: string, pidFile: string, say: Say): Promise<void> {
  const orphan = readPidFile(pidFile);
  if (!orphan) return;
  say(`The ${name} of an earlier start is still running (process ${orphan.pid}): ending it`);
  await end(orphan.pid, 10_000, name, say);
  removePidFile(pidFile);
}

async function end(pid: number, graceMs: number, name: string, say: Say): Promise<void> {
  const last = await endProcess(pid, [
    { signal: 'SIGTERM', waitMs: graceMs },
    { signal: 'SIGKILL', waitMs: 5_000 },
  ]);
  if (last === 'SIGKILL') say(`${name} did not end within ${graceMs / 1000} s and was killed`);
}

/** Spawns a role detached, so that a terminal's Ctrl-C reaches only the supervisor, which stops roles in order. */
function spawnRole({ name, args, env, pidFile, say, isForPeople }: RoleOptions): ChildProcess {
  const child = spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  child.once('error', (error) => say(`${name} cannot be started: ${error.message}`));
  if (child.pid) writePidFile(pidFile, child.pid);
  passOn(name, child.stdout, isForPeople, say);
  passOn(name, child.stderr, isForPeople, say);
  return child;
}
