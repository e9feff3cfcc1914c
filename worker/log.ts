import { pino } from 'pino';

/** JSON lines on stdout; ids only, nothing personal. */
export const createLog = (role: string, level: string) => pino({ name: `sojourn ${role}`, level });
export type Log = ReturnType<typeof createLog>;

/** Returns the same log, which counts its errors: an operator is told of them by a metric. */
export const countErrors = (log: Log, count: () => void) => ({
  info: (about: object, message: string) => log.info(about, message),
  warn: (about: object, message: string) => log.warn(about, message),
  error(about: object, message: string) {
    count();
    log.error(about, message);
  },
});
