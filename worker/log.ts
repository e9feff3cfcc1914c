import { pino } from 'pino';

/** JSON lines on stdout; ids only, nothing personal. */
export const createLog = (role: string, level: string) => pino({ name: `sojourn ${role}`, level });
export type Log = ReturnType<typeof createLog>;
