import type { Version } from '../../engine/version.ts';
import type { JourneyEvent } from '../../events/input.ts';
import { type Assigned, goalsMet } from '../../experiments/conversion.ts';
import {
  countsUpTo,
  type Declared,
  declaredBy,
  type Experiment,
  publishExperiment,
  reweigh,
} from '../../experiments/experiment.ts';
import { inForce } from '../../statistics/weights.ts';
import { type Instant, instant } from '../../time/time.ts';
import type { EnginePass, EnginePerson } from '../state/pass.ts';
import type { ExperimentOf } from '../world.ts';

/** Creates the experiments of a world, in place of the store: weights, assigned arms and conversions. */
export function createEngineExperiments() {
  const running: Running[] = [];
  const given = new Map<EnginePerson, Map<string, Given>>();

  const tallies = ({ version, name }: (typeof running)[number], upTo: Instant) => {
    const all = [...given.values()].flatMap((of) => of.get(name) ?? []);
    const counted = all.filter(({ pass, at }) => isOf(pass.version, version) && at <= upTo);
    return Object.fromEntries(
      Object.keys(version.experiments.get(name)?.paths ?? {}).map((arm) => {
        const own = counted.filter((each) => each.arm === arm);
        return [arm, { assigned: own.length, converted: own.filter(({ met }) => met.size > 0).length }];
      }),
    );
  };

  return {
    publish(version: Version) {
      for (const [name, node] of version.experiments) {
        const declared = declaredBy(node);
        const before = running.find((each) => each.name === name && isOf(each.version, version));
        const state = publishExperiment(node, before);
        if (before) Object.assign(before, { version, state, declared });
        else running.push({ version, name, state, declared });
      }
    },

    weights: (version: Version) =>
      Object.fromEntries(
        running.filter((each) => isOf(each.version, version)).map(({ name, state }) => [name, inForce(state)]),
      ),

    /** Stores the arms that a decision assigned. */
    assign(pass: EnginePass, arms: Readonly<Record<string, string>>, at: Instant, position: number) {
      const own = given.get(pass.person) ?? new Map<string, Given>();
      given.set(pass.person, own);
      for (const [experiment, arm] of Object.entries(arms))
        own.set(experiment, { pass, experiment, arm, at, position, met: new Set() });
    },

    /** Counts an event toward goals of assigned users. */
    happened(person: EnginePerson, event: JourneyEvent, now: Instant) {
      for (const each of given.get(person)?.values() ?? []) {
        const { pass } = each;
        const key = pass.key === '' ? null : pass.key;
        const assigned: Assigned = { ...each, key, context: pass.context };
        for (const goal of goalsMet(pass.version, assigned, event, { profile: person.profile, now }))
          each.met.add(goal);
      }
    },

    reweigh(now: Instant) {
      for (const each of running) {
        const node = each.version.experiments.get(each.name);
        const weights = node && reweigh(node, each.state, tallies(each, countsUpTo(node, now)));
        if (weights) each.state = { ...each.state, weights, revision: each.state.revision + 1 };
      }
    },

    seen: (): readonly ExperimentOf[] =>
      running.map((each) => ({
        experiment: each.name,
        weights: each.state.weights,
        tallies: tallies(each, instant(Number.MAX_SAFE_INTEGER)),
      })),
  };
}

interface Running {
  /** The latest version with this experiment. */
  readonly version: Version;
  readonly name: string;
  readonly declared: Declared;
  state: Experiment;
}

const isOf = (one: Version, other: Version): boolean => one.document.id === other.document.id;

interface Given extends Omit<Assigned, 'key' | 'context'> {
  readonly pass: EnginePass;
  /** IDs of goals met, each once. */
  readonly met: Set<string>;
}
