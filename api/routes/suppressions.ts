import { z } from 'zod';
import { list } from '../../journey/base/bounded.ts';
import type { WorkspaceId } from '../../journey/base/ids.ts';
import { MOST } from '../../journey/base/limits.ts';
import { normalizeAddress } from '../../journey/delivery/address.ts';
import { isBusinessScopedId } from '../../journey/delivery/business-id.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import { addressKindOf } from '../../journey/delivery/channels/address-of.ts';
import { SUPPRESSION_REASONS } from '../../journey/people/suppression.ts';
import { recordAudit } from '../../store/access/audit.ts';
import { readClock } from '../../store/base/clock.ts';
import type { Database, Sql } from '../../store/base/sql.ts';
import {
  liftSuppression,
  listSuppressions,
  readSuppressionsAfter,
  suppressAddresses,
} from '../../store/people/suppressions.ts';
import { LIST_TYPES, ListQuery } from '../lists/file-format.ts';
import { Imported, importRows } from '../lists/import-rows.ts';
import { ADDRESSES } from '../lists/kinds.ts';
import { openRecords } from '../lists/records.ts';
import { hasAddresses, readSuppressing } from '../lists/suppression-row.ts';
import { isoOf, isoOrNull, Limit, Next, NumberCursor, nextOf, Text, Time } from '../paging.ts';
import { writeCell } from '../report/csv.ts';
import { answer, pageRoute, type Route, refusal, route, uploadRoute } from '../route.ts';

export interface SuppressionPorts {
  readonly database: Pick<Database, 'sql' | 'transaction'>;
}

const Suppressed = z
  .object({
    id: z.string(),
    channel: MessageChannel,
    address: z.string().nullable().describe('Null if only a hash is stored, such as for an erased user'),
    reason: z.enum(SUPPRESSION_REASONS),
    source: z.string().describe("A key's ID, `provider`, `erasure` or `import`"),
    detail: z.string().nullable(),
    at: Time,
    until: Time.nullable().describe('Null: permanent'),
  })
  .meta({ id: 'SuppressedAddress' });

/** Routes for suppressed addresses. */
export const suppressionRoutes = (ports: SuppressionPorts): readonly Route[] => [
  listRoute(ports),
  suppressRoute(ports),
  importRoute(ports),
  exportRoute(ports),
  liftRoute(ports),
];

const tag = 'Users';

const listRoute = ({ database: { sql } }: SuppressionPorts): Route =>
  route(
    {
      method: 'get',
      path: '/v1/suppressions',
      name: 'listSuppressions',
      tag,
      access: 'read',
      summary: 'List suppressed addresses, newest first',
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

const suppressRoute = ({ database }: SuppressionPorts): Route =>
  route(
    {
      method: 'post',
      path: '/v1/suppressions',
      name: 'suppressAddresses',
      tag,
      access: 'operate',
      summary: 'Suppress addresses, so that they get no more messages',
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
      answer: z
        .object({ suppressed: z.int().describe('Number of newly suppressed addresses') })
        .meta({ id: 'Suppressing' }),
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
          `addresses[${bad}] is not a valid address for the channel "${addresses[bad]?.channel}"`,
          'give an email address or a phone number. To remove devices, use DELETE /v1/users/:userId/devices.',
        );
      const suppressed = await database.transaction(async (own) => {
        const count = await suppressAddresses(own, workspace, await readClock(own, workspace), key, all);
        await recordAudit(own, { workspace, actor: key, action: 'address.suppress', about: { count } });
        return count;
      });
      return answer({ suppressed });
    },
  );

const importRoute = ({ database }: SuppressionPorts): Route =>
  uploadRoute(
    {
      method: 'post',
      path: '/v1/suppressions/import',
      name: 'importSuppressions',
      tag,
      access: 'operate',
      summary: 'Import suppressed addresses',
      description:
        'CSV with a header, or NDJSON. `address` is required. `channel` defaults to `email` if the address has an `@`. `reason` is `hard-bounce`, `soft-bounces`, `complaint` or `manual`, the default. `detail` and `until` (ISO 8601) are optional. Other columns are ignored, so you can import an export. Rows are stored while the file arrives. Repeating an import changes nothing.',
      query: ListQuery,
      takes: LIST_TYPES,
      answer: Imported,
    },
    async ({ query, upload, caller: { workspace, key } }) => {
      const imported = await importRows(openRecords(upload, query, ADDRESSES), readSuppressing, (page) =>
        database.transaction(async (own) =>
          suppressAddresses(own, workspace, await readClock(own, workspace), 'import', page),
        ),
      );
      const { rows, changed, refused } = imported;
      await recordAudit(database.sql, {
        ...{ workspace, actor: key, action: 'address.import' },
        about: { rows, changed, refused },
      });
      return answer(imported);
    },
  );

const exportRoute = ({ database: { sql } }: SuppressionPorts): Route =>
  pageRoute(
    {
      method: 'get',
      path: '/v1/suppressions/export',
      kind: 'page', // a link of the web app downloads it
      name: 'exportSuppressions',
      tag,
      access: 'read',
      summary: 'Export suppressed addresses as CSV, oldest first',
      description: 'Erased users are left out: only the hashes of their addresses are stored.',
      answer: 'text/csv',
    },
    ({ caller: { workspace } }) =>
      answer(
        { chunks: writeExport(sql, workspace) },
        { headers: { 'Content-Disposition': 'attachment; filename="suppressions.csv"' } },
      ),
  );

const EXPORT_PAGE = 1_000;
const COLUMNS = ['channel', 'address', 'reason', 'source', 'detail', 'at', 'until'] as const;

async function* writeExport(sql: Sql, workspace: WorkspaceId): AsyncGenerator<string> {
  yield `${COLUMNS.join(',')}\r\n`;
  for (let after = 0; ; ) {
    const page = await readSuppressionsAfter(sql, workspace, after, EXPORT_PAGE);
    const lines = page.map(({ at, until, ...line }) => {
      const isNumber = addressKindOf(line.channel) === 'phone' && !isBusinessScopedId(line.address);
      const address = isNumber ? `+${line.address}` : line.address;
      const row = { ...line, address, at: isoOf(at), until: isoOrNull(until) };
      return `${COLUMNS.map((name) => writeCell(row[name] ?? '')).join(',')}\r\n`;
    });
    if (lines.length > 0) yield lines.join('');
    const last = page.at(-1);
    if (!last || page.length < EXPORT_PAGE) return;
    after = last.id;
  }
}

const liftRoute = ({ database }: SuppressionPorts): Route =>
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
