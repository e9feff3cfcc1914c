import { z } from 'zod';
import { list, record } from '../../journey/base/bounded.ts';
import type { PersonRef } from '../../journey/base/ids.ts';
import { MOST } from '../../journey/base/limits.ts';
import { normalizeAddress } from '../../journey/delivery/address.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import { addressKindOf, addressTraitOf } from '../../journey/delivery/channels/address-of.ts';
import { isDeviceChannel } from '../../journey/delivery/device.ts';
import { Topic } from '../../journey/delivery/topic.ts';
import { SUPPRESSION_REASONS } from '../../journey/people/suppression.ts';
import { EpochOrIso, readInstant } from '../../journey/time/time.ts';
import { recordAudit } from '../../store/access/audit.ts';
import type { Database } from '../../store/base/sql.ts';
import { changeConsents } from '../../store/events/change-consents.ts';
import { CONSENT_SOURCES, type ConsentLine, listConsentHistory, listConsents } from '../../store/people/consents.ts';
import { findPerson } from '../../store/people/identities.ts';
import { liftSuppression, listSuppressions, suppressAddresses } from '../../store/people/suppressions.ts';
import type { Store } from '../../store/person.ts';
import { isoOf, isoOrNull, Limit, Next, NumberCursor, nextOf, Text, Time, UserId } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';

export interface ConsentPorts {
  readonly database: Pick<Database, 'sql' | 'transaction'>;
  readonly store: Store;
  /** Announces that the outbox may have new work. */
  readonly ring: () => void;
}

const Line = z
  .object({
    channel: MessageChannel,
    topic: z.string().nullable().describe('Null: the whole channel'),
    state: z.enum(['yes', 'no']).nullable(),
    pausedUntil: Time.nullable(),
    source: z.enum(CONSENT_SOURCES),
    at: Time,
    proof: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'Consent' });
const Consents = z
  .object({ consents: z.array(Line).describe("The user's last word"), history: z.array(Line).describe('Latest first') })
  .meta({ id: 'Consents' });

const Change = z.strictObject({
  channel: MessageChannel,
  topic: Topic.optional().describe('Left out: the whole channel'),
  state: z.enum(['yes', 'no']).optional(),
  pausedUntil: EpochOrIso.nullable().optional().describe('Nothing is sent until then. Null ends a pause.'),
  proof: record(Text(MOST.name), Text(1_000), { max: 20 })
    .optional()
    .describe('Such as the form’s URL and its wording'),
});

const viewOf = ({ at, pausedUntil, proof, ...line }: ConsentLine): z.input<typeof Line> => ({
  ...line,
  at: isoOf(at),
  pausedUntil: isoOrNull(pausedUntil),
  proof: proof && { ...proof },
});

const noUser = (userId: string) =>
  refusal('user-not-found', `there is no user "${userId}"`, 'check the ID, or send an event of this user first');

/** Routes for what users allow, with its history. */
export function consentRoutes({ database: { sql }, store, ring }: ConsentPorts): readonly Route[] {
  const common = { tag: 'Users', params: z.strictObject({ userId: UserId }), answer: Consents } as const;
  const read = async (who: PersonRef) => ({
    consents: (await listConsents(sql, who)).map(viewOf),
    history: (await listConsentHistory(sql, who)).map(viewOf),
  });
  return [
    route(
      {
        ...common,
        method: 'get',
        path: '/v1/users/:userId/consents',
        name: 'getConsents',
        access: 'read',
        summary: 'Get what a user allows, by channel and topic, with its history',
        refusals: ['user-not-found'],
      },
      async ({ params: { userId }, caller: { workspace } }) => {
        const person = await findPerson(sql, workspace, userId);
        if (!person) return noUser(userId);
        return answer(await read({ workspace, person }));
      },
    ),
    route(
      {
        ...common,
        method: 'put',
        path: '/v1/users/:userId/consents',
        name: 'putConsents',
        access: 'ingest',
        summary: 'Store what a user said about channels and topics',
        description: 'Channels and topics that are left out stay as they are. A no anywhere is a no.',
        body: z.strictObject({ changes: list(Change, 100, 1) }),
        refusals: ['user-not-found'],
      },
      async ({ params: { userId }, body: { changes }, caller: { workspace } }) => {
        const person = await findPerson(sql, workspace, userId);
        if (!person) return noUser(userId);
        const who = { workspace, person };
        await store.person(who, (own, now) =>
          changeConsents(
            own,
            who,
            now,
            changes.map(({ pausedUntil, ...each }) => ({
              ...each,
              ...(pausedUntil !== undefined && {
                pausedUntil: pausedUntil === null ? null : readInstant(pausedUntil, 'UTC'),
              }),
              source: 'api',
            })),
          ),
        );
        ring();
        return answer(await read(who));
      },
    ),
  ];
}

