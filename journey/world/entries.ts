import { type JourneyId, PersonId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { Version } from '../engine/version.ts';
import { type DateEntry, isOfDate, nextDateOf } from '../entries/date.ts';
import { hasActed, type InactionEntry, qualifiesAt } from '../entries/inaction.ts';
import { asEntry } from '../entries/index.ts';
import { type Entrant, entryKey, type Judgement, judgeEntry, metReason } from '../entries/judge.ts';
import { MAX_HOPS } from '../events/hops.ts';
import type { JourneyEvent } from '../events/input.ts';
import { ENTER_EVENT, PROFILE_CHANGED } from '../events/own-events.ts';
import { zoneOf } from '../people/profile.ts';
import { settledAt } from '../time/punctual.ts';
import { after, type Instant, toIso } from '../time/time.ts';
import { isFull } from './capacity.ts';
import type { EngineDueRow } from './due.ts';
import { type EngineJourney, takesEntries } from './journey.ts';
import type { createNumbers } from './numbers.ts';
import { beginPass, type EnginePass, type EnginePerson, inPrecedence, isInside } from './pass.ts';

/** What entries need of the world that they are judged in. */
interface Surroundings {
  readonly passes: EnginePass[];
  readonly numbers: ReturnType<typeof createNumbers>;
  /** What time alone brings about, as the table `due` keeps it. */
  readonly due: Map<string, EngineDueRow>;
  now(): Instant;
  personOf(user: string): EnginePerson;
  journeyOf(id: JourneyId): EngineJourney;
  /** An event of our own, at an instant. */
  record(user: string, name: string, properties: JsonObject, at: Instant): JourneyEvent;
  /** What is due for one that is inside. */
  decide(one: EnginePass): void;
  /** Somebody is inside, or in the control group. */
  entered(one: EnginePass): void;
}

interface Admitting {
  readonly hops?: number;
  readonly beginsAt?: number;
  /** When it was due, however late it comes. */
  readonly dueAt?: Instant;
  readonly graceUntil?: Instant;
  /** In the queue, for a pause to end. */
  readonly hasWaited?: boolean;
  /** Somebody waits for the answer: it is given at once. */
  readonly isAsked?: boolean;
}

/** Lets people in as the forwarder and the picker of due rows do, by the same judgements. */
export function createEngineEntries(around: Surroundings) {
  const { passes, numbers, due, now, personOf, journeyOf, entered } = around;
  const refused: { user: string; reason: string }[] = [];
  /** Events that began the time of an `inaction` entry, and those whose filter is tried again. */
  const qualifying = new Map<string, JourneyEvent>();
  const waiting = new Map<string, Waiting>();

  const qualified = ({ document }: Version, became: 'entered' | 'control' | 'refused') =>
    numbers.add(document.id, [
      { node: '', measure: 'qualified' },
      { node: '', measure: became },
    ]);

  return { begin, admit, judgeInGrace, refused };

  /** Lets the person in, or begins what may let them in later. */
  function begin(user: string, version: Version, event: JourneyEvent, hops: number) {
    const { entry } = version.document;
    if (entry.type === 'date' && event.name === PROFILE_CHANGED) {
      if (isOfDate(entry, event.properties)) awaitDate(user, version, entry, now());
    } else if (entry.type === 'inaction' && event.name === entry.event) beginQualifying(user, version, entry, event);
    else admit(user, version, event, { hops });
  }

  /** As store/entry/dates.ts does. */
  function awaitDate(user: string, version: Version, entry: DateEntry, after: Instant) {
    const { id, timeZone } = version.document;
    const name = `date/${id}/${user}`;
    const at = nextDateOf(entry, personOf(user).profile, timeZone, after);
    due.delete(name);
    if (at === undefined) return;
    due.set(name, {
      at,
      entersInto: id,
      run() {
        const moment = settledAt(at, now());
        const properties = { $journey: id, date: toIso(at) };
        admit(user, version, around.record(user, ENTER_EVENT, properties, moment), { dueAt: at });
        awaitDate(user, version, entry, at);
      },
    });
  }

  /** As store/entry/qualifying.ts does. */
  function beginQualifying(user: string, version: Version, entry: InactionEntry, event: JourneyEvent) {
    if (!takesEntries(journeyOf(version.document.id), event.at)) return refuse(user, version, 'not-running');
    const person = personOf(user);
    const key = entryKey(entry, event);
    const zone = zoneOf(person.profile, version.document.timeZone);
    const entrant = entrantOf(user, person, NOBODY);
    const judgement = judgeEntry(entry, { event, key }, entrant, { now: now(), zone }, version.document.id);
    if (judgement.is === 'refuse') return refuse(user, version, judgement.reason);
    const name = `inaction/${version.document.id}/${user}/${judgement.key}`;
    const acted = (first: JourneyEvent, upTo: Instant) => {
      const since = person.events.flatMap(({ event: each }) => (each.position > first.position ? [each] : []));
      const values = { profile: person.profile, context: {}, segments: [...person.segments] };
      const around = {
        values,
        key: judgement.key === '' ? null : judgement.key,
        keyPath: version.keyPath,
        now: now(),
        zone,
      };
      return hasActed(entry, since, upTo, around);
    };
    const pending = qualifying.get(name);
    if (pending && !acted(pending, event.at)) return;
    qualifying.set(name, event);
    const at = qualifiesAt(entry, event.at, zone);
    due.set(name, {
      at,
      entersInto: version.document.id,
      run() {
        qualifying.delete(name);
        const last = person.events.findLast(({ event: each }) => each.at <= at)?.event.position ?? event.position;
        if (!acted(event, at)) admit(user, version, { ...event, at }, { beginsAt: last });
      },
    });
  }

  /** As store/entry/grace.ts does. */
  function judgeInGrace(user: string, change: JourneyEvent) {
    for (const [name, { until, version, event }] of [...waiting]) {
      if (!name.startsWith(`grace/${user}/`) || change.at > until || change.position <= event.position) continue;
      waiting.delete(name);
      due.delete(name);
      admit(user, version, { ...event, at: change.at }, { beginsAt: change.position, graceUntil: until });
    }
  }

  /** A filter that does not hold may hold later: it is tried again until then. */
  function isInGrace(
    user: string,
    version: Version,
    event: JourneyEvent,
    reason: string,
    { graceUntil: known, isAsked = false }: Admitting,
  ): boolean {
    const { entry, timeZone } = version.document;
    const name = `grace/${user}/${version.document.id}/${event.position}`;
    waiting.delete(name);
    due.delete(name);
    const isRetried = reason === 'filter-not-met' || (reason === 'not-running' && known !== undefined);
    if (!isRetried || entry.grace === undefined || isAsked) return false;
    const until = known ?? after(event.at, entry.grace, zoneOf(personOf(user).profile, timeZone));
    if (now() > until) return false;
    waiting.set(name, { until, version, event });
    due.set(name, {
      at: until,
      entersInto: version.document.id,
      run: () => admit(user, version, { ...event, at: until }, { graceUntil: until }),
    });
    return true;
  }

  function judgementOf(user: string, version: Version, event: JourneyEvent) {
    const person = personOf(user);
    const { entry, timeZone, id } = version.document;
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

  function admit(user: string, version: Version, asked: JourneyEvent, how: Admitting = {}) {
    const { hops = 0, beginsAt, dueAt = asked.at } = how;
    const event = asEntry(asked);
    const journey = journeyOf(version.document.id);
    if (hops >= MAX_HOPS) return refuse(user, version, 'too-many-hops');
    endFirst(user, journey, event.at, how);
    const judgement = takesEntries(journey, dueAt, how.hasWaited) ? judgementOf(user, version, event) : NOT_RUNNING;
    if (judgement.is === 'refuse' && isInGrace(user, version, event, judgement.reason, how)) return;
    const barred = reasonAgainst(judgement, version, event.at);
    if (barred !== undefined) return refuse(user, version, barred);
    const isControl = judgement.is === 'control';
    const about = { user, person: personOf(user), version, journey, key: judgement.key, isControl };
    const one = beginPass(about, event, passes.length + 1, now(), beginsAt);
    passes.push(one);
    entered(one);
    qualified(version, isControl ? 'control' : 'entered');
  }

  /** Whose path ends at the instant of the next entry has ended before it; those who go first decide before that. */
  function endFirst(user: string, journey: EngineJourney, at: Instant, how: Admitting) {
    if (!isByTime(at, how)) return;
    const inside = inPrecedence(passes.filter((one) => one.user === user && isInside(one)));
    for (const one of inside.slice(0, 1 + inside.findLastIndex((each) => each.journey === journey))) around.decide(one);
  }

  function reasonAgainst(judgement: Judgement, version: Version, at: Instant): string | undefined {
    if (judgement.is === 'meet') return metReason(version.document.entry);
    if (judgement.is === 'refuse') return judgement.reason;
    return isFull(passes, version, at) ? 'capacity-reached' : undefined;
  }

  function refuse(user: string, version: Version, reason: string) {
    refused.push({ user, reason });
    qualified(version, 'refused');
  }
}

const entrantOf = (user: string, { profile, segments }: EnginePerson, passes: Entrant['passes']): Entrant => ({
  person: PersonId.parse(user),
  profile,
  segments: [...segments],
  passes,
});

/** Time alone has brought the moment, and no event. */
const isByTime = (at: Instant, { dueAt, beginsAt, graceUntil }: Admitting): boolean =>
  graceUntil === undefined ? dueAt !== undefined || beginsAt !== undefined : graceUntil === at;

const NOT_RUNNING: Judgement = { is: 'refuse', key: '', reason: 'not-running', read: {} };

interface Waiting {
  readonly until: Instant;
  readonly version: Version;
  readonly event: JourneyEvent;
}

/** Passes count when the time is over. */
const NOBODY = { count: 0, lastEnteredAt: null, isLive: false };
