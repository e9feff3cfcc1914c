import type { WorkspaceId } from '../../journey/base/ids.ts';
import { daysAgoOf, isWholeDay, readDate, type Span, spanOfDay } from '../../journey/conditions/moments.ts';
import { namesIn } from '../../journey/conditions/path.ts';
import { ZONE_TRAITS } from '../../journey/people/profile.ts';
import {
  type Counted,
  LOOKED_AT,
  type Moment,
  type Once,
  pastOf,
  type SegmentCondition,
  type SegmentLeaf,
} from '../../journey/segments/segment.ts';
import {
  type DateOrder,
  dayAt,
  type Instant,
  inMs,
  instant,
  localFrom,
  readZone,
  startOfDay,
} from '../../journey/time/time.ts';
import { joinParts, type Part, part } from '../base/sql.ts';
import { compareInSql, conditionInSql, type DateComparison } from './compare.ts';

/** Context of the translation. */
export interface Translation {
  readonly workspace: WorkspaceId;
  readonly now: Instant;
  /**
   * Every time zone of the persons to judge, as their profiles write it. Dates without an offset are resolved here, so
   * that no two clocks differ.
   */
  readonly zones: readonly string[];
  /** How the segment writes dates such as `03/10/2026`. */
  readonly dateOrder?: DateOrder | undefined;
}

/** Later than every instant. */
const NEVER = Number.MAX_SAFE_INTEGER;
/** Largest difference between a local time and its instant. */
const FURTHEST_ZONE_MS = 26 * 3_600_000;

/**
 * Translates a segment's condition to a query for many persons: one row, `is_` and `until_`, about the person `p` of
 * the surrounding query. Equivalent to journey/segments/evaluate.ts, except that `until_` may be earlier where a trait
 * is a date without an offset: the person is then judged again.
 */
export function toSql(condition: SegmentCondition, context: Translation): Part {
  if ('not' in condition) return part`(select not c.is_ as is_, c.until_ from ${toSql(condition.not, context)} c)`;
  if ('all' in condition)
    return part`(select bool_and(c.is_) as is_,
                        case when bool_and(c.is_) then min(c.until_)
                          else max(c.until_) filter (where not c.is_) end as until_
                   from (${uniteAll(condition.all, context)}) c)`;
  if ('any' in condition)
    return part`(select bool_or(c.is_) as is_,
                        case when bool_or(c.is_) then max(c.until_) filter (where c.is_)
                          else min(c.until_) end as until_
                   from (${uniteAll(condition.any, context)}) c)`;
  return translateLeaf(condition, context);
}

const uniteAll = (conditions: readonly SegmentCondition[], context: Translation): Part =>
  joinParts(
    conditions.map((each) => part`select u.is_, u.until_ from ${toSql(each, context)} u`),
    part` union all `,
  );

const constantUntil = (is: Part): Part => part`(select ${is} as is_, ${NEVER}::bigint as until_)`;

function translateLeaf(condition: SegmentLeaf, context: Translation): Part {
  if ('did' in condition) return translateCount(condition.did, condition, context);
  if ('didNot' in condition)
    return part`(select not c.is_ as is_, c.until_ from ${translateCount(condition.didNot, condition, context)} c)`;
  if ('first' in condition || 'last' in condition) return translateOnce(condition, context);
  if ('inSegment' in condition)
    return constantUntil(part`exists (select from memberships m
                                      where m.workspace = ${context.workspace} and m.person = p.id
                                and m.segment = ${condition.inSegment} and m.is_in)`);
  if ((condition.op === 'before' || condition.op === 'after') && isMoving(condition.value))
    return compareWithMoving(
      condition.op,
      condition.value,
      readMoment(part`(p.profile #> ${namesIn(condition.path).slice(1)}::text[])`, condition, context),
      context,
    );
  return constantUntil(compareInSql(condition, (dated, value) => compareWithDate(dated, value, context)));
}

/** Selects the instant of the nth event that a leaf looks for, newest first, or oldest first for `first`. */
function selectNth(of: SegmentLeaf, n: number, context: Translation): Part {
  const past = pastOf(of);
  const order = 'first' in of ? part`e.position` : part`e.position desc`;
  const named = part`e.workspace = ${context.workspace} and e.person = p.id and e.name = ${past?.event}`;
  if (!past?.where)
    return part`(select e.accepted_at from events e where ${named} order by ${order} offset ${n - 1}::int limit 1)`;
  return part`(select e.accepted_at
                 from (select * from events e where ${named} order by ${order} limit ${LOOKED_AT}::int) e
                where ${conditionInSql(past.where, (dated, value) => compareWithDate(dated, value, context))}
                order by ${order} offset ${n - 1}::int limit 1)`;
}

function translateCount(name: string, of: Counted, context: Translation): Part {
  const { atLeast, atMost } = of;
  const leaves = (n: number): Part => selectLeaving(name, of, n, context);
  const enough = atLeast === 0 ? part`${NEVER}::bigint` : leaves(atLeast);
  const tooMany = atMost === undefined ? part`null::bigint` : leaves(atMost + 1);
  return part`(select w.enough is not null and w.too_many is null as is_,
                      case when w.enough is null then ${NEVER}::bigint else coalesce(w.too_many, w.enough) end as until_
                 from (select ${enough} as enough, ${tooMany} as too_many) w)`;
}

