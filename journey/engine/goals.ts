import type { NodeId } from '../base/ids.ts';
import type { Goal } from '../document/document.ts';
import type { Matching } from '../events/event-match.ts';
import type { JourneyEvent } from '../events/input.ts';
import { type Facts, type GoalFacts, type LastSend, valuesOf } from '../moves/move.ts';
import { surroundingsOf, zoneOf } from '../people/profile.ts';
import { type Instant, instant } from '../time/time.ts';
import type { Instance } from './apply.ts';
import { goalName, type Tested, testRule } from './condition-rules.ts';
import type { Version } from './version.ts';
import { windowEnd, windowOf } from './window.ts';

/** A goal that was met and counts, once per instance. */
export interface Conversion {
  readonly goal: string;
  /** When the event that met it was accepted, and its position. */
  readonly at: Instant;
  readonly position: number;
  /** The node where the instance was. Null before its first node, after its end, and in the control group. */
  readonly node: NodeId | null;
  readonly visit: number;
}

/** A conversion with the last message sent before it. */
export interface Attributed extends Conversion {
  /**
   * `before`: the node's own message had not been sent. `after`: the instance had ended. `none`: the user never reached
   * a node, as in the control group.
   */
  readonly place: 'before' | 'at' | 'after' | 'none';
  readonly by: Pick<LastSend, 'node' | 'visit'> | null;
}

/** Credits a conversion to the last send before it. */
export function attributeConversion(
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

/** One goal met by one event. `counts` is false if the goal's window has passed or it was counted before. */
export interface Meeting {
  readonly goal: Goal;
  readonly event: JourneyEvent;
  readonly read: Tested['read'];
  readonly counts: boolean;
}

export interface Met {
  readonly meetings: readonly Meeting[];
  /** Events without the entry key, so that they can't be matched to an instance. */
  readonly keyless: readonly { readonly event: JourneyEvent; readonly read: Tested['read'] }[];
}

/** The state for testing goals. `holding` names conditions that hold; testing a goal updates it. */
interface Testing {
  readonly around: Matching;
  readonly holding: Set<string>;
}

/**
 * Finds every goal that these events meet, in their order, each once. A goal that was counted before is returned only
 * if it ends the instance.
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
      const { is, read } = testRule(goal, goalName(goal.id), event, around, holding);
      if (is === 'no' || meetings.some((each) => each.goal === goal)) continue;
      if (is === 'no-key') keyless.push({ event, read });
      else meetings.push(...countMeeting(version, instance, { goal, event, read }, before, around.zone));
    }
  return { meetings, keyless };
}

/** Returns the meeting, unless it neither counts nor ends the instance. */
function countMeeting(
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

/** The facts of an instance that has ended. */
type Known = Pick<Facts, 'now' | 'profile' | 'context' | 'key' | 'segments' | 'goals'>;

/**
 * Returns the goals that one event meets after the instance has ended, or in the control group. Only goals with a
 * window can still be met.
 */
export function meetGoalsAfterEnd(
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
  return { conversions, goals: withConversions(facts.goals, conversions, holding) };
}

/** Returns the last instant at which an uncounted goal may still be met; null if none may. */
export function goalsOpenUntil(
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

/** Returns the goal facts with new conversions. Returns the same object if nothing changed. */
export function withConversions(
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

/** Returns the values that events are compared with. */
export const matchingOf = ({ keyPath, document }: Version, facts: Known): Matching => ({
  values: valuesOf(facts),
  key: facts.key,
  keyPath,
  ...surroundingsOf(facts.profile, document, facts.now),
});
