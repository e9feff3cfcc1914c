import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Sql } from '../base/sql.ts';
import { importUsers, type ListedConsent, type UserFlaw } from '../events/import-users.ts';
import type { Store } from '../person.ts';
import { LAST_ROW } from './fill.ts';

export interface ListChangesPorts {
  readonly sql: Sql;
  readonly store: Pick<Store, 'persons'>;
}

interface Filling {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly id: string;
}

interface ChangedRow {
  readonly nr: number;
  readonly userId: string;
  readonly changes: { readonly traits?: JsonObject; readonly consents?: readonly ListedConsent[] };
}

/** Rows whose changes are stored in one transaction, under the locks of their users. */
const PAGE = 500;

/**
 * Stores the traits and consents of a list's next rows, so that their users enter with them. Safe to repeat: a row that
 * is done has no changes left. Changes that can't be stored are reported, and their users enter all the same.
 */
export async function storeListChanges(ports: ListChangesPorts, { workspace, journey, id }: Filling): Promise<void> {
  const [list] = await ports.sql<{ rowsUnder: string }>`
    select coalesce(rows_under, id) as "rowsUnder" from broadcasts
     where workspace = ${workspace} and journey = ${journey} and id = ${id} and state = 'filling'`;
  if (!list) return;
  const { rowsUnder } = list;
  const rows = await ports.sql<ChangedRow>`
    select nr, user_id as "userId", changes from (
      select nr, user_id, changes from list_rows
       where (workspace, journey, broadcast, nr) >= (${workspace}, ${journey}, ${rowsUnder}, 0)
         and (workspace, journey, broadcast, nr) <= (${workspace}, ${journey}, ${rowsUnder}, ${LAST_ROW}::bigint)
       order by workspace, journey, broadcast, nr limit ${PAGE}) as page
     where changes is not null
     order by nr`;
  if (rows.length === 0) return;
  const how = {
    ...{ workspace, proof: { list: id } },
    messageIdOf: (index: number) => `$list.${rowsUnder}.${rows[index]?.nr}`,
  };
  const users = rows.map(({ userId, changes }) => ({ userId, ...changes }));
  await importUsers(ports, how, users, async (own, flaws) => {
    // as `fillPage` does, which deletes rows of the list
    await own`select from broadcasts where workspace = ${workspace} and journey = ${journey} and id = ${id} for update`;
    const unchanged = [...flaws].flatMap(([index, flaw]) => {
      const row = rows[index];
      return row ? [{ nr: row.nr, ...USER_FLAWS[flaw] }] : [];
    });
    await own`
      insert into list_rejects (workspace, journey, broadcast, nr, reason, fix, outcome)
      select ${workspace}, ${journey}, ${rowsUnder}, u.*, 'unchanged' from unnest(
        ${unchanged.map(({ nr }) => nr)}::bigint[], ${unchanged.map(({ reason }) => reason)}::text[],
        ${unchanged.map(({ fix }) => fix)}::text[]) as u
      on conflict do nothing`;
    await own`
      update list_rows set changes = null
       where workspace = ${workspace} and journey = ${journey} and broadcast = ${rowsUnder}
         and nr = any(${rows.map(({ nr }) => nr)}::bigint[])`;
  });
}

const NEW_CONSENT = 'if the user has opted in again, use PUT /v1/users/{userId}/consents';

/** Reasons for not storing something of a row, as reports show them. */
export const USER_FLAWS: Readonly<Record<UserFlaw, { readonly reason: string; readonly fix: string }>> = {
  'profile-full': {
    reason: 'the traits weren’t stored: the profile would be too large',
    fix: 'remove traits of the user that no journey needs, and import the row again',
  },
  'user-unknown': { reason: 'the consent wasn’t stored: the user has been erased', fix: NEW_CONSENT },
  'own-no': { reason: 'the consent wasn’t stored: the user has opted out themselves', fix: NEW_CONSENT },
};
