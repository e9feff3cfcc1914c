import type { JsonObject, JsonValue } from '../journey/base/json.ts';
import { createEngine, type Engine } from './liquid/engine.ts';
import { lineOf, reasonOf, TOO_SLOW, WALL_MS } from './liquid/faults.ts';
import type { Wall } from './liquid/wall.ts';

/**
 * Templates are Liquid, written by authors and filled with what users typed: both are hostile until shown otherwise. Liquid's limits,
 * an output limit and a wall clock hold in this process. The pool of child processes of design.md §15 is a later
 * hardening: it adds a wall around memory, which nothing in-process can give.
 */
export interface Renderer {
  /**
   * Fills a message's fields from `scope` (`profile`, `event`, `context`, …); a variable that is not there renders as nothing.
   * `now` is the decision's, for `days_until` and `'now' | date`. Never throws for what a template does.
   */
  render(wording: Wording, scope: JsonObject, now: number, options?: RenderOptions): Rendered;
}

/** As the document has it. `data` is JSON whose strings are templates, or a template that makes JSON: `{"n": {{ context.n | json }}}`. */
export interface Wording {
  readonly subject?: string;
  readonly title?: string;
  readonly text?: string;
  /** What is filled in is escaped. */
  readonly html?: string;
  readonly url?: string;
  readonly data?: JsonValue;
}

export interface RenderOptions {
  /** The person's, for dates; UTC if absent. */
  readonly timeZone?: string;
}

export type Rendered =
  | { readonly ok: true; readonly content: Wording }
  | {
      readonly ok: false;
      readonly field: string;
      readonly reason: string;
      /** It took too long, for which a busy machine may be to blame: it may be tried again. */
      readonly isLate: boolean;
    };

const LINES = ['subject', 'title', 'url'] as const;

export function createRenderer(wall: Wall): Renderer {
  const text = createEngine('text');
  const html = createEngine('html');

  return {
    render(wording, scope, now, { timeZone = 'UTC' } = {}) {
      const clock = { now, timeZone };
      const at = { field: '' };
      const fill = (engine: Engine, field: keyof Wording) => (template: string) => {
        at.field = field;
        return engine.render(template, scope, clock);
      };

      const attempt = (): Rendered => {
        try {
          return {
            ok: true,
            content: wall.within(WALL_MS, () =>
              filled(wording, (field) => fill(field === 'html' ? html : text, field)),
            ),
          };
        } catch (failure) {
          const line = lineOf(failure);
          return {
            ok: false,
            field: at.field,
            reason: `${line === undefined ? '' : `line ${line}: `}${reasonOf(failure, wall)}`,
            isLate: wall.isOverTime(failure) || reasonOf(failure, wall) === TOO_SLOW,
          };
        }
      };
      const first = attempt();
      return !first.ok && first.reason.endsWith(TOO_SLOW) ? attempt() : first; // a busy machine is not the template's fault
    },
  };
}

type Fill = (field: keyof Wording) => (template: string) => string;

function filled(wording: Wording, fill: Fill): Wording {
  const lines = LINES.flatMap((field) => {
    const template = wording[field];
    return template === undefined ? [] : [[field, oneLine(fill(field)(template))] as const];
  });
  return {
    ...Object.fromEntries(lines),
    ...(wording.text !== undefined && { text: fill('text')(wording.text) }),
    ...(wording.html !== undefined && { html: fill('html')(wording.html) }),
    ...(wording.data !== undefined && { data: filledData(wording.data, fill('data')) }),
  };
}

/** A header or a title has no line breaks, and layout in a template is not meant. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function filledData(data: JsonValue, fill: (template: string) => string): JsonValue {
  if (typeof data !== 'string') return filledLeaves(data, fill);
  const json = fill(data);
  try {
    return JSON.parse(json) as JsonValue;
  } catch {
    throw new SyntaxError('does not make JSON: write each value as {{ value | json }}');
  }
}

function filledLeaves(data: JsonValue, fill: (template: string) => string): JsonValue {
  if (typeof data === 'string') return fill(data);
  if (typeof data !== 'object' || data === null) return data;
  return Array.isArray(data)
    ? data.map((each: JsonValue) => filledLeaves(each, fill))
    : Object.fromEntries(Object.entries(data).map(([name, each]) => [name, filledLeaves(each, fill)]));
}
