import { nodeWall } from '../liquid/wall.ts';
import type { CompiledMjml } from '../mjml/compile.ts';
import type { RenderArguments } from '../templates.ts';
import { createRenderer, type Rendered } from '../templates.ts';

/**
 * Tasks of child processes: see pool.ts. Every export is a task. Tasks import modules that only some of them need
 * themselves.
 */

process.on('SIGINT', () => {}); // Ctrl-C reaches children too, while their worker is still finishing its sends

const renderer = createRenderer(nodeWall);

export const render = (asked: RenderArguments): Rendered => renderer.render(...asked);

export const compileMjml = async (source: string): Promise<CompiledMjml> =>
  (await import('../mjml/compile.ts')).compileMjml(source);
