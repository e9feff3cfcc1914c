import { DocumentFault } from '../journey/base/document-fault.ts';

/** Whether asking again would not help: a document that can't be followed, values that can't be stored. A bug in the code is neither. */
export const isLasting = (cause: unknown): boolean => cause instanceof DocumentFault || isOfTheData(cause);

/** Whether PostgreSQL refuses the values: SQLSTATE classes 22 (data), 23 (constraints) and 54 (size). */
export const isOfTheData = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && /^(22|23|54)/.test(String(cause.code));
