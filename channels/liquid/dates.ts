import { type Context, filters, type Liquid } from 'liquidjs';
import { type Clock, renderingOf } from './rendering.ts';

const DAY = 86_400_000;

/** Makes Liquid's date filters use the message's clock instead of the machine's, and adds `days_until`. */
export function useClock(liquid: Liquid): void {
  for (const name of [
    'date',
    'date_to_xmlschema',
    'date_to_rfc822',
    'date_to_string',
    'date_to_long_string',
  ] as const) {
    const builtIn = filters[name];
    if (typeof builtIn !== 'function') throw new TypeError(`liquidjs has no filter ${name}`);
    liquid.registerFilter(name, function (value: unknown, ...more: unknown[]) {
      const at = instantOf(value, clockOf(this.context));
      const context = isDay(value) ? inUtc(this.context) : this.context;
      return at === undefined ? value : builtIn.call({ ...this, context }, new Date(at), ...more);
    });
  }

  /** Whole days, rounded up: 1 an hour before, 0 on the day itself, then negative. Renders nothing for other values. */
  liquid.registerFilter('days_until', function (value: unknown) {
    const clock = clockOf(this.context);
    const at = instantOf(value, clock);
    if (at === undefined) return undefined;
    return Math.ceil((at - (isDay(value) ? startOfToday(clock) : clock.now)) / DAY) + 0; // no -0
  });
}

const clockOf = (context: Context): Clock => renderingOf(context).clock;

/** Reads ISO text, `now`, `today` or an epoch. From 1e11 on, epochs are in milliseconds, below in seconds. */
export function instantOf(value: unknown, { now }: Clock): number | undefined {
  if (value === 'now' || value === 'today') return now;
  if (typeof value === 'number') return valid(value >= 1e11 ? value : value * 1000);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  return /^\d+$/.test(value) ? instantOf(Number(value), { now, timeZone: '' }) : valid(Date.parse(value));
}

const valid = (at: number): number | undefined => (Number.isNaN(new Date(at).getTime()) ? undefined : at);

/** Returns whether a value is a day such as `2026-03-01`, which is the same in every time zone. */
export const isDay = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);

/** Returns midnight UTC of the zone's current day, for comparison with other days. */
const startOfToday = ({ now, timeZone }: Clock): number =>
  Date.parse(new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now));

const inUtc = (context: Context): Context =>
  Object.create(context, { opts: { value: { ...context.opts, timezoneOffset: 'UTC' } } }) as Context;
