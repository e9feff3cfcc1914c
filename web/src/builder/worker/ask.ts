import type { Answered, Asked, Tasks } from './journey.worker';

/** One worker a page, from its first question on. */
let worker: Worker | undefined;
let asked = 0;
const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

function open(): Worker {
  const opened = new Worker(new URL('./journey.worker.ts', import.meta.url), { type: 'module' });
  opened.addEventListener('message', ({ data }: MessageEvent<Answered>) => {
    const one = waiting.get(data.nr);
    waiting.delete(data.nr);
    if ('failed' in data) one?.reject(new Error(data.failed));
    else one?.resolve(data.value);
  });
  return opened;
}

/** @throws Error what went wrong in the worker */
export function ask<Task extends keyof Tasks>(
  task: Task,
  ...given: Parameters<Tasks[Task]>
): Promise<ReturnType<Tasks[Task]>> {
  worker ??= open();
  asked += 1;
  const question: Asked = { nr: asked, task, given };
  const answer = new Promise<unknown>((resolve, reject) => waiting.set(question.nr, { resolve, reject }));
  worker.postMessage(question);
  return answer as Promise<ReturnType<Tasks[Task]>>;
}
