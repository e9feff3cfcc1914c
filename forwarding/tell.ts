import type { InstanceId, PersonRef } from '../journey/base/ids.ts';
import type { Acknowledged, Nudged } from '../store/outbox/outbox.ts';
import type { Reachable } from '../store/outbox/reachable.ts';
import { endAsClosed, endInstance } from './end-instance.ts';
import type { Nudge, Plan } from './plan.ts';
import type { ForwarderPorts } from './ports.ts';

/** Starts and nudges of one person at once. */
const AT_ONCE = 20;

/** Starts and nudges, some at once: what they mean is in the database, so their order does not matter. */
export async function tell(
  ports: ForwarderPorts,
  who: PersonRef,
  { starts, nudges, names }: Plan,
): Promise<Acknowledged> {
  const started: InstanceId[] = [];
  const nudged: Nudged[] = [];
  for (let nr = 0; nr < starts.length; nr += AT_ONCE) {
    const some = starts.slice(nr, nr + AT_ONCE).map((instance) => start(ports, who, instance));
    started.push(...(await Promise.all(some)).flat());
  }
  for (let nr = 0; nr < nudges.length; nr += AT_ONCE)
    nudged.push(...(await Promise.all(nudges.slice(nr, nr + AT_ONCE).map((each) => nudge(ports, who, each, names)))));
  return { started, nudged };
}

/** A start that is refused for good ends the instance (design.md §8). */
async function start(ports: ForwarderPorts, who: PersonRef, instance: Reachable): Promise<readonly InstanceId[]> {
  const answer = await ports.launch.start(who, instance);
  if (typeof answer === 'string') return [instance.id];
  await endInstance(ports, who, instance, { reason: 'start-refused', detail: answer.refused });
  return [];
}

/**
 * Not there, though the store says that it lives: its start is repeated (design.md §8). If there has been one, it was closed from outside, in
 * Temporal's UI perhaps, and the instance ends: else it would be nudged for ever.
 */
async function nudge(
  ports: ForwarderPorts,
  who: PersonRef,
  { instance, to }: Nudge,
  names: readonly string[],
): Promise<Nudged> {
  const { launch } = ports;
  if ((await launch.nudge(instance.workflowId, names)) === 'not-there' && !instance.isClosing) {
    const answer = await launch.start(who, instance);
    const closed = answer === 'already' ? await launch.closedAs(instance.workflowId) : undefined;
    if (closed !== undefined) await endAsClosed(ports, who, instance, closed);
  }
  return { id: instance.id, to };
}
