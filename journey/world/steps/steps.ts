import type { JourneyId } from '../../base/ids.ts';
import type { Instance } from '../../engine/apply.ts';
import { type Count, countDecision, countMigration } from '../../engine/counts.ts';
import { type Folded, fold, foldMigration } from '../../engine/fold.ts';
import type { forceEnd } from '../../engine/force-end.ts';
import { listJourneyEvents } from '../../engine/journey-events.ts';
import type { Migration } from '../../engine/migrate.ts';
import { bindPolicies, type Version } from '../../engine/version.ts';
import type { Instant } from '../../time/time.ts';
import type { createEngineExperiments } from '../road/experiments.ts';
import type { createEngineRoad } from '../road/road.ts';
import type { createNumbers } from '../state/numbers.ts';
import { dueFor, type EnginePass, factsOf, hopsOfRead, isInside, readAgain, remember } from '../state/pass.ts';
import type { createGoalWindows } from './goal-windows.ts';
import { convert } from './goals.ts';
import type { createEngineSends } from './sends.ts';

interface Surroundings {
  now(): Instant;
  versions(): readonly Version[];
  versionOf(journey: JourneyId, number: number): Version | undefined;
  readonly road: Pick<ReturnType<typeof createEngineRoad>, 'accept' | 'position'>;
  readonly numbers: ReturnType<typeof createNumbers>;
  readonly experiments: ReturnType<typeof createEngineExperiments>;
  readonly sends: Pick<ReturnType<typeof createEngineSends>, 'issueSends'>;
  readonly windows: Pick<ReturnType<typeof createGoalWindows>, 'openAfterEnd'>;
  /** Serializes and parses an instance before each step, as a workflow and a store would. */
  readonly isForgetful: boolean;
}

/** Creates the steps of a world: decides for one instance, and does what a decision's transaction does. */
export function createEngineSteps(around: Surroundings) {
  const { now, versions, versionOf, road, numbers, experiments, sends, windows, isForgetful } = around;

  return { decideStep, endInstance };

  /** Decides what is due for one instance. Returns false if nothing was. */
  function decideStep(one: EnginePass): boolean {
    if (!isInside(one)) return false;
    if (isForgetful) readAgain(one);
    one.version = bindPolicies(one.version, one.person.workspace.policies);
    const folded = foldDue(one);
    if (folded.decision.delta.step === undefined) return false;
    const before = one.instance;
    const counts = countDecision(before, folded.instance, folded.decision);
    numbers.add(one.version.document.id, countsOfStep(one, before, folded, counts));
    remember(one, folded);
    convert(one, folded.conversions);
    experiments.assign(one, folded.assigned, now(), road.position());
    announceStep(before, one, counts, folded);
    sends.issueSends(one, folded.decision.effects);
    if (one.instance.exit) windows.openAfterEnd(one);
    return true;
  }

  function foldDue(one: EnginePass): Folded {
    const facts = { ...factsOf(one, now()), weights: experiments.weights(one.version) };
    const folded = fold(one.version, one.instance, facts, dueFor(one, now()));
    return folded.migration && folded.decision.delta.step === undefined ? migrate(one, folded.migration) : folded;
  }

  /** Moves the instance to another version. Reads the facts again, because that version asks for others. */
  function migrate(one: EnginePass, migration: Migration): Folded {
    const from = one.version;
    const published = versionOf(from.document.id, migration.order.version);
    const to = published && bindPolicies(published, one.person.workspace.policies);
    const facts = { ...factsOf({ ...one, version: to ?? from }, now()), weights: experiments.weights(to ?? from) };
    const folded = foldMigration(from, to, one.instance, facts, migration);
    if (to && folded.instance.version === to.number) one.version = to;
    return folded;
  }

  function countsOfStep(one: EnginePass, before: Instance, { instance, decision }: Folded, counts: readonly Count[]) {
    if (before.version === instance.version) return counts;
    const hasNode = Object.hasOwn(one.version.document.nodes, before.at ?? '');
    const { from, to } = countMigration(before, instance, decision, hasNode);
    return [...from, ...to];
  }

  /** Ends an instance because its journey has been stopped. */
  function endInstance(one: EnginePass, { instance, decision }: ReturnType<typeof forceEnd>) {
    const before = one.instance;
    const counts = countDecision(before, instance, decision);
    numbers.add(one.version.document.id, counts);
    one.instance = instance;
    one.trace.push(...decision.trace);
    one.read.push(...decision.trace.map(() => ({})));
    announceStep(before, one, counts, { profile: {}, entering: [] });
    windows.openAfterEnd(one);
  }

  /** Announces what a decision causes: a changed profile, events that journeys listen to, and entries elsewhere. */
  function announceStep(
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
}
