import { type EventMatch, type Matching, match } from '../event-match.ts';
import type { JourneyEvent } from '../input.ts';
import type { JsonValue } from '../json.ts';
import { zoneOf } from '../profile.ts';
import type { Exit, Instance } from './apply.ts';
import { type Line, note } from './follow.ts';
import { type Because, because, type Facts, valuesOf } from './move.ts';
import type { Version } from './version.ts';

/** What may end an instance: `notes` for the operator, where an event lacked what would tell whose it is. */
export interface Ending {
  readonly found?: { readonly exit: Exit; readonly why: Because };
  readonly notes: readonly Line[];
}

/** The goal, or else the exit, that one of the events meets: whatever their order, a goal beats an exit (design.md §7.2). */
export function endingBy(version: Version, instance: Instance, events: readonly JourneyEvent[], facts: Facts): Ending {
  const { goals, exits, timeZone } = version.document;
  if (goals.length === 0 && exits.length === 0) return NOTHING;
  const around: Matching = {
    values: valuesOf(facts),
    key: facts.key,
    keyPath: version.keyPath,
    now: facts.now,
    zone: zoneOf(facts.profile, timeZone),
  };

  const goal = firstMet(
    goals.filter(({ exits: ends }) => ends),
    events,
    around,
  );
  if (goal.met) {
    const { id } = goal.met.rule;
    const { event, read } = goal.met;
    const rule = event.at === instance.until ? 'goal-before-send' : 'goal-met'; // at the deadline itself it wins, and says so
    const why = because(rule, { goal: id, event: event.name, ...read });
    return { found: { exit: { reason: 'goal', goal: id }, why }, notes: [] };
  }
  const exit = firstMet(exits, events, around);
  if (exit.met) {
    const { rule, event, read } = exit.met;
    return {
      found: { exit: { reason: rule.reason }, why: because('exit-met', { event: event.name, ...read }) },
      notes: [],
    };
  }
  const keyless = [...goal.keyless, ...exit.keyless];
  return keyless.length === 0 ? NOTHING : { notes: unmatched(instance, keyless) };
}

/** Once for each event, however many rules it might have met. */
const unmatched = (instance: Instance, keyless: readonly Found<unknown>[]): readonly Line[] =>
  [...new Map(keyless.map((each) => [each.event.position, each])).values()].map(({ event, read }) =>
    note(instance, event.at, because('unmatched-exit', { event: event.name, ...read })),
  );

const NOTHING: Ending = { notes: [] };

type Found<Rule> = {
  readonly rule: Rule;
  readonly event: JourneyEvent;
  readonly read: Readonly<Record<string, JsonValue>>;
};

/** The earliest event that meets a rule, the rule that stands first; and, passed over, those that lacked the entry key. */
function firstMet<Rule extends Partial<EventMatch>>(
  rules: readonly Rule[],
  events: readonly JourneyEvent[],
  around: Matching,
): { readonly met?: Found<Rule>; readonly keyless: readonly Found<Rule>[] } {
  const keyless: Found<Rule>[] = [];
  for (const event of events)
    for (const rule of rules) {
      const { is, read } = match(rule, event, around);
      if (is === 'yes') return { met: { rule, event, read }, keyless };
      if (is === 'no-key') keyless.push({ rule, event, read });
    }
  return { keyless };
}
