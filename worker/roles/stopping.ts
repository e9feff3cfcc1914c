import type { Log } from '../log.ts';

/**
 * Resolves on SIGTERM or SIGINT. A second signal ends the process immediately, and so does the deadline, since not
 * every supervisor kills a process that hangs.
 */
export const waitForStopSignal = (role: string, log: Log, deadlineMs: number): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => {
        log.info({ signal }, `the ${role} is stopping`);
        process.once(signal, () => process.exit(1));
        setTimeout(() => {
          log.error({}, `the ${role} did not stop within ${deadlineMs / 1_000} s: ending it`);
          process.exit(1);
        }, deadlineMs).unref();
        resolve();
      });
  });
