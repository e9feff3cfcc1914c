import type { PersonId } from '../../journey/base/ids.ts';
import type { Answer } from '../../journey/segments/evaluate.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Defined } from './defined.ts';
import type { Change, Membership } from './memberships.ts';

/** What was accepted together, or came about at one instant. */
interface Announced {
  readonly at: Instant;
  readonly changes: Change[];
}

export interface Occasion {
  readonly at: Instant;
  readonly hops: number;
  /** Its due row has come; else something has happened. */
  readonly isOfTime: boolean;
}

type Told = Pick<Answer, 'is' | 'until'>;

/** Where one person stands in all segments, while answers come in; what has changed by then is written at once. */
export function createStanding(person: PersonId, segments: readonly Defined[], memberships: readonly Membership[]) {
  const versions = new Map(segments.map(({ id, version }) => [id, version]));
  const standing = new Map(memberships.map((each) => [each.segment, each]));
  const touched = new Set<string>();
  const announced: Announced[] = [];
  let step: Announced | undefined;

  const outside = (segment: string, at: Instant): Membership => ({
    segment,
    person,
    isIn: false,
    sinceAt: at,
    version: 0,
    dueAt: null,
  });

  function announce({ at, hops, isOfTime }: Occasion, segment: string, isIn: boolean): void {
    const together = !isOfTime && step ? step : { at, changes: [] };
    together.changes.push({ segment, person, isIn, hops });
    if (together !== step) announced.push(together);
    if (!isOfTime) step = together;
  }

  return {
    take(segment: string, answer: Told, occasion: Occasion): void {
      const before = standing.get(segment) ?? outside(segment, occasion.at);
      const dueAt = nextLook(before.dueAt, answer.until, occasion);
      const isMoved = answer.is !== before.isIn;
      if (!isMoved && dueAt === before.dueAt) return;
      const version = versions.get(segment) ?? before.version;
      const sinceAt = isMoved ? occasion.at : before.sinceAt;
      standing.set(segment, { ...before, isIn: answer.is, sinceAt, version, dueAt });
      touched.add(segment);
      if (isMoved) announce(occasion, segment, answer.is);
    },
    /** What changes from now on is accepted by itself. */
    endStep() {
      step = undefined;
    },
    inside: (): readonly string[] => [...standing.values()].filter(({ isIn }) => isIn).map(({ segment }) => segment),
    /** The oldest that time alone changes before an instant. */
    firstDue(before: Instant): { readonly segment: string; readonly dueAt: Instant } | undefined {
      const due = [...standing.values()].flatMap(({ segment, dueAt }) =>
        dueAt !== null && dueAt < before ? [{ segment, dueAt }] : [],
      );
      return due.toSorted((a, b) => a.dueAt - b.dueAt || (a.segment < b.segment ? -1 : 1))[0];
    },
    touched: (): readonly Membership[] => [...touched].flatMap((segment) => standing.get(segment) ?? []),
    announced: (): readonly Announced[] => announced,
  };
}

/** A due row moves only earlier at once; a later instant is found when the old one comes (design.md §8). */
function nextLook(due: Instant | null, until: Instant | null, { isOfTime }: Occasion): Instant | null {
  if (isOfTime || due === null) return until;
  return until !== null && until < due ? until : due;
}
