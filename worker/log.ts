import { pino } from 'pino';

/** Creates the log of a role: JSON lines on stdout. Log ids only, never personal data. */
export const createLog = (role: string, level: string) => pino({ name: `sojourn ${role}`, level });
export type Log = ReturnType<typeof createLog>;

/** Wraps a log so that it counts errors, which a metric shows to operators. */
export const countErrors = (log: Log, count: () => void) => ({
  info: (about: object, message: string) => log.info(about, message),
  warn: (about: object, message: string) => log.warn(about, message),
  error(about: object, message: string) {
    count();
    log.error(about, message);
  },
});
