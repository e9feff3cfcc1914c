import { createAsk } from '../../background/ask';
import type { JourneyTasks } from './journey.worker';

/** What takes long is done beside the page: nothing that is typed or drawn waits for it. */
export const ask = createAsk<JourneyTasks>(
  () => new Worker(new URL('./journey.worker.ts', import.meta.url), { type: 'module' }),
);
