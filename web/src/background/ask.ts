/** What a worker does: each by its name. */
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
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * One worker, from its first question on. `limitMs`: one that has not answered by then is ended, and the next question has a new one.
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
    return opened;
  }

  function giveUp() {
    worker?.terminate();
    worker = undefined;
    for (const [nr, { reject }] of [...waiting]) {
      waiting.delete(nr);
      reject(new Error(`no answer within ${(limitMs ?? 0) / 1000} s`));
    }
  }

  return (task, ...given) => {
    worker ??= begin();
    asked += 1;
    const question: Asked = { nr: asked, task: String(task), given };
    const timer = limitMs === undefined ? undefined : setTimeout(giveUp, limitMs);
    const answer = new Promise<unknown>((resolve, reject) => waiting.set(question.nr, { resolve, reject }));
    worker.postMessage(question);
    return answer.finally(() => clearTimeout(timer)) as ReturnType<Ask<All>>;
  };
}
