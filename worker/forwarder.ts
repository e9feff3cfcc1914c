import type { PersonRef } from '../journey/ids.ts';
import { acknowledge, claimPersons, type Lane, postpone, releasePersons } from '../store/outbox.ts';
import type { Sql } from '../store/sql.ts';
import { judged } from './forwarder-judge.ts';
import type { ForwarderPorts } from './forwarder-ports.ts';
import { tell } from './forwarder-tell.ts';

/** Persons in hand at once. */
const AT_ONCE: Readonly<Record<Lane, number>> = { live: 50, bulk: 15 };
/** Temporal or the database is away: nobody's events are to blame. */
const AWAY_MS = 1_000;

/**
 * From accepted events to those whom they concern (design.md §8): for each person, in order, starts the journeys whose entry an event matches
 * and nudges the instances that care, once however many events wait. Several may run: each claims persons.
 */
export function createForwarder(ports: ForwarderPorts, lane: Lane = 'live') {
  return {
    /** Takes what there is once. Returns how many persons it had in hand. */
    async pass(session: Sql): Promise<number> {
      const persons = await claimPersons(session, AT_ONCE[lane], lane);
      if (persons.length === 0) return 0;
      try {
        const results = await Promise.allSettled(persons.map((who) => forward(ports, who)));
        const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
        for (const err of failures) ports.log.warn({ err }, 'forwarding failed: tried again');
        if (failures.length === persons.length)
          throw new ForwardingStalled('nobody could be forwarded', { cause: failures[0] });
      } finally {
        await releasePersons(session, persons);
      }
      return persons.length;
    },
  };
}

/** Temporal or the database is away: wait before the next pass. */
export class ForwardingStalled extends Error {}

async function forward(ports: ForwarderPorts, who: PersonRef): Promise<void> {
  const { database, passing = () => {} } = ports;
  try {
    const plan = await judged(ports, who);
    if (!plan) return;
    await passing('judged');
    const told = await tell(ports, who, plan);
    await passing('told');
    await acknowledge(database.sql, who.workspace, { ...told, rows: plan.rows });
    await passing('acknowledged');
  } catch (cause) {
    await postpone(database.sql, who, AWAY_MS).catch(() => {}); // then they are simply taken at once
    throw cause;
  }
}
