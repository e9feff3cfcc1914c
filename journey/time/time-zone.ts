import { Temporal } from 'temporal-polyfill';
import { MOST } from '../base/limits.ts';
import { WINDOWS_ZONES } from './windows-zones.ts';

/**
 * A span of time in which a zone keeps one offset from UTC. Spans are read from the time zone database once and cached:
 * a decision needs them a hundred times, and they change about twice a year. Only time.ts imports this file.
 */
export interface Span {
  /** Milliseconds since the epoch. −∞ or ∞ if the zone never changes on that side. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Offset from UTC, in milliseconds. Local time is UTC plus this. */
  readonly offset: number;
}

const DAY = 86_400_000;
/** No zone has ever had a larger offset. */
const FURTHEST = DAY + 2 * 3_600_000;
/** Zone names come from user profiles, so the cache is bounded. */
const KEPT = 1000;

const zones = new Map<string, boolean>();
const spans = new Map<string, Span[]>();

/**
 * The form of a zone name. Authors can't write offsets such as `+02:00`, which have no DST, and Temporal would accept
 * whole dates as the name of their zone. Profiles may have them: see `readZone`.
 */
export const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]+(?:\/[A-Za-z0-9_+-]+){0,2}$/;

/** Returns whether a text is an IANA time zone. */
export function isTimeZone(zone: string): boolean {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  if (zone.length > MOST.zone || !ZONE_NAME.test(zone)) return false;
  const is = isNamed(zone);
  if (zones.size >= KEPT) zones.clear();
  zones.set(zone, is);
  return is;
}

function isNamed(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

const read = new Map<string, string | undefined>();

/**
 * Returns the IANA zone that a text means: an IANA name, a Windows name such as `Pacific Standard Time`, or an offset
 * such as `+02:00` or `GMT+2`, which has no DST. Undefined if there is no such zone.
 */
export function readZone(text: string): string | undefined {
  if (read.has(text)) return read.get(text);
  if (text.length > MOST.zone) return undefined;
  const name = text.trim();
  const zone = isTimeZone(name) ? name : (WINDOWS_BY_NAME.get(name.toLowerCase()) ?? zoneAtOffset(name));
  if (read.size >= KEPT) read.clear();
  read.set(text, zone);
  return zone;
}

const WINDOWS_BY_NAME = new Map(Object.entries(WINDOWS_ZONES).map(([name, zone]) => [name.toLowerCase(), zone]));

/** Zones with part of an hour and no DST, by minutes. Whole hours are `Etc/GMT`, which counts the other way. */
const PART_HOURS: Readonly<Record<number, string>> = {
  ...{ [-570]: 'Pacific/Marquesas', 210: 'Asia/Tehran', 270: 'Asia/Kabul', 330: 'Asia/Kolkata' },
  ...{ 345: 'Asia/Kathmandu', 390: 'Asia/Yangon', 525: 'Australia/Eucla', 570: 'Australia/Darwin' },
};

function zoneAtOffset(text: string): string | undefined {
  const [is, sign, hours, minutes = '0'] = /^(?:UTC|GMT)? ?(?:([+-])(\d{1,2})(?::?([0-5]\d))?)$/i.exec(text) ?? [];
  if (is === undefined) return /^z$/i.test(text) ? 'UTC' : undefined;
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  if (offset % 60 !== 0) return PART_HOURS[offset];
  const hour = offset / 60;
  if (hour < -12 || hour > 14) return undefined;
  return hour === 0 ? 'UTC' : `Etc/GMT${hour > 0 ? '-' : '+'}${Math.abs(hour)}`;
}

/** Returns the local time of an instant, in milliseconds since the epoch as if it were UTC. */
export const localOf = (at: number, zone: string): number => at + spanAt(at, zone).offset;

/**
 * Returns the instant at which the clocks of `zone` show `local`. Of a time shown twice, returns the first. Of a
 * skipped time, returns the first instant after the gap (design.md §7.6).
 */
export function firstAt(local: number, zone: string): number {
  for (let span = spanAt(local - FURTHEST, zone); ; span = spanAt(span.to, zone)) {
    const at = local - span.offset;
    if (at < span.to) return Math.max(at, span.from);
  }
}

function spanAt(at: number, zone: string): Span {
  const known = spans.get(zone) ?? [];
  const found = known.find(({ from, to }) => from <= at && at < to);
  if (found) return found;
  const span = askFor(at, zone);
  if (spans.size >= KEPT) spans.clear();
  spans.set(zone, known.length >= KEPT ? [span] : [span, ...known]);
  return span;
}

function askFor(at: number, zone: string): Span {
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const began = here.add({ milliseconds: 1 }).getTimeZoneTransition('previous'); // a change exactly at `at` counts
  const ends = here.getTimeZoneTransition('next');
  return {
    from: began?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: ends?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: here.offsetNanoseconds / 1e6,
  };
}
