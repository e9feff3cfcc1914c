import { rollUpCounts } from '../store/counts.ts';
import { lastPosition, sweep } from '../store/outbox.ts';
import type { Database } from '../store/sql.ts';

/** What is done from time to time, by every worker; each is safe to run twice at once. */
export function startJobs(
  database: Database,
  log: { warn(about: object, message: string): void },
  onSwept: (found: number) => void,
): { close(): Promise<void> } {
  let swept = 0;
  const jobs = [
    repeat(
      2_000,
      async () => {
        await rollUpCounts(database.sql);
      },
      log,
    ),
    // What was accepted before the last look is old enough to have been read: the net under the forwarder.
    repeat(
      10_000,
      async () => {
        const upTo = await lastPosition(database.sql);
        if (swept > 0) onSwept(await sweep(database.sql, marks.previous, swept));
        marks.previous = swept;
        swept = upTo;
      },
      log,
    ),
  ];
  const marks = { previous: 0 };
  return {
    async close() {
      await Promise.all(jobs.map((job) => job.close()));
    },
  };
}

function repeat(everyMs: number, work: () => Promise<void>, log: { warn(about: object, message: string): void }) {
  let underWay = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const again = () => {
    if (!isClosed) timer = setTimeout(() => (underWay = once()), everyMs);
  };
  const once = async () => {
    try {
      await work();
    } catch (err) {
      log.warn({ err }, 'a job failed: it runs again');
    }
    again();
  };
  again();
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
