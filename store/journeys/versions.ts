import { DocumentFault } from '../../journey/base/document-fault.ts';
import { Journey } from '../../journey/document/document.ts';
import { compile, type Version } from '../../journey/engine/version.ts';
import type { Database, Sql } from '../base/sql.ts';

export interface Versions {
  /**
   * Inside a transaction give its own `sql`: to wait for a second connection while holding one can stop a whole pool.
   * @throws VersionMissing; DocumentFault `version-unreadable` for a stored document that this code can't read
   */
  get(workspace: string, journey: string, version: number, sql?: Sql): Promise<Version>;
}

/** An instance, or a caller, names a version that was never published. */
export class VersionMissing extends DocumentFault {
  constructor(journey: string, version: number) {
    super('version-missing', '', `the journey "${journey}" has no version ${version}`);
  }
}

const MAX_KEPT = 1000;

/** Published versions, compiled. They never change, so what has been read once is kept, the most recently used `max` of them. */
export function createVersions(database: Pick<Database, 'sql'>, max = MAX_KEPT): Versions {
  const kept = new Map<string, Promise<Version>>();

  return {
    get(workspace, journey, version, sql = database.sql) {
      const name = `${workspace}/${journey}/${version}`;
      const known = kept.get(name);
      if (known !== undefined) {
        kept.delete(name); // and in again: the last of the map is the latest used
        kept.set(name, known);
        return known;
      }
      const asked = read(sql, workspace, journey, version);
      kept.set(name, asked);
      asked.catch(() => kept.delete(name));
      const oldest = kept.size > max ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      return asked;
    },
  };
}

async function read(sql: Sql, workspace: string, journey: string, version: number): Promise<Version> {
  const [row] = await sql<{ document: unknown }>`
    select document from versions
     where workspace = ${workspace} and journey = ${journey} and version = ${version}`;
  if (!row) throw new VersionMissing(journey, version);
  const { success, data, error: cause } = Journey.safeParse(row.document);
  if (success) return compile(data, version);
  const message = `version ${version} of the journey "${journey}" cannot be read`;
  throw new DocumentFault('version-unreadable', '', message, { cause });
}

/**
 * Returns the version, or undefined where its document is missing or unreadable: its instances end all the same, only nothing of theirs can be
 * looked after.
 */
export const findReadable = (
  versions: Versions,
  workspace: string,
  journey: string,
  number: number,
  sql?: Sql,
): Promise<Version | undefined> =>
  versions.get(workspace, journey, number, sql).catch((cause: unknown) => {
    if (cause instanceof DocumentFault) return undefined;
    throw cause;
  });
