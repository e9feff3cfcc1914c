import type { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Sql } from '../base/sql.ts';

export interface UserLine {
  readonly person: PersonId;
  readonly userId: string;
  readonly profile: JsonObject;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Finds a user by user ID or, if there is none, by anonymous ID. */
export async function findUser(sql: Sql, workspace: WorkspaceId, name: string): Promise<UserLine | undefined> {
  const [row] = await sql<UserLine>`
    select p.id as person, p.user_id as "userId", p.profile, p.created_at as "createdAt", p.updated_at as "updatedAt"
      from identities i join persons p on p.workspace = i.workspace and p.id = i.person
     where i.workspace = ${workspace} and i.kind in ('user', 'anonymous') and i.value = ${name}
     order by i.kind = 'user' desc
     limit 1`;
  return row;
}

export interface UserSummary {
  readonly userId: string;
  readonly profile: JsonObject;
  /** Live instances. */
  readonly inside: number;
  readonly isTest: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Lists users whose ID starts with `prefix`, by ID. `after` is the last ID of the previous page. */
export const listUsers = (
  sql: Sql,
  {
    workspace,
    prefix = '',
    after = '',
    limit,
  }: { workspace: WorkspaceId; prefix?: string | undefined; after?: string | undefined; limit: number },
): Promise<UserSummary[]> => sql<UserSummary>`
  select p.user_id as "userId", p.profile, p.created_at as "createdAt", p.updated_at as "updatedAt",
         (select count(*)::int from instances i
           where i.workspace = p.workspace and i.person = p.id and i.ended_at is null
             and i.status <> 'control') as inside,
         is_test(p.workspace, p.id) as "isTest"
    from persons p
   where p.workspace = ${workspace}
     and p.user_id collate "C" >= ${prefix} and p.user_id collate "C" < ${prefix + LAST}
     and p.user_id collate "C" > ${after}
   order by p.user_id collate "C"
   limit ${limit}`;

/** Sorts after every continuation of a text. */
const LAST = '\u{10ffff}';

export interface UserEvent {
  readonly position: number;
  readonly name: string;
  readonly properties: JsonObject;
  readonly messageId: string;
  readonly acceptedAt: number;
  readonly occurredAt: number | null;
}

/**
 * Lists a user's events, including events that Sojourn recorded, newest first. `before` is the last position of the
 * previous page.
 */
export const listUserEvents = (
  sql: Sql,
  {
    workspace,
    person,
    before,
    limit,
  }: { workspace: WorkspaceId; person: PersonId; before?: number | undefined; limit: number },
): Promise<UserEvent[]> => sql<UserEvent>`
  select position, name, properties, message_id as "messageId", accepted_at as "acceptedAt", occurred_at as "occurredAt"
    from events
   where workspace = ${workspace} and person = ${person} and (${before}::bigint is null or position < ${before}::bigint)
   order by position desc
   limit ${limit}`;

export interface UserSegment {
  readonly id: string;
  readonly name: string;
  readonly since: number;
}

export const listUserSegments = (
  sql: Sql,
  workspace: WorkspaceId,
  person: PersonId,
): Promise<UserSegment[]> => sql<UserSegment>`
  select s.id, s.name, m.since_at as since
    from memberships m join segments s on s.workspace = m.workspace and s.id = m.segment
   where m.workspace = ${workspace} and m.person = ${person} and m.is_in
   order by s.id`;
