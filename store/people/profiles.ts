import type { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import { isObject, type JsonObject } from '../../journey/base/json.ts';
import { jsonBytes } from '../../journey/base/json-bytes.ts';
import { PROFILE_BYTES } from '../../journey/base/limits.ts';
import { excessOf, withTraits } from '../../journey/people/profile.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

export interface TraitChange {
  readonly person: PersonId;
  readonly traits: JsonObject;
}

/**
 * Merges traits into profiles: null removes a trait, and `consent` is merged channel by channel. Call it under the
 * persons' locks.
 */
export async function changeProfiles(
  sql: Sql,
  workspace: WorkspaceId,
  now: Instant,
  changes: readonly TraitChange[],
): Promise<void> {
  const merged = new Map<PersonId, JsonObject>();
  for (const { person, traits } of changes) merged.set(person, mergeTraits(merged.get(person) ?? {}, traits));
  if (merged.size === 0) return;
  await sql`
    update persons p
       set profile = (p.profile || c.traits || case
             when jsonb_typeof(p.profile -> 'consent') = 'object' and jsonb_typeof(c.traits -> 'consent') = 'object'
             then jsonb_build_object('consent', (p.profile -> 'consent') || (c.traits -> 'consent'))
             else '{}' end)
             - array(select key from jsonb_each(c.traits) where value = 'null'),
           updated_at = ${now}
      from unnest(${[...merged.keys()]}::text[], ${[...merged.values()]}::jsonb[]) as c (person, traits)
     where p.workspace = ${workspace} and p.id = c.person`;
}

/**
 * Returns the changes that would make a profile too large, each judged after the changes before it. Call it under the
 * persons' locks. It checks sizes first, which costs little, and reads only profiles near the limit.
 */
export async function findExcess<Change extends { readonly person: PersonId; readonly traits?: JsonObject }>(
  sql: Sql,
  workspace: WorkspaceId,
  changes: readonly Change[],
): Promise<ReadonlySet<Change>> {
  const added = new Map<PersonId, number>();
  for (const { person, traits } of changes) if (traits) added.set(person, (added.get(person) ?? 0) + jsonBytes(traits));
  if (added.size === 0) return new Set();
  const rows = await sql<{ id: PersonId; profile: JsonObject }>`
    select p.id, p.profile from persons p
      join unnest(${[...added.keys()]}::text[],
                  ${[...added.values()]}::bigint[]) as a (person, bytes) on a.person = p.id
     where p.workspace = ${workspace} and octet_length(p.profile::text) + a.bytes > ${PROFILE_BYTES}`;
  const profiles = new Map(rows.map(({ id, profile }) => [id, profile]));
  const excess = new Set<Change>();
  for (const change of changes) {
    const before = profiles.get(change.person);
    if (!before || !change.traits) continue;
    if (excessOf(before, change.traits) === undefined) profiles.set(change.person, withTraits(before, change.traits));
    else excess.add(change);
  }
  return excess;
}

/**
 * Merges two changes of one transaction. A later one keeps the consent that an earlier one gave for another channel.
 */
const mergeTraits = (earlier: JsonObject, later: JsonObject): JsonObject =>
  isObject(earlier.consent) && isObject(later.consent)
    ? { ...earlier, ...later, consent: { ...earlier.consent, ...later.consent } }
    : { ...earlier, ...later };
