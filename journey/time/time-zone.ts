import { Temporal } from 'temporal-polyfill';
import { MOST } from '../base/limits.ts';

/**
 * What a zone's clocks show. A zone is a row of spans with one offset each; they are asked of the time zone database
 * once and kept, since a decision asks a hundred times for what changes twice a year. Imported by time.ts alone.
 */
export interface Span {
  /** Milliseconds since the epoch; −∞ and ∞ where the zone knows no change. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Milliseconds to add to UTC. */
  readonly offset: number;
}

const DAY = 86_400_000;
/** No zone has ever been further from UTC. */
const FURTHEST = DAY + 2 * 3_600_000;
/** Names come from profiles: nobody fills the memory with them. */
const KEPT = 1000;

const zones = new Map<string, boolean>();
const spans = new Map<string, Span[]>();

/**
 * The one expression that zones are read by: names only. Offsets (`+02:00`) know no DST, and Temporal would take whole
 * dates for the name of their zone.
 */
export const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]+(?:\/[A-Za-z0-9_+-]+){0,2}$/;

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

/** What the clocks of `zone` show at an instant, as if it were UTC. */
export const localOf = (at: number, zone: string): number => at + spanAt(at, zone).offset;

/**
 * When the clocks of `zone` show `local`: twice → the first time; never → the first instant after the gap (design.md
 * §7.6).
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
  const began = here.add({ milliseconds: 1 }).getTimeZoneTransition('previous'); // one at `at` itself counts
  const ends = here.getTimeZoneTransition('next');
  return {
    from: began?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: ends?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: here.offsetNanoseconds / 1e6,
  };
}
