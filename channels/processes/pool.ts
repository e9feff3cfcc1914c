import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Tinypool } from 'tinypool';
import type * as tasks from './tasks.ts';

type Tasks = typeof tasks;

/**
 * Runs tasks that could block this process or fill its memory, such as authors' templates, in child processes that can
 * be killed. The children get no environment variables, so they have no secrets.
 */
export interface Pool {
  /**
   * Runs a function of tasks.ts. Waits for a free process first.
   * @throws what the function throws, which is a bug
   */
  run<Name extends keyof Tasks>(name: Name, given: Parameters<Tasks[Name]>[0]): Promise<Ran<ReturnType<Tasks[Name]>>>;
  /** Ends the processes. Running tasks fail. */
  close(): Promise<void>;
}

/**
 * `too-slow`: the process was killed after its task’s KILL_MS. `died`: it ended by itself, most likely because it ran
 * out of memory.
 */
export type Ran<Result> =
  | { readonly ok: true; readonly value: Awaited<Result> }
  | { readonly ok: false; readonly why: 'too-slow' | 'died' };

/** Memory for the objects of one process. V8 ends a process that needs more. */
export const PROCESS_MB = 64;
/**
 * Includes the start of a process, which takes a second on a busy machine. Rendering has its own, shorter limit.
 * MJML loads its library first, and its largest sources take a second of CPU.
 */
const KILL_MS: Readonly<Record<keyof Tasks, number>> = { render: 3_000, compileMjml: 15_000 };
/** At least two, so a task that is being killed blocks no others. At most four, since the worker is then the limit. */
const DEFAULT_PROCESSES = Math.min(4, Math.max(2, availableParallelism()));

const TASKS = new URL(`./tasks${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

export interface PoolOptions {
  readonly processes?: number | undefined;
  readonly killMs?: number;
  /** Module with the functions. For tests. */
  readonly module?: URL;
}

export function createPool({ processes = DEFAULT_PROCESSES, killMs, module = TASKS }: PoolOptions = {}): Pool {
  const pool = new Tinypool({
    runtime: 'child_process',
    serialization: 'advanced',
    filename: fileURLToPath(module),
    minThreads: 1,
    maxThreads: processes,
    idleTimeout: 60_000,
    env: {},
    execArgv: [`--max-old-space-size=${PROCESS_MB}`, ...loaderFor(module)],
  });
  pool.on('error', () => {}); // a process that ends without a task is replaced with the next one
  const inTurn = createTurns(processes);
  return {
    run: (name, given) =>
      inTurn(async () => {
        try {
          const value = await pool.run(given, { name, signal: AbortSignal.timeout(killMs ?? KILL_MS[name]) });
          return { ok: true, value };
        } catch (failure) {
          return { ok: false, why: reasonOf(failure) };
        }
      }),
    close: () => pool.destroy(),
  };
}

/** A pool that starts with its first task. */
export function createLazyPool(options: PoolOptions = {}): Pool {
  let pool: Pool | undefined;
  return {
    run(...task) {
      pool ??= createPool(options);
      return pool.run(...task);
    },
    close: async () => pool?.close(),
  };
}

/** Sources need a loader. It is found from here, since a process may run in any directory. */
const loaderFor = (module: URL): readonly string[] =>
  module.pathname.endsWith('.ts') ? ['--import', createRequire(import.meta.url).resolve('tsx')] : [];

/** Errors that a task throws come back as plain objects. Errors of the pool itself are errors. */
function reasonOf(failure: unknown): 'too-slow' | 'died' {
  if (!(failure instanceof Error)) throw new Error(`a task failed: ${messageOf(failure)}`, { cause: failure });
  return failure.name === 'AbortError' ? 'too-slow' : 'died';
}

const messageOf = (failure: unknown): string =>
  typeof failure === 'object' && failure !== null && 'message' in failure ? String(failure.message) : String(failure);

/** Runs at most `most` tasks at once, so that a task's time limit doesn't include its waiting. */
function createTurns(most: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift(); // takes over this place
      if (next) next();
      else running -= 1;
    }
  };
}
