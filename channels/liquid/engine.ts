import { CaptureTag, Context, Liquid, type Template } from 'liquidjs';
import type { JsonObject } from '../../journey/base/json.ts';
import { type Clock, setClock, useClock } from './dates.ts';
import { createLru } from './lru.ts';

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
  render(text: string, scope: JsonObject, clock: Clock): string;
}

/** Creates a Liquid engine with all its limits set. `html` escapes values, unless a template uses `raw`. */
export function createEngine(kind: 'text' | 'html'): Engine {
  const liquid = createLiquid(kind);
  const parsed = createLru<Template[]>(CACHE);

  return {
    liquid,
    render(text, scope, clock) {
      if (!text.includes('{{') && !text.includes('{%')) return text;
      const templates = parsed.get(text, text.length, () => liquid.parse(text));
      const options = { ...liquid.options, timezoneOffset: clock.timeZone };
      const context = new Context(scope, options, { sync: true }, { liquid });
      setClock(context, clock);
      const answer = String(liquid.renderSync(templates, context));
      if (answer.length > MAX_OUTPUT) throw new RangeError(`makes more than ${MAX_OUTPUT} characters`);
      return answer;
    },
  };
}

function createLiquid(kind: 'text' | 'html'): Liquid {
  const liquid = new Liquid({
    parseLimit: MAX_TEMPLATE,
    renderLimit: RENDER_MS,
    memoryLimit: MAX_MADE,
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false, // missing traits render as nothing
    templates: Object.create(null) as Record<string, string>, // keeps it from reading files
    dynamicPartials: false,
    locale: 'en-US',
    outputEscape: kind === 'html' ? 'escape' : undefined,
  });
  useClock(liquid);
  liquid.registerTag('capture', CountedCapture);
  for (const tag of ['include', 'render', 'layout', 'block'])
    liquid.registerTag(tag, { parse: noPartials, render() {} });
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
  throw new Error('a message cannot include other templates: write the text here');
}
