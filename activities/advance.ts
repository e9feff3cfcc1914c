import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from '../journey/engine/apply.ts';
import { type Advanced, type AdvancedOnWire, encodeAdvanced } from '../journey/engine/wire.ts';
import { markStuck } from '../store/decisions/stuck.ts';
import { GIVE_WAY_MS } from '../store/messages/precedence.ts';
import type { Store } from '../store/person.ts';
import { type Decided, type DecidePorts, decideWithSegments, type Step } from './decide-step.ts';
import { EngineFault, readForEngine } from './engine-fault.ts';
import { failureOf, stuckBy } from './failure.ts';

export interface AdvancePorts extends DecidePorts {
  readonly store: Store;
  /** Called when one instance is stuck and no other. `why` begins with the kind of fault, such as `engineError`. */
  readonly onStuck: (instance: Instance, why: string, cause: unknown) => void;
  /** Returns the number of this attempt at the step, from 1. By default 1. */
  readonly attempt?: () => number;
  /** Called after a commit that put a row into the outbox. */
  readonly ring: () => void;
  /** Called at named points, where tests kill or hold the worker. */
  readonly passing?: (point: 'decided') => void | Promise<void>;
}

/**
 * Decides one step and records it in one transaction, under the person's lock. The first commit of a step is the
 * decision. A repeated call, since a local activity runs at least once, returns the stored decision; that may not have
 * read the input that caused this call.
 */
export const createAdvance =
  (ports: AdvancePorts) =>
  async (asked: Step): Promise<Advanced> => {
    const { store, passing = () => {} } = ports;
    const { instance } = asked;
    try {
      const { advanced, hasAnnounced } = await decideInTurn(ports, asked);
      await passing('decided');
      if (hasAnnounced) ports.ring();
      return advanced;
    } catch (cause) {
      if (!(cause instanceof EngineFault)) {
        await tellOperators(ports, instance, cause);
        throw failureOf(cause);
      }
      const why = `engineError: ${cause.cause}`;
      ports.onStuck(instance, why, cause.cause);
      await store.person(instance, (sql) => markStuck(sql, instance, why));
      return { delta: {}, effects: [], trace: [], timer: { type: 'none' }, again: false, direct: false };
    }
  };

/** `advance` as the workflow calls it. */
export const createAdvanceActivity = (ports: AdvancePorts) => {
  const advance = createAdvance(ports);
  return async (asked: Step): Promise<AdvancedOnWire> => encodeAdvanced(await advance(asked));
};

/**
 * Reports a decision that keeps failing to the log and marks the instance as stuck. If the database itself fails, only
 * the log and the workflow's details in Temporal show it.
 */
async function tellOperators({ store, onStuck, attempt = () => 1 }: AdvancePorts, instance: Instance, cause: unknown) {
  const why = stuckBy(cause, attempt());
  if (why === undefined) return;
  onStuck(instance, why, cause);
  await store.person(instance, (sql) => markStuck(sql, instance, why)).catch(() => {});
}

/** Tries before the workflow waits by a timer instead, which frees its slot for the instances that go first. */
const MOST_TRIES = 20;

/**
 * Decides as soon as the instances that go first have decided. That mostly takes milliseconds, which isn't worth a
 * timer in the history.
 */
async function decideInTurn(ports: AdvancePorts, asked: Step): Promise<Decided> {
  for (let tries = 1; ; tries += 1) {
    const answer = await decideOnce(ports, asked);
    if (!answer.isBrief || tries === MOST_TRIES) return answer;
    await sleep(GIVE_WAY_MS);
  }
}

async function decideOnce(ports: AdvancePorts, asked: Step): Promise<Decided> {
  const { workspace, journey, version: number } = asked.instance;
  const version = await readForEngine(ports.versions.get(workspace, journey, number));
  for (;;) {
    const done = await ports.store.person(asked.instance, (sql, now, test) =>
      decideWithSegments(ports, version, asked, { sql, now, test }),
    );
    if (done) return done;
  }
}
