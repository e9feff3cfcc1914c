import type { JsonValue } from '../base/json.ts';
import type { JourneyEvent } from '../events/input.ts';
import { type Because, because, type Facts } from '../moves/move.ts';
import type { Instant } from '../time/time.ts';
import type { Exit, Instance } from './apply.ts';
import { become } from './become.ts';
import { exitName, test } from './condition-rules.ts';
import { nodeDeadline } from './deadlines.ts';
import { type Change, type Line, note, unchanged } from './follow.ts';
import { type Conversion, goalsAfter, type Meeting, matchingOf, meetGoals } from './goals.ts';
import type { Version } from './version.ts';

/** What events that were accepted together mean to the journey as a whole, before any node is asked. */
export interface Ending {
  /** What ends the instance. */
  readonly found?: { readonly exit: Exit; readonly why: Because };
  /** Goals that count, one line for each that does not end it; and events that lacked what would tell whose they are. */
  readonly notes: readonly Line[];
  readonly conversions: readonly Conversion[];
  readonly facts: Facts;
}

/**
 * The goals that they meet, each counted once; and what ends the instance: the first goal that does, or else an exit: whatever their
 * order, a goal beats an exit (design.md §7.2).
 */
export function endingBy(version: Version, instance: Instance, events: readonly JourneyEvent[], facts: Facts): Ending {
  const { endingNames } = version;
  if (endingNames && !events.some(({ name }) => endingNames.has(name))) return { notes: [], conversions: [], facts };
  const around = matchingOf(version, facts);
  const holding = new Set(facts.goals.holding);

  const { meetings, keyless } = meetGoals(version, instance, events, facts.goals, { around, holding });
  const last = meetings.find(({ goal }) => goal.exits);
  const exit = last ? undefined : firstExit(version, events, (...rule) => test(...rule, around, holding));
  const conversions = meetings.filter(({ counts }) => counts).map((meeting) => conversionOf(instance, meeting));
  const known = goalsAfter(facts.goals, conversions, holding);
  const found = last ? byGoal(nodeDeadline(version, instance, facts), last) : exit?.met;
  const counted = meetings.filter(({ goal, counts }) => counts && goal !== last?.goal);
  return {
    ...(found && { found }),
    notes: [
      ...counted.map(({ goal, event, read }) =>
        note(instance, event.at, because('goal-counted', { goal: goal.id, ...causeOf(goal, event), ...read })),
      ),
      ...(found ? [] : unmatched(instance, [...keyless, ...(exit?.keyless ?? [])])),
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

/** The event, where it is not a condition that was met. */
const causeOf = (
  { event: name }: { readonly event?: string | undefined },
  { name: event }: JourneyEvent,
): Readonly<Record<string, JsonValue>> => (name === undefined ? {} : { event });

/** Outside its window it does not count, but the behaviour has happened: it ends the instance all the same. */
function byGoal(until: Instant | null, { goal, event, read, counts }: Meeting): NonNullable<Ending['found']> {
  const rule = event.at === until ? 'goal-before-send' : 'goal-met'; // at the deadline itself it wins, and says so
  const values = { goal: goal.id, ...causeOf(goal, event), ...read };
  return {
    exit: { reason: 'goal', goal: goal.id },
    why: counts ? because(rule, values) : because('goal-after-window', values),
  };
}

type Unmatched = { readonly event: JourneyEvent; readonly read: Readonly<Record<string, JsonValue>> };

/** The earliest event that meets an exit, the exit that stands first; and, passed over, those that lacked the entry key. */
function firstExit(
  { document: { exits } }: Version,
  events: readonly JourneyEvent[],
  tested: (exit: Version['document']['exits'][number], name: string, event: JourneyEvent) => ReturnType<typeof test>,
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

/** Once for each event, however many rules it might have met. */
const unmatched = (instance: Instance, keyless: readonly Unmatched[]): readonly Line[] =>
  [...new Map(keyless.map((each) => [each.event.position, each])).values()].map(({ event, read }) =>
    note(instance, event.at, because('unmatched-exit', { event: event.name, ...read })),
  );

/** The journey's own patience is over. */
export function timedOut({ document }: Version, instance: Instance, facts: Facts, at: Instant, lateMs = 0): Change {
  const why = because('journey-timed-out', { timeout: document.timeout ?? null });
  return endInstance(instance, facts, { reason: 'timeout' }, why, { at, lateMs });
}

/** Ends the instance at `at`, by one line of its trace. `lateMs`: how long after its deadline. */
export function endInstance(
  instance: Instance,
  facts: Facts,
  exit: Exit,
  why: Because,
  { at, lateMs = 0 }: { readonly at: Instant; readonly lateMs?: number },
): Change {
  const { line, read } = note(instance, at, why, 'exit');
  const lines = [{ line: lateMs > 0 ? { ...line, lateMs } : line, read }];
  return unchanged(become(instance, { until: null, held: false, exit }), facts, lines);
}
