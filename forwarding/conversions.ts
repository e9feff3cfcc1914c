import type { PersonRef } from '../journey/base/ids.ts';
import { findExperimentsMetBy, recordConversions } from '../store/experiments/conversions.ts';
import type { Announced } from '../store/outbox/announced.ts';
import type { Failed, Judging, UnderLock } from './judging.ts';
import type { ForwarderPorts } from './ports.ts';

/**
 * Counts conversions of IntelliNODEs: events that meet a goal of a user with an assigned arm, during or after their
 * instance. Adds events that a journey can't judge to `unjudged`. Call it under the user's lock.
 */
export async function countConversions(
  { sql, now }: UnderLock,
  { versions }: ForwarderPorts,
  { who, at, unjudged }: { who: PersonRef; at: Judging; unjudged: Map<number, Failed> },
  events: readonly Announced[],
): Promise<void> {
  const counted = events.filter(({ isGoal }) => isGoal);
  if (counted.length === 0) return;
  const names = [...new Set(counted.map(({ name }) => name))];
  for (const assigned of await findExperimentsMetBy(sql, who, names)) {
    const { journey } = assigned;
    const met = counted.filter(({ name }) => assigned.goalEvents.includes(name));
    const fault = at.faulty.get(journey);
    if (fault !== undefined) {
      for (const event of met) unjudged.set(event.position, { event, journey, fault });
      continue;
    }
    at.journey = journey;
    const version = await versions.get(who.workspace, journey, assigned.version, sql);
    for (const event of met) await recordConversions(sql, now, who, { version, assigned, event });
  }
  at.journey = undefined;
}
