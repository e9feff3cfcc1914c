import { type Context, filters, type Liquid } from 'liquidjs';

/** The instant and zone that a message's dates are read by: the decision's, so that an attempt tomorrow says the same as one today. */
export interface Clock {
  readonly now: number;
  readonly timeZone: string;
}

const CLOCK = 'clock';
const DAY = 86_400_000;

/** Liquid's date filters read the machine's clock at 'now' and 'today'; these read the message's. And `days_until`. */
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

  /** Whole days, rounded up: an hour before it is 1, on the day itself 0, afterwards negative. Nothing for what is not a date. */
  liquid.registerFilter('days_until', function (value: unknown) {
    const clock = clockOf(this.context);
    const at = instantOf(value, clock);
    if (at === undefined) return undefined;
    return Math.ceil((at - (isDay(value) ? startOfToday(clock) : clock.now)) / DAY) + 0; // no -0
  });
}

export const setClock = (context: Context, clock: Clock): void => {
  context.setRegister(CLOCK, clock);
};

function clockOf(context: Context): Clock {
  const clock = context.getRegister<Clock | undefined>(CLOCK);
  if (!clock) throw new TypeError('a template is rendered without a clock');
  return clock;
}

/** ISO text, `now`, `today`, or an epoch: from 1e11 on in milliseconds (1973), below in seconds (year 5138). */
function instantOf(value: unknown, { now }: Clock): number | undefined {
  if (value === 'now' || value === 'today') return now;
  if (typeof value === 'number') return valid(value >= 1e11 ? value : value * 1000);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  return /^\d+$/.test(value) ? instantOf(Number(value), { now, timeZone: '' }) : valid(Date.parse(value));
}

const valid = (at: number): number | undefined => (Number.isNaN(new Date(at).getTime()) ? undefined : at);

/** `2026-03-01` is a day, the same wherever the reader is. */
const isDay = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);

/** Midnight UTC of what is today in the zone: days are compared with days. */
const startOfToday = ({ now, timeZone }: Clock): number =>
  Date.parse(new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now));

const inUtc = (context: Context): Context =>
  Object.create(context, { opts: { value: { ...context.opts, timezoneOffset: 'UTC' } } }) as Context;
