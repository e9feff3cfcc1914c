import type { JsonObject } from '../../journey/json.ts';
import type { Sql } from '../sql.ts';

export interface UserLine {
  readonly person: string;
  readonly userId: string;
  readonly profile: JsonObject;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** By user id, or else by anonymous id. */
export async function findUser(sql: Sql, workspace: string, name: string): Promise<UserLine | undefined> {
  const [row] = await sql<UserLine>`
    select p.id as person, p.user_id as "userId", p.profile, p.created_at as "createdAt", p.updated_at as "updatedAt"
      from identities i join persons p on p.workspace = i.workspace and p.id = i.person
     where i.workspace = ${workspace} and i.value = ${name}
     order by i.kind = 'user' desc
     limit 1`;
  return row;
}
