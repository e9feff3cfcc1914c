import { apply, type Decision, type Instance, type Timer } from '../journey/engine/apply.ts';
import { type Folded, fold } from '../journey/engine/fold.ts';
import { journeyDeadline, type Version } from '../journey/engine/version.ts';
import type { JsonObject } from '../journey/json.ts';
import { zoneOf } from '../journey/profile.ts';
import { type Instant, instant } from '../journey/time.ts';
import { type Contested, readDue } from '../store/due.ts';
import { admit, type EntryOptions, refuseEntry } from '../store/entries.ts';
import type { Store } from '../store/person.ts';
import type { Sql } from '../store/sql.ts';
import { markStuck } from '../store/stuck.ts';
import { recordTransition } from '../store/transitions.ts';
import type { Versions } from '../store/versions.ts';

export interface Step {
  readonly instance: Instance;
  readonly timerRuns: boolean;
}

/** What one step tells the workflow. It is recorded in history: ids, codes and lengths, nothing personal. */
export interface Advanced extends Decision {
  readonly timer: Timer;
  /** Something may lie unread: ask again without waiting to be woken. */
  readonly again: boolean;
}

export interface AdvancePorts {
  readonly versions: Versions;
  readonly store: Store;
  readonly entries: EntryOptions;
  /** Told of a fault of the engine, which holds one instance and nobody else. */
  readonly onStuck: (instance: Instance, cause: unknown) => void;
  /** Something was put into the outbox. */
  readonly ring: () => void;
}

/**
 * Decides one step and records it in one transaction, under the person's lock. The first commit of a step is the decision: asked again (a
 * local activity runs at least once), it returns the stored one, which may not have read what woke it this time.
 */
export const createAdvance = (ports: AdvancePorts) => {
  const { versions, store } = ports;
  return async ({ instance, timerRuns }: Step): Promise<Advanced> => {
    const version = await versions.get(instance.workspace, instance.journey, instance.version);
    try {
      return await store.person(instance, (sql, now) => step(ports, version, { instance, timerRuns }, sql, now));
    } catch (cause) {
      if (!(cause instanceof EngineFault)) throw cause;
      ports.onStuck(instance, cause.cause);
      await store.person(instance, (sql) => markStuck(sql, instance, String(cause.cause)));
      return { delta: {}, effects: [], trace: [], timer: { type: 'none' }, again: false };
    }
  };
};

/** A fault of the engine or of a document, told apart from one of the database: asking again would not mend it. */
class EngineFault extends Error {}

async function step(
  ports: AdvancePorts,
  version: Version,
  { instance, timerRuns }: Step,
  sql: Sql,
  now: Instant,
): Promise<Advanced> {
  const { stored, facts, due, contested } = await readDue(sql, version, instance, now);
  const told = (decision: Decision, profile: JsonObject, again: boolean): Advanced => ({
    ...decision,
    timer: timerFor(version, instance, apply(instance, decision), profile, now, timerRuns),
    again,
  });
  if (stored) return told(stored, facts.profile, true);

  let folded: Folded;
  try {
    folded = fold(version, instance, facts, due);
  } catch (cause) {
    throw new EngineFault('engine fault', { cause });
  }
  const { decision } = folded;
  if (decision.delta.step === undefined) return told(decision, facts.profile, due.hasMore);
  const profile = { ...facts.profile, ...folded.profile };
  await recordTransition(
    sql,
    version,
    instance,
    folded,
    wakeAt(version, folded.instance, zoneOf(profile, version.document.timeZone)),
    now,
  );
  if (contested.length > 0) await judgeContested(ports, folded, contested, sql, now);
  if (Object.keys(folded.profile).length > 0) ports.ring();
  return told(decision, profile, due.hasMore);
}

/** Lengths, never instants. A deadline closes only after its own millisecond: until then an event may still come (design.md §7.1). */
function timerFor(
  version: Version,
  before: Instance,
  after: Instance,
  profile: JsonObject,
  now: Instant,
  timerRuns: boolean,
): Timer {
  const zone = zoneOf(profile, version.document.timeZone);
  const until = wakeAt(version, after, zone);
  if (until === null) return { type: 'none' };
  if (timerRuns && until === wakeAt(version, before, zone) && until > now) return { type: 'keep' };
  return { type: 'start', ms: Math.max(1, until - now + 1) };
}

/** The earlier of the node's deadline and the journey's. In a pause clocks stand still. */
function wakeAt(version: Version, instance: Instance, zone: string): Instant | null {
  if (instance.exit || instance.pausedAt !== null || instance.at === null) return null;
  const ends = [instance.until, journeyDeadline(version, instance, zone)].filter((end) => end !== null);
  return ends.length === 0 ? null : instant(Math.min(...ends));
}

/** Entries that met this instance: refused if it was inside when they came, judged anew if it had ended before (design.md §8). */
async function judgeContested(
  { entries, versions, ring }: AdvancePorts,
  { instance, decision }: Folded,
  contested: readonly Contested[],
  sql: Sql,
  now: Instant,
) {
  const { workspace, person, journey, exit, readTo } = instance;
  const endedAt = exit ? (decision.trace.at(-1)?.at ?? now) : Number.POSITIVE_INFINITY;
  for (const { version: number, event } of contested) {
    if (!exit && event.position > readTo) continue;
    const version = await versions.get(workspace, journey, number);
    const candidate = { who: { workspace, person }, version, event, onMeet: 'contest' } as const;
    await sql`delete from contested where workspace = ${workspace} and instance = ${instance.id} and position = ${event.position}`;
    if (endedAt < event.at) await admit(sql, now, candidate, entries);
    else
      await refuseEntry(sql, now, candidate, {
        is: 'refuse',
        key: '',
        reason: 'already-inside',
        read: { instance: instance.id },
      });
    await sql`insert into outbox (workspace, person) values (${workspace}, ${person})`;
    ring();
  }
}
