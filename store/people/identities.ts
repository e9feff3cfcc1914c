import { PersonId, type WorkspaceId } from '../../journey/base/ids.ts';
import { newPersonId } from '../base/ids.ts';
import type { Sql } from '../base/sql.ts';

/** A name that a service uses for a user. */
export interface Identity {
  readonly kind: 'user' | 'anonymous';
  readonly value: string;
}

/**
 * Returns the person of each identity and creates missing persons. Two concurrent calls create one: the second finds
 * the first's.
 */
export async function findOrMakePersons(
  sql: Sql,
  workspace: WorkspaceId,
  identities: readonly Identity[],
): Promise<Map<string, PersonId>> {
  const known = await findKnown(sql, workspace, identities);
  const unknown = identities.filter((identity) => !known.has(nameOf(identity)));
  if (unknown.length === 0) return known;
  await makePersons(sql, workspace, [...new Map(unknown.map((identity) => [nameOf(identity), identity])).values()]);
  return findKnown(sql, workspace, identities);
}

/** Finds persons. A person that an identity has lost, as after a partial restore, is made again under its ID. */
async function findKnown(
  sql: Sql,
  workspace: WorkspaceId,
  identities: readonly Identity[],
): Promise<Map<string, PersonId>> {
  const rows = await findPersons(sql, workspace, identities);
  const lost = rows.flatMap(({ person, isLost }) => (isLost ? [person] : []));
  if (lost.length > 0) await restoreLost(sql, workspace, lost);
  return new Map(rows.map((row) => [nameOf(row), PersonId.parse(row.person)]));
}

/** Both rows go in one transaction, so that an erasure loses nobody. */
const restoreLost = (sql: Sql, workspace: WorkspaceId, persons: readonly string[]) => sql`
  insert into persons (workspace, id, user_id, created_at, updated_at)
  select distinct on (i.person) ${workspace}, i.person, i.value, clock(${workspace}), clock(${workspace})
    from unnest(${persons}::text[]) as w (person)
    join identities i on i.workspace = ${workspace} and i.person = w.person
   where not exists (select from persons p where p.workspace = ${workspace} and p.id = w.person offset 0)
   order by i.person, i.kind desc, i.value -- the user ID rather than an anonymous one
  on conflict do nothing`;

export const nameOf = ({ kind, value }: Identity): string => `${kind}:${value}`;

const findPersons = (sql: Sql, workspace: WorkspaceId, identities: readonly Identity[]) =>
  sql<Identity & { person: PersonId; isLost: boolean }>`
    select wanted.kind, wanted.value, i.person,
           not exists (select from persons p where p.workspace = ${workspace} and p.id = i.person offset 0) as "isLost"
      from unnest(${identities.map(({ kind }) => kind)}::text[],
                  ${identities.map(({ value }) => value)}::text[]) as wanted (kind, value)
     cross join lateral (
       select person from identities
        where workspace = ${workspace} and kind = wanted.kind and value = wanted.value
       offset 0 -- one lookup for each, whatever the statistics say
     ) i`;

/** Returns the person with a user ID or, if there is none, with an anonymous ID; undefined if no person has either. */
export async function findPerson(sql: Sql, workspace: WorkspaceId, name: string): Promise<PersonId | undefined> {
  const [found] = await sql<{ person: PersonId }>`
    select person from identities where workspace = ${workspace} and kind in ('user', 'anonymous') and value = ${name}
     order by kind = 'user' desc limit 1`;
  return found?.person;
}

/** Returns the persons with these user IDs. Skips unknown IDs. */
export async function findPersonsOf(
  sql: Sql,
  workspace: WorkspaceId,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, PersonId>> {
  const rows = await sql<{ value: string; person: PersonId }>`
    select value, person from identities
     where workspace = ${workspace} and kind = 'user' and value = any(${userIds}::text[])`;
  return new Map(rows.map(({ value, person }) => [value, person]));
}

/** Persons found lately. An identity belongs to the same person until that user is erased. */
export interface KnownPersons {
  /**
   * Does what `findOrMakePersons` does, but asks the database only for unknown identities. A person may have been
   * erased since.
   */
  find(sql: Sql, workspace: WorkspaceId, identities: readonly Identity[]): Promise<Map<string, PersonId>>;
  forget(workspace: WorkspaceId, identities: readonly Identity[]): void;
}

/** Remembers the last `size` identities used, and at most twice as many. */
export function rememberPersons(size = 25_000): KnownPersons {
  let newer = new Map<string, PersonId>();
  let older = new Map<string, PersonId>();
  const keyOf = (workspace: WorkspaceId, name: string) => `${workspace}/${name}`;
  const remember = (key: string, person: PersonId) => {
    if (newer.size >= size) {
      older = newer;
      newer = new Map();
    }
    newer.set(key, person);
  };
  const recall = (key: string): PersonId | undefined => {
    const recent = newer.get(key);
    if (recent !== undefined) return recent;
    const person = older.get(key);
    if (person !== undefined) remember(key, person);
    return person;
  };

  return {
    async find(sql, workspace, identities) {
      const persons = new Map<string, PersonId>();
      const unknown: Identity[] = [];
      for (const identity of identities) {
        const name = nameOf(identity);
        const person = recall(keyOf(workspace, name));
        if (person === undefined) unknown.push(identity);
        else persons.set(name, person);
      }
      if (unknown.length === 0) return persons;
      for (const [name, person] of await findOrMakePersons(sql, workspace, unknown)) {
        remember(keyOf(workspace, name), person);
        persons.set(name, person);
      }
      return persons;
    },
    forget(workspace, identities) {
      for (const identity of identities) {
        const key = keyOf(workspace, nameOf(identity));
        newer.delete(key);
        older.delete(key);
      }
    },
  };
}

/** Inserts in order of value, so that concurrent calls for the same users don't deadlock. */
const makePersons = (sql: Sql, workspace: WorkspaceId, identities: readonly Identity[]) => sql`
  with wanted as (
    select * from unnest(
      ${identities.map(({ kind }) => kind)}::text[], ${identities.map(({ value }) => value)}::text[],
      ${identities.map(() => newPersonId())}::text[]
    ) as wanted (kind, value, person)
  ), made as (
    insert into identities (workspace, kind, value, person)
    select ${workspace}, kind, value, person from wanted order by kind, value
    on conflict do nothing
    returning kind, value, person
  )
  insert into persons (workspace, id, user_id, created_at, updated_at)
  select ${workspace}, person, value, clock(${workspace}), clock(${workspace}) from made`;
