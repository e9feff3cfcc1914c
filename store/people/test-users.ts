import type { PersonId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { TestUser } from '../../journey/people/test-user.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** Most test users of a workspace at once. */
export const MOST_TEST_USERS = 100;

/** A test user, with the time that their clock shows. */
export interface TestUserNow extends TestUser {
  readonly now: Instant;
}

export async function readTestUser(sql: Sql, { workspace, person }: PersonRef): Promise<TestUserNow | undefined> {
  const [row] = await sql<TestUserNow>`
    select speed, sends, user_time(workspace, person, clock(workspace)) as now
      from test_users where workspace = ${workspace} and person = ${person}`;
  return row;
}

/** Returns the test users among some persons. Pages of many users leave them out, since their clocks differ. */
export async function findTestUsers(
  sql: Sql,
  workspace: WorkspaceId,
  persons: readonly PersonId[],
): Promise<ReadonlySet<PersonId>> {
  const rows = await sql<{ person: PersonId }>`
    select person from test_users where workspace = ${workspace} and person = any(${persons}::text[])`;
  return new Set(rows.map(({ person }) => person));
}

/** The result of `setTestUser`. `has-history`: the user has come near a journey. `too-many`: the workspace is full. */
export type SetTestUser = 'set' | 'has-history' | 'too-many';

/**
 * Makes a test user, or changes one: their clock goes on from what it shows, at the new speed. Only users whom no
 * journey has counted can become test users. Call it under the user's lock.
 *
 * @param now What the user's clock shows.
 */
export async function setTestUser(
  sql: Sql,
  now: Instant,
  { workspace, person }: PersonRef,
  { speed, sends, actor }: TestUser & { readonly actor: string },
): Promise<SetTestUser> {
  const changed = await sql`
    update test_users set speed = ${speed}, sends = ${sends}, shows = ${now}, since = clock(workspace)
     where workspace = ${workspace} and person = ${person} returning person`;
  if (changed.length > 0) return 'set';
  if (await hasHistory(sql, { workspace, person })) return 'has-history';
  if ((await countTestUsers(sql, workspace)) >= MOST_TEST_USERS) return 'too-many';
  await uncount(sql, { workspace, person });
  await sql`
    insert into test_users (workspace, person, speed, since, shows, sends, actor)
    values (${workspace}, ${person}, ${speed}, ${now}, ${now}, ${sends}, ${actor})`;
  return 'set';
}

async function hasHistory(sql: Sql, { workspace, person }: PersonRef): Promise<boolean> {
  const found = await sql`
    select where exists (select from instances where workspace = ${workspace} and person = ${person})
              or exists (select from refusals where workspace = ${workspace} and person = ${person})
              or exists (select from queued where workspace = ${workspace} and person = ${person})`;
  return found.length > 0;
}

/** Counts the test users who haven't been erased. */
async function countTestUsers(sql: Sql, workspace: WorkspaceId): Promise<number> {
  const [row] = await sql<{ n: number }>`
    select count(*) as n from test_users t
     where workspace = ${workspace}
       and exists (select from persons p where p.workspace = t.workspace and p.id = t.person)`;
  return row?.n ?? 0;
}

/** Takes a user out of the sums of segments, and of journeys that time may let them into. */
const uncount = (sql: Sql, { workspace, person }: PersonRef) => sql`
  insert into sum_deltas (workspace, kind, owner, n)
  select workspace, 'members', segment, -1 from memberships
   where workspace = ${workspace} and person = ${person} and is_in
  union all
  select workspace, 'qualifying', journey, -1 from due
   where workspace = ${workspace} and person = ${person} and journey is not null and kind in ('inaction', 'grace')`;
