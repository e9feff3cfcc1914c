import type { WorkspaceId } from '../../journey/base/ids.ts';
import {
  type Counted,
  LOOKED_AT,
  type Moment,
  type Once,
  pastOf,
  type SegmentCondition,
  type SegmentLeaf,
} from '../../journey/segments/segment.ts';
import { type Instant, inMs, instant, localFrom, readInstant } from '../../journey/time/time.ts';
import { joined, type Part, part } from '../base/sql.ts';
import { compared, type Dated, holds } from './compare.ts';

/** What the SQL is written for. */
export interface Around {
  readonly workspace: WorkspaceId;
  readonly now: Instant;
  /** Every time zone that one of the persons has: what a date without an offset means is worked out here, so that no two clocks differ. */
  readonly zones: readonly string[];
}

/** Beyond all instants. */
const NEVER = Number.MAX_SAFE_INTEGER;
/** No local time is further from its instant. */
const FURTHEST_ZONE_MS = 26 * 3_600_000;

/**
 * A segment's condition for many persons at once: a query with one row, `is_` and `until_`, about the person `p` of the query around it. The
 * same as journey/segments/evaluate.ts; but `until_` may come sooner, where a trait is a date without an offset: then it is looked at again.
 */
export function toSql(condition: SegmentCondition, around: Around): Part {
  if ('not' in condition) return part`(select not c.is_ as is_, c.until_ from ${toSql(condition.not, around)} c)`;
  if ('all' in condition)
    return part`(select bool_and(c.is_) as is_, case when bool_and(c.is_) then min(c.until_) else max(c.until_) filter (where not c.is_) end as until_
                   from (${united(condition.all, around)}) c)`;
  if ('any' in condition)
    return part`(select bool_or(c.is_) as is_, case when bool_or(c.is_) then max(c.until_) filter (where c.is_) else min(c.until_) end as until_
                   from (${united(condition.any, around)}) c)`;
  return leaf(condition, around);
}

const united = (conditions: readonly SegmentCondition[], around: Around): Part =>
  joined(
    conditions.map((each) => part`select u.is_, u.until_ from ${toSql(each, around)} u`),
    part` union all `,
  );

const always = (is: Part): Part => part`(select ${is} as is_, ${NEVER}::bigint as until_)`;

function leaf(condition: SegmentLeaf, around: Around): Part {
  if ('did' in condition) return counted(condition.did, condition, around);
  if ('didNot' in condition)
    return part`(select not c.is_ as is_, c.until_ from ${counted(condition.didNot, condition, around)} c)`;
  if ('first' in condition || 'last' in condition) return once(condition, around);
  if ('inSegment' in condition)
    return always(part`exists (select from memberships m where m.workspace = ${around.workspace} and m.person = p.id
                                and m.segment = ${condition.inSegment} and m.is_in)`);
  if ((condition.op === 'before' || condition.op === 'after') && isMoving(condition.value))
    return moving(
      condition.op,
      condition.value,
      part`read_moment(p.profile #> ${condition.path.split('.').slice(1)}::text[])`,
      around,
    );
  return always(compared(condition, (dated, value) => fixed(dated, value, around)));
}

/** The instant of the nth event that a leaf looks for: the newest is the first, for `first` the oldest. */
function nth(of: SegmentLeaf, n: number, around: Around): Part {
  const past = pastOf(of);
  const order = 'first' in of ? part`e.position` : part`e.position desc`;
  const named = part`e.workspace = ${around.workspace} and e.person = p.id and e.name = ${past?.event}`;
  if (!past?.where)
    return part`(select e.accepted_at from events e where ${named} order by ${order} offset ${n - 1}::int limit 1)`;
  return part`(select e.accepted_at
                 from (select * from events e where ${named} order by ${order} limit ${LOOKED_AT}::int) e
                where ${holds(past.where, (dated, value) => fixed(dated, value, around))}
                order by ${order} offset ${n - 1}::int limit 1)`;
}