const Suppressed = z
  .object({
    id: z.string(),
    channel: MessageChannel,
    address: z.string().nullable().describe('Null where only its hash is stored, such as for an erased user'),
    reason: z.enum(SUPPRESSION_REASONS),
    source: z.string().describe("A key's ID, `provider`, `erasure` or `import`"),
    detail: z.string().nullable(),
    at: Time,
    until: Time.nullable().describe('Null: for good'),
  })
  .meta({ id: 'SuppressedAddress' });

/** Routes for addresses to which nothing is sent. */
export const suppressionRoutes = (ports: Pick<ConsentPorts, 'database'>): readonly Route[] => [
  listRoute(ports),
  suppressRoute(ports),
  liftRoute(ports),
];

const tag = 'Users';

const listRoute = ({ database: { sql } }: Pick<ConsentPorts, 'database'>): Route =>
  route(
    {
      method: 'get',
      path: '/v1/suppressions',
      name: 'listSuppressions',
      tag,
      access: 'read',
      summary: 'List suppressed addresses, latest first',
      query: z.strictObject({
        channel: MessageChannel.optional(),
        address: Text(MOST.recipient).optional(),
        reason: z.enum(SUPPRESSION_REASONS).optional(),
        limit: Limit,
        cursor: NumberCursor,
      }),
      answer: z.object({ suppressions: z.array(Suppressed), next: Next }).meta({ id: 'SuppressionPage' }),
    },
    async ({ query: { channel, address, reason, limit, cursor }, caller: { workspace } }) => {
      const kind = channel === undefined ? (address?.includes('@') ? 'email' : 'phone') : addressKindOf(channel);
      const wanted = address === undefined ? undefined : (normalizeAddress(kind, address) ?? address);
      const found = await listSuppressions(sql, {
        ...{ workspace, channel, reason, before: cursor, limit: limit + 1 },
        ...(wanted !== undefined && { address: wanted }),
      });
      const suppressions = found.slice(0, limit);
      return answer({
        suppressions: suppressions.map(({ id, at, until, ...line }) => ({
          ...line,
          id: String(id),
          at: isoOf(at),
          until: isoOrNull(until),
        })),
        next: nextOf(found.length > limit ? (suppressions.at(-1)?.id ?? null) : null),
      });
    },
  );

/** Returns whether a channel's addresses are in the profile. */
const hasAddresses = (channel: MessageChannel): boolean =>
  addressTraitOf(channel) !== null && !isDeviceChannel(channel);

const suppressRoute = ({ database }: Pick<ConsentPorts, 'database'>): Route =>
  route(
    {
      method: 'post',
      path: '/v1/suppressions',
      name: 'suppressAddresses',
      tag,
      access: 'operate',
      summary: 'Suppress addresses: nothing is sent to them any more',
      body: z.strictObject({
        addresses: list(
          z.strictObject({
            channel: MessageChannel,
            address: Text(MOST.recipient),
            detail: Text(MOST.name).optional(),
          }),
          1_000,
          1,
        ),
      }),
      answer: z.object({ suppressed: z.int().describe('How many are new') }).meta({ id: 'Suppressing' }),
    },
    async ({ body: { addresses }, caller: { workspace, key } }) => {
      const all = addresses.map(({ channel, address, detail }) => ({
        ...{ channel, reason: 'manual' as const, detail },
        address: normalizeAddress(addressKindOf(channel), address) ?? '',
      }));
      const bad = all.findIndex(({ channel, address }) => address === '' || !hasAddresses(channel));
      if (bad >= 0)
        return refusal(
          'request-invalid',
          `addresses[${bad}] is no address of the channel "${addresses[bad]?.channel}"`,
          'give an email address or a phone number. Devices are removed by DELETE /v1/users/:userId/devices.',
        );
      const suppressed = await database.transaction(async (own) => {
        const [clock] = await own<{
          now: Parameters<typeof suppressAddresses>[2];
        }>`select clock(${workspace}) as now`;
        if (!clock) return 0;
        const count = await suppressAddresses(own, workspace, clock.now, key, all);
        await recordAudit(own, { workspace, actor: key, action: 'address.suppress', about: { count } });
        return count;
      });
      return answer({ suppressed });
    },
  );

const liftRoute = ({ database }: Pick<ConsentPorts, 'database'>): Route =>
  route(
    {
      method: 'delete',
      path: '/v1/suppressions/:id',
      name: 'liftSuppression',
      tag,
      access: 'operate',
      summary: 'Lift a suppression',
      params: z.strictObject({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
      answer: z.object({ id: z.string() }).meta({ id: 'LiftedSuppression' }),
      refusals: ['suppression-not-found'],
    },
    async ({ params: { id }, caller: { workspace, key } }) => {
      const lifted = await database.transaction(async (own) => {
        const gone = await liftSuppression(own, workspace, id);
        if (gone) await recordAudit(own, { workspace, actor: key, action: 'address.lift', about: { ...gone, id } });
        return gone;
      });
      return lifted
        ? answer({ id: String(id) })
        : refusal('suppression-not-found', `there is no suppression ${id}`, 'list them with GET /v1/suppressions');
    },
  );
