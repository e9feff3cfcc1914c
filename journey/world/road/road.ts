import type { Version } from '../../engine/version.ts';
import { entryEventOf, isEntryEvent } from '../../entries/index.ts';
import { MAX_HOPS } from '../../events/hops.ts';
import type { JourneyEvent } from '../../events/input.ts';
import { ENTER_EVENT, PROFILE_CHANGED } from '../../events/own-events.ts';
import { excessOf, withTraits } from '../../people/profile.ts';
import type { Instant } from '../../time/time.ts';
import type { createEngineEntries } from '../entries/entries.ts';
import type { EngineJourney } from '../state/journey.ts';
import type { EnginePerson } from '../state/pass.ts';
import type { Told } from '../world.ts';
import type { createEngineExperiments } from './experiments.ts';
import type { createEngineSegments } from './segments.ts';

/** An event, and how many events caused one another before it. */
interface Fresh {
  readonly user: string;
  readonly event: JourneyEvent;
  readonly hops: number;
}

/** The parts of a world that receive events. */
interface Surroundings {
  now(): Instant;
  personOf(user: string): EnginePerson;
  versions(): readonly Version[];
  journeyOf(id: Version['document']['id']): EngineJourney;
  readonly segments: Pick<ReturnType<typeof createEngineSegments>, 'happened'>;
  readonly experiments: Pick<ReturnType<typeof createEngineExperiments>, 'happened'>;
  entries(): Pick<ReturnType<typeof createEngineEntries>, 'beginEntry' | 'judgeInGrace'>;
}

/**
 * Creates the path of all events, like ingest and the forwarder: events are recorded in one order, then passed to every
 * part that they concern.
 */
export function createEngineRoad(around: Surroundings) {
  const { now, personOf, versions, journeyOf, segments, experiments } = around;
  let last = 0;

  return { accept, record, announce, nextPosition, position: () => last };

  function nextPosition(): number {
    last += 1;
    return last;
  }

  /** Accepts a batch. The whole batch is recorded before any entry is judged by it. */
  function accept(told: readonly Told[], hops = 0, at = now()) {
    const firstOf = new Map<string, number>();
    const fresh = told.flatMap((each) =>
      isTaken(each) ? [{ user: each.user, event: record(each, firstOf, hops, at), hops }] : [],
    );
    const changes = [...new Set(told.map(({ user }) => user))].flatMap((user) =>
      keepSegments(
        user,
        fresh.filter((each) => each.user === user).map(({ event }) => event),
        hops,
        at,
      ),
    );
    judgeEntries([...fresh, ...changes]);
  }

  /**
   * Returns whether a change is accepted. One that would make the profile too large is refused and not recorded, as in
   * ingest.
   */
  function isTaken({ user, traits }: Told): boolean {
    return traits === undefined || excessOf(personOf(user).profile, traits) === undefined;
  }

  /** Updates segments for an event whose entry has already been judged, and judges the entries that this causes. */
  function announce(user: string, event: JourneyEvent) {
    judgeEntries(keepSegments(user, [event], 0, now()));
  }

  /**
   * Updates memberships for accepted events, and the memberships that depend on them. Like the forwarder, does this
   * before entries are judged.
   */
  function keepSegments(user: string, events: readonly JourneyEvent[], hops: number, at: Instant): readonly Fresh[] {
    const told = hops > MAX_HOPS ? [] : segments.happened(user, personOf(user), events, at);
    if (told.length === 0) return [];
    const firstOf = new Map<string, number>();
    const recorded = told.map((each) => record(each, firstOf, hops + 1, at));
    return [
      ...recorded.map((event) => ({ user, event, hops: hops + 1 })),
      ...keepSegments(user, recorded, hops + 1, at),
    ];
  }

  function judgeEntries(fresh: readonly Fresh[]) {
    for (const { user, event, hops } of fresh) {
      if (hops > MAX_HOPS) continue; // too long a chain: no part receives it
      for (const version of enteredBy(event)) around.entries().beginEntry(user, version, event, hops);
      if (/^\$(profile|segment)\./.test(event.name)) around.entries().judgeInGrace(user, event);
      experiments.happened(personOf(user), event, now());
    }
  }

  /** Lists the versions that an event may enter, in the order of journey IDs. */
  function enteredBy(event: JourneyEvent): readonly Version[] {
    const entered = versions().filter(({ document }) => {
      if (event.name === ENTER_EVENT) return event.properties.$journey === document.id;
      const wanted = entryEventOf(document.entry);
      return wanted !== undefined && isEntryEvent(wanted, event) && journeyOf(document.id).state !== 'archived';
    });
    return entered.toSorted((a, b) => (a.document.id < b.document.id ? -1 : 1));
  }

  function record(
    { user, event: name, properties = {}, traits }: Told,
    firstOf = new Map<string, number>(),
    hops = 0,
    at = now(),
  ): JourneyEvent {
    const person = personOf(user);
    const position = nextPosition();
    const acceptance = firstOf.get(user) ?? position;
    firstOf.set(user, acceptance);
    const event = { name: name ?? PROFILE_CHANGED, at, position, properties: traits ?? properties };
    if (traits) person.profile = withTraits(person.profile, traits);
    if (hops <= MAX_HOPS) person.events.push({ event, acceptance, hops });
    return event;
  }
}
