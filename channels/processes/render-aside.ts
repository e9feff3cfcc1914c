import type { Rendered } from '../templates.ts';
import type { RenderArguments } from '../write.ts';
import { type Pool, PROCESS_MB } from './pool.ts';

/** Creates a renderer that renders in child processes. A template that ends its process fails its message alone. */
export const createRenderAside =
  ({ run }: Pick<Pool, 'run'>) =>
  async (...asked: RenderArguments): Promise<Rendered> => {
    const ran = await run('render', asked);
    return ran.ok ? ran.value : { ok: false, field: 'content', reason: REASONS[ran.why], isLate: true };
  };

const REASONS = {
  'too-slow': 'does not end',
  died: `needs more than ${PROCESS_MB} MB of memory, or its process was ended from outside`,
} as const;
