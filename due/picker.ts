import type { BulkRoom } from '../forwarding/bulk-room.ts';
import { isLasting } from '../forwarding/lasting.ts';
import type { Log } from '../forwarding/ports.ts';
import type { Slots } from '../forwarding/slots.ts';
import { isBug } from '../journey/base/document-fault.ts';
import { messageOf } from '../journey/base/message-of.ts';
import { type Instant, instant } from '../journey/time/time.ts';
import {
  type ClaimedDue,
  type ClaimedPage,
  claimDue,
  type DueRow,
  deferDue,
  postponeDue,
  setDueAside,
  takeDue,
} from '../store/base/due-rows.ts';
import { type Lock, lockJourney, lockPersons, shareJourneys, takeLock } from '../store/base/locks.ts';
import type { Database, Sql } from '../store/base/sql.ts';
import type { Store } from '../store/person.ts';
import type { DueEntriesHandler, DueHandler } from './handler.ts';

export interface DuePorts {
  readonly database: Database;
  readonly store: Store;
  readonly handlers: Readonly<Record<string, DueHandler | DueEntriesHandler>>;
  /** Limits how many users bulk work lets in. Absent: any number. */
  readonly room?: BulkRoom;
  readonly log: Log;
  /** Announces that the outbox may have new work. */
  readonly ring: () => void;
}

/** Pages processed at once. */
const SLOTS = 10;
/** Attempts before a row about a user is set aside. A row without a user is retried once a minute forever. */
const MAX_ATTEMPTS = 8;

/**
 * Creates the picker of due rows (design.md §8). Several may run: a claimed row is taken out only once. Entries of one
 * journey are claimed in pages; any other row is a page of its own.
 */
export const createDuePicker = (ports: DuePorts): Slots<ClaimedPage> => ({
  slots: SLOTS,
  claim: (atMost) => claimDue(ports.database.sql, atMost),
  async work(page) {
    await processPage(ports, page);
    ports.ring();
    return true;
  },
});

/**
 * Processes a page. If a row makes it fail, halves the page until that row is alone, so that it holds up no other.
 */
async function processPage(ports: DuePorts, page: ClaimedPage): Promise<void> {
  try {
    const later = await processRows(ports, page);
    if (later.length > 0) await deferDue(ports.database.sql, later);
  } catch (err) {
    const [first, ...others] = page;
    if (others.length === 0) return postponeOrSetAside(ports, first, err);
    if (!isLasting(err) && !isBug(err)) return postponePage(ports, page, err);
    const half = Math.ceil(page.length / 2);
    for (const [head, ...rest] of [page.slice(0, half), page.slice(half)])
      if (head) await processPage(ports, [head, ...rest]);
  }
}

/** Returns the rows that were left for later. */
async function processRows(ports: DuePorts, page: ClaimedPage): Promise<readonly DueRow[]> {
  const { database, handlers } = ports;
  const [{ row }] = page;
  const handler = handlers[row.kind];
  if (!handler) throw new TypeError(`nothing handles due rows of kind "${row.kind}"`);
  if ('letIn' in handler)
    return database.transaction((sql) =>
      handler.letIn(
        sql,
        page.map((each) => each.row),
      ),
    );
  if (handler.isBulk && !(await hasRoom(ports, row))) return [row];
  await inTransaction(ports, row, async (sql) => {
    const users = (await handler.page?.(sql, row)) ?? [];
    for (const lock of locksOf(handler, row, users)) await takeLock(sql, lock);
    if (await takeDue(sql, row)) await handler.handle(sql, await clockOf(sql, row), row, users);
  });
  return [];
}

async function postponePage({ database, log }: DuePorts, page: ClaimedPage, err: unknown): Promise<void> {
  const [{ row }] = page;
  log.warn({ err, kind: row.kind, journey: row.journey, rows: page.length }, 'due rows failed: trying again');
  await postponeDue(
    database.sql,
    page.map((each) => each.row),
  );
}

async function hasRoom({ room }: DuePorts, { workspace, journey }: DueRow): Promise<boolean> {
  if (!room || journey === null) return true;
  await room.refresh();
  return room.left({ workspace, journey }) > 0;
}

async function postponeOrSetAside(
  { database, store, log }: DuePorts,
  { row, attempts }: ClaimedDue,
  err: unknown,
): Promise<void> {
  const { kind, ref, workspace, person } = row;
  if (person !== null && isLasting(err) && attempts + 1 >= MAX_ATTEMPTS) {
    log.warn({ err, kind, ref }, 'a due row is set aside after repeated failures');
    await store.person({ workspace, person }, (sql) => setDueAside(sql, { ...row, person }, messageOf(err)));
    return;
  }
  if (isBug(err)) log.error({ err, kind, ref, attempts }, 'a bug keeps a due row from being processed: trying again');
  else log.warn({ err, kind, ref }, 'a due row failed: trying again');
  await postponeDue(database.sql, [row]);
}

/** Runs work in a transaction. Work about one user waits in the user's queue before it takes a connection. */
const inTransaction = (
  { store, database }: DuePorts,
  { workspace, person }: DueRow,
  work: (sql: Sql) => Promise<void>,
) => (person === null ? database.transaction(work) : store.person({ workspace, person }, work));

function locksOf(
  { journey: how, segments = false }: DueHandler,
  { workspace, journey }: DueRow,
  page: readonly string[],
): readonly Lock[] {
  return [
    ...(page.length > 0 ? [lockPersons(workspace, page)] : []),
    ...(how === 'shared' && journey !== null ? [shareJourneys(workspace, [journey])] : []),
    ...(how === 'alone' && journey !== null ? [lockJourney(workspace, journey)] : []),
    ...(segments ? [{ type: 'segments', workspace } as const] : []),
  ];
}

/** Reads the user's clock, or the workspace's, in a separate statement, after the locks. */
async function clockOf(sql: Sql, { workspace, person }: DueRow): Promise<Instant> {
  const [clock] = await sql<{ now: number }>`
    select user_time(${workspace}, ${person ?? ''}, clock(${workspace})) as now`;
  return instant(clock?.now ?? 0);
}
