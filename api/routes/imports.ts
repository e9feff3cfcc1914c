import { z } from 'zod';
import { recordAudit } from '../../store/access/audit.ts';
import { newEventId } from '../../store/base/ids.ts';
import type { Sql } from '../../store/base/sql.ts';
import { USER_FLAWS } from '../../store/broadcasts/list-changes.ts';
import { importUsers } from '../../store/events/import-users.ts';
import type { Store } from '../../store/person.ts';
import { createImportedUserReader } from '../list-rows.ts';
import { LIST_TYPES, ListQuery } from '../lists/file-format.ts';
import { IMPORT_KINDS, type ImportKind } from '../lists/import-kinds.ts';
import { Imported, importRows } from '../lists/import-rows.ts';
import { Preview, previewFile } from '../lists/preview.ts';
import { openRecords } from '../lists/records.ts';
import { USERS } from '../lists/user-targets.ts';
import { answer, type Route, uploadRoute } from '../route.ts';

export interface ImportPorts {
  readonly sql: Sql;
  readonly store: Pick<Store, 'persons'>;
  /** Announces that the outbox may have new work. */
  readonly ring: () => void;
}

/** Routes for importing users, and for looking at any file before it is imported. */
export const importRoutes = (ports: ImportPorts): readonly Route[] => [previewRoute(), importUsersRoute(ports)];

const KINDS = Object.keys(IMPORT_KINDS) as [ImportKind, ...ImportKind[]];

const previewRoute = (): Route =>
  uploadRoute(
    {
      method: 'post',
      path: '/v1/imports/preview',
      name: 'previewImport',
      tag: 'Users',
      access: 'read',
      summary: 'Preview a file before importing it',
      description:
        'Shows how the file is read, its first rows, and a suggested target for each column. Changes nothing. Send the file, or its first 256 KB with `part=true`; a workbook has to be sent whole.',
      query: ListQuery.omit({ columns: true }).extend({
        kind: z.enum(KINDS).describe('What the file is imported as'),
        part: z.enum(['true', 'false']).optional().describe('The body is only the beginning of the file'),
      }),
      takes: LIST_TYPES,
      answer: Preview,
    },
    async ({ query: { kind, part, ...query }, upload }) =>
      answer(await previewFile(upload, query, { kind, isPart: part === 'true' })),
  );

const importUsersRoute = ({ sql, store, ring }: ImportPorts): Route =>
  uploadRoute(
    {
      method: 'post',
      path: '/v1/users/import',
      name: 'importUsers',
      tag: 'Users',
      access: 'operate',
      summary: 'Import users with their traits and consents',
      description:
        'CSV with a header, NDJSON, or an Excel workbook. The column `userId` names the user; other columns become traits. `columns` maps columns to `userId`, `trait:<name>`, `consent:<channel>`, `consent:<channel>/<topic>` or `ignore`. In NDJSON, traits are inline or in `traits`. Unknown users are created. Nobody enters a journey by a list, but journeys and segments that listen to these traits see the changes. Rows are stored while the file arrives.',
      query: ListQuery,
      takes: LIST_TYPES,
      answer: Imported,
    },
    async ({ query, upload, caller: { workspace, key } }) => {
      const records = openRecords(upload, query, USERS);
      const imported = await importRows(records, createImportedUserReader(records.type), async (users) => {
        const id = newEventId();
        const how = { workspace, proof: { import: id }, messageIdOf: (index: number) => `$import.${id}.${index}` };
        const flaws = await importUsers({ sql, store }, how, users);
        ring();
        const named = [...flaws].map(([index, flaw]) => [index, USER_FLAWS[flaw]] as const);
        return { changed: users.length - flaws.size, flaws: new Map(named) };
      });
      const { rows, changed, refused } = imported;
      await recordAudit(sql, { workspace, actor: key, action: 'user.import', about: { rows, changed, refused } });
      return answer(imported);
    },
  );
