import type { PersonId } from '../../journey/base/ids.ts';
import type { Answer } from '../../journey/segments/evaluate.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { SegmentDefinition } from './defined.ts';
import type { Membership, MembershipChange } from './memberships.ts';

/** Changes that are announced together: they were accepted together, or time brought them at one instant. */
interface Announced {
  readonly at: Instant;
  readonly changes: MembershipChange[];
}

export interface JudgedAt {
  readonly at: Instant;
  readonly hops: number;
  /** True if time alone caused it, false if an event did. */
  readonly isOfTime: boolean;
}

type Verdict = Pick<Answer, 'is' | 'until'>;

/**
 * Tracks one user's memberships in all segments while answers come in. Later judgements see earlier changes. Without
 * an answer, a membership stays as it is, and is judged again at `again`.
 */
export function createSegmentState(
  person: PersonId,
  segments: readonly SegmentDefinition[],
  memberships: readonly Membership[],
  again: Instant,
) {
  const versions = new Map(segments.map(({ id, version }) => [id, version]));
  const current = new Map(memberships.map((each) => [each.segment, each]));
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

  function announce({ at, hops, isOfTime }: JudgedAt, segment: string, isIn: boolean): void {
    const together = !isOfTime && step ? step : { at, changes: [] };
    together.changes.push({ segment, person, isIn, hops });
    if (together !== step) announced.push(together);
    if (!isOfTime) step = together;
  }

  function postpone(segment: string): void {
    const before = current.get(segment) ?? outside(segment, again);
    current.set(segment, { ...before, version: versions.get(segment) ?? before.version, dueAt: again });
    touched.add(segment);
  }

  return {
    take(segment: string, answer: Verdict | undefined, occasion: JudgedAt): void {
      if (!answer) {
        postpone(segment);
        return;
      }
      const before = current.get(segment) ?? outside(segment, occasion.at);
      const dueAt = nextLook(before.dueAt, answer.until, occasion);
      const isMoved = answer.is !== before.isIn;
      if (!isMoved && dueAt === before.dueAt) return;
      const version = versions.get(segment) ?? before.version;
      const sinceAt = isMoved ? occasion.at : before.sinceAt;
      current.set(segment, { ...before, isIn: answer.is, sinceAt, version, dueAt });
      touched.add(segment);
      if (isMoved) announce(occasion, segment, answer.is);
    },
    /** Ends a step: later changes are announced separately. */
    endStep() {
      step = undefined;
    },
    inside: (): readonly string[] => [...current.values()].filter(({ isIn }) => isIn).map(({ segment }) => segment),
    /** Returns the earliest membership that time alone may change before an instant. */
    firstDue(before: Instant): { readonly segment: string; readonly dueAt: Instant } | undefined {
      const due = [...current.values()].flatMap(({ segment, dueAt }) =>
        dueAt !== null && dueAt < before ? [{ segment, dueAt }] : [],
      );
      return due.toSorted((a, b) => a.dueAt - b.dueAt || (a.segment < b.segment ? -1 : 1))[0];
    },
    touched: (): readonly Membership[] => [...touched].flatMap((segment) => current.get(segment) ?? []),
    announced: (): readonly Announced[] => announced,
  };
}

/**
 * Returns the next instant at which to judge. An event moves a due row only to an earlier instant; a later one is found
 * when the old one comes (design.md §8).
 */
function nextLook(due: Instant | null, until: Instant | null, { isOfTime }: JudgedAt): Instant | null {
  if (isOfTime || due === null) return until;
  return until !== null && until < due ? until : due;
}
