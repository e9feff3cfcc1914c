import type { JsonValue } from '../base/json.ts';
import type { JourneyEvent } from '../events/input.ts';
import { type Because, because, type Facts } from '../moves/move.ts';
import type { Instant } from '../time/time.ts';
import type { Exit, Instance } from './apply.ts';
import { become } from './become.ts';
import { exitName, testRule } from './condition-rules.ts';
import { nodeDeadline } from './deadlines.ts';
import { type Change, changeTo, type Line, note } from './follow.ts';
import { type Conversion, type Meeting, matchingOf, meetGoals, withConversions } from './goals.ts';
import type { Version } from './version.ts';

/** The effect of events accepted together on the journey as a whole, before the node sees them. */
export interface Ending {
  /** The goal or exit that ends the instance. */
  readonly found?: { readonly exit: Exit; readonly why: Because };
  /** Lines for goals that count without ending the instance, and for events that lack the entry key. */
  readonly notes: readonly Line[];
  readonly conversions: readonly Conversion[];
  readonly facts: Facts;
}

/**
 * Finds the goals that events meet, each counted once, and what ends the instance. The first goal that ends it wins,
 * else the first exit. A goal beats an exit in any order of events (design.md §7.2).
 */
export function findEnding(
  version: Version,
  instance: Instance,
  events: readonly JourneyEvent[],
  facts: Facts,
): Ending {
  const { endingNames } = version;
  if (endingNames && !events.some(({ name }) => endingNames.has(name))) return { notes: [], conversions: [], facts };
  const around = matchingOf(version, facts);
  const holding = new Set(facts.goals.holding);

  const { meetings, keyless } = meetGoals(version, instance, events, facts.goals, { around, holding });
  const last = meetings.find(({ goal }) => goal.exits);
  const exit = last ? undefined : findFirstExit(version, events, (...rule) => testRule(...rule, around, holding));
  const conversions = meetings.filter(({ counts }) => counts).map((meeting) => conversionOf(instance, meeting));
  const known = withConversions(facts.goals, conversions, holding);
  const found = last ? endByGoal(nodeDeadline(version, instance, facts), last) : exit?.met;
  const counted = meetings.filter(({ goal, counts }) => counts && goal !== last?.goal);
  return {
    ...(found && { found }),
    notes: [
      ...counted.map(({ goal, event, read }) =>
        note(instance, event.at, because('goal-counted', { goal: goal.id, ...causeOf(goal, event), ...read })),
      ),
      ...(found ? [] : noteUnmatched(instance, [...keyless, ...(exit?.keyless ?? [])])),
    ],
    conversions,
    facts: known === facts.goals ? facts : { ...facts, goals: known },
  };
}

const conversionOf = ({ at: node, visit }: Instance, { goal, event: { at, position } }: Meeting): Conversion => ({
  goal: goal.id,
  at,
  position,
  node,
  visit,
});

/** Returns the event that met a rule; nothing for a condition. */
const causeOf = (
  { event: name }: { readonly event?: string | undefined },
  { name: event }: JourneyEvent,
): Readonly<Record<string, JsonValue>> => (name === undefined ? {} : { event });

/**
 * Returns the exit for a goal. Outside its window a goal isn't counted, but it still ends the instance because the user
 * did what the journey was for.
 */
function endByGoal(until: Instant | null, { goal, event, read, counts }: Meeting): NonNullable<Ending['found']> {
  const rule = event.at === until ? 'goal-before-send' : 'goal-met'; // goals win ties with deadlines
  const values = { goal: goal.id, ...causeOf(goal, event), ...read };
  return {
    exit: { reason: 'goal', goal: goal.id },
    why: counts ? because(rule, values) : because('goal-after-window', values),
  };
}

type Unmatched = { readonly event: JourneyEvent; readonly read: Readonly<Record<string, JsonValue>> };

/**
 * Returns the earliest event that meets an exit; of several exits, the first in the document. Also returns the events
 * skipped because they lack the entry key.
 */
function findFirstExit(
  { document: { exits } }: Version,
  events: readonly JourneyEvent[],
  tested: (
    exit: Version['document']['exits'][number],
    name: string,
    event: JourneyEvent,
  ) => ReturnType<typeof testRule>,
): { readonly met?: NonNullable<Ending['found']>; readonly keyless: readonly Unmatched[] } {
  const keyless: Unmatched[] = [];
  for (const event of events)
    for (const [index, exit] of exits.entries()) {
      const { is, read } = tested(exit, exitName(index), event);
      if (is === 'no-key') keyless.push({ event, read });
      if (is !== 'yes') continue;
      const why = because('exit-met', { ...causeOf(exit, event), ...read });
      return { met: { exit: { reason: exit.reason }, why }, keyless };
    }
  return { keyless };
}

/** Returns one line for each event, even if it could have met several rules. */
const noteUnmatched = (instance: Instance, keyless: readonly Unmatched[]): readonly Line[] =>
  [...new Map(keyless.map((each) => [each.event.position, each])).values()].map(({ event, read }) =>
    note(instance, event.at, because('unmatched-exit', { event: event.name, ...read })),
  );

/** Ends the instance because the journey's timeout was reached. */
export function endByTimeout({ document }: Version, instance: Instance, facts: Facts, at: Instant, lateMs = 0): Change {
  const why = because('journey-timed-out', { timeout: document.timeout ?? null });
  return endInstance(instance, facts, { reason: 'timeout' }, why, { at, lateMs });
}

/** Ends the instance at `at` with one trace line. `lateMs` is the delay after its deadline, in milliseconds. */
export function endInstance(
  instance: Instance,
  facts: Facts,
  exit: Exit,
  why: Because,
  { at, lateMs = 0 }: { readonly at: Instant; readonly lateMs?: number },
): Change {
  const { line, read } = note(instance, at, why, 'exit');
  const lines = [{ line: lateMs > 0 ? { ...line, lateMs } : line, read }];
  return changeTo(become(instance, { until: null, held: false, exit }), facts, lines);
}
