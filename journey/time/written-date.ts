/**
 * Reads dates as clients, databases and people write them. `readInstant` in time.ts is the way in. The SQL function
 * `read_moment` (migration 0096) reads the same texts for segments: it contains these patterns, letter for letter, and
 * store/segments/dates.test.ts compares the two.
 */

type DateOrder = 'dmy' | 'mdy';

/** A date and time as written. */
export interface Written {
  /** The day, counted from the epoch. */
  readonly day: number;
  /** Milliseconds since midnight, on the clock of the text. */
  readonly ms: number;
  /** False for a date alone. */
  readonly hasTime: boolean;
  /** The text's offset from UTC in milliseconds; null if it has none. */
  readonly offset: number | null;
}

const WEEKDAY = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}(?:[.,] *| +))?';
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[.]?';
const CLOCK = '([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(?:[ \\u00a0\\u202f]?([ap])[.]?m[.]?)?';
const ZONE =
  '(?: *(?:(z|utc?|gmt|[ecmp][sd]t|wet|west|cet|cest|eet|eest)|(?:utc|gmt)?([+-])([01][0-9]|2[0-3])(?::?([0-5][0-9]))?)(?: *\\[[A-Za-z0-9_+/-]{1,64}\\]| *\\([^()]*\\)| +[a-z]{2,5})?)?';
const TIME = `(?:(?:t| +|, *| at +)${CLOCK}${ZONE})?`;
/** The basic form, `T090000Z`, and an hour alone. It has the groups of `TIME`, so that both are read alike. */
const BASIC_TIME = `t([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(?:[.,]([0-9]{1,9}))?)?)?()${ZONE}`;

/** The parts of the date that a pattern's three groups hold. */
type Parts = 'ymd' | 'ywd' | 'yn' | 'order' | 'dmy' | 'mdy';

/** Ways to write a date, without the time that may follow. No text matches two of them. */
const DATES = [
  ['ymd', '([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})'],
  ['ymd', '([0-9]{4})([0-9]{2})([0-9]{2})'],
  ['ymd', '([0-9]{4})-([0-9]{2})()'],
  ['ywd', '([0-9]{4})-?w([0-9]{2})-?([1-7])'],
  ['yn', '([0-9]{4})-([0-9]{3})()'],
  ['order', '([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})'],
  ['dmy', `${WEEKDAY}([0-9]{1,2})(?:st|nd|rd|th)?[ -](?:of )? *${MONTH}[ ,-] *([0-9]{4})`],
  ['mdy', `${WEEKDAY}${MONTH} +([0-9]{1,2})(?:st|nd|rd|th)?,? +([0-9]{4})`],
] as const satisfies readonly (readonly [Parts, string])[];

/** Pattern of what `date` and Java print: `Tue Mar 10 09:00:00 UTC 2026`. The year comes last. */
const YEAR_LAST = `${WEEKDAY}${MONTH} +([0-9]{1,2}) +([0-9:]{4,8}(?: +[a-z0-9:+-]{1,9})?) +([0-9]{4})`;

/** Seconds or milliseconds since the epoch, as text. Fewer digits may be a year or a date. */
const EPOCH = '-?[0-9]{9,14}(?:[.][0-9]{1,9})?';

const whole = (pattern: string): RegExp => new RegExp(`^ *${pattern} *$`, 'i');

const FORMS = DATES.flatMap(([parts, date]) => [
  { parts, pattern: whole(`${date}${TIME}`) },
  { parts, pattern: whole(`${date}${BASIC_TIME}`) },
]);
const YEAR_LAST_FORM = whole(YEAR_LAST);
const EPOCH_FORM = whole(EPOCH);

/** The pieces of the patterns, for the test that finds them in the SQL function. */
export const PATTERNS = { WEEKDAY, MONTH, CLOCK, ZONE, YEAR_LAST, EPOCH, DATES: DATES.map(([, date]) => date) };

/** Characters (code points) of the longest text that may be a date. The patterns take quadratic time on long ones. */
const LONGEST = 100;
const isShort = (text: string): boolean =>
  text.length <= LONGEST || (text.length <= 2 * LONGEST && [...text].length <= LONGEST);

/** Returns seconds or milliseconds since the epoch that a text holds; undefined if it holds none. */
export const readEpochText = (text: string): number | undefined =>
  isShort(text) && EPOCH_FORM.test(text) ? Number(text) : undefined;

