import type { JourneyId } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Version } from '../../engine/version.ts';
import { slotOf } from '../../entries/broadcast.ts';
import { nextOccurrence } from '../../entries/schedule.ts';
import { settledAt } from '../../time/punctual.ts';
import { type Instant, instant, toIso } from '../../time/time.ts';
import type { EngineJourney } from '../state/journey.ts';

interface Surroundings {
  now(): Instant;
  /** Schedules work for an instant. Replaces what was scheduled under the same kind and ref. */
  later(kind: string, ref: string, at: Instant, run: () => void, entersInto?: JourneyId): void;
  /** Lists users in the order of their IDs; with a segment, its members. */
  members(segment: string | undefined): readonly string[];
  letIn(user: string, version: Version, properties: JsonObject, at: Instant, dueAt: Instant): void;
}

interface Queued {
  readonly user: string;
  readonly version: Version;
  readonly journey: EngineJourney;
  readonly properties: JsonObject;
  readonly at: Instant;
}

/** A user's place in an occurrence or a list that begins at `begin`. */
interface Place {
  /** Names the occurrence or the list. */
  readonly of: string;
  readonly begin: Instant;
  readonly nr: number;
  readonly total: number;
}

/** Creates schedules and lists of a world, like store/broadcasts. Each queued user enters at their own moment. */
export function createEngineBroadcasts({ now, later, members, letIn }: Surroundings) {
  /** Users whose moment came during a pause. */
  let held: readonly Queued[] = [];
  const waiting = new Map<EngineJourney, number>();
  let lists = 0;

  /** Schedules the next occurrence. */
  function awaitNext(version: Version, journey: EngineJourney): void {
    const { entry, timeZone = 'UTC', id } = version.document;
    if (entry.type !== 'schedule' || !['running', 'scheduled', 'paused'].includes(journey.state)) return;
    const next = nextOccurrence(entry, now(), timeZone, journey.window);
    if (next === undefined) endSchedule(journey);
    else later('broadcast', id, next, () => beginOccurrence(version, journey, entry.segment, next), id);
  }

  function beginOccurrence(version: Version, journey: EngineJourney, segment: string | undefined, at: Instant): void {
    const of = toIso(at);
    const all = journey.state === 'running' || journey.state === 'scheduled' ? members(segment) : [];
    const begin = settledAt(at, now());
    for (const [nr, user] of all.entries())
      queueUser(version, journey, { user, properties: { broadcast: of } }, { of, begin, nr, total: all.length });
    awaitNext(version, journey);
  }

  /** Queues one user for the moment of their place. */
  function queueUser(
    version: Version,
    journey: EngineJourney,
    { user, properties }: Pick<Queued, 'user' | 'properties'>,
    { of, begin, nr, total }: Place,
  ) {
    const { entry, id } = version.document;
    const at = slotOf(entry.type === 'schedule' || entry.type === 'list' ? entry : {}, begin, nr, total);
    waiting.set(journey, (waiting.get(journey) ?? 0) + 1);
    const ref = `${id}/${of}/${String(nr).padStart(9, '0')}`;
    later('queued', ref, at, () => enterOrHold({ user, version, journey, properties, at }), id);
    if (entry.type === 'schedule') last = instant(Math.max(last, at));
  }
  let last = instant(0);

  function enterOrHold(one: Queued) {
    if (one.journey.state === 'paused') {
      held = [...held, one];
      return;
    }
    waiting.set(one.journey, (waiting.get(one.journey) ?? 1) - 1);
    letIn(one.user, one.version, one.properties, settledAt(one.at, now()), one.at);
  }

  /** Closes a schedule's entry after its last date, once the last queued user has entered. */
  function endSchedule(journey: EngineJourney) {
    if (journey.window.entryUntil !== null) return;
    const entryUntil = instant(Math.max(now(), last + 1));
    journey.window = { ...journey.window, entryUntil };
    later('journey', `${journey.document.id}/until`, entryUntil, () => {});
  }

  return {
    publish: awaitNext,
    isWaitedFor: (journey: EngineJourney) => (waiting.get(journey) ?? 0) > 0,
    /** Enters the users whose moment came during the pause. */
    resumed(journey: EngineJourney) {
      const ready = held.filter((one) => one.journey === journey);
      held = held.filter((one) => one.journey !== journey);
      for (const one of ready) enterOrHold(one);
    },
    upload(version: Version, journey: EngineJourney, rows: readonly { user: string; properties: JsonObject }[]) {
      lists += 1;
      const of = `list-${lists}`;
      for (const [nr, { user, properties }] of rows.entries())
        queueUser(version, journey, { user, properties }, { of, begin: now(), nr, total: rows.length });
    },
  };
}
