import type { JsonObject } from '../../journey/base/json.ts';
import type { ListedConsent } from '../events/import-users.ts';

/** A row of a list, by its number in the file. */
export type ListRow =
  | {
      readonly nr: number;
      readonly userId: string;
      readonly properties: JsonObject;
      /** Traits and consents that are stored before the user enters. */
      readonly traits?: JsonObject;
      readonly consents?: readonly ListedConsent[];
      /** Approximate size in bytes. */
      readonly bytes?: number;
    }
  | { readonly nr: number; readonly reason: string; readonly fix: string };

/** How a file was read. */
export interface ListFile {
  readonly format: 'csv' | 'ndjson' | 'xlsx';
  readonly encoding: string | null;
  readonly delimiter: 'comma' | 'semicolon' | 'tab' | 'pipe' | null;
  /** Target of each column; null if each row names its own. */
  readonly columns: Record<string, string> | null;
}

/** Rows that don't come from a file. */
export const NO_FILE: ListFile = { format: 'ndjson', encoding: null, delimiter: null, columns: null };
