import type { JourneyEvent } from '../../events/input.ts';
import { SEGMENT_JOINED, SEGMENT_LEFT } from '../../events/own-events.ts';
import { belongs } from '../../segments/evaluate.ts';
import { changedBy, mentionsOf } from '../../segments/mentions.ts';
import type { Segment } from '../../segments/segment.ts';
import { type Instant, instant } from '../../time/time.ts';
import type { EnginePerson } from '../state/pass.ts';
import type { Told } from '../world.ts';

interface Looking {
  /** Schedules another evaluation after an instant; null cancels it. */
  lookAt(ref: string, at: Instant | null, run: () => void): void;
  /** Runs when time alone has changed a membership. */
  changed(told: Told, at: Instant): void;
}

/** Creates the segment memberships of a world, like store/segments/update-memberships.ts. */
export function createEngineSegments({ lookAt, changed }: Looking) {
  let segments: readonly (Segment & { readonly mentions: readonly string[] })[] = [];

  /** Evaluates a membership. Returns the event if it changed; the caller records it. */
  function look(user: string, person: EnginePerson, segment: Segment, at: Instant, until: number): readonly Told[] {
    const history = person.events.map(({ event }) => event).filter((event) => event.at <= until);
    const { condition, dateOrder } = segment;
    const known = { profile: person.profile, history, segments: [...person.segments], dateOrder };
    const answer = belongs(condition, known, at);
    lookAt(`${segment.id}/${user}`, answer.until, () => {
      const then = answer.until ?? at;
      for (const told of look(user, person, segment, instant(then + 1), then)) changed(told, then);
    });
    if (answer.is === person.segments.has(segment.id)) return [];
    if (answer.is) person.segments.add(segment.id);
    else person.segments.delete(segment.id);
    return [{ user, event: answer.is ? SEGMENT_JOINED : SEGMENT_LEFT, properties: { segment: segment.id } }];
  }

  return {
    begin(all: readonly Segment[]) {
      segments = all
        .map((segment) => ({ ...segment, mentions: mentionsOf(segment.condition) }))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },
    /** Updates one user's memberships for events accepted together. Returns the events to record. */
    happened(user: string, person: EnginePerson, events: readonly JourneyEvent[], at: Instant): readonly Told[] {
      const what = new Set(events.flatMap(changedBy));
      const isFirst = person.events.length === events.length;
      return segments
        .filter(({ mentions }) => isFirst || mentions.some((mention) => what.has(mention)))
        .flatMap((segment) => look(user, person, segment, at, at));
    },
  };
}
