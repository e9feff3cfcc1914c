import type { Liquid } from 'liquidjs';
import { LRUCache } from 'lru-cache';
import { readWholeDay } from '../../journey/time/time.ts';
import { instantOf } from './dates.ts';
import type { FilterHandler } from './filters.ts';
import { renderingOf } from './rendering.ts';

/** Used if the user has no locale, or one that this machine doesn't know. */
const FALLBACK = 'en';
const CACHED = 500;

const numbers = new LRUCache<string, Intl.NumberFormat>({ max: CACHED });
const dates = new LRUCache<string, Intl.DateTimeFormat>({ max: CACHED });

function keep<Value extends object>(cache: LRUCache<string, Value>, key: string, make: () => Value): Value {
  const value = cache.get(key) ?? make();
  cache.set(key, value);
  return value;
}

/** Filters that write numbers, money and dates as the user's locale does. */
export function useLocales(liquid: Liquid): void {
  liquid.registerFilter('format_number', formatNumber);
  liquid.registerFilter('format_money', formatMoney);
  liquid.registerFilter('format_date', formatDate);
}

/** `{{ 1234.5 | format_number: 2 }}`: at most, and with a number of digits exactly, so many after the point. */
const formatNumber: FilterHandler = function (value, digits) {
  const locale = known(renderingOf(this.context).locale);
  const fixed =
    digits === undefined ? {} : { minimumFractionDigits: Number(digits), maximumFractionDigits: Number(digits) };
  return format(value, `${locale} ${digits ?? ''}`, () => new Intl.NumberFormat(locale, fixed));
};

/** `{{ 1234.5 | format_money: "EUR" }}` */
const formatMoney: FilterHandler = function (value, currency) {
  const locale = known(renderingOf(this.context).locale);
  if (typeof currency !== 'string' || !/^[A-Za-z]{3}$/.test(currency))
    throw new TypeError('format_money needs a currency, such as {{ price | format_money: "EUR" }}');
  return format(value, `${locale} ${currency}`, () => new Intl.NumberFormat(locale, { style: 'currency', currency }));
};

function format(value: unknown, key: string, make: () => Intl.NumberFormat): string | undefined {
  const number = numberIn(value);
  return number === undefined ? undefined : keep(numbers, key, make).format(number);
}

/** Only what is a number: anything else is missing, rather than 0. */
function numberIn(value: unknown): number | undefined {
  const read = typeof value === 'object' && value !== null ? value.valueOf() : value;
  if (typeof read === 'string' ? read.trim() === '' : typeof read !== 'number') return undefined;
  return Number.isFinite(Number(read)) ? Number(read) : undefined;
}

const STYLES = new Set(['full', 'long', 'medium', 'short']);

/** `{{ context.entry.at | format_date: "long" }}` or, with the time of day, `format_date: "long", "short"`. */
const formatDate: FilterHandler = function (value, date = 'medium', time) {
  const { clock, locale: own } = renderingOf(this.context);
  for (const style of [date, time])
    if (style !== undefined && !STYLES.has(style))
      throw new TypeError(`format_date: "${String(style).slice(0, 40)}" isn't one of ${[...STYLES].join(', ')}`);
  const day = readWholeDay(value, clock.dateOrder);
  const at = day === undefined ? instantOf(value, clock) : day * 86_400_000;
  if (at === undefined) return undefined;
  const locale = known(own);
  const timeZone = day === undefined ? clock.timeZone : 'UTC';
  const options = { dateStyle: date, timeZone, ...(time !== undefined && { timeStyle: time }) };
  const key = [locale, date, time, timeZone].join(' ');
  return keep(dates, key, () => new Intl.DateTimeFormat(locale, options)).format(at);
};

const known = (locale: string | undefined): string =>
  locale !== undefined && Intl.NumberFormat.supportedLocalesOf(locale).length > 0 ? locale : FALLBACK;
