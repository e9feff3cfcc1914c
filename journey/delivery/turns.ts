/**
 * Turns that a worker asks for. All workers take them from one place, so that a provider's limit holds for their sum.
 */
export interface AskedTurns {
  readonly count: number;
  /** Milliseconds between two turns. */
  readonly everyMs: number;
  /** Messages that may go at the same moment after a quiet time. */
  readonly burst: number;
  /** Least time until the first turn. */
  readonly aheadMs: number;
  /** Turns later than this are not taken. */
  readonly horizonMs: number;
}

/** `count` turns, in milliseconds of the clock of their source: the first at `first`, then one every `everyMs`. */
export interface TakenTurns {
  readonly now: number;
  /** Nominal instant of the first turn, of this answer or, if there are none, of the next. */
  readonly first: number;
  readonly count: number;
}
