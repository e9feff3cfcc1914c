import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** How long another process may take to clear a stale lock away. */
const CLEARED_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 20;

/**
 * Makes the file a lock of this process: of those that try at the same time, exactly one gets it. Returns the process that holds it, undefined if it
 * is ours now. The file appears with its content, by a hard link, so that no process ever reads half of it.
 *
 * @throws Error where a stale lock can't be cleared away within 5 s
 */
export async function lockPidFile(file: string): Promise<{ readonly pid: number } | undefined> {
  mkdirSync(path.dirname(file), { recursive: true });
  const until = performance.now() + CLEARED_WITHIN_MS;
  for (;;) {
    if (makeWhole(file)) return undefined;
    const other = readPidFile(file);
    if (other) return other;
    if (!clearStale(file)) await sleep(LOOK_EVERY_MS);
    if (performance.now() > until) throw new Error(`${file} can't be cleared away: remove it and ${guardOf(file)}`);
  }
}

/** Makes a file that notes this process, unless there is one. */
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
 * Removes a lock whose process is gone. Only the holder of the guard does: a lock that another process has just made can't be taken for the stale one
 * before it. False: another process is at it.
 */
function clearStale(file: string): boolean {
  const guard = guardOf(file);
  if (!makeWhole(guard)) {
    if (isLeftBehind(guard)) rmSync(guard, { force: true }); // by a process that was killed in between
    return false;
  }
  try {
    if (isLeftBehind(file)) rmSync(file, { force: true });
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

/** Gives a lock back; one that another process has taken stays. */
export function unlockPidFile(file: string): void {
  if (readPidFile(file)?.pid === process.pid) removePidFile(file);
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** What the file notes, if that very process still runs. */
export const readPidFile = (file: string): Running | undefined => running(parsed(file));

interface Running {
  readonly pid: number;
  readonly ports: readonly number[];
}

function running(note: unknown): Running | undefined {
  const noted = PidFile.safeParse(note);
  return noted.success && birthOf(noted.data.pid) === noted.data.born ? noted.data : undefined;
}

/** Whether the file is there, and its process isn't: by one look at it, since another process may make it right after. */
function isLeftBehind(file: string): boolean {
  const content = contentOf(file);
  return content !== undefined && running(fromJson(content)) === undefined;
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

const parsed = (file: string): unknown => fromJson(contentOf(file) ?? '');

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // there is none
  }
}

function fromJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined; // half written by a process that was killed: as good as none
  }
}
