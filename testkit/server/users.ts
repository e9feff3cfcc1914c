import type { ServerWorkspace } from './workspace.ts';

/** Creates users whose internal ID is their name, as in the engine's world, because splits draw by it. */
export async function createUsers(
  { database: { sql }, workspace }: Pick<ServerWorkspace, 'database' | 'workspace'>,
  users: readonly string[],
): Promise<void> {
  await sql`
    with named as (
      insert into identities (workspace, kind, value, person)
      select distinct ${workspace}, 'user', name, name from unnest(${users}::text[]) as u (name)
      on conflict do nothing
      returning person
    )
    insert into persons (workspace, id, user_id, created_at, updated_at)
    select ${workspace}, person, person, clock(${workspace}), clock(${workspace}) from named`;
}
