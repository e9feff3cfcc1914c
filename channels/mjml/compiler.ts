import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { RenderArguments, Rendered, Renderer } from '../templates.ts';
import type { CompiledMjml } from './compile.ts';

/** `isLate`: the compilation took too long, or its process died. A busy machine may be the cause. */
export type Compilation =
  | (CompiledMjml & { readonly isLate?: false })
  | { readonly isLate: true; readonly reason: string };
export type CompileMjml = (source: string) => Promise<Compilation>;

/** Creates a new object for each size, since the cache updates a size only with a new value. */
interface Kept {
  readonly made: Promise<Compilation>;
}

/** Maximum size of the cache, in characters of sources and HTML. */
const MAX_KEPT = 16_000_000;

/** Compiles each source once while it is in use. Retries a source that took too long. */
export function createMjmlCompiler(compile: CompileMjml): CompileMjml {
  const kept = new LRUCache<string, Kept>({ maxSize: MAX_KEPT });
  return (source) => {
    const key = createHash('sha256').update(source).digest('base64');
    const known = kept.get(key);
    if (known) return known.made;
    const made = compile(source);
    kept.set(key, { made }, { size: 1 });
    made.then(
      (done) =>
        done.isLate ? kept.delete(key) : kept.set(key, { made }, { size: 1 + source.length + done.html.length }),
      () => kept.delete(key),
    );
    return made;
  };
}

/** Renders in this process. */
export const createRenderHere = (renderer: Renderer): RenderAsync =>
  withMjml(async (...asked) => renderer.render(...asked), createMjmlCompiler(compileHere));

/** Compiles in this process. The library is loaded with the first source. */
export const compileHere: CompileMjml = async (source) => (await import('./compile.ts')).compileMjml(source);

type RenderAsync = (...asked: RenderArguments) => Promise<Rendered>;

/** Adds MJML to a renderer, which gets the compiled HTML with its Liquid unchanged. */
export const withMjml =
  (render: RenderAsync, compile: CompileMjml): RenderAsync =>
  async (wording, ...rest) => {
    if (wording.mjml === undefined) return render(wording, ...rest);
    const compiled = await compile(wording.mjml);
    if (compiled.isLate) return { ok: false, field: 'mjml', reason: compiled.reason, isLate: true };
    const [error] = compiled.errors;
    if (error) return { ok: false, field: 'mjml', reason: `line ${error.line}: ${error.message}`, isLate: false };
    const { mjml: _, ...others } = wording;
    return render({ ...others, html: compiled.html }, ...rest);
  };