function counted(name: string, of: Counted, around: Around): Part {
  const { atLeast, atMost, within } = of;
  const did = { did: name, ...of };
  const length = within === undefined ? undefined : inMs(within);
  /** When the nth newest leaves the window; null: it is not in it. */
  const leaves = (n: number): Part =>
    length === undefined
      ? part`(select ${NEVER}::bigint from ${nth(did, n, around)} n (at) where n.at is not null)`
      : part`(select n.at + ${length}::bigint from ${nth(did, n, around)} n (at) where n.at + ${length}::bigint >= ${around.now}::bigint)`;
  const enough = atLeast === 0 ? part`${NEVER}::bigint` : leaves(atLeast);
  const tooMany = atMost === undefined ? part`null::bigint` : leaves(atMost + 1);
  return part`(select w.enough is not null and w.too_many is null as is_,
                      case when w.enough is null then ${NEVER}::bigint else coalesce(w.too_many, w.enough) end as until_
                 from (select ${enough} as enough, ${tooMany} as too_many) w)`;
}

function once(of: Once, around: Around): Part {
  const [op, moment] = 'before' in of ? (['before', of.before] as const) : (['after', of.after] as const);
  const at = part`(select ${nth(of, 1, around)} as at, false as is_local)`;
  if (isMoving(moment)) return moving(op, moment, at, around);
  return always(part`(select ${against(op, moment, around)} from ${at} m)`);
}

type Moving = Exclude<Moment, string>;
const isMoving = (moment: Dated['value']): moment is Moving => typeof moment === 'object' && !('path' in moment);

/**
 * A date (`at`, `is_local`: a row of read_moment) against a moment that moves as time passes. Whether a local time lies before it is told
 * exactly; when that changes, only roughly.
 */
function moving(op: 'before' | 'after', moment: Moving, date: Part, around: Around): Part {
  const { now } = around;
  const length = 'ago' in moment ? inMs(moment.ago) : -inMs(moment.ahead);
  const turns = part`(case when i.is_local then greatest(i.at + ${length - FURTHEST_ZONE_MS}::bigint, ${now}::bigint) else i.at + ${length}::bigint end)`;
  const until =
    op === 'before'
      ? part`case when i.is_ or i.at is null then ${NEVER}::bigint else ${turns} end`
      : part`case when not i.is_ then ${NEVER}::bigint else greatest(${turns} - 1, ${now}::bigint) end`;
  return part`(select i.is_, ${until} as until_
                 from (select m.at, m.is_local, ${against(op, toMoment(instant(now - length)), around)} as is_ from ${date} m) i)`;
}

const toMoment = (at: Instant) => () => at;

/** Whether the row `m` lies before or after a moment, which may be another instant in every zone. */
function against(op: 'before' | 'after', moment: string | ((zone: string) => Instant), around: Around): Part {
  const limits = perZone((zone) => {
    const at = typeof moment === 'string' ? readInstant(moment, zone) : moment(zone);
    return at === undefined ? null : [at, localFrom(at, zone), localFrom(instant(at + 1), zone)];
  }, around);
  return op === 'before'
    ? part`coalesce(m.at < (${limits} ->> case when m.is_local then 1 else 0 end)::bigint, false)`
    : part`coalesce(case when m.is_local then m.at >= (${limits} ->> 2)::bigint else m.at > (${limits} ->> 0)::bigint end, false)`;
}

/** A trait, or a property, against a date. */
const fixed = ({ op, value }: Dated, date: Part, around: Around): Part =>
  typeof value === 'string' ? part`(select ${against(op, value, around)} from read_moment(${date}) m)` : part`false`;

/** Worked out for each zone, and looked up by the person's own. */
function perZone(of: (zone: string) => readonly number[] | null, { zones }: Around): Part {
  const known = Object.fromEntries(['UTC', ...zones].map((zone) => [zone, of(zone)]));
  return part`coalesce(${known}::jsonb -> (p.profile ->> 'timezone'), ${known}::jsonb -> 'UTC')`;
}
