import { createAsk } from '../../background/ask';
import type { PreviewTasks } from './preview.worker';

/** Time limit of a task in milliseconds, since a template that never ends would block the worker. */
const LIMIT_MS = 5_000;

/** Renders in a worker. */
export const askPreview = createAsk<PreviewTasks>(
  () => new Worker(new URL('./preview.worker.ts', import.meta.url), { type: 'module' }),
  LIMIT_MS,
);
