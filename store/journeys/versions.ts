import { Journey } from '../../journey/document/document.ts';
import { compile, type Version } from '../../journey/engine/version.ts';
import type { Database, Sql } from '../base/sql.ts';

export interface Versions {
  /**
   * Inside a transaction give its own `sql`: to wait for a second connection while holding one can stop a whole pool.
   * @throws VersionMissing, VersionUnreadable
   */
  get(workspace: string, journey: string, version: number, sql?: Sql): Promise<Version>;
}

/** An instance, or a caller, names a version that was never published. */
export class VersionMissing extends Error {
  override readonly name = 'VersionMissing';
  readonly code = 'version-missing';
}

/** A stored document that this code cannot read: asking again does not mend it. */
export class VersionUnreadable extends Error {
  override readonly name = 'VersionUnreadable';
  readonly code = 'version-unreadable';
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
  if (!row) throw new VersionMissing(`the journey "${journey}" has no version ${version}`);
  try {
    return compile(Journey.parse(row.document), version);
  } catch (cause) {
    throw new VersionUnreadable(`version ${version} of the journey "${journey}" cannot be read`, { cause });
  }
}
