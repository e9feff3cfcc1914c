import type { Version } from '../../engine/version.ts';
import { withoutJourney } from '../../entries/index.ts';
import { entryKey, type Judgement, judgeEntry, metReason } from '../../entries/judge.ts';
import { MAX_HOPS } from '../../events/hops.ts';
import type { JourneyEvent } from '../../events/input.ts';
import { zoneOf } from '../../people/profile.ts';
import type { Instant } from '../../time/time.ts';
import { isFull } from '../state/capacity.ts';
import { type EngineJourney, takesEntries } from '../state/journey.ts';
import { beginPass, inPrecedence, isInside } from '../state/pass.ts';
import { entrantOf } from './entrant.ts';
import { createEntryGrace } from './grace.ts';
import type { Admitting, EntrySurroundings } from './surroundings.ts';

/** Lets users in or refuses them, by the same judgments as store/entry/admit.ts. */
export function createAdmission(around: EntrySurroundings) {
  const { passes, numbers, now, personOf, journeyOf, decide, entered } = around;
  const refused: { user: string; reason: string }[] = [];
  const grace = createEntryGrace(around, admit);

  return { admit, refuse, refused, judgeInGrace: grace.retryEntries };

  function admit(user: string, version: Version, asked: JourneyEvent, how: Admitting = {}) {
    const { hops = 0, beginsAt, dueAt = asked.at } = how;
    const event = withoutJourney(asked);
    const journey = journeyOf(version.document.id);
    if (hops >= MAX_HOPS) return refuse(user, version, 'too-many-hops');
    decideFirst(user, journey, event.at, how);
    const judgement = takesEntries(journey, dueAt, how.hasWaited) ? judge(user, version, event) : NOT_RUNNING;
    if (judgement.is === 'refuse' && grace.keepEntry(user, version, event, judgement.reason, how)) return;
    const barred = reasonAgainst(judgement, version, event.at);
    if (barred !== undefined) return refuse(user, version, barred);
    const isControl = judgement.is === 'control';
    const about = { user, person: personOf(user), version, journey, key: judgement.key, isControl };
    const one = beginPass(about, event, passes.length + 1, now(), beginsAt);
    passes.push(one);
    entered(one);
    countQualified(version, isControl ? 'control' : 'entered');
  }

  function judge(user: string, { document }: Version, event: JourneyEvent): Judgement {
    const { entry, timeZone, id } = document;
    const person = personOf(user);
    const key = entryKey(entry, event);
    const before = passes.filter(
      (each) => each.user === user && each.version.document.id === id && each.key === (key ?? ''),
    );
    const entrant = entrantOf(user, person, {
      count: before.length,
      lastEnteredAt: before.at(-1)?.instance.enteredAt ?? null,
      isLive: before.some(isInside),
    });
    return judgeEntry(entry, { event, key }, entrant, { now: now(), zone: zoneOf(person.profile, timeZone) }, id);
  }

  /**
   * Decides for the user's live instance of the journey before time alone lets the user in again: a path that ends at
   * the instant of the next entry has ended before it. Instances that go before that one decide first.
   */
  function decideFirst(user: string, journey: EngineJourney, at: Instant, how: Admitting): void {
    if (!isByTime(at, how)) return;
    const inside = inPrecedence(passes.filter((one) => one.user === user && isInside(one)));
    for (const one of inside.slice(0, 1 + inside.findLastIndex((each) => each.journey === journey))) decide(one);
  }

  function reasonAgainst(judgement: Judgement, version: Version, at: Instant): string | undefined {
    if (judgement.is === 'meet') return metReason(version.document.entry);
    if (judgement.is === 'refuse') return judgement.reason;
    return isFull(passes, version, at) ? 'capacity-reached' : undefined;
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
const isByTime = (at: Instant, { dueAt, beginsAt, graceUntil }: Admitting): boolean =>
  graceUntil === undefined ? dueAt !== undefined || beginsAt !== undefined : graceUntil === at;

const NOT_RUNNING: Judgement = { is: 'refuse', key: '', reason: 'not-running', read: {} };
