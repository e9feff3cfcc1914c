import type { PersonId, WorkspaceId } from '../journey/ids.ts';
import type { JsonObject, JsonValue } from '../journey/json.ts';
import type { Instant } from '../journey/time.ts';
import type { Sql } from './sql.ts';

export interface TraitChange {
  readonly person: PersonId;
  readonly traits: JsonObject;
}

/** Merges traits into profiles: null removes one, `consent` is merged channel by channel. Called under the persons' locks. */
export async function changeProfiles(
  sql: Sql,
  workspace: WorkspaceId,
  now: Instant,
  changes: readonly TraitChange[],
): Promise<void> {
  const merged = new Map<PersonId, JsonObject>();
  for (const { person, traits } of changes) merged.set(person, both(merged.get(person) ?? {}, traits));
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

/** Of one transaction: a later one must not take back what an earlier one said about another channel. */
const both = (earlier: JsonObject, later: JsonObject): JsonObject =>
  isObject(earlier.consent) && isObject(later.consent)
    ? { ...earlier, ...later, consent: { ...earlier.consent, ...later.consent } }
    : { ...earlier, ...later };

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
