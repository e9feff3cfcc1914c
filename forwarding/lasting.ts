import { DocumentFault } from '../journey/base/document-fault.ts';

/**
 * Returns whether a retry can't help: a document that can't be followed or values that can't be stored, but not a bug.
 */
export const isLasting = (cause: unknown): boolean => cause instanceof DocumentFault || isOfTheData(cause);

/** Returns whether PostgreSQL refuses the values: SQLSTATE classes 22 (data), 23 (constraints) and 54 (size). */
export const isOfTheData = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && /^(22|23|54)/.test(String(cause.code));
