import type { JourneyId } from '../base/ids.ts';
import type { Effect, Instance } from '../engine/apply.ts';
import { type Count, countsOf, countsOfMigration } from '../engine/counts.ts';
import { type Folded, fold, foldMigration } from '../engine/fold.ts';
import { listJourneyEvents } from '../engine/journey-events.ts';
import type { Migration } from '../engine/migrate.ts';
import { openPause } from '../engine/pauses.ts';
import type { putOut } from '../engine/put-out.ts';
import { expiryIn, termsOf } from '../engine/send-terms.ts';
import type { Version } from '../engine/version.ts';
import { eventOfOutcome, messageProperties } from '../events/message-events.ts';
import { settledAt } from '../time/punctual.ts';
import { type Instant, inMs, instant } from '../time/time.ts';
import type { createEngineDue } from './due.ts';
import type { createEngineExperiments } from './experiments.ts';
import { convert, lookAfter, openWindow } from './goals.ts';
import type { createNumbers } from './numbers.ts';
import { dueFor, type EnginePass, factsOf, hopsOfRead, isInside, readAgain, remember } from './pass.ts';
import type { createEngineRoad } from './road.ts';
import type { createEngineSends, Settled } from './sends.ts';

interface Surroundings {
  now(): Instant;
  versions(): readonly Version[];
  versionOf(journey: JourneyId, number: number): Version | undefined;
  readonly road: Pick<ReturnType<typeof createEngineRoad>, 'accept' | 'nextPosition' | 'position'>;
  readonly due: Pick<ReturnType<typeof createEngineDue>, 'later' | 'never'>;
  readonly numbers: ReturnType<typeof createNumbers>;
  readonly experiments: ReturnType<typeof createEngineExperiments>;
  readonly sends: ReturnType<typeof createEngineSends>;
  /** What is held of an instance is written down and read again before each step. */
  readonly isForgetful: boolean;
}

