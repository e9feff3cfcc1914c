import { ENTER_EVENT } from '../journey/entries/index.ts';
import type { InstanceId, JourneyId, WorkspaceId } from '../journey/ids.ts';
import type { JsonObject } from '../journey/json.ts';
import { ok, type Result, refuse } from '../journey/refusal.ts';
import { instant } from '../journey/time.ts';
import { createDoorbell } from './doorbell.ts';
import { admit, type EntryOptions } from './entries.ts';
import { nameOf, personsOf } from './identities.ts';
import { record } from './ingest.ts';
import type { Store } from './person.ts';
import type { Database } from './sql.ts';
import type { Versions } from './versions.ts';

export interface EnterRequest {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly userId: string;
  readonly properties: JsonObject;
  /** The same again is the same entry. */
  readonly messageId: string;
}

export interface Entered {
  readonly instance: InstanceId;
  readonly status: 'entered' | 'already';
}

/**
 * Starts one instance because a service asks for it. The request is an event like any other, judged at once, so that the caller learns
 * what came of it; the workflow is started by the forwarder: Temporal may be away.
 */
export function createEnter(database: Database, store: Store, versions: Versions, options: EntryOptions) {
  const doorbell = createDoorbell(database);
  return async ({ workspace, journey, userId, properties, messageId }: EnterRequest): Promise<Result<Entered>> => {
    const [running] = await database.sql<{ version: number; state: string }>`
      select version, state from journeys where workspace = ${workspace} and id = ${journey}`;
    if (!running)
      return refuse('journey-not-found', `there is no journey "${journey}"`, 'list them with GET /v1/journeys');
    if (running.state !== 'running')
      return refuse('journey-not-running', `journey "${journey}" is ${running.state}`, 'resume it first');

    const version = await versions.get(workspace, journey, running.version);
    const identity = { kind: 'user', value: userId } as const;
    const person = (await personsOf(database.sql, workspace, [identity])).get(nameOf(identity));
    if (person === undefined) throw new Error(`user ${userId} could not be made`);

    const result = await store.person({ workspace, person }, async (sql, now): Promise<Result<Entered>> => {
      const [accepted] = await record(sql, workspace, now, [
        { messageId, person, name: ENTER_EVENT, properties: { ...properties, $journey: journey } },
      ]);
      if (!accepted) throw new Error('an event was neither accepted nor known');
      const [first] = await sql<{ at: number; properties: JsonObject }>`
        select accepted_at as at, properties from events where workspace = ${workspace} and person = ${person} and position = ${accepted.position}`;
      if (first?.properties['$journey'] !== journey)
        return refuse(
          'idempotency-key-reused',
          `"${messageId}" was used for something else`,
          'use a new key for each request',
        );
      const { $journey: _, ...own } = first.properties;
      const event = { name: ENTER_EVENT, at: instant(first.at), position: accepted.position, properties: own };
      const admission = await admit(
        sql,
        now,
        { who: { workspace, person }, version, event, onMeet: 'refuse' },
        options,
      );
      switch (admission.is) {
        case 'entered':
          return ok({ instance: admission.instance, status: accepted.status === 'duplicate' ? 'already' : 'entered' });
        case 'met':
          return refuse(
            'instance-already-live',
            `${userId} is inside "${journey}" already`,
            'wait for its end, or use an entry key',
            {
              about: { instance: admission.instance },
            },
          );
        case 'refuse':
          return refuse(
            'entry-refused',
            `${userId} may not enter "${journey}": ${admission.reason}`,
            'see the entry of the journey',
            {
              about: { reason: admission.reason, read: admission.read },
            },
          );
      }
    });
    doorbell.ring();
    return result;
  };
}
