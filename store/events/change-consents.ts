import type { PersonId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { CONSENT_CHANGED, PROFILE_CHANGED } from '../../journey/events/own-events.ts';
import { consentProperties, traitsOfConsent } from '../../journey/people/consent.ts';
import type { Instant } from '../../journey/time/time.ts';
import { newEventId } from '../base/ids.ts';
import type { Sql } from '../base/sql.ts';
import { type ConsentChange, type PersonConsent, writeConsents } from '../people/consents.ts';
import { record } from './ingest.ts';
import type { PersonMessage } from './insert-events.ts';

/** Stores what a user said about channels and topics. See `changeConsentsOf`. Call it under the person's lock. */
export const changeConsents = (
  sql: Sql,
  { workspace, person }: PersonRef,
  now: Instant,
  changes: readonly ConsentChange[],
): Promise<void> =>
  changeConsentsOf(
    sql,
    workspace,
    now,
    changes.map((change) => ({ ...change, person })),
  );

/**
 * Stores what users said about channels and topics, with its history, and records it as events. What they said about a
 * whole channel also becomes their `consent` trait, so that conditions and segments see it. A trait that can't be read
 * stays, since it counts as a no for every channel. Nothing is written for erased users. Call it under the persons'
 * locks.
 */
export async function changeConsentsOf(
  sql: Sql,
  workspace: WorkspaceId,
  now: Instant,
  changes: readonly PersonConsent[],
): Promise<void> {
  const byPerson = new Map<PersonId, PersonConsent[]>();
  for (const change of changes) {
    const theirs = byPerson.get(change.person);
    if (theirs) theirs.push(change);
    else byPerson.set(change.person, [change]);
  }
  const consents = await readTraits(sql, workspace, [...byPerson.keys()]);
  await writeConsents(
    sql,
    workspace,
    now,
    changes.filter(({ person }) => consents.has(person)),
  );
  const messages = [...consents].flatMap(([person, profile]) => toEvents(person, profile, byPerson.get(person) ?? []));
  if (messages.length > 0) await record(sql, workspace, now, messages);
}

/** Reads the `consent` trait of each person that isn't erased. */
async function readTraits(
  sql: Sql,
  workspace: WorkspaceId,
  persons: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, JsonObject>> {
  const rows = await sql<{ id: PersonId; profile: JsonObject }>`
    select id, case when profile ? 'consent' then jsonb_build_object('consent', profile -> 'consent') else '{}' end
           as profile
      from persons where workspace = ${workspace} and id = any(${persons}::text[])`;
  return new Map(rows.map(({ id, profile }) => [id, profile]));
}

function toEvents(person: PersonId, profile: JsonObject, changes: readonly ConsentChange[]): readonly PersonMessage[] {
  const traits = traitsOfConsent(profile, changes);
  const id = `$consent.${newEventId()}`;
  return [
    ...(traits ? [{ messageId: id, person, name: PROFILE_CHANGED, properties: traits, traits }] : []),
    ...changes.map((change, nr) => ({
      messageId: `${id}.${nr}`,
      person,
      name: CONSENT_CHANGED,
      properties: consentProperties(change),
    })),
  ];
}
