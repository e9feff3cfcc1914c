import { DocumentFault } from '../../journey/base/document-fault.ts';
import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { Journey } from '../../journey/document/document.ts';
import { fillTemplates } from '../../journey/document/fill-templates.ts';
import { compile, type Version } from '../../journey/engine/version.ts';
import type { Database, Sql } from '../base/sql.ts';
import { type KeptRow, libraryOf } from '../templates/library.ts';

export interface Versions {
  /**
   * Returns a published version, filled with the templates that it keeps. Inside a transaction, pass its `sql`: waiting
   * for a second connection while holding one can block the whole pool.
   *
   * @throws VersionMissing if it was never published
   * @throws DocumentFault `version-unreadable` if this code can't read the stored document
   */
  get(workspace: WorkspaceId, journey: JourneyId, version: number, sql?: Sql): Promise<Version>;
}

/** The version was never published. */
export class VersionMissing extends DocumentFault {
  constructor(journey: JourneyId, version: number) {
    super('version-missing', '', `the journey "${journey}" has no version ${version}`);
  }
}

const MAX_KEPT = 1000;

/** Creates a cache of compiled versions. Published versions never change, so the `max` most recently used are kept. */
export function createVersions(database: Pick<Database, 'sql'>, max = MAX_KEPT): Versions {
  const kept = new Map<string, Promise<Version>>();

  return {
    get(workspace, journey, version, sql = database.sql) {
      const name = `${workspace}/${journey}/${version}`;
      const known = kept.get(name);
      if (known !== undefined) {
        kept.delete(name); // reinsert: the last key of the map is the most recently used
        kept.set(name, known);
        return known;
      }
      const asked = readVersion(sql, workspace, journey, version);
      kept.set(name, asked);
      asked.catch(() => kept.delete(name));
      const oldest = kept.size > max ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      return asked;
    },
  };
}

async function readVersion(sql: Sql, workspace: WorkspaceId, journey: JourneyId, version: number): Promise<Version> {
  const [row] = await sql<{ document: unknown; kept: readonly KeptRow[] | null }>`
    select document,
           (select json_agg(json_build_object('asked', u.asked, 'version', t.version, 'document', t.document))
              from journey_templates u
              join template_versions t on (t.workspace, t.id, t.version) = (u.workspace, u.template, u.template_version)
             where (u.workspace, u.journey, u.version) = (v.workspace, v.journey, v.version)) as kept
      from versions v
     where workspace = ${workspace} and journey = ${journey} and version = ${version}`;
  if (!row) throw new VersionMissing(journey, version);
  const document = readDocument(journey, version, row.document);
  return compile(fillTemplates(document, libraryOf(row.kept ?? [])), version);
}

/** Returns the stored document of a version. @throws DocumentFault `version-unreadable` */
export function readDocument(journey: JourneyId, version: number | null, stored: unknown): Journey {
  const { success, data, error: cause } = Journey.safeParse(stored);
  if (success) return data;
  const message = `version ${version} of the journey "${journey}" cannot be read`;
  throw new DocumentFault('version-unreadable', '', message, { cause });
}

/**
 * Returns the version, or undefined if its document is missing or unreadable. Its instances still end, but nothing in
 * them is evaluated.
 */
export const findReadable = (
  versions: Versions,
  workspace: WorkspaceId,
  journey: JourneyId,
  number: number,
  sql?: Sql,
): Promise<Version | undefined> =>
  versions.get(workspace, journey, number, sql).catch((cause: unknown) => {
    if (cause instanceof DocumentFault) return undefined;
    throw cause;
  });
