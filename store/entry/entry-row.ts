import type { JourneyId, PersonId } from '../../journey/base/ids.ts';
import type { DueRow } from '../base/due-rows.ts';

/** A due row that may let its user into its journey, at a moment of the user's own. */
export type EntryRow = DueRow & { readonly person: PersonId; readonly journey: JourneyId };

export const isEntryRow = (row: DueRow): row is EntryRow => row.person !== null && row.journey !== null;
