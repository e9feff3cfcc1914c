import { randomBytes } from 'node:crypto';

/** Returns a name that is unique in a run. Process ids aren't: the system reuses them in a long run. */
export const ownName = (prefix: string): string => `${prefix}${randomBytes(6).toString('hex')}`;
