import { Temporal } from 'temporal-polyfill';
import { MOST } from '../base/limits.ts';

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
 * The form of a zone name. Offsets such as `+02:00` are refused because they have no DST, and Temporal would accept
 * whole dates as the name of their zone.
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
