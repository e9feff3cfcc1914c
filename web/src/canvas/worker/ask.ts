import { createAsk } from '../../background/ask';
import type { JourneyTasks } from './journey.worker';

/** Runs long tasks in a worker, so that typing and drawing never wait for them. */
export const ask = createAsk<JourneyTasks>(
  () => new Worker(new URL('./journey.worker.ts', import.meta.url), { type: 'module' }),
);
