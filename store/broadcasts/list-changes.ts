import type { JourneyId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { PROFILE_CHANGED } from '../../journey/events/own-events.ts';
import type { Sql } from '../base/sql.ts';
import { type ConsentFlaw, importConsents } from '../events/import-consents.ts';
import { record } from '../events/ingest.ts';
import { findOrMakePersons, nameOf } from '../people/identities.ts';
import type { Store } from '../person.ts';
import type { ListedConsent } from './list-row.ts';

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
  readonly rowsUnder: string;
  readonly userId: string;
  readonly changes: { readonly traits?: JsonObject; readonly consents?: readonly ListedConsent[] };
}

/** Rows whose changes are stored in one transaction, under the locks of their users. */
const PAGE = 500;

/**
 * Stores the traits and consents of a list's next rows, so that their users enter with them. Safe to repeat: a row that
 * is done has no changes left. Changes that can't be stored are reported, and their users enter all the same.
 */
export async function storeListChanges(
  { sql, store }: ListChangesPorts,
  { workspace, journey, id }: Filling,
): Promise<void> {
  const rows = await sql<ChangedRow>`
    select r.nr, r.broadcast as "rowsUnder", r.user_id as "userId", r.changes
      from broadcasts b
      join list_rows r on (r.workspace, r.journey, r.broadcast) = (b.workspace, b.journey, coalesce(b.rows_under, b.id))
     where b.workspace = ${workspace} and b.journey = ${journey} and b.id = ${id} and b.state = 'filling'
       and r.changes is not null
     order by r.nr limit ${PAGE}`;
  if (rows.length === 0) return;
  const identities = rows.map(({ userId }) => ({ kind: 'user', value: userId }) as const);
  const persons = await findOrMakePersons(sql, workspace, identities);
  const unchanged = await storeConsents({ sql, store }, { workspace, list: id }, rows);
  const changed = rows.flatMap((row) => {
    const person = persons.get(nameOf({ kind: 'user', value: row.userId }));
    return person === undefined ? [] : [{ ...row, person }];
  });
  await store.persons(workspace, [...new Set(persons.values())], async (own, now) => {
    const done = await record(own, workspace, now, changed.flatMap(toMessage));
    const full = new Set(done.flatMap(({ status, messageId }) => (status === 'profile-full' ? [messageId] : [])));
    const tooLarge = changed.flatMap((row) => (full.has(messageIdOf(row)) ? [{ nr: row.nr, ...TOO_LARGE }] : []));
    await noteUnchanged(own, { workspace, journey, rowsUnder: rows[0]?.rowsUnder ?? id }, [...tooLarge, ...unchanged]);
    await own`
      update list_rows set changes = null
       where workspace = ${workspace} and journey = ${journey} and broadcast = ${rows[0]?.rowsUnder ?? id}
         and nr = any(${rows.map(({ nr }) => nr)}::bigint[])`;
  });
}

const messageIdOf = ({ rowsUnder, nr }: ChangedRow): string => `$list.${rowsUnder}.${nr}`;

const toMessage = ({ changes: { traits }, person, ...row }: ChangedRow & { readonly person: PersonId }) =>
  traits
    ? [
        {
          ...{ messageId: messageIdOf({ ...row, changes: {} }), person, name: PROFILE_CHANGED },
          ...{ properties: traits, traits, isBulk: true },
        },
      ]
    : [];

interface Unchanged {
  readonly nr: number;
  readonly reason: string;
  readonly fix: string;
}

const TOO_LARGE = {
  reason: 'the traits weren’t stored: the profile would be too large',
  fix: 'remove traits of the user that no journey needs, and import the row again',
};

const CONSENT_REASONS: Readonly<Record<ConsentFlaw, string>> = {
  'user-unknown': 'the consent wasn’t stored: the user has been erased',
  'own-no': 'the consent wasn’t stored: the user has opted out themselves',
};

async function storeConsents(
  ports: ListChangesPorts,
  { workspace, list }: { readonly workspace: WorkspaceId; readonly list: string },
  rows: readonly ChangedRow[],
): Promise<readonly Unchanged[]> {
  const said = rows.flatMap(({ nr, userId, changes: { consents = [] } }) =>
    consents.map((consent) => ({ nr, consent: { ...consent, userId, proof: { list } } })),
  );
  if (said.length === 0) return [];
  const { flaws } = await importConsents(
    ports,
    workspace,
    said.map(({ consent }) => consent),
  );
  return [...flaws].map(([index, flaw]) => ({
    nr: said[index]?.nr ?? 0,
    reason: CONSENT_REASONS[flaw],
    fix: 'if the user has opted in again, use PUT /v1/users/{userId}/consents',
  }));
}

const noteUnchanged = (
  sql: Sql,
  { workspace, journey, rowsUnder }: { workspace: WorkspaceId; journey: JourneyId; rowsUnder: string },
  unchanged: readonly Unchanged[],
) => sql`
  insert into list_rejects (workspace, journey, broadcast, nr, reason, fix, outcome)
  select ${workspace}, ${journey}, ${rowsUnder}, u.*, 'unchanged' from unnest(
    ${unchanged.map(({ nr }) => nr)}::bigint[], ${unchanged.map(({ reason }) => reason)}::text[],
    ${unchanged.map(({ fix }) => fix)}::text[]) as u
  on conflict do nothing`;
