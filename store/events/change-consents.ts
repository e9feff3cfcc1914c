import type { PersonRef } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { CONSENT_CHANGED, PROFILE_CHANGED } from '../../journey/events/own-events.ts';
import { consentProperties, traitsOfConsent } from '../../journey/people/consent.ts';
import type { Instant } from '../../journey/time/time.ts';
import { newEventId } from '../base/ids.ts';
import type { Sql } from '../base/sql.ts';
import { type ConsentChange, writeConsents } from '../people/consents.ts';
import { record } from './ingest.ts';

/**
 * Stores what a user said about channels and topics, with its history, and records it as events. What they said about a
 * whole channel also becomes their `consent` trait, so that conditions and segments see it. A trait that can't be read
 * stays, since it counts as a no for every channel. Call it under the person's lock.
 */
export async function changeConsents(
  sql: Sql,
  who: PersonRef,
  now: Instant,
  changes: readonly ConsentChange[],
): Promise<void> {
  const { workspace, person } = who;
  const [row] = await sql<{ profile: JsonObject }>`
    select profile from persons where workspace = ${workspace} and id = ${person}`;
  if (!row) return; // erased
  await writeConsents(sql, who, now, changes);
  const traits = traitsOfConsent(row.profile, changes);
  const id = `$consent.${newEventId()}`;
  await record(sql, workspace, now, [
    ...(traits ? [{ messageId: id, person, name: PROFILE_CHANGED, properties: traits, traits }] : []),
    ...changes.map((change, nr) => ({
      messageId: `${id}.${nr}`,
      person,
      name: CONSENT_CHANGED,
      properties: consentProperties(change),
    })),
  ]);
}