/** Reads a date, with or without a time; undefined if the text is none, or names a day that doesn't exist. */
export function readWritten(text: string, order?: DateOrder): Written | undefined {
  if (!isShort(text)) return undefined;
  const [, month, day, time, year] = YEAR_LAST_FORM.exec(text) ?? [];
  const usual = year === undefined ? text : `${month} ${day} ${year} ${time}`;
  for (const { parts, pattern } of FORMS) {
    const found = pattern.exec(usual);
    if (found) return toWritten(parts, found, order);
  }
  return undefined;
}

function toWritten(parts: Parts, found: RegExpExecArray, order: DateOrder | undefined): Written | undefined {
  const [, a = '', b = '', c = '', hour, minute, second, fraction, half, ...zone] = found;
  const day = dayIn(parts, [a, b, c], order);
  const ms = msOf({ hour, minute, second, fraction, half });
  if (day === undefined || ms === undefined) return undefined;
  return { day, ms, hasTime: hour !== undefined, offset: offsetOf(zone) };
}

function dayIn(parts: Parts, [a, b, c]: readonly [string, string, string], order?: DateOrder): number | undefined {
  switch (parts) {
    case 'ymd':
      return dayNumber(Number(a), Number(b), c === '' ? 1 : Number(c));
    case 'ywd':
      return weekDay(Number(a), Number(b), Number(c));
    case 'yn':
      return nthDay(Number(a), Number(b));
    case 'dmy':
      return dayNumber(Number(c), monthNumber(b), Number(a));
    case 'mdy':
      return dayNumber(Number(c), monthNumber(a), Number(b));
    case 'order':
      if (order === undefined) return undefined;
      return order === 'dmy' ? dayNumber(Number(c), Number(b), Number(a)) : dayNumber(Number(c), Number(a), Number(b));
  }
}

const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';
const monthNumber = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) / 3 + 1;

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Returns a date of the calendar as a day counted from the epoch; undefined if there is no such day. */
function dayNumber(year: number, month: number, day: number): number | undefined {
  const length = month === 2 && isLeap(year) ? 29 : (LENGTHS[month - 1] ?? 0);
  if (day < 1 || day > length) return undefined;
  const before = LENGTHS.slice(0, month - 1).reduce((sum, each) => sum + each, 0) + (month > 2 && isLeap(year) ? 1 : 0);
  return firstDay(year) + before + day - 1;
}

/** Returns January 1 of a year as a day counted from the epoch. */
function firstDay(year: number): number {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 719_162;
}

function nthDay(year: number, nth: number): number | undefined {
  return nth < 1 || nth > (isLeap(year) ? 366 : 365) ? undefined : firstDay(year) + nth - 1;
}

/** Returns the Monday of a year's first ISO week, which is the week of January 4. */
const firstMonday = (year: number): number => {
  const fourth = firstDay(year) + 3;
  return fourth - ((((fourth + 3) % 7) + 7) % 7);
};

function weekDay(year: number, week: number, weekday: number): number | undefined {
  const day = firstMonday(year) + (week - 1) * 7 + weekday - 1;
  return week < 1 || firstMonday(year) + (week - 1) * 7 >= firstMonday(year + 1) ? undefined : day;
}

type WrittenTime = Readonly<Record<'hour' | 'minute' | 'second' | 'fraction' | 'half', string | undefined>>;

/** Returns the milliseconds since midnight; undefined if no clock shows that time. `24:00` is the end of the day. */
function msOf({ hour = '0', minute = '0', second = '0', fraction = '0', half = '' }: WrittenTime): number | undefined {
  if (Number(minute) > 59 || Number(second) > 60) return undefined; // a leap second counts as the next
  const rest = (Number(minute) * 60 + Number(second)) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  const hours = half === '' ? hourOf(Number(hour), rest) : hourOfHalf(Number(hour), half);
  return hours === undefined ? undefined : hours * HOUR + rest;
}

const hourOf = (hour: number, rest: number): number | undefined =>
  hour < 24 || (hour === 24 && rest === 0) ? hour : undefined;

const hourOfHalf = (hour: number, half: string): number | undefined =>
  hour < 1 || hour > 12 ? undefined : (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);

const HOUR = 3_600_000;

/** Offsets in hours of the abbreviations of RFC 2822, and of the European ones that mean one thing. */
const NAMED_OFFSETS: Readonly<Record<string, number>> = {
  ...{ est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 },
  ...{ west: 1, cet: 1, cest: 2, eet: 2, eest: 3 },
};

function offsetOf([name, sign, hours, minutes]: readonly (string | undefined)[]): number | null {
  if (name !== undefined) return (NAMED_OFFSETS[name.toLowerCase()] ?? 0) * HOUR;
  if (hours === undefined) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes ?? 0) * 60_000);
}
