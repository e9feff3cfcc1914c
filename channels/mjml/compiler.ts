import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { RenderArguments, Rendered, Renderer } from '../templates.ts';
import type { CompiledMjml } from './compile.ts';

/** `isLate`: it took too long, or its process died. A busy machine may be the cause. */
export type Compilation =
  | (CompiledMjml & { readonly isLate?: false })
  | { readonly isLate: true; readonly reason: string };
export type CompileMjml = (source: string) => Promise<Compilation>;

/** An object of its own for each size: the cache takes a new size only with a new value. */
interface Kept {
  readonly made: Promise<Compilation>;
}

/** Most characters of sources and HTML that are kept. */
const MAX_KEPT = 16_000_000;

/** Compiles each source once, as long as it is in use. A source that took too long is tried again. */
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

/** Lets a renderer take MJML: it gets the HTML of it, with the Liquid as it was written. */
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
