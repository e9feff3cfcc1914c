import type { Attributed } from '../../engine/goals.ts';
import { instant } from '../../time/time.ts';
import { type EnginePass, wakesAt } from '../state/pass.ts';
import type { Life, Pass, VirtualWorld } from '../world.ts';
import type { Engine } from './engine.ts';

type Reading = 'lives' | 'passes' | 'delivered' | 'profiles' | 'refused' | 'stateOf' | 'experiments' | 'reconcile';

/** Creates the part of a world that shows what happened. */
export function createEngineReadings({ state, providers, entries, numbers, experiments }: Engine) {
  const { passes, persons, journeyOf } = state;
  return {
    lives: () => passes.map(lifeOf),
    passes: async () => passes.map(passOf),
    delivered: async () => providers.delivered,
    profiles: async () => Object.fromEntries([...persons].map(([user, { profile }]) => [user, profile])),
    refused: async () => entries.refused,
    stateOf: async (journey) => journeyOf(journey).state,
    experiments: async () => experiments.seen(),
    reconcile: async () => numbers.check(passes),
  } satisfies Pick<VirtualWorld, Reading>;
}

function passOf(one: EnginePass): Pass {
  const { trace, instance, context, conversions } = one;
  return {
    ...entryOf(one),
    trace,
    exit: instance.exit,
    context,
    conversions: conversions.toSorted(inOrder).map(({ position: _, ...seen }) => seen),
  };
}

function lifeOf(one: EnginePass): Life {
  const { version, instance, trace, read } = one;
  const wakes = wakesAt(one);
  return {
    ...entryOf(one),
    version: version.number,
    at: instance.at,
    arrivedAt: instance.arrivedAt,
    exit: instance.exit,
    wakesAt: Number.isFinite(wakes) ? instant(wakes) : null,
    lines: trace.map((line, nth) => ({ ...line, read: read[nth] ?? {} })),
  };
}

const entryOf = ({ user, version, key, instance, isControl }: EnginePass) => ({
  user,
  journey: version.document.id,
  key: key === '' ? null : key,
  enteredAt: instance.enteredAt,
  isControl,
});

const inOrder = (a: Attributed, b: Attributed): number => a.position - b.position || (a.goal < b.goal ? -1 : 1);
