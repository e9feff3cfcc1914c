import { type Instant, instant } from '../journey/time.ts';
import { claimDue, type DueRow, postponeDue, releaseDue, takeDue } from '../store/due-rows.ts';
import { type Lock, lockJourney, lockPersons, shareJourneys, takeLock } from '../store/locks.ts';
import type { Store } from '../store/person.ts';
import type { Database, Sql } from '../store/sql.ts';
import type { DueHandler } from './due/handler.ts';

export interface DuePorts {
  readonly database: Database;
  readonly store: Store;
  readonly handlers: Readonly<Record<string, DueHandler>>;
  readonly log: { warn(about: object, message: string): void };
  /** Something may have been put into the outbox. */
  readonly ring: () => void;
}

/** Rows in hand at once. */
const AT_ONCE = 20;

/** Picks up what time alone brings about (design.md §8). Several may run: each claims rows, and a row taken twice is taken once. */
export function createDuePicker(ports: DuePorts) {
  return {
    /** Takes what has come once. Returns how many rows it had in hand. */
    async pass(session: Sql): Promise<number> {
      const rows = await claimDue(session, AT_ONCE);
      if (rows.length === 0) return 0;
      try {
        await Promise.all(rows.map((row) => pick(ports, row)));
      } finally {
        await releaseDue(session, rows);
      }
      ports.ring();
      return rows.length;
    },
  };
}

async function pick(ports: DuePorts, row: DueRow): Promise<void> {
  const { database, handlers, log } = ports;
  const handler = handlers[row.kind];
  try {
    if (!handler) throw new TypeError(`nothing handles due rows of kind "${row.kind}"`);
    await inTransaction(ports, row, async (sql) => {
      const page = (await handler.page?.(sql, row)) ?? [];
      for (const lock of locksOf(handler, row, page)) await takeLock(sql, lock);
      if (await takeDue(sql, row)) await handler.handle(sql, await clockOf(sql, row), row, page);
    });
  } catch (err) {
    log.warn({ err, kind: row.kind, ref: row.ref }, 'what was due could not be done: tried again');
    await postponeDue(database.sql, row);
  }
}

/** Work about one user queues before it takes a connection. */
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

/** In a statement of its own, after the locks. */
async function clockOf(sql: Sql, { workspace }: DueRow): Promise<Instant> {
  const [clock] = await sql<{ now: number }>`select clock(${workspace}) as now`;
  return instant(clock?.now ?? 0);
}
