/** The tasks of a worker, by name. */
export type Tasks = Readonly<Record<string, (...given: never[]) => unknown>>;

export interface Asked {
  readonly nr: number;
  readonly task: string;
  readonly given: readonly unknown[];
}

export type Answered = { readonly nr: number } & ({ readonly value: unknown } | { readonly failed: string });

type Ask<All> = <Task extends keyof All>(
  task: Task,
  ...given: All[Task] extends (...given: infer Given) => unknown ? Given : never
) => Promise<All[Task] extends (...given: never[]) => infer Answer ? Awaited<Answer> : never>;

interface Waiting {
  readonly question: Asked;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The task took longer than its limit. */
export class NoAnswer extends Error {}

/**
 * Creates a function that runs tasks in one worker, opened by the first task. If a task takes longer than `limitMs`, it
 * fails and its worker is closed; the tasks behind it run in a new worker.
 */
export function createAsk<All>(open: () => Worker, limitMs?: number): Ask<All> {
  let worker: Worker | undefined;
  let asked = 0;
  const waiting = new Map<number, Waiting>();

  function begin(): Worker {
    const opened = open();
    opened.addEventListener('message', ({ data }: MessageEvent<Answered>) => {
      const one = waiting.get(data.nr);
      waiting.delete(data.nr);
      if ('failed' in data) one?.reject(new Error(data.failed));
      else one?.resolve(data.value);
    });
    opened.addEventListener('error', ({ message }) =>
      end(new Error(message || 'a part of the app could not be loaded')),
    );
    return opened;
  }

  /** Drops the worker and rejects all waiting tasks. */
  function end(why: Error) {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(why);
    waiting.clear();
  }

  function giveUp(nr: number, limit: number) {
    worker?.terminate();
    worker = undefined;
    waiting.get(nr)?.reject(new NoAnswer(`no answer within ${limit / 1000} s`));
    waiting.delete(nr);
    if (waiting.size > 0) worker = begin();
    for (const { question } of waiting.values()) worker?.postMessage(question);
  }

  return (task, ...given) => {
    worker ??= begin();
    asked += 1;
    const question: Asked = { nr: asked, task: String(task), given };
    const timer = limitMs === undefined ? undefined : setTimeout(giveUp, limitMs, question.nr, limitMs);
    const answer = new Promise<unknown>((resolve, reject) => waiting.set(question.nr, { question, resolve, reject }));
    worker.postMessage(question);
    return answer.finally(() => clearTimeout(timer)) as ReturnType<Ask<All>>;
  };
}
