import type { JourneyId, WorkspaceId } from '../../../journey/base/ids.ts';
/** The users that a report covers: users who entered in [from, to) and are on one version. */
export interface Scope {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  /** Null for all versions. */
  readonly version: number | null;
  readonly from: number;
  readonly to: number;
}

/** A count of one version. Measures are defined in journey/engine/counts.ts. */
export interface Measured {
  readonly version: number;
  /** Empty for the journey as a whole. */
  readonly node: string;
  readonly measure: string;
  readonly n: number;
}

const HOUR_MS = 3_600_000;

/** Splits a range into its whole hours, if any, and the partial hours at its ends. */
export function hoursOf(scope: Scope): { readonly whole: Scope | undefined; readonly cut: readonly Scope[] } {
  const begin = Math.ceil(scope.from / HOUR_MS) * HOUR_MS;
  const end = Math.floor(scope.to / HOUR_MS) * HOUR_MS;
  if (begin >= end) return { whole: undefined, cut: [scope] };
  const cut = [
    { ...scope, to: begin },
    { ...scope, from: end },
  ];
  return { whole: { ...scope, from: begin, to: end }, cut: cut.filter(({ from, to }) => from < to) };
}
