import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A child process whose CPU and memory are measured apart from the driver's. It ends with the driver. */
export interface Child {
  readonly pid: number;
  ask<Answer>(name: string, argument?: unknown): Promise<Answer>;
  /** Messages that the child sends on its own. */
  listen(listener: (told: unknown) => void): void;
  stop(): Promise<void>;
}

/** @throws if the child ends before it is ready */
export async function startChild(module: URL, options: unknown): Promise<Child> {
  const more = process.env.BENCH_NODE_ARGS?.split(' ') ?? []; // --cpu-prof, to see where the time goes
  const child = fork(fileURLToPath(module), [JSON.stringify(options)], {
    execArgv: ['--import', 'tsx', '--expose-gc', ...more],
    stdio: ['ignore', 2, 2, 'ipc'], // the driver's stdout holds only its answer
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${module.pathname} cannot be run`);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let listener: (told: unknown) => void = () => {};
  const asked = new Map<number, (answer: Answered) => void>();
  const ready = new Promise<void>((resolve) => {
    child.on('message', (said: Said) => {
      if (said.type === 'ready') resolve();
      else if (said.type === 'told') listener(said.told);
      else asked.get(said.nr)?.(said);
    });
  });
  await Promise.race([
    ready,
    ended.then(() => Promise.reject(new Error(`${module.pathname} ended before it was ready`))),
  ]);
  let nr = 0;

  return {
    pid,
    ask: <T>(name: string, argument: unknown = null) =>
      new Promise<T>((resolve, reject) => {
        nr += 1;
        const mine = nr;
        const settle = ({ answer, fault }: Answered) => {
          asked.delete(mine);
          if (fault === undefined) resolve(answer as T);
          else reject(new Error(fault));
        };
        asked.set(mine, settle);
        void ended.then(() => settle({ type: 'answer', nr: mine, fault: `${module.pathname} has ended` }));
        child.send({ nr: mine, name, argument } satisfies Question);
      }),
    listen(to) {
      listener = to;
    },
    stop: () => stop(child, ended),
  };
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.connected) child.disconnect();
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(late);
}

interface Question {
  readonly nr: number;
  readonly name: string;
  readonly argument: unknown;
}
interface Answered {
  readonly type: 'answer';
  readonly nr: number;
  readonly answer?: unknown;
  readonly fault?: string;
}
type Said = Answered | { readonly type: 'ready' } | { readonly type: 'told'; readonly told: unknown };

/** In the child: returns the options that the driver passed. */
export const optionsOf = <Options>(): Options => JSON.parse(process.argv[2] ?? '{}') as Options;

/** In the child: answers requests until the driver disconnects, then closes. Only the driver acts on Ctrl-C. */
export function serve(
  answers: Readonly<Record<string, (argument: never) => unknown>>,
  close: () => Promise<void>,
): void {
  process.on('SIGINT', () => {});
  process.on('message', async ({ nr, name, argument }: Question) => {
    try {
      say({ type: 'answer', nr, answer: await answers[name]?.(argument as never) });
    } catch (cause) {
      say({ type: 'answer', nr, fault: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) });
    }
  });
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), 10_000).unref();
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  say({ type: 'ready' });
}

/** In the child: sends a message that the driver didn't request. */
export const tell = (told: unknown): void => say({ type: 'told', told });

function say(what: Said): void {
  if (process.connected) process.send?.(what);
}
