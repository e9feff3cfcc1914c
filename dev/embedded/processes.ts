import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/**
 * Content of a pid file, by which a start finds the servers and roles that outlived a killed supervisor. It has the
 * process's birth too, because the system reuses pids.
 */
const PidFile = z.object({ pid: z.int().positive(), born: z.string(), ports: z.array(z.int()).readonly() });

/** Writes a pid file, with the ports that the next start needs to take the process over. */
export function writePidFile(file: string, pid: number, ports: readonly number[] = []): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, noteOf(pid, ports));
}

const noteOf = (pid: number, ports: readonly number[] = []): string =>
  JSON.stringify({ pid, born: birthOf(pid) ?? '', ports });

/** How long another process may take to remove a stale lock. */
const CLEARED_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 20;

/**
 * Locks the file for this process; of several that try at once, exactly one succeeds. Returns undefined on success, or
 * the process that holds the lock. The file is created by a hard link, so that no process ever reads half of it.
 *
 * @throws if a stale lock can't be removed within 5 s
 */
export async function lockPidFile(file: string): Promise<{ readonly pid: number } | undefined> {
  mkdirSync(path.dirname(file), { recursive: true });
  const until = performance.now() + CLEARED_WITHIN_MS;
  for (;;) {
    if (makeWhole(file)) return undefined;
    const other = readPidFile(file);
    if (other) return other;
    if (!clearStale(file)) await sleep(LOOK_EVERY_MS);
    if (performance.now() > until)
      throw new Error(`The stale lock ${file} can't be removed: delete it and ${guardOf(file)}`);
  }
}

/** Creates a pid file of this process atomically. Returns false if the file exists. */
function makeWhole(file: string): boolean {
  const draft = `${file}.${process.pid}-${randomUUID()}`;
  writeFileSync(draft, noteOf(process.pid));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

const guardOf = (file: string): string => `${file}.guard`;

/**
 * Removes a lock whose process is gone. Only the holder of a second file, the guard, may do so, or it could remove a
 * lock that another process has just created. Returns false if another process holds the guard.
 */
function clearStale(file: string): boolean {
  const guard = guardOf(file);
  if (!makeWhole(guard)) {
    if (isLeftBehind(guard)) rmSync(guard, { force: true }); // left by a killed process
    return false;
  }
  try {
    if (isLeftBehind(file)) rmSync(file, { force: true });
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

/** Releases a lock of this process. Leaves a lock of another process. */
export function unlockPidFile(file: string): void {
  if (readPidFile(file)?.pid === process.pid) removePidFile(file);
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** Reads a pid file. Returns undefined if that same process no longer runs. */
export const readPidFile = (file: string): Running | undefined => findRunning(parseFile(file));

interface Running {
  readonly pid: number;
  readonly ports: readonly number[];
}

function findRunning(note: unknown): Running | undefined {
  const noted = PidFile.safeParse(note);
  return noted.success && birthOf(noted.data.pid) === noted.data.born ? noted.data : undefined;
}

/** Returns whether the file exists and its process is gone. Reads it once, since another process may replace it. */
function isLeftBehind(file: string): boolean {
  const content = contentOf(file);
  return content !== undefined && findRunning(fromJson(content)) === undefined;
}

export const removePidFile = (file: string): void => rmSync(file, { force: true });

export const isAlive = (pid: number): boolean => birthOf(pid) !== undefined;

/** Signals to send in order, each with the time to wait before the next. */
export type Ending = readonly { readonly signal: NodeJS.Signals; readonly waitMs: number }[];

/** Ends a process, which needn't be a child. Returns the signal that ended it, or undefined if it was gone before. */
export async function endProcess(pid: number, ending: Ending): Promise<NodeJS.Signals | undefined> {
  if (!isAlive(pid)) return undefined;
  for (const step of ending) {
    signal(pid, step.signal);
    if (await isGone(pid, step.waitMs)) return step.signal;
  }
  throw new Error(`Process ${pid} is still running after ${ending.map((step) => step.signal).join(', ')}`);
}

/**
 * Returns when a process began, as a text that no other process shares. Undefined if it doesn't run or is a zombie, as
 * orphans stay in a container without an init.
 */
export const birthOf = (pid: number): string | undefined =>
  process.platform === 'linux' ? birthInProc(pid) : process.platform === 'win32' ? birthUnknown(pid) : birthByPs(pid);

function birthInProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may contain any character
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
 * Sends a signal. Does nothing if the process is gone.
 *
 * @throws RangeError for 0 and below, which would signal a process group or every process
 */
export function signal(pid: number, name: NodeJS.Signals): void {
  if (!(pid > 0)) throw new RangeError(`${pid} is not a process`);
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error; // ended in the meantime
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

const parseFile = (file: string): unknown => fromJson(contentOf(file) ?? '');

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // no such file
  }
}

function fromJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined; // half written by a killed process: the same as none
  }
}
