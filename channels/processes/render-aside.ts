import { type CompileMjml, createMjmlCompiler, withMjml } from '../mjml/compiler.ts';
import type { RenderArguments, Rendered } from '../templates.ts';
import { type Pool, PROCESS_MB } from './pool.ts';

/** Creates a renderer that uses child processes. A template that crashes its process fails only its own message. */
export function createRenderAside(pool: Pick<Pool, 'run'>): (...asked: RenderArguments) => Promise<Rendered> {
  const render = async (...asked: RenderArguments): Promise<Rendered> => {
    const ran = await pool.run('render', asked);
    return ran.ok ? ran.value : { ok: false, field: 'content', reason: REASONS[ran.why], isLate: true };
  };
  return withMjml(render, createMjmlCompiler(createCompileAside(pool)));
}

/** Compiles MJML in child processes. */
export const createCompileAside =
  ({ run }: Pick<Pool, 'run'>): CompileMjml =>
  async (source) => {
    const ran = await run('compileMjml', source);
    return ran.ok ? ran.value : { isLate: true, reason: REASONS[ran.why] };
  };

const REASONS = {
  'too-slow': 'does not end',
  died: `needs more than ${PROCESS_MB} MB of memory, or its process was killed`,
} as const;
