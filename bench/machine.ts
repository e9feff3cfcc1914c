import { readdirSync, readFileSync } from 'node:fs';

/** CPU and memory of processes, from /proc. Outside Linux, everything is 0. */

const MS_A_TICK = 10;

/** Returns a process's CPU time in ms; with `children`, including its live and ended children. */
export function cpuMs(pid: number, children = false): number {
  const own = timesOf(pid);
  if (!own) return 0;
  if (!children) return own.used * MS_A_TICK;
  return (own.used + own.ofEnded) * MS_A_TICK + childrenOf(pid).reduce((sum, child) => sum + cpuMs(child), 0);
}

/** Returns a process's private memory in KB. */
export const memoryKb = (pid: number): number => Number(/RssAnon:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);

/** Returns the CPU time of all processes of the machine, in ms. */
export function machineCpuMs(): number {
  const [, ...fields] = (read('/proc/stat').split('\n')[0] ?? '').trim().split(/\s+/);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = fields.map(Number);
  return (user + nice + system + irq + softIrq + steal) * MS_A_TICK;
}

/** Returns the parent of a process. */
export const parentOf = (pid: number): number | undefined => timesOf(pid)?.parent;

function timesOf(pid: number) {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === '') return undefined;
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent = 0] = fields;
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
  return { parent, used: user + system, ofEnded: endedUser + endedSystem };
}

const childrenOf = (pid: number): readonly number[] =>
  threadsOf(pid).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`)
      .trim()
      .split(' ')
      .filter((child) => child !== '')
      .map(Number),
  );

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // gone
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // gone, or not Linux
  }
}