/** Selects when the nth newest event leaves the window; null if it isn't in it. Approximate for calendar days. */
function selectLeaving(name: string, of: Counted, n: number, context: Translation): Part {
  const { within, days } = of;
  const { now } = context;
  const nth = selectNth({ did: name, ...of }, n, context);
  if (days !== undefined) {
    const begin = lookUpByZone((zone) => [spanOfDay({ daysAgo: days - 1 }, now, zone).from], context);
    return part`(select greatest(${lastOfToday(context)}, n.at + ${(days - SLACK_DAYS) * DAY_MS}::bigint)
                   from ${nth} n (at) where n.at >= (${begin} ->> 0)::bigint)`;
  }
  if (within === undefined) return part`(select ${NEVER}::bigint from ${nth} n (at) where n.at is not null)`;
  const length = inMs(within);
  return part`(select n.at + ${length}::bigint from ${nth} n (at) where n.at + ${length}::bigint >= ${now}::bigint)`;
}

const DAY_MS = 86_400_000;
/** So many days lie at most between a time and what calendar days make of it, in any zone. */
const SLACK_DAYS = 4;

/** The last millisecond of the user's day: earlier than that, no answer about calendar days changes. */
const lastOfToday = (context: Translation): Part =>
  part`(${lookUpByZone((zone) => [startOfDay(dayAt(context.now, zone) + 1, zone) - 1], context)} ->> 0)::bigint`;

/** Reads the date in a JSON value: a row with `at` and `is_local`. */
const readMoment = (
  value: Part,
  { calendar = false }: { readonly calendar?: boolean | undefined },
  { dateOrder }: Translation,
): Part => part`read_moment(${value}, ${dateOrder ?? null}::text, ${calendar}::boolean)`;

function translateOnce(of: Once, context: Translation): Part {
  const [op, moment] = 'before' in of ? (['before', of.before] as const) : (['after', of.after] as const);
  const at = part`(select ${selectNth(of, 1, context)} as at, false as is_local)`;
  if (isMoving(moment)) return compareWithMoving(op, moment, at, context);
  return constantUntil(part`(select ${compareWithMoment(op, moment, context)} from ${at} m)`);
}

type Moving = Exclude<Moment, string>;
const isMoving = (moment: DateComparison['value']): moment is Moving =>
  typeof moment === 'object' && !('path' in moment);

/**
 * Compares a date (`at`, `is_local`: a row of read_moment) with a moment that moves as time passes. Whether a local
 * time is earlier is exact; when that changes is approximate.
 */
function compareWithMoving(op: 'before' | 'after', moment: Moving, date: Part, context: Translation): Part {
  const { now } = context;
  const turns = findTurn(moment, context);
  const until =
    op === 'before'
      ? part`case when i.is_ or i.at is null then ${NEVER}::bigint else ${turns} end`
      : part`case when not i.is_ then ${NEVER}::bigint else greatest(${turns} - 1, ${now}::bigint) end`;
  return part`(select i.is_, ${until} as until_
                 from (select m.at, m.is_local,
                              ${compareWithMoment(op, toSpan(moment, now), context)} as is_
                         from ${date} m) i)`;
}

/** Returns when the comparison of the row `i` with a moving moment changes, or earlier. */
function findTurn(moment: Moving, context: Translation): Part {
  if (isWholeDay(moment)) {
    const slack = (daysAgoOf(moment) - SLACK_DAYS) * DAY_MS;
    return part`greatest(${lastOfToday(context)}, i.at + ${slack}::bigint)`;
  }
  const length = lengthOf(moment);
  return part`(case when i.is_local then greatest(i.at + ${length - FURTHEST_ZONE_MS}::bigint, ${context.now}::bigint)
               else i.at + ${length}::bigint end)`;
}

const lengthOf = (moment: Exclude<Moving, { daysAgo: number } | { daysAhead: number }>): number =>
  'ago' in moment ? inMs(moment.ago) : -inMs(moment.ahead);

function toSpan(moment: Moving, now: Instant): (zone: string) => Span {
  if (isWholeDay(moment)) return (zone) => spanOfDay(moment, now, zone);
  const at = instant(now - lengthOf(moment));
  return () => ({ from: at, to: at });
}

/** Compares the row `m` with a moment, which may be another instant in each zone. */
function compareWithMoment(
  op: 'before' | 'after',
  moment: string | ((zone: string) => Span),
  context: Translation,
): Part {
  const limits = lookUpByZone((zone) => {
    const at = typeof moment === 'string' ? readDate(moment, { ...context, zone }) : undefined;
    const span = typeof moment === 'string' ? (at === undefined ? undefined : { from: at, to: at }) : moment(zone);
    return span && [span.from, localFrom(span.from, zone), span.to, localFrom(instant(span.to + 1), zone)];
  }, context);
  return op === 'before'
    ? part`coalesce(m.at < (${limits} ->> case when m.is_local then 1 else 0 end)::bigint, false)`
    : part`coalesce(case when m.is_local then m.at >= (${limits} ->> 3)::bigint
                    else m.at > (${limits} ->> 2)::bigint end, false)`;
}

/** Compares a trait or a property with a date. */
const compareWithDate = (leaf: DateComparison, date: Part, context: Translation): Part =>
  typeof leaf.value === 'string'
    ? part`(select ${compareWithMoment(leaf.op, leaf.value, context)} from ${readMoment(date, leaf, context)} m)`
    : part`false`;

/** Evaluates a function for each zone and looks up the result by the person's zone. */
function lookUpByZone(of: (zone: string) => readonly number[] | undefined, { zones }: Translation): Part {
  const known = Object.fromEntries(['UTC', ...zones].map((zone) => [zone, of(readZone(zone) ?? 'UTC') ?? null]));
  const byTrait = ZONE_TRAITS.map((trait) => part`${known}::jsonb -> (p.profile ->> ${trait}::text)`);
  return part`coalesce(${joinParts(byTrait, part`, `)}, ${known}::jsonb -> 'UTC')`;
}
