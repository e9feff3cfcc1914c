import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import { addressKindOf, addressTraitOf } from '../../journey/delivery/channels/address-of.ts';
import { isDeviceChannel } from '../../journey/delivery/device.ts';
import { readPolicies, type WorkspacePolicies } from '../../journey/delivery/policies.ts';
import type { Consent } from '../../journey/people/consent.ts';
import type { RecipientFacts } from '../../journey/people/recipient.ts';
import { listNationalAddresses, type Suppression } from '../../journey/people/suppression.ts';
import { type Part, part, type Sql } from '../base/sql.ts';

/** Channels whose addresses are in the profile, with the trait and how addresses are compared. Devices are apart. */
const ADDRESSED = MessageChannel.options.flatMap((channel) => {
  const trait = addressTraitOf(channel);
  return trait === null || isDeviceChannel(channel) ? [] : [{ channel, trait, kind: addressKindOf(channel) }];
});
const CHANNELS = ADDRESSED.map(({ channel }) => channel);
const TRAITS = ADDRESSED.map(({ trait }) => trait);
const KINDS = ADDRESSED.map(({ kind }) => kind);

/** The columns that `recipientColumns` adds to a statement. Null where nothing is stored. */
export interface RecipientRow {
  readonly consents: readonly Consent[] | null;
  /** Null if the workspace has none. */
  readonly suppressions: readonly Suppression[] | null;
  /** The workspace's settings as stored. See `policiesFor`. */
  readonly policies: string | null;
  readonly isTest: boolean;
}

/**
 * Returns the policies that bind a user's messages. A test user is in no control group. Other users of one workspace
 * get the same object, so that a version is bound once for them.
 */
export function policiesFor({ policies, isTest }: Pick<RecipientRow, 'policies' | 'isTest'>): WorkspacePolicies {
  const all = readPolicies(policies);
  if (!isTest) return all;
  const { controlGroup: _, ...others } = all;
  return others;
}

/**
 * Returns columns with what decides whether a user may get a message, for a statement that joins the user as `p`. So
 * nobody pays a round trip for it. In a workspace without suppressions no address is hashed.
 */
export const recipientColumns = (workspace: WorkspaceId): Part => part`
  (select jsonb_agg(jsonb_build_object('channel', c.channel, 'topic', nullif(c.topic, ''), 'state', c.state,
                                       'pausedUntil', c.paused_until))
     from consents c where c.workspace = ${workspace} and c.person = p.id) as consents,
  case when exists (select from suppressions where workspace = ${workspace}) then
    (select coalesce(jsonb_agg(jsonb_build_object('channel', s.channel, 'address', a.address, 'reason', s.reason,
                                                  'until', s.until)), '[]')
       from ${addressesOf(part`p.profile`)} a
       join suppressions s on s.workspace = ${workspace} and s.channel = a.channel
                              and s.hash = address_hash(${workspace}, a.address)) end as suppressions,
  (select w.settings::text from workspaces w where w.id = ${workspace}) as policies,
  is_test(${workspace}, p.id) as "isTest"`;

/** Returns a table of a profile's addresses: `channel` and `address`, normalized. */
export const addressesOf = (profile: Part): Part => part`
  (select t.channel, address_in(t.kind, ${profile} -> t.trait) as address
     from unnest(${CHANNELS}::text[], ${TRAITS}::text[], ${KINDS}::text[]) as t (channel, trait, kind)
    where address_in(t.kind, ${profile} -> t.trait) is not null)`;

/**
 * Returns what decides whether a user may get a message. Asks the database once more only in a workspace with
 * suppressions, for a user whose phone number isn't written in E.164: SQL doesn't know the numbering plans.
 */
export async function readRecipient(
  sql: Sql,
  workspace: WorkspaceId,
  { profile, consents, suppressions, policies }: RecipientRow & { readonly profile: JsonObject },
  country: string | undefined,
): Promise<Omit<RecipientFacts, 'now'>> {
  const national = suppressions === null ? [] : listNationalAddresses(profile, CHANNELS, country);
  const more = national.length === 0 ? [] : await findSuppressions(sql, workspace, national);
  const { consent: consentModes, topics } = readPolicies(policies);
  return {
    profile,
    topics,
    ...(consents && { consents }),
    ...(suppressions && { suppressions: [...suppressions, ...more] }),
    ...(consentModes && { consentModes }),
  };
}

const findSuppressions = (
  sql: Sql,
  workspace: WorkspaceId,
  all: readonly { readonly channel: string; readonly address: string }[],
) => sql<Suppression>`
  select a.channel, a.address, s.reason, s.until
    from unnest(${all.map(({ channel }) => channel)}::text[], ${all.map(({ address }) => address)}::text[])
         as a (channel, address)
    join suppressions s on s.workspace = ${workspace} and s.channel = a.channel
                           and s.hash = address_hash(${workspace}, a.address)`;
