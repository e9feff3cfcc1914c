import { CaptureTag, Context, Liquid, type Template } from 'liquidjs';
import { LRUCache } from 'lru-cache';
import type { JsonObject } from '../../journey/base/json.ts';
import { useAbort } from './abort.ts';
import { useBlocks } from './blocks.ts';
import { useClock } from './dates.ts';
import { plainOperators, textOf, useMarks } from './html/filters.ts';
import { finishHtml } from './html/finish.ts';
import { CLOSE, disarm, disarmAll, OPEN } from './html/marks.ts';
import { useLocales } from './locales.ts';
import { useLookUps } from './look-ups.ts';
import { useNumbers } from './numbers.ts';
import { prepare } from './prepare.ts';
import { optionsOf, type Rendering } from './rendering.ts';

export const MAX_TEMPLATE = 262_144;
const MAX_OUTPUT = 1_048_576;
/** Limit of characters and list items created while rendering. */
const MAX_MADE = 4_000_000;
export const RENDER_MS = 50;
const CACHE = 4_000_000;

export interface Engine {
  readonly liquid: Liquid;
  /**
   * Renders a template.
   * @throws LiquidError, or RangeError if the output is too large
   */
  render(text: string, scope: JsonObject, around: Around): Printed;
}

/** Settings of a rendering, besides its variables. */
export type Around = Pick<Rendering, 'clock' | 'locale' | 'blocks' | 'lookUps' | 'needs'>;

export interface Printed {
  readonly text: string;
  /** Values that the template prints and that are missing, as written in it. */
  readonly missing: readonly string[];
}

/** Creates a Liquid engine with all its limits set. `html` escapes what values print for the place where it stands. */
export function createEngine(kind: 'text' | 'html'): Engine {
  const liquid = createLiquid(kind);
  const parsed = new LRUCache<string, Template[]>({ maxSize: CACHE });
  const parse = (text: string): Template[] => {
    const known = parsed.get(text);
    if (known) return known;
    const templates = liquid.parse(kind === 'html' ? disarm(text) : text);
    prepare(templates, kind);
    parsed.set(text, templates, { size: 1 + text.length });
    return templates;
  };
  useBlocks(liquid, parse);

  return {
    liquid,
    render(text, given, around) {
      if (!text.includes('{{') && !text.includes('{%')) return { text, missing: [] };
      const templates = parse(text);
      const { scope, lookUps } =
        kind === 'html' ? disarmAll({ scope: given, lookUps: around.lookUps }) : { scope: given, ...around };
      const missing = new Set<string>();
      const options = optionsOf(liquid.options, { ...around, lookUps, scope, missing, inside: [] });
      const output = String(liquid.renderSync(templates, new Context(scope, options, { sync: true }, { liquid })));
      if (output.length > MAX_OUTPUT) throw new RangeError(TOO_LARGE);
      const answer = kind === 'html' ? finishHtml(output) : output;
      if (answer.length > MAX_OUTPUT) throw new RangeError(TOO_LARGE);
      return { text: answer, missing: [...missing] };
    },
  };
}

const TOO_LARGE = `makes more than ${MAX_OUTPUT} characters`;

function createLiquid(kind: 'text' | 'html'): Liquid {
  const liquid = new Liquid({
    parseLimit: MAX_TEMPLATE,
    renderLimit: RENDER_MS,
    memoryLimit: MAX_MADE,
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false, // what is missing is reported where it is printed: see required.ts
    templates: Object.create(null) as Record<string, string>, // keeps it from reading files
    dynamicPartials: false,
    locale: 'en-US',
    ...(kind === 'html' && {
      outputEscape: (value: unknown) => OPEN + textOf(value) + CLOSE,
      operators: plainOperators,
    }),
  });
  useClock(liquid);
  useNumbers(liquid);
  useAbort(liquid);
  useLocales(liquid);
  useLookUps(liquid);
  if (kind === 'html') useMarks(liquid);
  else liquid.registerTag('capture', CountedCapture);
  for (const tag of ['include', 'layout', 'block']) liquid.registerTag(tag, { parse: noPartials, render() {} });
  liquid.unregisterFilter('sample'); // random: attempts with the same key must render the same
  return liquid;
}

/** A `capture` that counts its output. Liquid's doesn't, so twenty lines of doubling could grow to half a gigabyte. */
class CountedCapture extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    yield* super.render(context);
    context.memoryLimit.use(String(context.bottom()[this.variable]).length);
  }
}

function noPartials(): never {
  throw new Error('use a content block, as in {% render "footer" %}, or write the text here');
}
