import type { JsonObject, JsonValue } from '../journey/json.ts';
import { createEngine, type Engine, MAX_TEMPLATE, RENDER_MS } from './liquid/engine.ts';
import { isOverTime, within } from './liquid/wall.ts';
import type { Content } from './port.ts';

/**
 * Templates are Liquid, written by authors and filled with what users typed: both are hostile until shown otherwise. Liquid's limits,
 * an output limit and a wall clock that V8 enforces hold in this process. The pool of child processes of design.md §15 is a later
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
  | { readonly ok: true; readonly content: Omit<Content, 'template'> }
  | {
      readonly ok: false;
      readonly field: string;
      readonly reason: string;
      /** It took too long, for which a busy machine may be to blame: it may be tried again. */
      readonly isLate: boolean;
    };

/** For all fields of a message together. */
const WALL_MS = 250;
const LINES = ['subject', 'title', 'url'] as const;

export function createRenderer(): Renderer {
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
            content: within(WALL_MS, () => filled(wording, (field) => fill(field === 'html' ? html : text, field))),
          };
        } catch (failure) {
          const line = lineOf(failure);
          return {
            ok: false,
            field: at.field,
            reason: `${line === undefined ? '' : `line ${line}: `}${reasonOf(failure)}`,
            isLate: isOverTime(failure) || reasonOf(failure) === TOO_SLOW,
          };
        }
      };
      const first = attempt();
      return !first.ok && first.reason.endsWith(TOO_SLOW) ? attempt() : first; // a busy machine is not the template's fault
    },
  };
}

type Fill = (field: keyof Wording) => (template: string) => string;

function filled(wording: Wording, fill: Fill): Omit<Content, 'template'> {
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

export interface TemplateFault {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

const checker = createEngine('text').liquid;

/** What is wrong with the way a template is written; undefined if nothing is. The API asks this before publishing. */
export function checkTemplate(text: string): TemplateFault | undefined {
  try {
    within(WALL_MS, () => checker.parse(text));
    return undefined;
  } catch (failure) {
    return { line: lineOf(failure) ?? 1, message: reasonOf(failure) };
  }
}

/**
 * The variables that a template expects from outside, as dotted paths (`event.items.0.name`): without loop variables and what it
 * assigns itself, each once. A path ends where it depends on another (`prices[event.plan]` is `prices`, and `event.plan`).
 * None of a template that does not parse.
 */
export function variablesIn(text: string): readonly string[] {
  if (checkTemplate(text)) return [];
  const paths = checker.globalVariableSegmentsSync(text).map((segments) => {
    const end = segments.findIndex((each) => Array.isArray(each));
    return segments.slice(0, end < 0 ? undefined : end).join('.');
  });
  return [...new Set(paths)];
}

/** Where Liquid says that it was, at the end of its messages. */
const PLACE = /, line:(\d+), col:\d+$/;
const lineOf = (failure: unknown): number | undefined => {
  const line = failure instanceof Error ? PLACE.exec(failure.message)?.[1] : undefined;
  return line === undefined ? undefined : Number(line);
};

const TOO_SLOW = `takes longer than ${RENDER_MS} ms`;
const IN_AUTHORS_WORDS: Readonly<Record<string, string>> = {
  'template render limit exceeded': TOO_SLOW,
  'memory alloc limit exceeded': 'makes too much text or too many items on the way',
  'parse length limit exceeded': `is longer than ${MAX_TEMPLATE} characters`,
};

function reasonOf(failure: unknown): string {
  if (isOverTime(failure)) return `does not end within ${WALL_MS} ms`;
  const message = failure instanceof Error ? failure.message.replace(PLACE, '') : String(failure);
  return IN_AUTHORS_WORDS[message] ?? message.slice(0, 300);
}
