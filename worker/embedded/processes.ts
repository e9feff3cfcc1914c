import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/**
 * Processes that outlive the one that started them. After `kill -9` of a supervisor its servers and roles run on; the next start
 * finds them by pid files. A bare pid is no identity, since the system gives it to somebody else later: a pid file holds the
 * process's birth too.
 */
const PidFile = z.object({ pid: z.int().positive(), born: z.string(), ports: z.array(z.int()).readonly() });

/** With what else the next start must know to take the process over. */
export function writePidFile(file: string, pid: number, ports: readonly number[] = []): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, noteOf(pid, ports));
}

const noteOf = (pid: number, ports: readonly number[] = []): string =>
  JSON.stringify({ pid, born: birthOf(pid) ?? '', ports });

/** Whoever has made the file writes it in far less. */
const WRITTEN_MS = 500;
const TRIES = 5;

/**
 * Makes the file a lock of this process: of those that try at the same time, one gets it. Returns the process that has it already, undefined
 * where it is ours now. A file whose process is gone is taken away.
 */
export async function lockPidFile(file: string): Promise<{ readonly pid: number } | undefined> {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let tries = 1; ; tries += 1) {
    try {
      const made = openSync(file, 'wx');
      writeFileSync(made, noteOf(process.pid));
      closeSync(made);
      return undefined;
    } catch (error) {
      if (!hasCode(error, 'EEXIST') || tries === TRIES) throw error;
    }
    if (parsed(file) === undefined) await sleep(WRITTEN_MS);
    const other = readPidFile(file) ?? takeAway(file);
    if (other) return other;
  }
}

/** Gives a lock back; one that another process has taken stays. */
export function unlockPidFile(file: string): void {
  if (readPidFile(file)?.pid === process.pid) removePidFile(file);
}

/** Another process may have taken it away just before, and made its own: that one is put back, and returned. */
function takeAway(file: string): { readonly pid: number } | undefined {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const other = readPidFile(aside);
  if (other) renameSync(aside, file);
  else rmSync(aside);
  return other;
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** What the file notes, if that very process still runs. */
export function readPidFile(file: string): { readonly pid: number; readonly ports: readonly number[] } | undefined {
  const noted = PidFile.safeParse(parsed(file));
  return noted.success && birthOf(noted.data.pid) === noted.data.born ? noted.data : undefined;
}

export const removePidFile = (file: string): void => rmSync(file, { force: true });

export const isAlive = (pid: number): boolean => birthOf(pid) !== undefined;

/** Tried in turn, each given its time to work. */
export type Ending = readonly { readonly signal: NodeJS.Signals; readonly waitMs: number }[];

/** Ends a process that need not be our child. Returns the signal after which it was gone, undefined if it was gone before. */
export async function endProcess(pid: number, ending: Ending): Promise<NodeJS.Signals | undefined> {
  if (!isAlive(pid)) return undefined;
  for (const step of ending) {
    signal(pid, step.signal);
    if (await isGone(pid, step.waitMs)) return step.signal;
  }
  throw new Error(`Process ${pid} is still there after ${ending.map((step) => step.signal).join(', ')}`);
}

/**
 * When a process began, in words that no other process shares; undefined where there is none, or only its zombie (an orphan in a
 * container without an init stays one for ever).
 */
export const birthOf = (pid: number): string | undefined =>
  process.platform === 'linux' ? birthInProc(pid) : process.platform === 'win32' ? birthUnknown(pid) : birthByPs(pid);

function birthInProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may hold anything
    const [state, started] = [fields[0], fields[19]];
    return state === 'Z' || state === 'X' ? undefined : `${bootId()}/${started}`;
  } catch {
    return undefined; // no such process
  }
}

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

function birthByPs(pid: number): string | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const line = (stdout ?? '').trim();
  return line === '' || line.startsWith('Z') ? undefined : line.split(/\s+/).slice(1).join(' ');
}

function birthUnknown(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
    return 'unknown';
  } catch {
    return undefined;
  }
}

/**
 * Harmless where there is no such process.
 *
 * @throws RangeError for 0 and below: that would be our own process group, or everybody.
 */
export function signal(pid: number, name: NodeJS.Signals): void {
  if (!(pid > 0)) throw new RangeError(`${pid} is not a process`);
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error; // gone between look and kill
  }
}

async function isGone(pid: number, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (isAlive(pid)) {
    if (performance.now() > until) return false;
    await sleep(20);
  }
  return true;
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // none, or half written by a process that was killed: as good as none
  }
}
