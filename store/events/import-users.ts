import type { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { PROFILE_CHANGED } from '../../journey/events/own-events.ts';
import type { Sql } from '../base/sql.ts';
import { findOrMakePersons, nameOf } from '../people/identities.ts';
import type { Store } from '../person.ts';
import { type ConsentFlaw, type ImportedConsent, importConsents } from './import-consents.ts';
import { record } from './ingest.ts';

/** A consent that a row gives for its user. */
export type ListedConsent = Omit<ImportedConsent, 'userId' | 'proof'>;

/** A row of a file that says something about a user. */
export interface ImportedUser {
  readonly userId: string;
  readonly traits?: JsonObject | undefined;
  readonly consents?: readonly ListedConsent[] | undefined;
}

/** `profile-full`: the traits weren't stored. Other flaws: a consent wasn't stored. */
export type UserFlaw = ConsentFlaw | 'profile-full';

export interface UserImport {
  readonly workspace: WorkspaceId;
  /** Stored with each consent, such as the name of the list. */
  readonly proof: JsonObject;
  /** Returns the ID of the event of a row: a row is stored once under its ID. */
  readonly messageIdOf: (index: number) => string;
}

/**
 * Stores the traits and consents of at most 500 users, and creates unknown users. `finish` ends the transaction that
 * stores the traits. Returns the flaws of rows by their index. Safe to repeat.
 */
export async function importUsers(
  { sql, store }: { readonly sql: Sql; readonly store: Pick<Store, 'persons'> },
  { workspace, proof, messageIdOf }: UserImport,
  rows: readonly ImportedUser[],
  finish: (own: Sql, flaws: ReadonlyMap<number, UserFlaw>) => Promise<void> = async () => {},
): Promise<ReadonlyMap<number, UserFlaw>> {
  const persons = await findOrMakePersons(
    sql,
    workspace,
    rows.map(({ userId }) => ({ kind: 'user', value: userId })),
  );
  const flaws = new Map<number, UserFlaw>();
  const said = rows.flatMap(({ userId, consents = [] }, index) =>
    consents.map((consent) => ({ index, consent: { ...consent, userId, proof } })),
  );
  if (said.length > 0) {
    const given = said.map(({ consent }) => consent);
    const imported = await importConsents({ sql, store }, workspace, given);
    for (const [at, flaw] of imported.flaws) flaws.set(said[at]?.index ?? 0, flaw);
  }
  const changes = rows.flatMap(({ userId, traits }, index) => {
    const person = persons.get(nameOf({ kind: 'user', value: userId }));
    return traits && person !== undefined ? [{ index, person, traits }] : [];
  });
  await store.persons(workspace, [...new Set(persons.values())], async (own, now) => {
    const accepted = await record(own, workspace, now, changes.map(toMessage(messageIdOf)));
    for (const [at, { status }] of accepted.entries())
      if (status === 'profile-full') flaws.set(changes[at]?.index ?? 0, status);
    await finish(own, flaws);
  });
  return flaws;
}

interface Change {
  readonly index: number;
  readonly person: PersonId;
  readonly traits: JsonObject;
}

const toMessage =
  (messageIdOf: UserImport['messageIdOf']) =>
  ({ index, person, traits }: Change) => ({
    ...{ messageId: messageIdOf(index), person, name: PROFILE_CHANGED },
    ...{ properties: traits, traits, isBulk: true },
  });
