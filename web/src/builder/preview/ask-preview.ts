import { createAsk } from '../../background/ask';
import { compileMjmlIn } from '../../client/compile-mjml';
import type { Previewed, Previewing, PreviewTasks } from './preview.worker';

/** Time limit of a task in milliseconds, since an endless template would block the worker. */
const LIMIT_MS = 5_000;

const ask = createAsk<PreviewTasks>(
  () => new Worker(new URL('./preview.worker.ts', import.meta.url), { type: 'module' }),
  LIMIT_MS,
);

/** Renders a message in a worker, once the server has compiled its MJML. */
export async function preview(given: Omit<Previewing, 'compiled'>): Promise<Previewed> {
  const { html: compiled, fault } = await compileMjmlIn([given.node, ...templatesIn(given.library)]);
  return fault === undefined ? ask('preview', { ...given, compiled }) : { type: 'failed', reason: fault };
}

const templatesIn = (library: Previewing['library']) => library.map(({ template }) => template);
