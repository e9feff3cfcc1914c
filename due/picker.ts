import type { BulkRoom } from '../forwarding/bulk-room.ts';
import { isLasting } from '../forwarding/lasting.ts';
import type { Log } from '../forwarding/ports.ts';
import type { Slots } from '../forwarding/slots.ts';
import { isBug } from '../journey/base/document-fault.ts';
import { messageOf } from '../journey/base/message-of.ts';
import { type Instant, instant } from '../journey/time/time.ts';
import {
  type ClaimedDue,
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
import type { DueHandler } from './handler.ts';

export interface DuePorts {
  readonly database: Database;
  readonly store: Store;
  readonly handlers: Readonly<Record<string, DueHandler>>;
  /** How many users bulk work may let in now. Absent: any number. */
  readonly room?: BulkRoom;
  readonly log: Log;
  /** Announces that the outbox may have new work. */
  readonly ring: () => void;
}

/** Rows processed at once. */
const SLOTS = 10;
/** Attempts before a row about a user is set aside. A row without a user is retried once a minute forever. */
const MAX_ATTEMPTS = 8;

/** Creates the picker of due rows (design.md §8). Several may run: a claimed row is taken out only once. */
export const createDuePicker = (ports: DuePorts): Slots<ClaimedDue> => ({
  slots: SLOTS,
  claim: (atMost) => claimDue(ports.database.sql, atMost),
  async work({ row, attempts }) {
    try {
      await processRow(ports, row);
      ports.ring();
    } catch (err) {
      await postponeOrSetAside(ports, { row, attempts }, err);
    }
    return true;
  },
});

async function processRow(ports: DuePorts, row: DueRow): Promise<void> {
  const handler = ports.handlers[row.kind];
  if (!handler) throw new TypeError(`nothing handles due rows of kind "${row.kind}"`);
  if (handler.isBulk && !(await hasRoom(ports, row))) return void (await deferDue(ports.database.sql, row));
  await inTransaction(ports, row, async (sql) => {
    const page = (await handler.page?.(sql, row)) ?? [];
    for (const lock of locksOf(handler, row, page)) await takeLock(sql, lock);
    if (await takeDue(sql, row)) await handler.handle(sql, await clockOf(sql, row), row, page);
  });
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
  await postponeDue(database.sql, row);
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

/** Reads the workspace's clock in a separate statement, after the locks. */
async function clockOf(sql: Sql, { workspace }: DueRow): Promise<Instant> {
  const [clock] = await sql<{ now: number }>`select clock(${workspace}) as now`;
  return instant(clock?.now ?? 0);
}
