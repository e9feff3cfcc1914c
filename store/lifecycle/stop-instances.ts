import { InstanceId, type JourneyId, PersonId, type WorkspaceId } from '../../journey/base/ids.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { setDue } from '../base/due-rows.ts';
import { tryInTransaction } from '../base/savepoint.ts';
import type { Sql } from '../base/sql.ts';
import { endFromOutside, Undecided } from '../decisions/end.ts';
import { markStuck } from '../decisions/stuck.ts';
import { findReadable, type Versions } from '../journeys/versions.ts';
import { announceEach } from '../outbox/announce.ts';

/** Ends the instances of a journey that an operator has stopped, page by page (design.md §12). */

/** Instances that one transaction ends. It holds the locks of their persons. */
const CHUNK = 100;

export const STOP = 'journey-stop';

/** Progress of a stop, with the actor and the instant of the request. Events accepted by then still count. */
export interface Stop {
  readonly actor: string;
  readonly at: Instant;
  /** The last instance that this round has looked at. */
  readonly after?: string;
  /** Some instances of this round couldn't be ended, so another round follows. */
  readonly hasLeft?: boolean;
}

/** Wait between two rounds of a stop, if the first couldn't end all instances. */
const NEXT_ROUND_MS = 60_000;

/** Returns the due row of a stop. */
export const stopRow = (
  workspace: WorkspaceId,
  journey: JourneyId,
  dueAt: number,
  { at: stoppedAt, ...stop }: Stop,
) => ({
  ...{ workspace, journey, kind: STOP, ref: journey, person: null },
  at: instant(dueAt),
  data: { ...stop, at: stoppedAt },
});

/** Returns the next instances to end; none if the journey has been started again. */
export async function findNextInside(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
  after = '',
): Promise<readonly { readonly id: InstanceId; readonly person: PersonId; readonly version: number }[]> {
  const inside = await sql<{ id: string; person: PersonId; version: number }>`
    select i.id, i.person, i.version from instances i join journeys j on j.workspace = i.workspace and j.id = i.journey
     where i.workspace = ${workspace} and i.journey = ${journey} and i.ended_at is null
       and j.state in ('stopped', 'archived') and i.id > ${after}
     order by i.id limit ${CHUNK}`;
  return inside.map(({ id, person, version }) => ({
    id: InstanceId.parse(id),
    person: PersonId.parse(person),
    version,
  }));
}

interface StopPorts {
  readonly sql: Sql;
  readonly now: Instant;
  readonly versions: Versions;
  readonly log: { error(about: object, message: string): void };
}

/**
 * Ends the instances of `persons` that `findNextInside` returns, each as a decision of its own. Their workflows are
 * notified afterwards. Sets the stop's due row again while there may be more. The caller holds the persons' locks and
 * shares the journey's.
 */
export async function endInstances(
  { sql, now, versions, log }: StopPorts,
  workspace: WorkspaceId,
  journey: JourneyId,
  stop: Stop,
  persons: readonly PersonId[],
): Promise<void> {
  const inside = await findNextInside(sql, workspace, journey, stop.after);
  if (inside.length === 0) {
    const { after: _, hasLeft, ...next } = stop;
    if (hasLeft) await setDue(sql, [stopRow(workspace, journey, now + NEXT_ROUND_MS, next)]);
    return;
  }
  let next = stop;
  for (const instance of inside) {
    if (!persons.includes(instance.person)) break; // not locked: this page came to more than was looked at
    const hasEnded = await endStopped({ sql, now, versions, log }, workspace, journey, stop, instance);
    next = { ...next, after: instance.id, ...(!hasEnded && { hasLeft: true }) };
  }
  await setDue(sql, [stopRow(workspace, journey, now - 1, next)]);
}

type Inside = Awaited<ReturnType<typeof findNextInside>>[number];

/**
 * Ends one instance. Returns false if it couldn't be ended: nothing has been written about it then, except why it is
 * stuck. The others don't wait for it.
 */
async function endStopped(
  { sql, now, versions, log }: StopPorts,
  workspace: WorkspaceId,
  journey: JourneyId,
  { actor, at }: Stop,
  { id, person, version: number }: Inside,
): Promise<boolean> {
  const attempt = await tryInTransaction(sql, async () => {
    const version = await findReadable(versions, workspace, journey, number, sql);
    const why = { reason: 'stopped', detail: `by ${actor}`, at } as const;
    await endFromOutside(sql, now, { workspace, person, instance: id }, why, version);
  });
  if (attempt.type === 'done') return true;
  const fault = attempt.fault instanceof Undecided ? attempt.fault.cause : attempt.fault;
  log.error({ err: fault, instance: id, journey }, 'an instance of a stopped journey could not be ended: trying again');
  await markStuck(sql, { workspace, id }, `engineError: ${fault}`);
  return false;
}

/** Workflows notified per call, so that live events don't wait behind them. */
const TOLD = 200;

/**
 * Asks for a look at the next users whose instance has ended while its workflow still waits. A job; safe to run twice
 * at once. Returns the number of users.
 */
export async function announceClosing(sql: Sql): Promise<number> {
  const found = await sql<{ workspace: WorkspaceId; person: PersonId }>`
    select distinct workspace, person from (
      select workspace, person from instances i
       where closing and not exists (select from outbox o where o.workspace = i.workspace and o.person = i.person
                                     and o.looks > 0 offset 0)
       limit ${TOLD}) as closing`;
  return announceEach(sql, found, { isBulk: true });
}
