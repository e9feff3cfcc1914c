import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import { Journey } from '../../journey/document/document.ts';
import { askedFor, type Others, segmentFlaws } from '../../journey/segments/flaws.ts';
import { mentionsOf } from '../../journey/segments/mentions.ts';
import { Segment } from '../../journey/segments/segment.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { segmentsNamedBy } from '../../journey/validate/segments.ts';
import { recordAudit } from '../access/audit.ts';
import { withDateOrder } from '../access/settings.ts';
import { type DueRow, setDue, takeDue } from '../base/due-rows.ts';
import { lockPersons, takeLock, underLocks } from '../base/locks.ts';
import { findRetiredVersion, keepRetiredVersion } from '../base/retired.ts';
import type { Database, Sql } from '../base/sql.ts';
import { mentionOutcomes } from '../events/message-events.ts';
import { awaitForgetting, awaitOrphans, forgetMembers, nextMembers, refuseWhileForgetting } from './forget.ts';

export interface StoredSegment {
  readonly id: string;
  readonly name: string;
  readonly document: Segment | JsonObject;
  /** It was changed by hand, or written by another release. */
  readonly isUnreadable: boolean;
  readonly version: number;
  readonly members: number;
  /** Some users have not been judged by this version yet. */
  readonly isFilling: boolean;
  readonly updatedAt: string;
}

export const segmentIds = async (sql: Sql, workspace: WorkspaceId): Promise<readonly string[]> =>
  (await sql<{ id: string }>`select id from segments where workspace = ${workspace} order by id`).map(({ id }) => id);

export async function listSegments(
  sql: Sql,
  {
    workspace,
    after = '',
    limit,
  }: { readonly workspace: WorkspaceId; readonly after?: string | undefined; readonly limit: number },
): Promise<readonly StoredSegment[]> {
  return (
    await sql<Row>`
      select s.id, s.document, s.version, s.filled_to is not null as "isFilling", s.updated_at as "updatedAt",
             (select coalesce(sum(n), 0)::bigint from summed m
              where m.workspace = s.workspace and m.kind = 'members' and m.owner = s.id) as members
        from segments s where s.workspace = ${workspace} and s.id > ${after} order by s.id limit ${limit}`
  ).map(storedOf);
}

export async function findSegment(sql: Sql, workspace: WorkspaceId, id: string): Promise<StoredSegment | undefined> {
  const [row] = await sql<Row>`
    select s.id, s.document, s.version, s.filled_to is not null as "isFilling", s.updated_at as "updatedAt",
           (select coalesce(sum(n), 0)::bigint from summed m
            where m.workspace = s.workspace and m.kind = 'members' and m.owner = s.id) as members
      from segments s where s.workspace = ${workspace} and s.id = ${id}`;
  return row && storedOf(row);
}

interface Row extends Omit<StoredSegment, 'name' | 'document' | 'isUnreadable'> {
  readonly document: unknown;
}

/** A document that can't be read is marked, so that it hides no other segment. */
function storedOf({ document, ...row }: Row): StoredSegment {
  const read = Segment.safeParse(document);
  if (read.success) return { ...row, name: read.data.name, document: read.data, isUnreadable: false };
  const raw: JsonObject =
    typeof document === 'object' && document !== null && !Array.isArray(document) ? { ...document } : {};
  return { ...row, name: typeof raw.name === 'string' ? raw.name : row.id, document: raw, isUnreadable: true };
}

/** Serializes changes of a workspace's segments, so that segments can't come to depend on one another in a circle. */
const inSegments = <T>(
  database: Pick<Database, 'transaction'>,
  workspace: WorkspaceId,
  work: (sql: Sql, now: Instant) => Promise<T>,
): Promise<T> => underLocks(database, workspace, [{ type: 'segments', workspace }], work);

export interface PutSegment {
  readonly workspace: WorkspaceId;
  readonly document: Segment;
  readonly actor: string;
  /** Required current version; 0 means only if the segment doesn't exist. */
  readonly expected?: number | undefined;
}

