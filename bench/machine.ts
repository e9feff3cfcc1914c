import { readdirSync, readFileSync } from 'node:fs';

/** What processes have burnt, from /proc: elsewhere than on Linux there is none of it, and all is 0. */

const MS_A_TICK = 10;

/** CPU of one process in ms; with `children`, of those that it has, and of those that it had and that have ended. */
export function cpuMs(pid: number, children = false): number {
  const own = timesOf(pid);
  if (!own) return 0;
  if (!children) return own.used * MS_A_TICK;
  return (own.used + own.ofEnded) * MS_A_TICK + childrenOf(pid).reduce((sum, child) => sum + cpuMs(child), 0);
}

/** Memory of one process that nobody else has, in KB. */
export const memoryKb = (pid: number): number => Number(/RssAnon:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);

/** Of all processes of the machine. */
export function machineCpuMs(): number {
  const [, ...fields] = (read('/proc/stat').split('\n')[0] ?? '').trim().split(/\s+/);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = fields.map(Number);
  return (user + nice + system + irq + softIrq + steal) * MS_A_TICK;
}

/** Whose child it is. */
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
