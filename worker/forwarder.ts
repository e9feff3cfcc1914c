import type { Version } from '../journey/engine/version.ts';
import type { PersonRef } from '../journey/ids.ts';
import { admit, type EntryOptions } from '../store/entries.ts';
import {
  type Announced,
  acknowledge,
  announcedFor,
  claimPersons,
  journeysEnteredBy,
  postpone,
  type Reachable,
  reachableOf,
  releasePersons,
  setAside,
} from '../store/outbox.ts';
import type { Store } from '../store/person.ts';
import type { Database, Sql } from '../store/sql.ts';
import type { Versions } from '../store/versions.ts';
import type { Launch } from './launch.ts';

export interface ForwarderPorts {
  readonly database: Database;
  readonly store: Store;
  readonly versions: Versions;
  readonly entries: EntryOptions;
  readonly launch: Launch;
  readonly log: { warn(about: object, message: string): void };
  /** Labelled points of the road, where tests kill or hold the forwarder. */
  readonly passing?: (point: 'judged' | 'told' | 'acknowledged') => void | Promise<void>;
}

/** Persons in hand at once. */
const AT_ONCE = 50;
/** Events of our own that called forth one another this often are refused. */
const MAX_HOPS = 20;
/** Tries of one event before it is set aside. */
const MAX_ATTEMPTS = 8;

/**
 * From accepted events to those whom they concern (design.md §8): for each person, in order, starts the journeys whose entry an event matches
 * and nudges the instances that care, once however many events wait. Several may run: each claims persons.
 */
export function createForwarder(ports: ForwarderPorts) {
  const { database, log } = ports;

  return {
    /** Takes what there is once. Returns how many persons it had in hand. */
    async pass(session: Sql): Promise<number> {
      const persons = await claimPersons(session, AT_ONCE);
      if (persons.length === 0) return 0;
      try {
        const results = await Promise.allSettled(persons.map((who) => forward(ports, who)));
        for (const result of results)
          if (result.status === 'rejected') log.warn({ err: result.reason }, 'forwarding failed: tried again');
        if (results.every(({ status }) => status === 'rejected'))
          throw new ForwardingStalled('nobody could be forwarded');
      } finally {
        await releasePersons(session, persons);
      }
      return persons.length;
    },
    database,
  };
}

/** Temporal or the database is away: wait before the next pass. */
export class ForwardingStalled extends Error {}

/** What is to be told to Temporal about one person. */
interface Plan {
  readonly rows: readonly Announced[];
  readonly starts: readonly Reachable[];
  readonly nudges: readonly Nudge[];
  readonly names: readonly string[];
}

interface Nudge {
  readonly instance: Reachable;
  /** The last position that it makes the instance read: never beyond what the instance cares about, or it would seem on its way for ever. */
  readonly to: number;
}

async function forward(ports: ForwarderPorts, who: PersonRef): Promise<void> {
  const { database, passing = () => {} } = ports;
  const versions = new Map<string, Version>();
  const plan = await judged(ports, who, versions);
  if (!plan) return;
  await passing('judged');
  const rows = plan.rows.map(({ id }) => id);
  try {
    const { started, nudged } = await tell(ports.launch, who, plan);
    await passing('told');
    await acknowledge(database.sql, who.workspace, { started, nudged, rows });
    await passing('acknowledged');
  } catch (cause) {
    await postpone(database.sql, rows, backOff(Math.max(...plan.rows.map(({ attempts }) => attempts)))).catch(() => {}); // then they are simply taken at once
    throw cause;
  }
}

const backOff = (attempts: number): number => Math.min(5_000, 200 * 2 ** attempts);

/** Under the person's lock: entries are judged, and it is seen who cares. An event that cannot be judged is set aside after some tries. */
async function judged(
  ports: ForwarderPorts,
  who: PersonRef,
  versions: Map<string, Version>,
): Promise<Plan | undefined> {
  let current: Announced | undefined;
  try {
    return await ports.store.person(who, async (sql, now) => {
      const rows = await announcedFor(sql, who);
      if (rows.length === 0) return undefined;
      const names = [...new Set(rows.flatMap(({ event }) => event?.name ?? []))];
      const journeys = names.length === 0 ? [] : await journeysEnteredBy(sql, who.workspace, names);
      for (const row of rows) {
        current = row;
        for (const { journey, version: number, event: name } of journeys) {
          if (row.event?.name !== name || row.event.hops >= MAX_HOPS) continue;
          const version = versions.get(journey) ?? (await ports.versions.get(who.workspace, journey, number));
          versions.set(journey, version);
          await admit(sql, now, { who, version, event: row.event, onMeet: 'contest' }, ports.entries);
        }
      }
      current = undefined;
      const reachable = await reachableOf(sql, who);
      return {
        rows,
        names,
        starts: reachable.filter(({ status }) => status === 'starting'),
        nudges: reachable.flatMap((instance) => nudgeFor(instance, rows)),
      };
    });
  } catch (cause) {
    if (current) await giveUpOn(ports, who, current, cause);
    throw cause;
  }
}

/**
 * A nudge, if something that it cares about lies unread and none is on its way: one whose position it has not read up to yet will make it read
 * this too. Before its first decision it needs none: that one reads everything. Word without an event is from someone who knows that
 * it has to look: a command, the sweep.
 */
function nudgeFor(instance: Reachable, rows: readonly Announced[]): readonly Nudge[] {
  const { status, step, readTo, nudgedTo, unread, isStuck } = instance;
  if (status !== 'live' || step === 0 || unread === null) return [];
  const isOnItsWay = nudgedTo > readTo && !isStuck && rows.every(({ event }) => event !== null);
  return isOnItsWay ? [] : [{ instance, to: unread }];
}

async function tell(launch: Launch, who: PersonRef, { starts, nudges, names }: Plan) {
  const started = await Promise.all(
    starts.map(async (instance) => ({ id: instance.id, answer: await launch.start(who, instance) })),
  );
  const told = await Promise.all(
    nudges.map(async ({ instance, to }) => ({ instance, to, answer: await launch.nudge(instance.workflowId, names) })),
  );
  // Not there, though the store says that it lives: its start is repeated (design.md §8).
  await Promise.all(
    told.filter(({ answer }) => answer === 'not-there').map(({ instance }) => launch.start(who, instance)),
  );
  return { started: started.map(({ id }) => id), nudged: told.map(({ instance, to }) => ({ id: instance.id, to })) };
}

async function giveUpOn(
  { database, log }: ForwarderPorts,
  who: PersonRef,
  { id, attempts, event }: Announced,
  cause: unknown,
) {
  if (attempts + 1 < MAX_ATTEMPTS || !event) return postpone(database.sql, [id], backOff(attempts));
  log.warn({ err: cause, position: event.position }, 'event set aside: it could not be judged');
  return setAside(database.sql, who, id, event.position, String(cause));
}