export interface Put {
  readonly version: number;
  readonly made: 'segment' | 'version' | 'nothing';
}

/** Creates or changes a segment. Memberships are then judged page by page (due/segment-backfill.ts). */
export const putSegment = (database: Pick<Database, 'transaction'>, put: PutSegment): Promise<Result<Put>> =>
  inSegments(database, put.workspace, (sql, now) => writeSegment(sql, now, put));

async function writeSegment(
  sql: Sql,
  now: Instant,
  { workspace, document: given, actor, expected }: PutSegment,
): Promise<Result<Put>> {
  const document = await withDateOrder(sql, workspace, given);
  const { id, name, condition } = document;
  const errors = segmentFlaws(document, await readOthers(sql, workspace));
  if (errors[0]) return refuse('document-invalid', `segment "${id}": ${errors[0].message}`, errors[0].fix, { errors });
  const text = JSON.stringify(document);
  const [before] = await sql<{ version: number; same: boolean }>`
    select version, document::text = ${text} as same from segments where workspace = ${workspace} and id = ${id}`;
  const known = before?.version ?? 0;
  if (expected !== undefined && expected !== known) return refuseConflict(id, expected, known);
  if (before?.same) return ok({ version: known, made: 'nothing' });
  const otherwise = before ? undefined : await refuseWhileForgetting(sql, { workspace, segment: id });
  if (otherwise) return otherwise;

  const version = (before ? known : await findRetiredVersion(sql, { workspace, kind: 'segment', id })) + 1;
  const mentions = mentionsOf(condition);
  await sql`
    insert into segments (workspace, id, name, version, document, mentions, changed_at, filled_to, updated_by)
    values (${workspace}, ${id}, ${name}, ${version}, ${text}::json, ${mentions}::text[], ${now}, '', ${actor})
    on conflict (workspace, id) do update
       set name = excluded.name, version = excluded.version, document = excluded.document, mentions = excluded.mentions,
           changed_at = excluded.changed_at, definition = excluded.definition, filled_to = '', updated_at = now(),
           updated_by = excluded.updated_by`;
  await setDue(sql, [
    {
      workspace,
      kind: 'segment-backfill',
      ref: id,
      person: null,
      journey: null,
      at: instant(now - 1),
      data: { version },
    },
  ]);
  await mentionOutcomes(sql, workspace, `segment/${id}`, mentions);
  await recordAudit(sql, {
    workspace,
    actor,
    action: 'segment.put',
    about: { segment: id, version },
    before: before && { version: known },
    after: { version },
  });
  return ok({ version, made: before ? 'version' : 'segment' });
}

async function readOthers(sql: Sql, workspace: WorkspaceId): Promise<Others> {
  const rows = await sql<{ id: string; document: unknown }>`
    select id, document from segments where workspace = ${workspace}`;
  return new Map(
    rows.map(({ id, document }) => {
      const read = Segment.safeParse(document);
      const asked = read.success
        ? askedFor(read.data.condition)
        : rows.flatMap((other) => (other.id !== id && mayName(document, other.id) ? [other.id] : []));
      return [id, asked];
    }),
  );
}

/** Returns whether an unreadable document may name a segment: it does if the ID occurs in it as a whole string. */
const mayName = (document: unknown, segment: string): boolean =>
  JSON.stringify(document).includes(JSON.stringify(segment));

/** Returns the flaws that `putSegment` would find. */
export const checkSegment = async (
  sql: Sql,
  workspace: WorkspaceId,
  segment: Parameters<typeof segmentFlaws>[0],
): Promise<ReturnType<typeof segmentFlaws>> => segmentFlaws(segment, await readOthers(sql, workspace));

/**
 * Deletes a segment that nothing depends on. Records no events of members leaving. Deletes the first page of
 * memberships immediately; the picker of due rows deletes the rest.
 */
