import { assertNever } from '../../base/assert-never.ts';
import type { Version } from '../../engine/version.ts';
import { type EntryAttempt, keyAttempt, planAdmission, refuseFull } from '../../entries/admit.ts';
import { isByTime } from '../../entries/meeting.ts';
import type { JourneyEvent } from '../../events/input.ts';
import type { Instant } from '../../time/time.ts';
import { isFull } from '../state/capacity.ts';
import type { EngineJourney } from '../state/journey.ts';
import { beginPass, inPrecedence, isInside } from '../state/pass.ts';
import { entryFactsOf } from './facts.ts';
import { createEntryGrace } from './grace.ts';
import type { Admitting, EntrySurroundings } from './surroundings.ts';

/** Lets users in or refuses them, by the same plans as store/entry/admit.ts. */
export function createAdmission(around: EntrySurroundings) {
  const { passes, numbers, now, personOf, journeyOf, decide, entered } = around;
  const refused: { user: string; reason: string }[] = [];
  const grace = createEntryGrace(around, admit);

  return { admit, refuse, refused, judgeInGrace: grace.retryEntries };

  function admit(user: string, version: Version, event: JourneyEvent, how: Admitting = {}) {
    const { document } = version;
    const journey = journeyOf(document.id);
    decideFirst(user, journey, event.at, how);
    const attempt = keyAttempt(document, { onMeet: 'contest', ...how, event });
    grace.forgetEntry(user, version, event);
    const plan = planAdmission(document, attempt, entryFactsOf(around, user, version, attempt.key), now());
    switch (plan.type) {
      case 'wait':
        return grace.keepEntry(user, version, event, plan.until);
      case 'refuse':
        return refuse(user, version, plan.reason);
      case 'meet':
        return refuse(user, version, plan.isDelivered ? 'delivered-to-live' : 'already-inside');
      case 'enter':
      case 'control':
        if (isFull(passes, version, event.at)) return refuse(user, version, refuseFull(document, plan.key).reason);
        return letIn(user, version, attempt, plan);
      default:
        return assertNever(plan);
    }
  }

  function letIn(
    user: string,
    version: Version,
    { event, beginsAt }: EntryAttempt,
    { type, key }: { readonly type: 'enter' | 'control'; readonly key: string },
  ): void {
    const about = { user, person: personOf(user), version, journey: journeyOf(version.document.id), key };
    const one = beginPass({ ...about, isControl: type === 'control' }, event, passes.length + 1, now(), beginsAt);
    passes.push(one);
    entered(one);
    countQualified(version, type === 'control' ? 'control' : 'entered');
  }

  /**
   * Decides for the user's live instance of the journey before time alone lets the user in again: a path that ends at
   * the instant of the next entry has ended before it. Instances that go before that one decide first.
   */
  function decideFirst(user: string, journey: EngineJourney, at: Instant, how: Admitting): void {
    if (!isByTimeAlone(at, how)) return;
    const inside = inPrecedence(passes.filter((one) => one.user === user && isInside(one)));
    for (const one of inside.slice(0, 1 + inside.findLastIndex((each) => each.journey === journey))) decide(one);
  }

  function refuse(user: string, version: Version, reason: string): void {
    refused.push({ user, reason });
    countQualified(version, 'refused');
  }

  function countQualified({ document }: Version, measure: 'entered' | 'control' | 'refused'): void {
    numbers.add(document.id, [
      { node: '', measure: 'qualified' },
      { node: '', measure },
    ]);
  }
}

/** Returns whether time alone caused the entry, without an event. */
const isByTimeAlone = (at: Instant, { dueAt, beginsAt, graceUntil }: Admitting): boolean =>
  (dueAt !== undefined || beginsAt !== undefined || graceUntil !== undefined) && isByTime(at, graceUntil ?? null);