/** Decides for one pass, and does what a decision's transaction and its effects do. */
export function createEngineSteps(around: Surroundings) {
  const { now, versions, versionOf, road, due, numbers, experiments, sends, isForgetful } = around;

  return { step, endOne, keepOpen, tryAgain, look: (one: EnginePass) => keepOpen(one, lookAfter(one, now())) };

  function step(one: EnginePass): boolean {
    if (!isInside(one)) return false;
    if (isForgetful) readAgain(one);
    const folded = decided(one);
    if (folded.decision.delta.step === undefined) return false;
    const before = one.instance;
    const counts = countsOf(before, folded.instance, folded.decision);
    numbers.add(one.version.document.id, countsOfStep(one, before, folded, counts));
    remember(one, folded);
    convert(one, folded.conversions);
    experiments.assign(one, folded.assigned, now(), road.position());
    tellOf(before, one, counts, folded);
    issue(one, folded.decision.effects);
    if (one.instance.exit) keepOpen(one, openWindow(one, now()));
    return true;
  }

  function decided(one: EnginePass): Folded {
    const facts = { ...factsOf(one, now()), weights: experiments.weights(one.version) };
    const folded = fold(one.version, one.instance, facts, dueFor(one, now()));
    return folded.migration && folded.decision.delta.step === undefined ? migrated(one, folded.migration) : folded;
  }

  /** The facts are read anew: another version asks for others. */
  function migrated(one: EnginePass, migration: Migration): Folded {
    const from = one.version;
    const to = versionOf(from.document.id, migration.order.version);
    const facts = { ...factsOf({ ...one, version: to ?? from }, now()), weights: experiments.weights(to ?? from) };
    const folded = foldMigration(from, to, one.instance, facts, migration);
    if (to && folded.instance.version === to.number) one.version = to;
    return folded;
  }

  function countsOfStep(one: EnginePass, before: Instance, { instance, decision }: Folded, counts: readonly Count[]) {
    if (before.version === instance.version) return counts;
    const hasNode = Object.hasOwn(one.version.document.nodes, before.at ?? '');
    const { from, to } = countsOfMigration(before, instance, decision, hasNode);
    return [...from, ...to];
  }

  /** Because its journey has been stopped. */
  function endOne(one: EnginePass, { instance, decision }: ReturnType<typeof putOut>) {
    const before = one.instance;
    const counts = countsOf(before, instance, decision);
    numbers.add(one.version.document.id, counts);
    one.instance = instance;
    one.trace.push(...decision.trace);
    one.read.push(...decision.trace.map(() => ({})));
    tellOf(before, one, counts, { profile: {}, entering: [] });
    keepOpen(one, openWindow(one, now()));
  }

  /** What a decision calls forth: a changed profile, what it says of itself if somebody listens, journeys that it sends its person into. */
  function tellOf(
    before: Instance,
    one: EnginePass,
    counts: readonly Count[],
    { profile, entering }: Pick<Folded, 'profile' | 'entering'>,
  ) {
    const { user, person, key } = one;
    const hops = 1 + hopsOfRead(before, one.instance, person);
    if (Object.keys(profile).length > 0) road.accept([{ user, traits: profile }], hops);
    const mentions = versions().flatMap(({ journeyMentions }) => journeyMentions);
    const decided = { before, after: one.instance, counts, entering, key: key === '' ? null : key };
    const events = listJourneyEvents(decided, mentions);
    road.accept(
      events.map(({ name, properties }) => ({ user, event: name, properties })),
      hops,
    );
  }

  function issue(one: EnginePass, effects: readonly Effect[]) {
    if (effects.length > 0 || one.instance.exit || one.retrying?.visit !== one.instance.visit) dropRetry(one);
    for (const effect of effects) trySend(one, effect);
  }

  /** Busy, it is tried again when that changes, and last when its node gives up or the message expires. */
  function trySend(one: EnginePass, effect: Effect) {
    const { instance, version, context } = one;
    const answer = sends.send(one, effect, now());
    if (!('is' in answer)) return settleSend(one, effect, answer);
    const { giveUpAfter } = termsOf(version, effect.node);
    const givesUpAt = instance.arrivedAt + inMs(giveUpAfter);
    if (now() >= givesUpAt)
      return settleSend(one, effect, { ...answer, outcome: 'failed', detail: `gave up: ${answer.reason}` });
    const expiry = expiryIn(version, effect, { arrivedAt: instance.arrivedAt, context });
    one.retrying = effect;
    const lastAt = instant(Math.min(givesUpAt, expiry === undefined ? givesUpAt : expiry + 1));
    due.later('send', instance.id, lastAt, () => tryAgain(one));
  }

  function tryAgain(one: EnginePass) {
    const { retrying, instance, journey } = one;
    dropRetry(one);
    if (!retrying || retrying.visit !== instance.visit || instance.exit) return;
    if (instance.pausedAt === null && openPause(journey.pauses) === undefined) trySend(one, retrying);
    else settleSend(one, retrying, { outcome: 'look-again' });
  }

  function dropRetry(one: EnginePass) {
    if (one.retrying) due.never('send', one.instance.id);
    one.retrying = undefined;
  }

  function settleSend(one: EnginePass, { node, visit }: Effect, settled: Settled | { readonly outcome: 'look-again' }) {
    const {
      outcome,
      detail = null,
      status = null,
      response = null,
    } = { detail: null, status: null, response: null, ...settled };
    const position = road.nextPosition();
    one.rows.push({ type: 'outcome', at: now(), position, node, visit, outcome, detail, status, response });
    const { channel, tags, template, counts } = termsOf(one.version, node);
    const about = messageProperties({ ...one.instance, instance: one.instance.id, node, visit, channel }, template);
    if (outcome === 'sent' && counts) {
      const at = settledAt(one.instance.arrivedAt, now());
      one.person.slots.push({ key: String(about.key), channel, tags, at });
    }
    if (outcome === 'look-again') return;
    const event = eventOfOutcome(channel, outcome);
    if (event && versions().some(({ mentioned }) => mentioned.includes(event)))
      road.accept([{ user: one.user, event, properties: { ...about, outcome, detail } }]);
  }

  /** As the due rows of kind `window` do. */
  function keepOpen(one: EnginePass, until: Instant | null) {
    one.goalsUntil = until;
    if (until === null) due.never('window', one.instance.id);
    else due.later('window', one.instance.id, until, () => keepOpen(one, lookAfter(one, now())));
  }
}