export async function deleteSegment(
  database: Pick<Database, 'transaction'>,
  request: DeleteSegment,
): Promise<Result<{ readonly version: number }>> {
  const { workspace, id: segment } = request;
  const deleted = await inSegments(database, workspace, (sql, now) => removeSegment(sql, now, request));
  if (!deleted.ok) return deleted;
  const { rest, version } = deleted.value;
  if (rest)
    await database.transaction(async (sql) => {
      const page = await nextMembers(sql, { workspace, segment });
      await takeLock(sql, lockPersons(workspace, page));
      await takeLock(sql, { type: 'segments', workspace });
      if (await takeDue(sql, rest)) await forgetMembers(sql, rest.at, { workspace, segment }, page);
    });
  return ok({ version });
}

interface DeleteSegment {
  readonly workspace: WorkspaceId;
  readonly id: string;
  readonly actor: string;
}

/** Deletes a segment. Returns the due row that deletes its memberships. */
async function removeSegment(
  sql: Sql,
  now: Instant,
  { workspace, id, actor }: DeleteSegment,
): Promise<Result<{ readonly version: number; readonly rest: DueRow | undefined }>> {
  const [found] = await sql<{ version: number }>`
    select version from segments where workspace = ${workspace} and id = ${id}`;
  if (!found) return refuseNoSegment(id);
  const users = await findUsers(sql, workspace, id);
  if (users.length > 0)
    return refuse(
      'segment-in-use',
      `segment "${id}" is used by ${users.slice(0, 5).join(', ')}`,
      'remove the segment from them, or stop the journeys, and delete it again',
      { about: { usedBy: users } },
    );
  const rest = await awaitForgetting(sql, now, { workspace, segment: id });
  await awaitOrphans(sql, now, { workspace, segment: id });
  await sql`delete from due where workspace = ${workspace} and kind = 'segment-backfill' and ref = ${id}`;
  await sql`delete from segments where workspace = ${workspace} and id = ${id}`;
  await keepRetiredVersion(sql, { workspace, kind: 'segment', id }, found.version);
  await recordAudit(sql, {
    workspace,
    actor,
    action: 'segment.delete',
    about: { segment: id },
    before: { version: found.version },
  });
  return ok({ version: found.version, rest });
}

/** Returns the journeys that may still decide by a segment, and the segments that ask for it. */
async function findUsers(sql: Sql, workspace: WorkspaceId, id: string): Promise<readonly string[]> {
  const journeys = await sql<{ journey: JourneyId; document: unknown }>`
    with inside as (
      select journey, version, sum(case when measure in ('entered', 'moved-in') then n else -n end) as n from (
        select journey, version, measure, n from counts where workspace = ${workspace} and node = ''
        union all
        select journey, version, measure, n from count_deltas where workspace = ${workspace} and node = ''
      ) as each where measure in ('entered', 'moved-in', 'moved-out') or starts_with(measure, 'exited:')
       group by journey, version
    )
    select v.journey, v.document::jsonb as document
      from versions v
      join journeys j on (j.workspace, j.id) = (v.workspace, v.journey)
      left join inside i on (i.journey, i.version) = (v.journey, v.version)
     where v.workspace = ${workspace}
       and ((v.version = j.version and j.state not in ('stopped', 'archived', 'completed')) or i.n > 0)`;
  const asking = journeys.filter(({ document }) => {
    const read = Journey.safeParse(document);
    return read.success ? segmentsNamedBy(read.data).includes(id) : mayName(document, id);
  });
  const others = [...(await readOthers(sql, workspace))].filter(([, asked]) => asked.includes(id));
  return [
    ...new Set(asking.map(({ journey }) => `journey "${journey}"`)),
    ...others.map(([other]) => `segment "${other}"`),
  ];
}

export const refuseNoSegment = (id: string) =>
  refuse('segment-not-found', `there is no segment "${id}"`, 'list them with GET /v1/segments');

const refuseConflict = (id: string, expected: number, now: number) =>
  refuse(
    'version-conflict',
    now === 0
      ? `There is no segment "${id}", but version ${expected} was expected`
      : `Segment "${id}" is at version ${now}, not ${expected}`,
    now === 0
      ? 'create it without If-Match'
      : 'get the current version, apply your change, and send it with its ETag in If-Match',
    { about: { version: now } },
  );
