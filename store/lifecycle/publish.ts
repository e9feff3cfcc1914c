import { type JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import type { Library } from '../../journey/delivery/template.ts';
import { entryWindowOf } from '../../journey/document/active.ts';
import type { Journey } from '../../journey/document/document.ts';
import { fillTemplates } from '../../journey/document/fill-templates.ts';
import { compile } from '../../journey/engine/version.ts';
import { entryEventOf } from '../../journey/entries/index.ts';
import type { EntryWindow, PublishedState } from '../../journey/lifecycle/state.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { recordAudit } from '../access/audit.ts';
import { withDateOrder } from '../access/settings.ts';
import { dropDue, setDue } from '../base/due-rows.ts';
import type { Database, Sql } from '../base/sql.ts';
import { scheduleNext } from '../broadcasts/occurrences.ts';
import { freePlaces } from '../entry/capacity.ts';
import { scheduleDateFill } from '../entry/date-fill.ts';
import { mentionJourneys } from '../events/journey-events.ts';
import { mentionOutcomes } from '../events/message-events.ts';
import { publishExperiments } from '../experiments/experiments.ts';
import { dropDraft, findDraft, refuseDraftConflict } from '../journeys/drafts.ts';
import { inJourney } from '../person.ts';
import { letInExisting } from '../segments/existing.ts';
import { findGone, keepLibrary, keepsLibrary } from '../templates/library.ts';
import { takeTemplatesLock } from '../templates/templates.ts';

export interface Published {
  readonly version: number;
  /** `nothing`: the running version is identical. */
  readonly made: 'journey' | 'version' | 'nothing';
  readonly state: PublishedState;
}

export interface Expected {
  readonly version?: number | undefined;
  readonly draft?: number | undefined;
  /** Workspace templates that the document was validated with. The version keeps them. */
  readonly library?: Library;
}

/**
 * Publishes a validated document as the running version of its journey, and creates the journey if needed. A new
 * journey runs immediately; an existing one keeps its state. Publishing the same document again changes nothing.
 * `expected` requires a running version (0: the journey doesn't exist) and a draft revision (0: there is no draft),
 * since publishing deletes the draft. With `library`, it uses exactly the templates in it. The version keeps the
 * workspace's way to write dates, unless the document has its own.
 */
export const publish = (
  database: Pick<Database, 'transaction'>,
  workspace: WorkspaceId,
  given: Journey,
  actor: string,
  expected: Expected = {},
): Promise<Result<Published>> =>
  inJourney(database, { workspace, journey: given.id }, async (sql, now) => {
    const document = await withDateOrder(sql, WorkspaceId.parse(workspace), given);
    const text = JSON.stringify(document);
    const running = await findRunning(sql, workspace, document.id, text);
    const current = running?.version ?? 0;
    const otherwise = await findConflict(sql, workspace, document.id, expected, current);
    if (otherwise) return otherwise;
    await dropDraft(sql, workspace, document.id);
    const { library = [] } = expected;
    const at = { workspace, journey: document.id };
    if (running?.same && (await keepsLibrary(sql, { ...at, version: current }, library)))
      return ok({ version: current, made: 'nothing', state: running.state });
    const gone = await refuseGone(sql, workspace, document, library);
    if (gone) return gone;

    const version = current + 1;
    const compiled = compile(fillTemplates(document, library), version);
    await writeVersion(sql, workspace, { journey: document.id, version, text, actor });
    await keepLibrary(sql, { ...at, version }, library);
    await mentionOutcomes(sql, workspace, document.id, compiled.mentioned);
    await freePlaces(sql, workspace, document.id);
    await mentionJourneys(sql, workspace, compiled);
    const state = await writeJourney(sql, WorkspaceId.parse(workspace), document, version, now);
    await scheduleNext(sql, now, workspace, document.id);
    await scheduleDateFill(sql, now, WorkspaceId.parse(workspace), document.id);
    await letInExisting(sql, workspace, document, version, now);
    await publishExperiments(sql, WorkspaceId.parse(workspace), compiled, actor);
    await recordAudit(sql, {
      ...{ workspace, actor },
      action: 'journey.publish',
      about: { journey: document.id, version },
      before: running && { version: current, state: running.state },
      after: { version, state },
    });
    return ok({ version, made: running ? 'version' : 'journey', state });
  });

/** Returns a refusal if the running version or draft differs from what was expected. */
async function findConflict(
  sql: Sql,
  workspace: WorkspaceId,
  id: JourneyId,
  { version, draft }: Expected,
  running: number,
): Promise<Result<never> | undefined> {
  if (version !== undefined && version !== running) return refuseConflict(id, version, running);
  if (draft === undefined) return undefined;
  const revision = (await findDraft(sql, workspace, id))?.revision ?? 0;
  return draft === revision ? undefined : refuseDraftConflict(id, draft, revision);
}

/** Returns a refusal if a template has been deleted since the document was validated. */
async function refuseGone(
  sql: Sql,
  workspace: WorkspaceId,
  { id }: Journey,
  library: Library,
): Promise<Result<never> | undefined> {
  if (library.length === 0) return undefined;
  await takeTemplatesLock(sql, workspace);
  const [gone] = await findGone(sql, workspace, library);
  if (gone === undefined) return undefined;
  return refuse(
    'document-invalid',
    `template "${gone}" of journey "${id}" has just been deleted`,
    'choose another template',
  );
}

interface Running {
  readonly version: number;
  readonly state: PublishedState;
  readonly same: boolean;
}

/**
 * Reads the running version. Compares documents as the column stores them: `json` verbatim, `jsonb` in its own order.
 */
async function findRunning(sql: Sql, workspace: WorkspaceId, id: string, text: string): Promise<Running | undefined> {
  const [row] = await sql<Running>`
    select j.version, j.state, v.document::text in (${text}, ${text}::jsonb::text) as same
      from journeys j join versions v on (v.workspace, v.journey, v.version) = (j.workspace, j.id, j.version)
     where j.workspace = ${workspace} and j.id = ${id}
       for update of j`;
  return row;
}

async function writeVersion(
  sql: Sql,
  workspace: WorkspaceId,
  { journey, version, text, actor }: { journey: JourneyId; version: number; text: string; actor: string },
): Promise<void> {
  await sql`
    insert into versions (workspace, journey, version, document, created_by)
    values (${workspace}, ${journey}, ${version}, ${text}::json, ${actor})`;
}

async function writeJourney(
  sql: Sql,
  workspace: WorkspaceId,
  document: Journey,
  version: number,
  now: Instant,
): Promise<PublishedState> {
  const { id, name, labels, entry } = document;
  const wanted = entryEventOf(entry);
  const { entryFrom, entryUntil } = entryWindowOf(document);
  const [row] = await sql<{ state: PublishedState }>`
    insert into journeys as j (workspace, id, name, state, version, labels, entry_type, entry_event, entry_where,
      entry_from, entry_until)
    values (${workspace}, ${id}, ${name}, case when ${entryFrom}::bigint > ${now} then 'scheduled' else 'running' end,
            ${version}, ${labels}::text[],
            ${entry.type}, ${wanted?.event ?? null}, ${wanted?.where ?? {}}, ${entryFrom}, ${entryUntil})
    on conflict (workspace, id) do update
       set name = excluded.name, version = excluded.version, labels = excluded.labels,
           entry_type = excluded.entry_type, entry_event = excluded.entry_event, entry_where = excluded.entry_where,
           updated_at = now(),
           state = case when j.state in ('running', 'scheduled') and j.when_empty = 'completed' then excluded.state
             else j.state end,
           entry_from = case when j.when_empty = 'stopped' and j.state in ('running', 'paused') then j.entry_from
             else excluded.entry_from end,
           entry_until = case when j.when_empty = 'stopped' and j.state in ('running', 'paused') then j.entry_until
             else excluded.entry_until end
    returning state`;
  await setWindowDueRows(sql, workspace, id, { entryFrom, entryUntil });
  return row?.state ?? 'running';
}

/** Sets due rows that update the journey's state exactly when entry begins and ends. */
async function setWindowDueRows(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
  { entryFrom, entryUntil }: EntryWindow,
) {
  await dropDue(sql, workspace, 'journey', [`${journey}/from`, `${journey}/until`]);
  const rows = [
    { ref: `${journey}/from`, edge: entryFrom },
    { ref: `${journey}/until`, edge: entryUntil },
  ];
  await setDue(
    sql,
    rows.flatMap(({ ref, edge }) =>
      edge === null
        ? []
        : [{ workspace, kind: 'journey', ref, person: null, journey, at: instant(edge - 1), data: {} }],
    ),
  );
}

const refuseConflict = (id: string, expected: number, now: number) =>
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
