import type { PersonRef } from '../journey/ids.ts';
import type { Instant } from '../journey/time.ts';
import { experimentsMetBy, recordConversions } from '../store/conversions.ts';
import type { Announced } from '../store/outbox.ts';
import type { Sql } from '../store/sql.ts';
import type { ForwarderPorts } from './forwarder-ports.ts';
import type { Failed, Judging } from './judging.ts';

/**
 * Counts what IntelliNODEs are measured by: events that meet a goal for a person who has been given an arm, inside still or after the end.
 * Events whose journey cannot tell are added to the unjudged. Called under the person's lock.
 */
export async function countConversions(
  { versions }: ForwarderPorts,
  who: PersonRef,
  at: Judging,
  rows: readonly Announced[],
  unjudged: Map<number, Failed>,
  sql: Sql,
  now: Instant,
): Promise<void> {
  const counted = rows.flatMap((row) => (row.isGoal && row.event ? [{ row, event: row.event }] : []));
  if (counted.length === 0) return;
  const names = [...new Set(counted.map(({ event }) => event.name))];
  for (const assigned of await experimentsMetBy(sql, who, names)) {
    const { journey } = assigned;
    const met = counted.filter(({ event }) => assigned.goalEvents.includes(event.name));
    const fault = at.faulty.get(journey);
    if (fault !== undefined) {
      for (const { row } of met) unjudged.set(row.id, { row, journey, fault });
      continue;
    }
    at.journey = journey;
    const version = await versions.get(who.workspace, journey, assigned.version, sql);
    for (const { event } of met) await recordConversions(sql, now, who, version, assigned, event);
  }
  at.journey = undefined;
}
