import type { Context } from 'liquidjs';
import type { JsonObject } from '../../journey/base/json.ts';
import type { LookUp, LookUps } from '../../journey/delivery/look-up.ts';
import type { DateOrder } from '../../journey/time/time.ts';

/**
 * The instant and zone for a message's dates. The instant is the decision's, so that every attempt renders the same.
 */
export interface Clock {
  readonly now: number;
  readonly timeZone: string;
  /** How the journey writes dates such as `03/10/2026`. */
  readonly dateOrder?: DateOrder | undefined;
}

/** One rendering of one template, with the blocks it contains. */
export interface Rendering {
  readonly clock: Clock;
  /** The user's locale, for numbers, money and dates. */
  readonly locale: string | undefined;
  readonly scope: JsonObject;
  /** Content blocks by name. */
  readonly blocks: Readonly<Record<string, string>>;
  /** Names of the blocks that are being rendered, outermost first. */
  readonly inside: string[];
  /** Results of look-ups. */
  readonly lookUps: LookUps;
  /** Look-ups without a result yet, by name. */
  readonly needs: Map<string, LookUp>;
  /** Values that were printed without being there. */
  readonly missing: Set<string>;
}

const RENDERING = Symbol('rendering');

/** Returns options for one rendering. Contexts made from its context have the same. */
export const optionsOf = <Options extends object>(options: Options, rendering: Rendering): Options => ({
  ...options,
  timezoneOffset: rendering.clock.timeZone,
  [RENDERING]: rendering,
});

/** @throws TypeError outside `Engine.render` */
export function renderingOf(context: Context): Rendering {
  const rendering = (context.opts as { readonly [RENDERING]?: Rendering })[RENDERING];
  if (!rendering) throw new TypeError('a template is rendered without its rendering');
  return rendering;
}
