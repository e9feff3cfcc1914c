import type { JsonObject, JsonValue } from '../journey/base/json.ts';
import type { LookUp, LookUps } from '../journey/delivery/look-up.ts';
import type { DateOrder } from '../journey/time/time.ts';
import { abortReasonOf } from './liquid/abort.ts';
import { createEngine, type Engine } from './liquid/engine.ts';
import { lineOf, reasonOf, TOO_SLOW, WALL_MS } from './liquid/faults.ts';
import type { Wall } from './liquid/wall.ts';

/**
 * Renders Liquid templates. Neither the templates of authors nor the values of users are trusted: Liquid's own limits,
 * an output limit and a time limit apply. Workers
 * render in child processes, which bounds memory too: see processes/pool.ts.
 */
export interface Renderer {
  /**
   * Renders a message's fields from `scope` (`profile`, `context`, …). Values that are printed without being there
   * render as nothing and are reported. `now` is the decision's instant, for `days_until` and `'now' | date`. Never
   * throws for anything that a template does.
   */
  render(wording: Wording, scope: JsonObject, now: number, options?: RenderOptions): Rendered;
}

/** The arguments of a renderer. */
export type RenderArguments = Parameters<Renderer['render']>;

/**
 * The templates of a message, as in the document. `data` is JSON whose strings are templates, or a template that
 * renders JSON, such as `{"n": {{ context.n | json }}}`.
 */
export interface Wording {
  readonly subject?: string;
  readonly title?: string;
  readonly text?: string;
  /** Texts of values are escaped for their place. */
  readonly html?: string;
  /** MJML instead of HTML: see mjml/compiler.ts. Plain renderers don't support it. */
  readonly mjml?: string;
  readonly preheader?: string;
  readonly from?: string;
  readonly replyTo?: string;
  readonly url?: string;
  readonly image?: string;
  readonly badge?: string;
  readonly sound?: string;
  readonly collapseId?: string;
  readonly timeToLive?: string;
  readonly urgency?: string;
  readonly data?: JsonValue;
}

export interface RenderOptions {
  /** The user's time zone, for dates. Default: UTC. */
  readonly timeZone?: string;
  readonly dateOrder?: DateOrder | undefined;
  /** The user's locale, for numbers, money and dates. Default: English. */
  readonly locale?: string | undefined;
  /** Content blocks by name. */
  readonly blocks?: Readonly<Record<string, string>>;
  /** Results of look-ups that earlier renderings recorded. */
  readonly lookUps?: LookUps;
}

export type Rendered = (
  | {
      readonly ok: true;
      readonly content: Wording;
      /** Values that the templates print and that are missing, as written there, such as `profile.firstName`. */
      readonly missing: readonly string[];
    }
  | {
      readonly ok: false;
      readonly field: string;
      readonly reason: string;
      /** True if it took too long. A busy machine may be the cause, so it may be retried. */
      readonly isLate: boolean;
      /** True if the template has ended the message by `abort`. The reason is the author's. */
      readonly isAborted?: true;
    }
) & {
  /** Look-ups that `lookUps` lacks. Ignore the rendered result until they are resolved. */
  readonly needs?: readonly LookUp[];
};

const LINES = [
  ...(['subject', 'preheader', 'title', 'url', 'from', 'replyTo'] as const),
  ...(['image', 'badge', 'sound', 'collapseId', 'timeToLive', 'urgency'] as const),
] as const;

export function createRenderer(wall: Wall): Renderer {
  const text = createEngine('text');
  const html = createEngine('html');

  return {
    render({ mjml, ...wording }, scope, now, { timeZone = 'UTC', dateOrder, locale, blocks = {}, lookUps = {} } = {}) {
      if (mjml !== undefined) return NOT_COMPILED;
      const at = { field: '' };
      const attempt = (): Rendered => {
        const needs = new Map<string, LookUp>();
        const around = { clock: { now, timeZone, dateOrder }, locale, blocks, lookUps, needs };
        const listNeeds = () => (needs.size === 0 ? {} : { needs: [...needs.values()] });
        const missing = new Set<string>();
        const fill = (engine: Engine, field: keyof Wording) => (template: string) => {
          at.field = field;
          const printed = engine.render(template, scope, around);
          for (const name of printed.missing) missing.add(name);
          return printed.text;
        };
        try {
          const fillField: Fill = (field) => fill(field === 'html' ? html : text, field);
          const content = wall.within(WALL_MS, () => fillWording(wording, fillField));
          return { ok: true, content, missing: [...missing], ...listNeeds() };
        } catch (failure) {
          return { ...failedAt(at.field, failure, wall), ...listNeeds() };
        }
      };
      const first = attempt();
      return !first.ok && first.reason.endsWith(TOO_SLOW) ? attempt() : first; // a busy machine may have been the cause
    },
  };
}

const NOT_COMPILED: Rendered = { ok: false, field: 'mjml', reason: 'the MJML must be compiled first', isLate: false };

function failedAt(field: string, failure: unknown, wall: Wall): Rendered {
  const aborted = abortReasonOf(failure);
  if (aborted !== undefined) return { ok: false, field, reason: aborted, isLate: false, isAborted: true };
  const line = lineOf(failure);
  const reason = reasonOf(failure, wall);
  return {
    ok: false,
    field,
    reason: `${line === undefined ? '' : `line ${line}: `}${reason}`,
    isLate: wall.isOverTime(failure) || reason === TOO_SLOW,
  };
}

type Fill = (field: keyof Wording) => (template: string) => string;

function fillWording(wording: Wording, fill: Fill): Wording {
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

/** Joins lines, since a header or title has no line breaks and those in a template are only layout. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function filledData(data: JsonValue, fill: (template: string) => string): JsonValue {
  if (typeof data !== 'string') return filledLeaves(data, fill);
  const json = fill(data);
  try {
    return JSON.parse(json) as JsonValue;
  } catch {
    throw new SyntaxError('does not render valid JSON: write each value as {{ value | json }}');
  }
}

function filledLeaves(data: JsonValue, fill: (template: string) => string): JsonValue {
  if (typeof data === 'string') return fill(data);
  if (typeof data !== 'object' || data === null) return data;
  return Array.isArray(data)
    ? data.map((each: JsonValue) => filledLeaves(each, fill))
    : Object.fromEntries(Object.entries(data).map(([name, each]) => [name, filledLeaves(each, fill)]));
}
