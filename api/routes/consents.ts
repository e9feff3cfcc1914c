import { z } from 'zod';
import { list, record } from '../../journey/base/bounded.ts';
import type { PersonRef } from '../../journey/base/ids.ts';
import { MOST } from '../../journey/base/limits.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import { Topic } from '../../journey/delivery/topic.ts';
import { EpochOrIso, readInstant } from '../../journey/time/time.ts';
import { recordAudit } from '../../store/access/audit.ts';
import type { Database, Sql } from '../../store/base/sql.ts';
import { changeConsents } from '../../store/events/change-consents.ts';
import { type ConsentFlaw, importConsents } from '../../store/events/import-consents.ts';
import { CONSENT_SOURCES, type ConsentLine, listConsentHistory, listConsents } from '../../store/people/consents.ts';
import { findPerson } from '../../store/people/identities.ts';
import type { Store } from '../../store/person.ts';
import { readConsent } from '../lists/consent-row.ts';
import { LIST_TYPES, ListQuery } from '../lists/file-format.ts';
import { Imported, importRows, type RowFlaw } from '../lists/import-rows.ts';
import { CONSENTS } from '../lists/kinds.ts';
import { openRecords } from '../lists/records.ts';
import { isoOf, isoOrNull, Text, Time, UserId } from '../paging.ts';
import { answer, type Route, refusal, route, uploadRoute } from '../route.ts';

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
    importRoute({ sql, store, ring }),
  ];
}

const FLAWS: Readonly<Record<ConsentFlaw, RowFlaw>> = {
  'user-unknown': { reason: 'the user is unknown', fix: 'create the user first with POST /v1/identify' },
  'own-no': {
    reason: 'the user has opted out themselves',
    fix: 'leave the row out. If the user has opted in again, use PUT /v1/users/:userId/consents.',
  },
};

const importRoute = ({ sql, store, ring }: Pick<ConsentPorts, 'store' | 'ring'> & { readonly sql: Sql }): Route =>
  uploadRoute(
    {
      method: 'post',
      path: '/v1/consents/import',
      name: 'importConsents',
      tag: 'Users',
      access: 'operate',
      summary: 'Import consents',
      description:
        'CSV with a header, or NDJSON: `userId`, `channel`, `topic` (empty: the whole channel) and `state` (`yes` or `no`). Other columns are stored as proof. Rows are stored while the file arrives. Repeating an import changes nothing. A yes doesn’t replace a no that users gave themselves by a link, a keyword or their provider.',
      query: ListQuery,
      takes: LIST_TYPES,
      answer: Imported,
    },
    async ({ query, upload, caller: { workspace, key } }) => {
      const imported = await importRows(openRecords(upload, query, CONSENTS), readConsent, async (page) => {
        const { changed, flaws } = await importConsents({ sql, store }, workspace, page);
        ring();
        return { changed, flaws: new Map([...flaws].map(([index, flaw]) => [index, FLAWS[flaw]])) };
      });
      const { rows, changed, refused } = imported;
      await recordAudit(sql, { workspace, actor: key, action: 'consent.import', about: { rows, changed, refused } });
      return answer(imported);
    },
  );
