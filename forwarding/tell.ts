import type { InstanceId, PersonRef } from '../journey/base/ids.ts';
import type { Acknowledged, Nudged } from '../store/outbox/outbox.ts';
import type { Reachable } from '../store/outbox/reachable.ts';
import { endAsClosed, endInstance } from './end-instance.ts';
import type { Nudge, Plan } from './plan.ts';
import type { ForwarderPorts } from './ports.ts';

/** Starts or nudges of one user at once. */
const AT_ONCE = 20;

/** Starts and nudges instances. Their order doesn't matter, since all data is in the database. */
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

/** Starts an instance's workflow. If Temporal refuses it for good, the instance ends (design.md §8). */
async function start(ports: ForwarderPorts, who: PersonRef, instance: Reachable): Promise<readonly InstanceId[]> {
  const answer = await ports.launch.start(who, instance);
  if (typeof answer === 'string') return [instance.id];
  await endInstance(ports, who, instance, { reason: 'start-refused', detail: answer.refused });
  return [];
}

/**
 * Nudges a live instance. If its workflow isn't there, repeats the start (design.md §8). If it existed, it was closed
 * from outside, such as in Temporal's UI, and the instance ends; otherwise it would be nudged forever.
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
