import { assertNever } from '../../journey/base/assert-never.ts';
import type { InstanceId, JourneyId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import { keyFlaw } from '../../journey/entries/judge.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import { ENTER_EVENT } from '../../journey/events/own-events.ts';
import { type EntryWindow, isOpenAt, type PublishedState } from '../../journey/lifecycle/state.ts';
import { type Instant, instant, toIso } from '../../journey/time/time.ts';
import { createDoorbell } from '../base/doorbell.ts';
import type { Database, Sql } from '../base/sql.ts';
import { record } from '../events/ingest.ts';
import type { Versions } from '../journeys/versions.ts';
import { findOrMakePersons, nameOf } from '../people/identities.ts';
import type { Store } from '../person.ts';
import { type Admission, admit, type EntryOptions } from './admit.ts';

export interface EnterRequest {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly userId: string;
  readonly properties: JsonObject;
  /** Repeats with the same ID are the same entry. */
  readonly messageId: string;
}

export interface Entered {
  readonly instance: InstanceId;
  /**
   * `already`: this message let the user in before. `delivered`: the live instance gets it as an event. `control`: the
   * user qualified but is in the control group.
   */
  readonly status: 'entered' | 'already' | 'delivered' | 'control';
}

/**
 * Creates the function that lets a user in when a service asks for it. The request is an event like any other, but is
 * judged immediately, so that the caller learns the result. The forwarder starts the workflow, since Temporal may be
 * unreachable.
 */
export function createEnter(database: Database, store: Store, versions: Versions, options: EntryOptions) {
  const doorbell = createDoorbell(database);
  return async ({ workspace, journey, userId, properties, messageId }: EnterRequest): Promise<Result<Entered>> => {
    const [running] = await database.sql<EntryWindow & { version: number; state: PublishedState; now: Instant }>`
      select version, state, entry_from as "entryFrom", entry_until as "entryUntil", clock(workspace) as now
        from journeys where workspace = ${workspace} and id = ${journey}`;
    if (!running)
      return refuse('journey-not-found', `there is no journey "${journey}"`, 'list them with GET /v1/journeys');
    const closed = findClosedReason(running);
    if (closed)
      return refuse(
        'journey-not-running',
        `journey "${journey}" ${closed}`,
        'see GET /v1/journeys: its state and entry',
      );

    const version = await versions.get(workspace, journey, running.version);
    const flaw = keyFlaw(version.document.entry, { properties });
    if (flaw) {
      const errors = [{ ...flaw, path: `properties.${flaw.path}` }];
      return refuse('request-invalid', `body: properties.${flaw.path}: ${flaw.message}`, flaw.fix, { errors });
    }
    const identity = { kind: 'user', value: userId } as const;
    const person = (await findOrMakePersons(database.sql, workspace, [identity])).get(nameOf(identity));
    if (person === undefined) throw new Error(`user ${userId} could not be made`);

    const result = await store.person({ workspace, person }, async (sql, now): Promise<Result<Entered>> => {
      const asked = await recordRequest(sql, now, { workspace, person, journey, messageId, properties });
      if (!asked)
        return refuse(
          'idempotency-key-reused',
          `"${messageId}" was used for something else`,
          'use a new key for each request',
        );
      const candidate = { who: { workspace, person }, version, event: asked.event, onMeet: 'refuse' } as const;
      return toResult(await admit(sql, now, candidate, options), asked.isRepeat, userId, journey);
    });
    doorbell.ring();
    return result;
  };
}

/** Returns why the journey takes no entries now, or undefined if it does. */
function findClosedReason({
  state,
  now,
  ...window
}: EntryWindow & { state: PublishedState; now: Instant }): string | undefined {
  if (state !== 'running' && state !== 'scheduled') return `is ${state}`;
  if (isOpenAt(window, now)) return undefined;
  return window.entryFrom !== null && now < window.entryFrom
    ? `is scheduled: entry begins at ${toIso(window.entryFrom)}`
    : `takes no entries any more${window.entryUntil === null ? '' : `, since ${toIso(window.entryUntil)}`}`;
}

/**
 * Records the request as an event, or finds the event of a repeated request. Undefined if its message ID belongs to
 * something else.
 */
async function recordRequest(
  sql: Sql,
  now: Instant,
  {
    workspace,
    person,
    journey,
    messageId,
    properties,
  }: Omit<EnterRequest, 'userId'> & { readonly person: PersonRef['person'] },
): Promise<{ readonly event: JourneyEvent; readonly isRepeat: boolean } | undefined> {
  const [accepted] = await record(sql, workspace, now, [
    { messageId, person, name: ENTER_EVENT, properties: { ...properties, $journey: journey } },
  ]);
  if (!accepted) throw new Error('an event was neither accepted nor known');
  const { position, status } = accepted;
  const [first] = await sql<{ at: number; properties: JsonObject }>`
    select accepted_at as at, properties from events
     where workspace = ${workspace} and person = ${person} and position = ${position}`;
  if (first?.properties.$journey !== journey) return undefined;
  return {
    event: { name: ENTER_EVENT, at: instant(first.at), position, properties: first.properties },
    isRepeat: status === 'duplicate',
  };
}

function toResult(admission: Admission, isRepeat: boolean, userId: string, journey: JourneyId): Result<Entered> {
  switch (admission.type) {
    case 'entered':
      return ok({ instance: admission.instance, status: isRepeat ? 'already' : 'entered' });
    case 'control':
      return ok({ instance: admission.instance, status: 'control' });
    case 'met':
      if (admission.isDelivered) return ok({ instance: admission.instance, status: 'delivered' });
      return refuse(
        'instance-already-live',
        `${userId} is inside "${journey}" already`,
        'wait for its end, or use an entry key',
        {
          about: { instance: admission.instance },
        },
      );
    case 'waits':
      throw new Error('an entry that a caller waits for has no grace period');
    case 'refuse':
      return refuse(
        'entry-refused',
        `${userId} may not enter "${journey}": ${admission.reason}`,
        'see the entry of the journey',
        {
          about: { reason: admission.reason, read: admission.read },
        },
      );
    default:
      return assertNever(admission);
  }
}
