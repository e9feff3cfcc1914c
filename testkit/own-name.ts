import { randomBytes } from 'node:crypto';

/** A name nothing else in a run has. Process ids will not do: in a long run the system gives them out again. */
export const ownName = (prefix: string): string => `${prefix}${randomBytes(6).toString('hex')}`;
