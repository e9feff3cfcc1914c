import { type Context, filters, type Liquid } from 'liquidjs';
import { dayAt, instant, readCalendarDay, readInstant, readWholeDay } from '../../journey/time/time.ts';
import { type Clock, renderingOf } from './rendering.ts';

const DAY = 86_400_000;

/**
 * Makes Liquid's date filters read what `readInstant` reads, and use the message's clock instead of the machine's. Adds
 * `days_until` and `calendar_date`.
 */
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
      const clock = clockOf(this.context);
      const day = readWholeDay(value, clock.dateOrder);
      if (day !== undefined) {
        const context = inUtc(this.context);
        return builtIn.call({ ...this, context }, new Date(day * DAY), ...(name === 'date' ? more.slice(0, 1) : more));
      }
      const at = instantOf(value, clock);
      return at === undefined ? value : builtIn.call(this, new Date(at), ...more);
    });
  }

  /** Whole days, rounded up: 1 an hour before, 0 on the day itself, then negative. Renders nothing for other values. */
  liquid.registerFilter('days_until', function (value: unknown) {
    const clock = clockOf(this.context);
    const day = readWholeDay(value, clock.dateOrder);
    if (day !== undefined) return day - dayAt(instant(clock.now), clock.timeZone);
    const at = instantOf(value, clock);
    return at === undefined ? undefined : Math.ceil((at - clock.now) / DAY) + 0; // no -0
  });

  /** The calendar date in a value, such as `1990-03-14`, whatever time and offset are written with it. */
  liquid.registerFilter('calendar_date', function (value: unknown) {
    const day = readCalendarDay(value, clockOf(this.context).dateOrder);
    return day === undefined ? undefined : new Date(day * DAY).toISOString().slice(0, 10);
  });
}

const clockOf = (context: Context): Clock => renderingOf(context).clock;

/** Reads a date as waits and conditions do, and `now` and `today`. */
export function instantOf(value: unknown, { now, timeZone, dateOrder }: Clock): number | undefined {
  return value === 'now' || value === 'today' ? now : readInstant(value, timeZone, dateOrder);
}

const inUtc = (context: Context): Context =>
  Object.create(context, { opts: { value: { ...context.opts, timezoneOffset: 'UTC' } } }) as Context;
