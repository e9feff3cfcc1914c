import { CaptureTag, Context, Liquid, type Template } from 'liquidjs';
import type { JsonObject } from '../../journey/base/json.ts';
import { type Clock, setClock, useClock } from './dates.ts';
import { createLru } from './lru.ts';

export const MAX_TEMPLATE = 262_144;
const MAX_OUTPUT = 1_048_576;
/** Characters and list items made on the way to an answer. */
const MAX_MADE = 4_000_000;
export const RENDER_MS = 50;
const CACHE = 4_000_000;

export interface Engine {
  readonly liquid: Liquid;
  /** @throws LiquidError, or RangeError for what is too large */
  render(text: string, scope: JsonObject, clock: Clock): string;
}

/** Liquid with every limit it has. `html`: what a template outputs is escaped, unless it says `raw`. */
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
    strictVariables: false, // a trait that somebody lacks renders as nothing
    templates: Object.create(null) as Record<string, string>, // else it reads files
    dynamicPartials: false,
    locale: 'en-US',
    outputEscape: kind === 'html' ? 'escape' : undefined,
  });
  useClock(liquid);
  liquid.registerTag('capture', CountedCapture);
  for (const tag of ['include', 'render', 'layout', 'block'])
    liquid.registerTag(tag, { parse: noPartials, render() {} });
  liquid.unregisterFilter('sample'); // an attempt under the same key must say the same
  return liquid;
}

/** Liquid's own does not count what it makes, so that twenty lines of doubling grow to half a gigabyte. */
class CountedCapture extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    yield* super.render(context);
    context.memoryLimit.use(String(context.bottom()[this.variable]).length);
  }
}

function noPartials(): never {
  throw new Error('a message has no other templates to take in: write the text here');
}
