import { rollUpCounts, rollUpMessageCounts } from '../../store/base/counts.ts';
import type { Database, Sql } from '../../store/base/sql.ts';
import { failBrokenUploads } from '../../store/broadcasts/stale-uploads.ts';
import { deleteOldCallbacks } from '../../store/callbacks/callbacks.ts';
import { deleteOldLinks } from '../../store/callbacks/links.ts';
import { deleteClosedWindows } from '../../store/callbacks/windows.ts';
import { catalogueEvents } from '../../store/catalogue/names.ts';
import { wakeHeld } from '../../store/lifecycle/pause.ts';
import { announceClosing } from '../../store/lifecycle/stop-instances.ts';
import { deleteExpired, forgetOldKeys, type Retention } from '../../store/maintenance/retention.ts';
import { rollUpSums } from '../../store/maintenance/sums.ts';
import { releaseFarClaims } from '../../store/outbox/claims.ts';
import { announceOverdue, announceStuck, readLastPosition, sweep } from '../../store/outbox/outbox.ts';
import { makePartitions } from '../../store/schema/partitions.ts';
import { repeat } from '../repeat.ts';
import { createUnheardCheck } from './patrol.ts';

interface JobLog {
  warn(about: object, message: string): void;
}

/** How many positions the first sweep after a start looks back. */
const FIRST_SWEEP = 100_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Returns the time budget of a job that deletes page by page, so that a backlog blocks neither others nor shutdown. */
const startTimeBudget = () => ({ now: Date.now(), until: Date.now() + 20_000 });

/**
 * Starts the recurring jobs, which every worker runs and which are safe to run concurrently. `onSwept` receives the
 * number of users that the forwarder had missed.
 */
export function startJobs(
  database: Database,
  others: {
    readonly retention: Retention;
    readonly keepSchedules: () => Promise<unknown>;
    readonly finishErasures: () => Promise<unknown>;
    readonly checkClosed: () => Promise<unknown>;
    readonly register: () => Promise<unknown>;
    readonly askOutcomes: () => Promise<unknown>;
  },
  log: JobLog,
  onSwept: (found: number) => void,
): { close(): Promise<void> } {
  const { sql } = database;
  const jobs = [
    repeatJob(2_000, () => rollUpCounts(sql), log),
    repeatJob(2_000, () => rollUpMessageCounts(sql), log),
    repeatJob(2_000, () => rollUpSums(sql), log),
    repeatJob(1_000, createSweep(sql, onSwept), log),
    repeatJob(60_000, () => releaseFarClaims(sql), log),
    repeatJob(1_000, () => wakeHeld(sql), log),
    repeatJob(1_000, () => announceClosing(sql), log),
    repeatJob(2_000, others.keepSchedules, log, 'at once'),
    repeatJob(2_000, others.finishErasures, log, 'at once'),
    repeatJob(20_000, others.checkClosed, log, 'at once'),
    repeatJob(5_000, createUnheardCheck(database), log),
    repeatJob(60_000, () => announceOverdue(sql), log),
    repeatJob(HOUR_MS, () => announceStuck(sql), log, 'at once'), // a new release may have fixed the cause
    repeatJob(HOUR_MS, others.register, log),
    repeatJob(10_000, others.askOutcomes, log),
    repeatJob(10_000, createCatalogJob(database), log),
    repeatJob(HOUR_MS, () => keepPartitions(database, log), log, 'at once'),
    repeatJob(HOUR_MS, () => failBrokenUploads(sql), log),
    repeatJob(MINUTE_MS, () => deleteOldCallbacks(sql, startTimeBudget()), log),
    repeatJob(10 * MINUTE_MS, () => deleteClosedWindows(sql, startTimeBudget()), log),
    repeatJob(60 * MINUTE_MS, () => deleteOldLinks(sql, startTimeBudget()), log),
    repeatJob(MINUTE_MS, () => forgetOldKeys(sql, startTimeBudget()), log),
    repeatJob(10 * MINUTE_MS, () => deleteExpired(database, others.retention, startTimeBudget()), log),
  ];
  return {
    async close() {
      await Promise.all(jobs.map((job) => job.close()));
    },
  };
}

async function keepPartitions(database: Database, log: JobLog): Promise<void> {
  if (!(await makePartitions(database)))
    log.warn({}, "could not create a coming month's partition because readers held locks: trying again in an hour");
}

/** Catalogs events up to the last position seen by the run before, since all of those have been committed by now. */
function createCatalogJob({ sql, transaction }: Database): () => Promise<void> {
  let upTo = 0;
  return async () => {
    const last = await readLastPosition(sql);
    while (await transaction((own) => catalogueEvents(own, upTo)));
    upTo = last;
  };
}

/** Positions per statement, and how long one run of the sweep may take. */
const SLICE = 5_000;
const RUN_MS = 100;
/** Events this old should have been forwarded. */
const OLD_MS = 10_000;

/** Creates the sweep, which checks events accepted more than 10 s ago, slice by slice. */
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

const repeatJob = (everyMs: number, work: () => Promise<unknown>, log: JobLog, first: 'later' | 'at once' = 'later') =>
  repeat(work, {
    everyMs,
    isImmediate: first === 'at once',
    onFailure: (err) => log.warn({ err }, 'a job failed: it will run again'),
  });
