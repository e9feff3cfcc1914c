import type { PersonRef } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { MessageChannel } from '../../journey/delivery/channel.ts';
import type { Sql } from '../base/sql.ts';
import { type RecipientRow, recipientColumns } from './recipient.ts';

/** Everything that the preference page of a channel shows. */
export interface Preferences extends Omit<RecipientRow, 'suppressions'> {
  readonly profile: JsonObject;
  /** Topics that the user has been sent, or has said something about. */
  readonly topics: readonly string[];
}

/** Messages that are looked at for topics. */
const LATEST = 200;

/** Reads the preferences of a user; undefined if they have been erased. */
export async function findPreferences(
  sql: Sql,
  { workspace, person }: PersonRef,
  channel: MessageChannel,
): Promise<Preferences | undefined> {
  const [row] = await sql<Preferences & RecipientRow>`
    select p.profile, ${recipientColumns(workspace)},
           array(select distinct topic from (
             (select topic from messages
               where workspace = ${workspace} and person = ${person} and channel = ${channel} and topic is not null
               order by claimed_at desc limit ${LATEST})
             union all
             (select nullif(topic, '') from consents
               where workspace = ${workspace} and person = ${person} and channel = ${channel})) t
              where topic is not null order by 1) as topics
      from persons p where p.workspace = ${workspace} and p.id = ${person}`;
  return row;
}
