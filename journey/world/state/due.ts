import type { JourneyId } from '../../base/ids.ts';
import { byPrecedence } from '../../entries/precedence.ts';
import type { Instant } from '../../time/time.ts';

/** Work that time alone causes. */
export interface EngineDueRow {
  readonly at: Instant;
  /**
   * The journey that it may enter users into. Of several due at one instant, the journey with the highest priority goes
   * first.
   */
  readonly entersInto?: JourneyId;
  /** The user whom it may let in. At one instant, a journey's users go in the order of their IDs. */
  readonly user?: string;
  readonly run: () => void;
}

/** Ranks rows at one instant. Memberships change first, because entries depend on them. */
const rankOf = (name: string, { entersInto }: EngineDueRow): number =>
  name.startsWith('segment/') ? 0 : entersInto === undefined ? 2 : 1;

/** Creates the schedule of a world, like the table `due`. A row replaces an earlier one with the same kind and ref. */
export function createEngineDue(priorityOf: (journey: JourneyId) => number) {
  const rows = new Map<string, EngineDueRow>();
  const byJourney = ({ entersInto: one }: EngineDueRow, { entersInto: other }: EngineDueRow): number =>
    one === undefined || other === undefined ? 0 : byPrecedence(rankedOf(one), rankedOf(other));
  const byUser = ({ user: one }: EngineDueRow, { user: other }: EngineDueRow): number =>
    one === undefined || other === undefined || one === other ? 0 : one < other ? -1 : 1;
  const rankedOf = (journey: JourneyId) => ({ priority: priorityOf(journey), journey, nth: 0 });
  return {
    rows,
    later: (kind: string, ref: string, at: Instant, run: () => void, entersInto?: JourneyId) =>
      void rows.set(`${kind}/${ref}`, { at, run, ...(entersInto !== undefined && { entersInto }) }),
    never: (kind: string, ref: string) => void rows.delete(`${kind}/${ref}`),
    /** Returns the earliest instant; infinity without rows. */
    next: () => Math.min(...[...rows.values()].map(({ at }) => at)),

    /** Runs the oldest row whose instant has passed. Returns false if there is none. */
    pickUp(now: Instant): boolean {
      const [first] = [...rows]
        .filter(([, { at }]) => at < now)
        .toSorted(
          ([a, row], [b, other]) =>
            row.at - other.at ||
            rankOf(a, row) - rankOf(b, other) ||
            byJourney(row, other) ||
            byUser(row, other) ||
            (a < b ? -1 : 1),
        );
      if (!first) return false;
      const [name, { run }] = first;
      rows.delete(name);
      run();
      return true;
    },
  };
}
