import type { PersonRef } from '../../journey/base/ids.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import { SEGMENT_JOINED, SEGMENT_LEFT } from '../../journey/events/own-events.ts';
import { type Answer, belongs } from '../../journey/segments/evaluate.ts';
import { changedBy } from '../../journey/segments/mentions.ts';
import { type Need, needsOf } from '../../journey/segments/needs.ts';
import { settledAt } from '../../journey/time/punctual.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';
import { type ReadCondition, readConditions, readDefinitions, type SegmentDefinition } from './defined.ts';
import { readHistory } from './history.ts';
import { announceChanges, readMemberships, writeMemberships } from './memberships.ts';
import { createSegmentState } from './segment-state.ts';
import { markReadBySegments, readUnreadBySegments, type UnreadBySegments } from './unread.ts';

/** How far a user's memberships are up to date. */
export interface MembershipsUpdate {
  readonly hasAnnounced: boolean;
  /** More accepted events follow: call again in another transaction. Changes by time alone wait for them too. */
  readonly hasMore: boolean;
  /** Position up to which events have been taken into account, if more follow. */
  readonly to: number;
  /** Segments that couldn't be judged. Their memberships stay as they are, and are judged again ten minutes later. */
  readonly faults: readonly SegmentFault[];
}

/** A segment that can't be judged: its document is unreadable, or a bug in the code prevents it. */
export interface SegmentFault {
  readonly segment: string;
  readonly fault: unknown;
}

/** How long after a fault a membership is judged again. By then, the code or the document may have been fixed. */
const AGAIN_MS = 600_000;

export type Judge = typeof belongs;

/**
 * Updates a user's memberships (design.md §8), in order of time. Accepted events change the segments that mention them.
 * Changes by time alone happen at their own instants, with the events accepted by then. So a late call gives the same
 * result, and a repeated call does nothing. Reads one page of events per call. The forwarder, the picker of due rows
 * and decisions that ask for a membership call it under the person's lock.
 */
export async function updateMemberships(
  sql: Sql,
  now: Instant,
  who: PersonRef,
  judge: Judge = belongs,
): Promise<MembershipsUpdate> {
  let hasAnnounced = false;
  let faults: readonly SegmentFault[] = [];
  for (;;) {
    const update = await updatePage(sql, now, who, judge);
    hasAnnounced ||= update.hasAnnounced;
    faults = [...faults, ...update.faults];
    if (!update.hasAnnounced || update.hasMore) return { ...update, hasAnnounced, faults };
    // Another segment may depend on a membership that has just changed.
  }
}

const NOTHING: MembershipsUpdate = { hasAnnounced: false, hasMore: false, to: 0, faults: [] };

async function updatePage(sql: Sql, now: Instant, who: PersonRef, judgeBy: Judge): Promise<MembershipsUpdate> {
  const segments = await readDefinitions(sql, who.workspace);
  if (segments.length === 0) return NOTHING;
  const [unread, memberships] = [await readUnreadBySegments(sql, who), await readMemberships(sql, who)];
  const { hasMore, to } = unread;
  const steps = unread.acceptances.flatMap((each) => stepOf(each, segments));
  const due = memberships.filter(({ dueAt }) => dueAt !== null && dueAt < now);
  if (steps.length === 0 && !hasMore && due.length === 0) return NOTHING;

  const asked = new Set([...steps.flatMap((step) => step.segments), ...due.map(({ segment }) => segment)]);
  const judging = await readConditions(
    sql,
    who.workspace,
    segments.filter(({ id }) => asked.has(id)),
  );
  const faults = new Map<string, unknown>();
  const needs = findNeeds(judging, faults);
  const history = await readHistory(sql, who, needs, unread.count, unread.upTo);
  const state = createSegmentState(who.person, segments, memberships, instant(now + AGAIN_MS));

  const judge = createJudge({ judging, faults, judgeBy }, (isKnown) => ({
    profile: unread.profile,
    history: history.filter(isKnown),
    segments: state.inside(),
  }));
  const judgeDueMemberships = (before: Instant) => {
    for (let due = state.firstDue(before); due; due = state.firstDue(before)) {
      const { segment, dueAt } = due;
      const answer = judge(segment, instant(dueAt + 1), ({ at }) => at <= dueAt);
      state.take(segment, answer, { at: settledAt(dueAt, now), hops: 0, isOfTime: true });
    }
  };
  for (const step of steps) {
    judgeDueMemberships(step.at);
    for (const segment of step.segments) {
      const answer = judge(segment, step.at, ({ position }) => position <= step.position);
      const at = step.isOwn ? settledAt(step.at, now) : now;
      state.take(segment, answer, { at, hops: step.hops, isOfTime: false });
    }
    state.endStep();
  }
  if (!hasMore) judgeDueMemberships(now);

  const isWritten = await writeMemberships(sql, who.workspace, state.touched());
  for (const { at, changes } of state.announced())
    await announceChanges(sql, who.workspace, at, changes.filter(isWritten));
  await markReadBySegments(sql, who, to);
  return {
    ...{ hasAnnounced: state.announced().length > 0, hasMore, to },
    faults: [...faults].map(([segment, fault]) => ({ segment, fault })),
  };
}

interface Judging {
  readonly judging: ReadonlyMap<string, ReadCondition>;
  /** Segments that can't be judged. */
  readonly faults: Map<string, unknown>;
  readonly judgeBy: Judge;
}
type Known = Parameters<Judge>[1];

/** Returns the function that judges the user by a segment. It returns undefined if a fault prevents that. */
const createJudge =
  ({ judging, faults, judgeBy }: Judging, knownBy: (isKnown: (event: JourneyEvent) => boolean) => Known) =>
  (
    segment: string,
    at: Instant,
    isKnown: (event: JourneyEvent) => boolean,
  ): Pick<Answer, 'is' | 'until'> | undefined => {
    const read = judging.get(segment);
    if (!read) return { is: false, until: null };
    if (read.type === 'unreadable' || faults.has(segment)) return undefined;
    try {
      return judgeBy(read.condition, { ...knownBy(isKnown), dateOrder: read.dateOrder }, at);
    } catch (fault) {
      faults.set(segment, fault);
      return undefined;
    }
  };

/** Returns the past that the segments need. Notes segments that can't be judged. */
function findNeeds(judging: ReadonlyMap<string, ReadCondition>, faults: Map<string, unknown>): readonly Need[] {
  const conditions = [...judging].flatMap(([segment, read]) => {
    if (read.type === 'condition') return [read.condition];
    faults.set(segment, read.fault);
    return [];
  });
  return needsOf(conditions);
}

interface Step {
  readonly at: Instant;
  readonly position: number;
  readonly hops: number;
  /** A change of another segment: its consequences happen at the same nominal instant. */
  readonly isOwn: boolean;
  readonly segments: readonly string[];
}

/**
 * Returns the segments by which an acceptance is judged. A new user is judged by all segments: some hold for users
 * without any events. A segment that was changed later is judged by its backfill.
 */
function stepOf(
  { events, isFirst, ...acceptance }: UnreadBySegments['acceptances'][number],
  segments: readonly SegmentDefinition[],
): readonly Step[] {
  const changed = new Set(events.flatMap(changedBy));
  const mentioning = segments.filter(
    ({ mentions, changedAt }) =>
      acceptance.at >= changedAt && (isFirst || mentions.some((mention) => changed.has(mention))),
  );
  const isOwn = events.every(({ name }) => name === SEGMENT_JOINED || name === SEGMENT_LEFT);
  return mentioning.length === 0 ? [] : [{ ...acceptance, isOwn, segments: mentioning.map(({ id }) => id) }];
}
