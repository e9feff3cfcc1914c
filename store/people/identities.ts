import type { WorkspaceId } from '../../journey/base/ids.ts';
import { PersonId } from '../../journey/base/ids.ts';
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
  const known = await findPersons(sql, workspace, identities);
  const unknown = identities.filter((identity) => !known.has(nameOf(identity)));
  if (unknown.length === 0) return known;
  await makePersons(sql, workspace, [...new Map(unknown.map((identity) => [nameOf(identity), identity])).values()]);
  return findPersons(sql, workspace, identities);
}

export const nameOf = ({ kind, value }: Identity): string => `${kind}:${value}`;

async function findPersons(sql: Sql, workspace: WorkspaceId, identities: readonly Identity[]) {
  const rows = await sql<Identity & { person: string }>`
    select i.kind, i.value, i.person
      from unnest(${identities.map(({ kind }) => kind)}::text[],
                  ${identities.map(({ value }) => value)}::text[]) as wanted (kind, value)
      join identities i on i.workspace = ${workspace} and i.kind = wanted.kind and i.value = wanted.value`;
  return new Map(rows.map((row) => [nameOf(row), PersonId.parse(row.person)]));
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
