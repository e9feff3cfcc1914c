import type { JsonObject, JsonValue } from '../base/json.ts';
import { evaluate, type Leaf } from '../conditions/condition.ts';
import { daysAgoOf, isWholeDay, readDate, spanOfDay, type WholeDay } from '../conditions/moments.ts';
import { lookUp } from '../conditions/path.ts';
import type { JourneyEvent } from '../events/input.ts';
import { zoneOf } from '../people/profile.ts';
import { type DateOrder, dayAt, type Instant, inMs, instant, startOfDay, toIso } from '../time/time.ts';
import {
  type Counted,
  LOOKED_AT,
  type Moment,
  type Once,
  pastOf,
  type SegmentCondition,
  type SegmentLeaf,
} from './segment.ts';

/** Everything that a segment can read about one user. */
export interface Known {
  readonly profile: JsonObject;
  /** Past events in order of position. For each name, at least as many as `needsOf` (needs.ts) asks for. */
  readonly history: readonly JourneyEvent[];
  /** IDs of the segments that the user is in. */
  readonly segments: readonly string[];
  /** How the segment writes dates such as `03/10/2026`. */
  readonly dateOrder?: DateOrder | undefined;
}

export interface Answer {
  readonly is: boolean;
  /** The values read, shortened. Operators see these as the reason. */
  readonly read: Readonly<Record<string, JsonValue>>;
  /** The last instant until which the answer holds without new data; null if time alone never changes it. */
  readonly until: Instant | null;
}

/** Evaluates whether a user belongs to a segment at an instant. Pure, and never throws for a parsed condition. */
export function belongs(condition: SegmentCondition, known: Known, now: Instant): Answer {
  const read: Record<string, JsonValue> = {};
  const { is, until } = part(condition, { ...known, now, zone: zoneOf(known.profile, undefined), read });
  return { is, read, until: until === NEVER ? null : instant(until) };
}

interface Asked extends Known {
  readonly now: Instant;
  readonly zone: string;
  readonly read: Record<string, JsonValue>;
}

interface Part {
  readonly is: boolean;
  readonly until: number;
}

const NEVER = Number.POSITIVE_INFINITY;

/** Evaluates a part of a condition, and until when its answer holds. */
function part(condition: SegmentCondition, asked: Asked): Part {
  if ('not' in condition) {
    const { is, until } = part(condition.not, asked);
    return { is: !is, until };
  }
  if ('all' in condition) return together(condition.all, true, asked);
  if ('any' in condition) return together(condition.any, false, asked);
  return leaf(condition, asked);
}

/**
 * Evaluates `all` or `any`. A false part decides `all`, a true one `any`. A decided answer holds until the last
 * deciding part changes, an undecided one until the first part changes.
 */
function together(conditions: readonly SegmentCondition[], isAll: boolean, asked: Asked): Part {
  const parts = conditions.map((each) => part(each, asked));
  const deciding = parts.filter(({ is }) => is !== isAll);
  return deciding.length > 0
    ? { is: !isAll, until: Math.max(...deciding.map(({ until }) => until)) }
    : { is: isAll, until: Math.min(...parts.map(({ until }) => until)) };
}

function leaf(condition: SegmentLeaf, asked: Asked): Part {
  if ('did' in condition) return evaluateCount(condition.did, condition, asked);
  if ('didNot' in condition) {
    const { is, until } = evaluateCount(condition.didNot, condition, asked);
    return { is: !is, until };
  }
  if ('first' in condition || 'last' in condition) return once(condition, asked);
  if ('inSegment' in condition) {
    const is = asked.segments.includes(condition.inSegment);
    asked.read[`segment.${condition.inSegment}`] = is;
    return { is, until: NEVER };
  }
  return condition.op === 'before' || condition.op === 'after'
    ? evaluateDate(condition, asked)
    : evaluateLeaf(condition, asked);
}

/** Lists the past events that a leaf counts, newest first. */
function past(of: SegmentLeaf, { history, zone, dateOrder, now }: Asked): readonly JourneyEvent[] {
  const wanted = pastOf(of);
  const named = history.filter(({ name }) => name === wanted?.event);
  const seen = 'first' in of ? named.slice(0, LOOKED_AT) : named.slice(-LOOKED_AT);
  const { where } = wanted ?? {};
  const holds = ({ properties }: JourneyEvent) =>
    !where || evaluate(where, { profile: {}, context: {}, event: properties }, { now, zone, dateOrder }).holds;
  return seen.filter(holds).toReversed();
}

