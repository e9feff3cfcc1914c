import type { JourneyId } from '../base/ids.ts';
/**
 * The rank of an instance when several of one user are due at the same instant. store/messages/precedence.ts does the
 * same in SQL.
 */
export interface Ranked {
  readonly priority: number;
  readonly journey: JourneyId;
  /** Order of entry. */
  readonly nth: number;
}

/** Compares by priority (1 first), then journey ID, then order of entry. */
export const byPrecedence = (a: Ranked, b: Ranked): number =>
  a.priority - b.priority || (a.journey < b.journey ? -1 : a.journey > b.journey ? 1 : 0) || a.nth - b.nth;
