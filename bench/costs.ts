import { cpuMs, machineCpuMs } from './machine.ts';
import type { Servers } from './servers.ts';

/** CPU of each process for one item. */
export interface Costs {
  readonly temporal: number;
  readonly postgres: number;
  readonly worker: number;
  readonly driver: number;
}

export interface Spent {
  readonly seconds: number;
  readonly cpuMs: Costs;
  /** Cores used by unrelated processes. */
  readonly othersCpu: number;
}

/** Starts a clock and returns a function that stops it. `idle`: the bench's processes that aren't measured now. */
export function startMeter(
  servers: Pick<Servers, 'cpu'>,
  workers: readonly number[],
  idle: readonly number[] = [],
): () => Spent {
  const read = () => {
    const { user, system } = process.cpuUsage();
    return {
      at: performance.now(),
      ...servers.cpu(),
      worker: sum(workers),
      idle: sum(idle),
      driver: (user + system) / 1000,
      machine: machineCpuMs(),
    };
  };
  const from = read();
  return () => {
    const to = read();
    const seconds = (to.at - from.at) / 1000;
    const cpu = {
      temporal: to.temporal - from.temporal,
      postgres: to.postgres - from.postgres,
      worker: to.worker - from.worker,
      driver: to.driver - from.driver,
    };
    const ours = totalOf(cpu) + to.idle - from.idle;
    return { seconds, cpuMs: cpu, othersCpu: Math.max(0, (to.machine - from.machine - ours) / 1000 / seconds) };
  };
}

const sum = (pids: readonly number[]): number => pids.reduce((all, pid) => all + cpuMs(pid), 0);

export const totalOf = ({ temporal, postgres, worker, driver }: Costs): number => temporal + postgres + worker + driver;
