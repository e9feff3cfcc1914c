import type { JourneyId } from '../../base/ids.ts';
import { byPrecedence } from '../../entries/precedence.ts';
import type { Instant } from '../../time/time.ts';

/** Something that time alone brings about. */
export interface EngineDueRow {
  readonly at: Instant;
  /** Whom it may let in: those of the most important journey first. */
  readonly entersInto?: JourneyId;
  readonly run: () => void;
}

/** At one instant memberships change first: whoever is let in then is let in by what they are. */
const rankOf = (name: string, { entersInto }: EngineDueRow): number =>
  name.startsWith('segment/') ? 0 : entersInto === undefined ? 2 : 1;

/** As the table `due` keeps it: a row of the same kind and ref is replaced, wherever it moves. */
export function createEngineDue(priorityOf: (journey: JourneyId) => number) {
  const rows = new Map<string, EngineDueRow>();
  const byJourney = ({ entersInto: one }: EngineDueRow, { entersInto: other }: EngineDueRow): number =>
    one === undefined || other === undefined ? 0 : byPrecedence(rankedOf(one), rankedOf(other));
  const rankedOf = (journey: JourneyId) => ({ priority: priorityOf(journey), journey, nth: 0 });
  return {
    rows,
    later: (kind: string, ref: string, at: Instant, run: () => void, entersInto?: JourneyId) =>
      void rows.set(`${kind}/${ref}`, { at, run, ...(entersInto !== undefined && { entersInto }) }),
    never: (kind: string, ref: string) => void rows.delete(`${kind}/${ref}`),
    /** The earliest of all; infinity where nothing waits. */
    next: () => Math.min(...[...rows.values()].map(({ at }) => at)),

    /** Does what the oldest row was for whose instant has passed. False: there is none. */
    pickUp(now: Instant): boolean {
      const [first] = [...rows]
        .filter(([, { at }]) => at < now)
        .toSorted(
          ([a, row], [b, other]) =>
            row.at - other.at || rankOf(a, row) - rankOf(b, other) || byJourney(row, other) || (a < b ? -1 : 1),
        );
      if (!first) return false;
      const [name, { run }] = first;
      rows.delete(name);
      run();
      return true;
    },
  };
}
