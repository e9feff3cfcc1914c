/** Of whom a report tells: those who entered from one instant on and before another, and are on one version. */
export interface Scope {
  readonly workspace: string;
  readonly journey: string;
  /** Null: all of them together. */
  readonly version: number | null;
  readonly from: number;
  readonly to: number;
}

/** How many, of one version. Measures: journey/engine/counts.ts. */
export interface Measured {
  readonly version: number;
  /** '' for the journey as a whole. */
  readonly node: string;
  readonly measure: string;
  readonly n: number;
}
