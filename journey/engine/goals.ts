import type { NodeId } from '../base/ids.ts';
import type { Goal } from '../document/document.ts';
import type { Matching } from '../events/event-match.ts';
import type { JourneyEvent } from '../events/input.ts';
import { type Facts, type GoalFacts, type LastSend, valuesOf } from '../moves/move.ts';
import { zoneOf } from '../people/profile.ts';
import { type Instant, instant } from '../time/time.ts';
import type { Instance } from './apply.ts';
import { goalName, type Tested, test } from './condition-rules.ts';
import type { Version } from './version.ts';
import { windowEnd, windowOf } from './window.ts';

/** A goal that was met and counts: once in an entry. */
export interface Conversion {
  readonly goal: string;
  /** When what met it was accepted, and its position. */
  readonly at: Instant;
  readonly position: number;
  /** Where the instance was; null before its first node, after its end and in the control group. */
  readonly node: NodeId | null;
  readonly visit: number;
}

/** What was sent last before it, and how far the instance was with its node. */
export interface Attributed extends Conversion {
  /** `before`: the node's own message had not gone. `after`: the instance had ended. `none`: it never had a node, as in the control group. */
  readonly place: 'before' | 'at' | 'after' | 'none';
  readonly by: Pick<LastSend, 'node' | 'visit'> | null;
}

export function attribute(
  version: Pick<Version, 'messages'>,
  conversion: Conversion,
  lastSend: Attributed['by'],
): Attributed {
  const { node, visit } = conversion;
  const by = lastSend && { node: lastSend.node, visit: lastSend.visit };
  if (node === null) return { ...conversion, place: visit > 0 ? 'after' : 'none', by };
  const isSending = version.messages.includes(node);
  return { ...conversion, place: isSending && by?.visit !== visit ? 'before' : 'at', by };
}

/** One goal met by one event. `counts`: it is a conversion; where not, it came after its window. */
export interface Meeting {
  readonly goal: Goal;
  readonly event: JourneyEvent;
  readonly read: Tested['read'];
  readonly counts: boolean;
}

export interface Met {
  readonly meetings: readonly Meeting[];
  /** Events that lacked the entry key, so that nobody can say whether they meet one. */
  readonly keyless: readonly { readonly event: JourneyEvent; readonly read: Tested['read'] }[];
}

/** What goals are tested with. `holding`: conditions that hold; testing a goal updates them. */
interface Testing {
  readonly around: Matching;
  readonly holding: Set<string>;
}

/**
 * Finds every goal that these events meet, in their order, each once. A goal that was counted before is found only if it
 * ends the instance.
 */
export function meetGoals(
  version: Version,
  instance: Pick<Instance, 'enteredAt'>,
  events: readonly JourneyEvent[],
  before: GoalFacts,
  { around, holding }: Testing,
): Met {
  const meetings: Meeting[] = [];
  const keyless: Met['keyless'][number][] = [];
  for (const event of events)
    for (const goal of version.document.goals) {
      const { is, read } = test(goal, goalName(goal.id), event, around, holding);
      if (is === 'no' || meetings.some((each) => each.goal === goal)) continue;
      if (is === 'no-key') keyless.push({ event, read });
      else meetings.push(...met(version, instance, { goal, event, read }, before, around.zone));
    }
  return { meetings, keyless };
}

/** What was counted before, or comes after its window, means nothing unless it ends the instance. */
function met(
  { document }: Version,
  { enteredAt }: Pick<Instance, 'enteredAt'>,
  meeting: Omit<Meeting, 'counts'>,
  { converted, lastSend }: GoalFacts,
  zone: string,
): readonly Meeting[] {
  const { goal, event } = meeting;
  const window = windowOf(document, goal);
  const isInTime = !window || event.at <= windowEnd(window, enteredAt, lastSend, zone);
  const counts = isInTime && !converted.includes(goal.id);
  return counts || goal.exits ? [{ ...meeting, counts }] : [];
}

/** What is known of an instance that has ended. */
type Known = Pick<Facts, 'now' | 'profile' | 'context' | 'key' | 'segments' | 'goals'>;

/** What one event means to an instance that has ended, or to the control group: only goals with a window can still be met. */
export function meetAfterEnd(
  version: Version,
  { enteredAt, visit }: Pick<Instance, 'enteredAt' | 'visit'>,
  event: JourneyEvent,
  facts: Known,
): { readonly conversions: readonly Conversion[]; readonly goals: GoalFacts } {
  const holding = new Set(facts.goals.holding);
  const around = matchingOf(version, facts);
  const { meetings } = meetGoals(version, { enteredAt }, [event], facts.goals, { around, holding });
  const conversions = meetings
    .filter(({ goal, counts }) => counts && windowOf(version.document, goal))
    .map(({ goal }) => ({ goal: goal.id, at: event.at, position: event.position, node: null, visit }));
  return { conversions, goals: goalsAfter(facts.goals, conversions, holding) };
}

/** Until when a goal that has not been counted may still be; null where none may. */
export function openUntil(
  { document }: Version,
  { enteredAt }: Pick<Instance, 'enteredAt'>,
  { profile, now }: Pick<Facts, 'profile' | 'now'>,
  { converted, lastSend }: Pick<GoalFacts, 'converted'> & { readonly lastSend: Pick<LastSend, 'at'> | null },
): Instant | null {
  const zone = zoneOf(profile, document.timeZone);
  const ends = document.goals.flatMap((goal) => {
    const window = converted.includes(goal.id) ? undefined : windowOf(document, goal);
    return window ? [windowEnd(window, enteredAt, lastSend, zone)] : [];
  });
  const last = Math.max(...ends);
  return ends.length > 0 && last >= now ? instant(last) : null;
}

/** The same object where nothing has changed. */
export function goalsAfter(
  before: GoalFacts,
  conversions: readonly Conversion[],
  holding: ReadonlySet<string>,
): GoalFacts {
  const isSame = holding.size === before.holding.length && before.holding.every((name) => holding.has(name));
  if (isSame && conversions.length === 0) return before;
  return {
    ...before,
    converted: [...before.converted, ...conversions.map(({ goal }) => goal)],
    holding: isSame ? before.holding : [...holding],
  };
}

/** What events are compared with. */
export const matchingOf = ({ keyPath, document }: Version, facts: Known): Matching => ({
  values: valuesOf(facts),
  key: facts.key,
  keyPath,
  now: facts.now,
  zone: zoneOf(facts.profile, document.timeZone),
});
