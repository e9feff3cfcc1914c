import { createHash } from 'node:crypto';
import type { RenderArguments, Rendered, Renderer } from '../templates.ts';
import type { CompiledMjml } from './compile.ts';

/** `isLate`: it took too long, or its process died. A busy machine may be the cause. */
export type Compilation =
  | (CompiledMjml & { readonly isLate?: false })
  | { readonly isLate: true; readonly reason: string };
export type CompileMjml = (source: string) => Promise<Compilation>;

/** Most characters of sources and HTML that are kept. */
const MAX_KEPT = 16_000_000;

/** Compiles each source once, as long as it is in use. A source that took too long is tried again. */
export function createMjmlCompiler(compile: CompileMjml): CompileMjml {
  const kept = createKept<Promise<Compilation>>();
  return (source) => {
    const key = createHash('sha256').update(source).digest('base64');
    const known = kept.find(key);
    if (known !== undefined) return known;
    const made = compile(source);
    kept.add(key, made);
    made.then(
      (done) => (done.isLate ? kept.drop(key) : kept.weigh(key, source.length + done.html.length)),
      () => kept.drop(key),
    );
    return made;
  };
}

/** Keeps values that are in use, up to a weight that is known later. */
function createKept<Value>() {
  const kept = new Map<string, { readonly value: Value; readonly weight: number }>();
  let total = 0;
  const drop = (key: string): void => {
    total -= kept.get(key)?.weight ?? 0;
    kept.delete(key);
  };
  return {
    drop,
    add: (key: string, value: Value): void => void kept.set(key, { value, weight: 0 }),
    find(key: string): Value | undefined {
      const known = kept.get(key);
      if (!known) return undefined;
      kept.delete(key); // moves it to the end, as the most recently used
      kept.set(key, known);
      return known.value;
    },
    weigh(key: string, weight: number): void {
      const known = kept.get(key);
      if (!known) return;
      kept.set(key, { ...known, weight });
      total += weight;
      for (const oldest of kept.keys()) {
        if (total <= MAX_KEPT) break;
        drop(oldest);
      }
    },
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
