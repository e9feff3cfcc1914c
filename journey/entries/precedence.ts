/** Who decides first of those of one person who have something due at one instant (store/messages/precedence.ts does the same in SQL). */
export interface Ranked {
  readonly priority: number;
  readonly journey: string;
  /** In the order of entry. */
  readonly nth: number;
}

export const byPrecedence = (a: Ranked, b: Ranked): number =>
  a.priority - b.priority || (a.journey < b.journey ? -1 : a.journey > b.journey ? 1 : 0) || a.nth - b.nth;