/**
 * Evaluates a count. "At least n in the window" means that the nth newest event is in it. An event leaves the window
 * after the millisecond in which it is exactly as old, and calendar days as they begin.
 */
function evaluateCount(name: string, counted: Counted, asked: Asked): Part {
  const { atLeast, atMost } = counted;
  const events = past({ did: name, ...counted }, asked);
  const leaves = ({ at }: { readonly at: Instant }) => leavesWindow(at, counted, asked.zone);
  const leavesAt = (nth: number): number => {
    const event = events[nth - 1];
    return event && leaves(event) >= asked.now ? leaves(event) : Number.NEGATIVE_INFINITY;
  };
  asked.read[`${name}: times`] = events.filter((event) => leaves(event) >= asked.now).length;

  const enough = atLeast === 0 ? NEVER : leavesAt(atLeast);
  const tooMany = atMost === undefined ? Number.NEGATIVE_INFINITY : leavesAt(atMost + 1);
  if (enough < asked.now) return { is: false, until: NEVER };
  return tooMany >= asked.now ? { is: false, until: tooMany } : { is: true, until: enough };
}

/** Returns the last millisecond in which a window has an event. */
function leavesWindow(at: Instant, { within, days }: Counted, zone: string): number {
  if (days !== undefined) return startOfDay(dayAt(at, zone) + days, zone) - 1;
  return within === undefined ? NEVER : at + inMs(within);
}

function once(condition: Once, asked: Asked): Part {
  const events = past(condition, asked);
  const event = 'first' in condition ? events.at(-1) : events[0];
  const name = 'first' in condition ? `${condition.first}: first` : `${condition.last}: last`;
  asked.read[name] = event ? toIso(event.at) : null;
  if (!event) return { is: false, until: NEVER };
  return 'before' in condition
    ? lies('before', event.at, condition.before, asked)
    : lies('after', event.at, condition.after, asked);
}

type Dated = Extract<Leaf, { readonly op: 'before' | 'after' }>;

function evaluateDate({ path, op, value, calendar }: Dated, asked: Asked): Part {
  const found = lookUp(path, { profile: asked.profile, context: {} });
  asked.read[path] = found ?? null;
  const at = readDate(found, asked, calendar);
  if (at === undefined || (typeof value === 'object' && 'path' in value)) return { is: false, until: NEVER };
  return lies(op, at, value, asked);
}

function lies(op: 'before' | 'after', at: Instant, moment: Moment, asked: Asked): Part {
  const { now } = asked;
  if (typeof moment === 'string') {
    const other = readDate(moment, asked);
    return { is: other !== undefined && (op === 'before' ? at < other : at > other), until: NEVER };
  }
  if (isWholeDay(moment)) return liesByDay(op, at, moment, asked);
  const turns = 'ago' in moment ? at + inMs(moment.ago) : at - inMs(moment.ahead);
  if (op === 'before') return now > turns ? { is: true, until: NEVER } : { is: false, until: turns };
  return now < turns ? { is: true, until: turns - 1 } : { is: false, until: NEVER };
}

/** Compares a date with a whole day, which moves on at the user's midnight. */
function liesByDay(op: 'before' | 'after', at: Instant, day: WholeDay, { now, zone }: Asked): Part {
  const { from, to } = spanOfDay(day, now, zone);
  const own = dayAt(at, zone) + daysAgoOf(day);
  if (op === 'before')
    return at < from ? { is: true, until: NEVER } : { is: false, until: startOfDay(own + 1, zone) - 1 };
  return at > to ? { is: true, until: startOfDay(own, zone) - 1 } : { is: false, until: NEVER };
}

function evaluateLeaf(condition: Leaf, { profile, zone, dateOrder, now, read }: Asked): Part {
  const verdict = evaluate(condition, { profile, context: {} }, { now, zone, dateOrder });
  Object.assign(read, verdict.read);
  return { is: verdict.holds, until: NEVER };
}
