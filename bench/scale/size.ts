/** Numbers of seeded rows, in proportion to the users. */
export interface Size {
  readonly people: number;
  /** Four in five are live; half belong to one journey. */
  readonly instances: number;
  readonly events: number;
}

/** The full size: a million instances, ten million events, five million transitions and as many messages. */
export const FULL_PEOPLE = 100_000;
/** A twentieth: enough for the planner to choose the plans of the full size. */
export const QUICK_PEOPLE = FULL_PEOPLE / 20;

export const sizeOf = (people: number): Size => ({ people, instances: people * 10, events: people * 100 });
