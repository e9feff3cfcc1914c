import type { JsonValue } from '../base/json.ts';
import { type Condition, evaluate, type Surroundings } from '../conditions/condition.ts';
import type { Values } from '../conditions/path.ts';
import { type EventMatch, type Matched, type Matching, match } from '../events/event-match.ts';
import type { JourneyEvent } from '../events/input.ts';
import { PROFILE_CHANGED, SEGMENT_JOINED, SEGMENT_LEFT } from '../events/own-events.ts';
import { withTraits } from '../people/profile.ts';
import { interestsOf, isConcerned, type Version } from './version.ts';

/** A goal or an exit. It is met by an event, or by a condition that starts to hold. */
export interface Rule extends Partial<EventMatch> {
  readonly condition?: Condition | undefined;
}

/** Names under which the instance stores that a goal's or exit's condition holds. */
export const goalName = (id: string): string => `goal:${id}`;
export const exitName = (index: number): string => `exit:${index}`;

/**
 * Returns the names of conditions that hold at entry. The journey didn't cause these, so they are met only after they
 * stop holding and start again. Reads the profile as of the entry judgement, as the entry filter does (design.md §8).
 */
export function findHoldingAtEntry(
  { document: { goals, exits } }: Pick<Version, 'document'>,
  values: Values,
  around: Surroundings,
): readonly string[] {
  const holds = ({ condition }: Rule): boolean => condition !== undefined && evaluate(condition, values, around).holds;
  return [
    ...goals.filter(holds).map(({ id }) => goalName(id)),
    ...exits.flatMap((exit, index) => (holds(exit) ? [exitName(index)] : [])),
  ];
}

export interface Tested {
  readonly is: Matched;
  readonly read: Readonly<Record<string, JsonValue>>;
}

/**
 * Tests whether an event meets a rule. A condition is evaluated only if the event changes something that it reads, with
 * the traits the event brought. `holding` stores whether the condition held last time, and is updated.
 */
export function testRule(
  rule: Rule,
  name: string,
  event: JourneyEvent,
  around: Matching,
  holding: Set<string>,
): Tested {
  const { condition } = rule;
  if (condition === undefined) return match(rule, event, around);
  if (!isConcerned(event, interestsOf(condition))) return NOT_CONCERNED;
  const { holds, read } = evaluate(condition, valuesAfter(event, around.values), around);
  const held = holding.has(name);
  if (holds) holding.add(name);
  else holding.delete(name);
  return { is: holds && !held ? 'yes' : 'no', read };
}

/** Returns the values right after this event. The profile passed in may already include later events. */
function valuesAfter({ name, properties }: JourneyEvent, values: Values): Values {
  const { profile, segments = [] } = values;
  const others = segments.filter((id) => id !== properties.segment);
  switch (name) {
    case PROFILE_CHANGED:
      return { ...values, profile: withTraits(profile, properties) };
    case SEGMENT_JOINED:
      return { ...values, segments: [...others, String(properties.segment)] };
    case SEGMENT_LEFT:
      return { ...values, segments: others };
    default:
      return values;
  }
}

const NOT_CONCERNED: Tested = { is: 'no', read: {} };
