import type { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';
import {
  type ConsentChange,
  type ConsentLine,
  OWN_SOURCES,
  type PersonConsent,
  placeOf,
  readConsentsOf,
} from '../people/consents.ts';
import { findPersonsOf } from '../people/identities.ts';
import type { Store } from '../person.ts';
import { changeConsentsOf } from './change-consents.ts';

/** A row of an import: a user's consent for a channel or topic. */
export interface ImportedConsent extends Omit<ConsentChange, 'source' | 'state' | 'pausedUntil'> {
  readonly userId: string;
  readonly state: 'yes' | 'no';
}

/** `own-no`: the user has said no themselves, which an import doesn't replace. */
export type ConsentFlaw = 'user-unknown' | 'own-no';

export interface ImportedConsents {
  /** Number of rows that changed stored data. */
  readonly changed: number;
  /** Skipped rows, by their index. */
  readonly flaws: ReadonlyMap<number, ConsentFlaw>;
}

/**
 * Stores the consents of at most 500 rows in one transaction, like `changeConsents`. A row that is already stored
 * changes nothing, so an import can be repeated.
 */
export async function importConsents(
  { sql, store }: { readonly sql: Sql; readonly store: Pick<Store, 'persons'> },
  workspace: WorkspaceId,
  rows: readonly ImportedConsent[],
): Promise<ImportedConsents> {
  const persons = await findPersonsOf(sql, workspace, [...new Set(rows.map(({ userId }) => userId))]);
  const known = [...new Set(persons.values())];
  return store.persons(workspace, known, async (own, now) => {
    const said = new Map(
      (await readConsentsOf(own, workspace, known)).map((each) => [placeOf(each.person, each), each]),
    );
    const changes: PersonConsent[] = [];
    const flaws = new Map<number, ConsentFlaw>();
    const take = (person: PersonId, index: number, row: Omit<ImportedConsent, 'userId'>): void => {
      const place = placeOf(person, row);
      const verdict = judgeRow(row, said.get(place));
      if (verdict === 'own-no') flaws.set(index, verdict);
      if (verdict !== 'new') return;
      changes.push({ ...row, person, source: 'import' });
      said.set(place, { ...row, topic: row.topic ?? null, person, source: 'import' });
    };
    for (const [index, { userId, ...row }] of rows.entries()) {
      const person = persons.get(userId);
      if (person === undefined) flaws.set(index, 'user-unknown');
      else take(person, index, row);
    }
    if (changes.length > 0) await changeConsentsOf(own, workspace, now, changes);
    return { changed: changes.length, flaws };
  });
}

type Said = Pick<ConsentLine, 'state' | 'source'>;

function judgeRow({ state }: Pick<ImportedConsent, 'state'>, before: Said | undefined): 'new' | 'known' | 'own-no' {
  if (before?.state === state) return 'known';
  return state === 'yes' && before?.state === 'no' && OWN_SOURCES.includes(before.source) ? 'own-no' : 'new';
}
