import type { PersonRef } from '../../journey/base/ids.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import { SEGMENT_JOINED, SEGMENT_LEFT } from '../../journey/events/segment-events.ts';
import { type Answer, belongs } from '../../journey/segments/evaluate.ts';
import { changedBy } from '../../journey/segments/mentions.ts';
import { needsOf } from '../../journey/segments/needs.ts';
import { settledAt } from '../../journey/time/punctual.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';
import { conditionsOf, type Defined, definedIn } from './defined.ts';
import { historyOf } from './history.ts';
import { announceChanges, membershipsOf, writeMemberships } from './memberships.ts';
import { createStanding } from './standing.ts';
import { markKept, type Unkept, unkeptOf } from './unkept.ts';

/** How far somebody's memberships have been brought. */
export interface Kept {
  readonly hasAnnounced: boolean;
  /** Events that were accepted wait behind the page: ask again, in another transaction. What time alone changes waits for them too. */
  readonly hasMore: boolean;
  /** Position up to which all has been taken into account, where more waits. */
  readonly to: number;
}

/**
 * Brings somebody's memberships up to now (design.md §8): in order of time, what was accepted and not yet taken into account, by the segments
 * that mention it; and what time alone changes, each at its own instant, with what had been accepted by then. So it does not matter how late
 * this is asked, and asked again it does nothing. It reads a page of what waits, and no more under one lock. Called under the person's lock by
 * the forwarder, by the picker of due rows, and before a decision that asks for a membership.
 */
export async function keepSegments(sql: Sql, now: Instant, who: PersonRef): Promise<Kept> {
  let hasAnnounced = false;
  for (;;) {
    const kept = await keepPage(sql, now, who);
    hasAnnounced ||= kept.hasAnnounced;
    if (!kept.hasAnnounced || kept.hasMore) return { ...kept, hasAnnounced };
    // Another segment may ask for what has just changed.
  }
}

const NOTHING: Kept = { hasAnnounced: false, hasMore: false, to: 0 };

async function keepPage(sql: Sql, now: Instant, who: PersonRef): Promise<Kept> {
  const segments = await definedIn(sql, who.workspace);
  if (segments.length === 0) return NOTHING;
  const [unkept, memberships] = [await unkeptOf(sql, who), await membershipsOf(sql, who)];
  const { hasMore, to } = unkept;
  const steps = unkept.acceptances.flatMap((each) => stepOf(each, segments));
  const due = memberships.filter(({ dueAt }) => dueAt !== null && dueAt < now);
  if (steps.length === 0 && !hasMore && due.length === 0) return NOTHING;

  const asked = new Set([...steps.flatMap((step) => step.segments), ...due.map(({ segment }) => segment)]);
  const judging = await conditionsOf(
    sql,
    who.workspace,
    segments.filter(({ id }) => asked.has(id)),
  );
  const history = await historyOf(sql, who, needsOf([...judging.values()]), unkept.count, unkept.upTo);
  const standing = createStanding(who.person, segments, memberships);

  const judge = (
    segment: string,
    at: Instant,
    isKnown: (event: JourneyEvent) => boolean,
  ): Pick<Answer, 'is' | 'until'> => {
    const condition = judging.get(segment);
    const known = { profile: unkept.profile, history: history.filter(isKnown), segments: standing.inside() };
    return condition ? belongs(condition, known, at) : { is: false, until: null };
  };
  const letTimePass = (before: Instant) => {
    for (let due = standing.firstDue(before); due; due = standing.firstDue(before)) {
      const { segment, dueAt } = due;
      const answer = judge(segment, instant(dueAt + 1), ({ at }) => at <= dueAt);
      standing.take(segment, answer, { at: settledAt(dueAt, now), hops: 0, isOfTime: true });
    }
  };
  for (const step of steps) {
    letTimePass(step.at);
    for (const segment of step.segments) {
      const answer = judge(segment, step.at, ({ position }) => position <= step.position);
      standing.take(segment, answer, {
        at: step.isOwn ? settledAt(step.at, now) : now,
        hops: step.hops,
        isOfTime: false,
      });
    }
    standing.endStep();
  }
  if (!hasMore) letTimePass(now);

  const isWritten = await writeMemberships(sql, who.workspace, standing.touched());
  for (const { at, changes } of standing.announced())
    await announceChanges(sql, who.workspace, at, changes.filter(isWritten));
  await markKept(sql, who, to);
  return { hasAnnounced: standing.announced().length > 0, hasMore, to };
}

interface Step {
  readonly at: Instant;
  readonly position: number;
  readonly hops: number;
  /** A change of another segment: what it brings about is as nominal as it is itself. */
  readonly isOwn: boolean;
  readonly segments: readonly string[];
}

/** Somebody who is new is asked of all: of some, whoever has done nothing is a member. A segment that was changed later is filled anyway. */
function stepOf(
  { events, isFirst, ...acceptance }: Unkept['acceptances'][number],
  segments: readonly Defined[],
): readonly Step[] {
  const changed = new Set(events.flatMap(changedBy));
  const mentioning = segments.filter(
    ({ mentions, changedAt }) =>
      acceptance.at >= changedAt && (isFirst || mentions.some((mention) => changed.has(mention))),
  );
  const isOwn = events.every(({ name }) => name === SEGMENT_JOINED || name === SEGMENT_LEFT);
  return mentioning.length === 0 ? [] : [{ ...acceptance, isOwn, segments: mentioning.map(({ id }) => id) }];
}
