import type { Answered, Asked, Tasks } from './ask';

/** Runs in a worker: executes the tasks that the page asks for. */
export function answerWith(tasks: Tasks): void {
  const answer = (answered: Answered) => postMessage(answered);
  addEventListener('message', async ({ data: { nr, task, given } }: MessageEvent<Asked>) => {
    try {
      const run = tasks[task] as (...given: readonly unknown[]) => unknown;
      answer({ nr, value: await run(...given) });
    } catch (error) {
      answer({ nr, failed: error instanceof Error ? error.message : String(error) });
    }
  });
}
