import type { Journey } from '../journey/document.ts';
import { compile } from '../journey/engine/version.ts';
import { entryEventOf } from '../journey/entries/index.ts';
import { WorkspaceId } from '../journey/ids.ts';
import { ok, type Result, refuse } from '../journey/refusal.ts';
import { recordAudit } from './audit.ts';
import { publishExperiments } from './experiments.ts';
import { mentionOutcomes } from './message-events.ts';
import { type Database, literal, type Sql } from './sql.ts';

export interface Published {
  readonly version: number;
  /** `nothing`: the running version is this very document. */
  readonly made: 'journey' | 'version' | 'nothing';
  readonly state: JourneyState;
}

export type JourneyState = 'running' | 'paused' | 'stopped' | 'archived';

/** Whatever changes a journey excludes whatever else does (design.md §8): in a statement of its own, before the read. */
const lockJourney = (workspace: string, journey: string): string =>
  `select pg_advisory_xact_lock(hashtextextended(${literal(`${workspace}/journey/${journey}`)}, 0))`;

/**
 * Makes a document the running version of its journey, and the journey if there is none: a new one runs at once, an old one keeps its
 * state. The document must have been validated. The same document once more is the same version.
 * `expectedVersion`: only if that is the running one; 0: only if there is no such journey.
 */
export const publish = (
  database: Pick<Database, 'transaction'>,
  workspace: string,
  document: Journey,
  actor: string,
  expectedVersion?: number,
): Promise<Result<Published>> =>
  database.transaction(
    async (sql) => {
      const text = JSON.stringify(document);
      const running = await findRunning(sql, workspace, document.id, text);
      const now = running?.version ?? 0;
      if (expectedVersion !== undefined && expectedVersion !== now) return conflict(document.id, expectedVersion, now);
      if (running?.same) return ok({ version: now, made: 'nothing', state: running.state });

      const version = now + 1;
      const compiled = compile(document, version);
      await writeVersion(sql, workspace, document, version, text, actor);
      await mentionOutcomes(sql, workspace, document.id, compiled.mentioned);
      const state = await writeJourney(sql, workspace, document, version);
      await publishExperiments(sql, WorkspaceId.parse(workspace), compiled, actor);
      await recordAudit(sql, { workspace, actor, action: 'journey.publish', about: { journey: document.id, version } });
      return ok({ version, made: running ? 'version' : 'journey', state });
    },
    `${lockJourney(workspace, document.id)};`,
  );

interface Running {
  readonly version: number;
  readonly state: JourneyState;
  readonly same: boolean;
}

/** Compared as the column keeps it: `json` as it was written, `jsonb` in an order of its own. */
async function findRunning(sql: Sql, workspace: string, id: string, text: string): Promise<Running | undefined> {
  const [row] = await sql<Running>`
    select j.version, j.state, v.document::text in (${text}, ${text}::jsonb::text) as same
      from journeys j join versions v on (v.workspace, v.journey, v.version) = (j.workspace, j.id, j.version)
     where j.workspace = ${workspace} and j.id = ${id}
       for update of j`;
  return row;
}

async function writeVersion(
  sql: Sql,
  workspace: string,
  document: Journey,
  version: number,
  text: string,
  actor: string,
): Promise<void> {
  await sql`
    insert into versions (workspace, journey, version, document, created_by)
    values (${workspace}, ${document.id}, ${version}, ${text}::json, ${actor})`;
}

async function writeJourney(
  sql: Sql,
  workspace: string,
  { id, name, labels, entry }: Journey,
  version: number,
): Promise<JourneyState> {
  const wanted = entryEventOf(entry);
  const [row] = await sql<{ state: JourneyState }>`
    insert into journeys (workspace, id, name, state, version, labels, entry_type, entry_event, entry_where)
    values (${workspace}, ${id}, ${name}, 'running', ${version}, ${labels}::text[], ${entry.type},
            ${wanted?.event ?? null}, ${wanted?.where ?? {}})
    on conflict (workspace, id) do update
       set name = excluded.name, version = excluded.version, labels = excluded.labels,
           entry_type = excluded.entry_type, entry_event = excluded.entry_event, entry_where = excluded.entry_where, updated_at = now()
    returning state`;
  return row?.state ?? 'running';
}

const conflict = (id: string, expected: number, now: number) =>
  refuse(
    'version-conflict',
    now === 0
      ? `There is no journey "${id}", but version ${expected} was expected`
      : `The running version of "${id}" is ${now}, not ${expected}`,
    now === 0
      ? 'publish it without If-Match'
      : 'get the running version, make your change to that, and publish it with its ETag in If-Match',
    { about: { version: now } },
  );
