import { DocumentFault } from '../journey/base/document-fault.ts';
import { isOfTheData } from '../store/base/fault.ts';

/**
 * Returns whether a retry can't help: a document that can't be followed or values that can't be stored, but not a bug.
 */
export const isLasting = (cause: unknown): boolean => cause instanceof DocumentFault || isOfTheData(cause);
