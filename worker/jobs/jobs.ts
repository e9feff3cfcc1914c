import { rollUpCounts, rollUpMessageCounts } from '../../store/base/counts.ts';
import type { Database, Sql } from '../../store/base/sql.ts';
import { failBrokenUploads } from '../../store/broadcasts/lists.ts';
import { catalogueEvents } from '../../store/catalogue/names.ts';
import { announceClosing } from '../../store/lifecycle/end.ts';
import { wakeHeld } from '../../store/lifecycle/pause.ts';
import { deleteExpired, forgetOldKeys, type Retention } from '../../store/maintenance/retention.ts';
import { rollUpSums } from '../../store/maintenance/sums.ts';
import { releaseFarClaims } from '../../store/outbox/claims.ts';
import { announceOverdue, announceStuck, readLastPosition, sweep } from '../../store/outbox/outbox.ts';
import { makePartitions } from '../../store/schema/partitions.ts';
import { createUnheardLook } from './patrol.ts';

interface JobLog {
  warn(about: object, message: string): void;
}

/** Events that the first sweep after a start looks back at. */
const FIRST_SWEEP = 100_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A job that deletes page by page stops here, so that one backlog does not hold it, nor the end of the process. */
const forAWhile = () => ({ now: Date.now(), until: Date.now() + 20_000 });

/** What is done from time to time, by every worker; each job is safe to run twice at once. `onSwept` hears how many people were missed. */
export function startJobs(
  database: Database,
  others: {
    readonly retention: Retention;
    readonly keepSchedules: () => Promise<unknown>;
    readonly finishErasures: () => Promise<unknown>;
    readonly lookAtClosed: () => Promise<unknown>;
    readonly register: () => Promise<unknown>;
  },
  log: JobLog,
  onSwept: (found: number) => void,
): { close(): Promise<void> } {
  const { sql } = database;
  const jobs = [
    repeat(2_000, () => rollUpCounts(sql), log),
    repeat(2_000, () => rollUpMessageCounts(sql), log),
    repeat(2_000, () => rollUpSums(sql), log),
    repeat(1_000, createSweep(sql, onSwept), log),
    repeat(60_000, () => releaseFarClaims(sql), log),
    repeat(1_000, () => wakeHeld(sql), log),
    repeat(1_000, () => announceClosing(sql), log),
    repeat(2_000, others.keepSchedules, log, 'at once'),
    repeat(2_000, others.finishErasures, log, 'at once'),
    repeat(20_000, others.lookAtClosed, log, 'at once'),
    repeat(5_000, createUnheardLook(database), log),
    repeat(60_000, () => announceOverdue(sql), log),
    repeat(HOUR_MS, () => announceStuck(sql), log, 'at once'), // this start may have brought what mends them
    repeat(HOUR_MS, others.register, log),
    repeat(10_000, createCataloguing(database), log),
    repeat(HOUR_MS, () => keepPartitions(database, log), log, 'at once'),
    repeat(HOUR_MS, () => failBrokenUploads(sql), log),
    repeat(MINUTE_MS, () => forgetOldKeys(sql, forAWhile()), log),
    repeat(10 * MINUTE_MS, () => deleteExpired(database, others.retention, forAWhile()), log),
  ];
  return {
    async close() {
      await Promise.all(jobs.map((job) => job.close()));
    },
  };
}

async function keepPartitions(database: Database, log: JobLog): Promise<void> {
  if (!(await makePartitions(database)))
    log.warn({}, "a coming month's partition could not be made while others read: tried again in an hour");
}

/** Goes over what was accepted before its last look: whatever has a position by then has been committed. */
function createCataloguing({ sql, transaction }: Database): () => Promise<void> {
  let upTo = 0;
  return async () => {
    const last = await readLastPosition(sql);
    while (await transaction((own) => catalogueEvents(own, upTo)));
    upTo = last;
  };
}

/** Positions of one statement, and how long one run goes on with the next: what is accepted meanwhile waits no longer. */
const SLICE = 5_000;
const RUN_MS = 100;
/** What was accepted so long ago has been read by now. */
const OLD_MS = 10_000;

/** Looks, slice by slice, at what was accepted more than 10 s ago. */
export function createSweep(
  sql: Sql,
  onSwept: (found: number) => void,
  now: () => number = () => performance.now(),
): () => Promise<void> {
  const marks: { readonly at: number; readonly position: number }[] = [];
  let from: number | undefined;
  return async () => {
    const began = now();
    marks.push({ at: began, position: await readLastPosition(sql) });
    while (marks[1] && marks[1].at <= began - OLD_MS) marks.shift();
    const [old] = marks;
    if (!old || old.at > began - OLD_MS) return;
    from ??= Math.max(0, old.position - FIRST_SWEEP);
    while (from < old.position && now() - began < RUN_MS) {
      const upTo = Math.min(old.position, from + SLICE);
      onSwept(await sweep(sql, from, upTo));
      from = upTo;
    }
  };
}

function repeat(everyMs: number, work: () => Promise<unknown>, log: JobLog, first: 'later' | 'at once' = 'later') {
  let underWay = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const once = async () => {
    try {
      await work();
    } catch (err) {
      log.warn({ err }, 'a job failed: it runs again');
    }
    later(everyMs);
  };
  const later = (ms: number) => {
    if (isClosed) return;
    timer = setTimeout(() => {
      underWay = once();
    }, ms);
  };
  later(first === 'at once' ? 0 : everyMs);
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
