import type { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { type DueRow, findEarlierEntry, takeDueRows } from '../base/due-rows.ts';
import { shareJourneys, takeLock, tryLockPersons } from '../base/locks.ts';
import type { Sql } from '../base/sql.ts';
import { findJudgingVersion } from '../journeys/closing.ts';
import type { Versions } from '../journeys/versions.ts';
import type { EntryOptions } from './admit.ts';
import { withoutOutdated } from './date-fill.ts';
import { DATE, enterByDates } from './dates.ts';
import { type EntryRow, isEntryRow } from './entry-row.ts';
import { endGrace, GRACE } from './grace.ts';
import { endQualifying, INACTION } from './qualifying.ts';
import { findUsersInTurn, PATIENCE_MS } from './turns.ts';

interface Ports {
  readonly versions: Versions;
  readonly entries: EntryOptions;
}

/**
 * Lets in a page of one journey's users whose moment has come by time alone, in one transaction: dates, waiting times
 * and grace periods that have ended. Users enter by instant, and at one instant in the order of their internal IDs, so
 * that a capacity gives its places in that order. Busy users come later, and so do users whose memberships may change
 * by then; with a capacity, so do all users behind them.
 *
 * @param page Due rows of one journey, in order.
 * @returns the rows that were left for later
 */
export async function letInByTime(sql: Sql, page: readonly DueRow[], ports: Ports): Promise<readonly DueRow[]> {
  const rows = page.filter(isEntryRow);
  const [first] = rows;
  if (!first) return [];
  const { workspace, journey } = first;
  const locked = await tryLockPersons(
    sql,
    workspace,
    rows.map(({ person }) => person),
  );
  await takeLock(sql, shareJourneys(workspace, [journey]));
  const { now, isTest } = await readClock(sql, workspace, rows);
  const number = await findJudgingVersion(sql, workspace, journey);
  const version = number === undefined ? undefined : await ports.versions.get(workspace, journey, number, sql);
  const inTurn = version
    ? await findRowsInTurn(sql, now, version, rows, { locked, isTest })
    : rows.filter(({ person }) => locked.has(person));
  const taken = await takeDueRows(sql, inTurn);
  if (version) for (const some of groupByKind(taken)) await letIn(sql, now, version, some, ports);
  const done = new Set(inTurn);
  return rows.filter((row) => !done.has(row));
}

/** Reads the clock of a page in a separate statement, after the locks. A test user is a page of their own. */
async function readClock(
  sql: Sql,
  workspace: WorkspaceId,
  [first, ...others]: readonly EntryRow[],
): Promise<{ readonly now: Instant; readonly isTest: boolean }> {
  const only = others.length === 0 ? (first?.person ?? '') : '';
  const [clock] = await sql<{ now: number; isTest: boolean }>`
    select user_time(${workspace}, ${only}, clock(${workspace})) as now, is_test(${workspace}, ${only}) as "isTest"`;
  return { now: instant(clock?.now ?? 0), isTest: clock?.isTest ?? false };
}

async function findRowsInTurn(
  sql: Sql,
  now: Instant,
  version: Version,
  rows: readonly EntryRow[],
  { locked, isTest }: { readonly locked: ReadonlySet<PersonId>; readonly isTest: boolean },
): Promise<readonly EntryRow[]> {
  const changing = await findChanging(sql, now, rows);
  const free = new Set([...locked].filter((person) => !changing.has(person)));
  const page = rows.map((row) => ({ ...row, row, busyMs: now - row.at }));
  const { inTurn } = await findUsersInTurn(sql, now, {
    workspace: rows[0]?.workspace as WorkspaceId,
    version,
    page,
    free,
  });
  const isRanked = version.document.entry.capacity !== undefined && !isTest;
  const earlier = isRanked ? await findEarlierEntry(sql, rows, now - PATIENCE_MS) : undefined;
  const isBehind = ({ at, person }: EntryRow) =>
    earlier !== undefined && (at > earlier.at || (at === earlier.at && person >= String(earlier.person)));
  return inTurn.flatMap(({ row }) => (isBehind(row) ? [] : [row]));
}

/** Returns the users whose memberships time alone may still change by their moment. */
async function findChanging(sql: Sql, now: Instant, rows: readonly EntryRow[]): Promise<ReadonlySet<PersonId>> {
  const found = await sql<{ person: PersonId }>`
    select r.person
      from unnest(${rows.map(({ person }) => person)}::text[], ${rows.map(({ at }) => at)}::bigint[]) as r (person, at)
     where r.at > ${now - PATIENCE_MS}
       and exists (select from due d
                    where d.workspace = ${rows[0]?.workspace} and d.person = r.person and d.kind = 'segment'
                      and d.at <= r.at)`;
  return new Set(found.map(({ person }) => person));
}

/** Splits rows into runs of one kind. */
function groupByKind(rows: readonly EntryRow[]): readonly (readonly EntryRow[])[] {
  const groups: EntryRow[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last?.[0]?.kind === row.kind) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

async function letIn(
  sql: Sql,
  now: Instant,
  version: Version,
  rows: readonly EntryRow[],
  { entries }: Ports,
): Promise<void> {
  const kind = rows[0]?.kind;
  switch (kind) {
    case DATE:
      // `fillDates` sets the dates of users whose row is outdated
      return enterByDates(sql, now, version, await withoutOutdated(sql, rows), entries);
    case INACTION:
      return endQualifying(sql, now, version, rows, entries);
    case GRACE:
      for (const row of rows) await endGrace(sql, now, version, row, entries);
      return;
    default:
      throw new TypeError(`no entry comes from due rows of kind "${kind}"`);
  }
}
