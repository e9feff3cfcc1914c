import type { Log } from '../log.ts';

/**
 * Resolves when the process is told to stop. A second signal ends it at once, and so does the deadline: what hangs must not keep it for
 * ever, and whatever started it may not kill it.
 */
export const untilToldToStop = (role: string, log: Log, deadlineMs: number): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => {
        log.info({ signal }, `the ${role} stops`);
        process.once(signal, () => process.exit(1));
        setTimeout(() => {
          log.error({}, `the ${role} has not stopped within ${deadlineMs / 1_000} s: ending it`);
          process.exit(1);
        }, deadlineMs).unref();
        resolve();
      });
  });
