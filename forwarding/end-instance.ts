import type { InstanceId, JourneyId, PersonRef } from '../journey/base/ids.ts';
import { endFromOutside, type OutsideEnd } from '../store/decisions/end.ts';
import { markStuck } from '../store/decisions/stuck.ts';
import { findReadable } from '../store/journeys/versions.ts';
import type { ForwarderPorts } from './ports.ts';

/** An instance whose workflow can't continue. */
export interface Ending {
  readonly id: InstanceId;
  readonly workflowId: string;
  readonly start: { readonly journey: JourneyId; readonly version: number };
}

type EndPorts = Pick<ForwarderPorts, 'store' | 'versions' | 'log'>;

/**
 * Handles a live instance whose workflow is closed (design.md §12). If it was closed in Temporal, the instance ends. If
 * it completed, the store has lost the exit, and the instance is marked as stuck for an operator.
 */
export function endAsClosed(ports: EndPorts, who: PersonRef, instance: Ending, status: string): Promise<void> {
  if (status !== 'COMPLETED')
    return endInstance(ports, who, instance, { reason: 'terminated', detail: `the workflow is closed: ${status}` });
  const why = `storeBehind: the workflow has completed, and the store does not know it: the store was restored from before its end. Run \`sojourn rebuild\`.`;
  return ports.store.person(who, (sql) => markStuck(sql, { workspace: who.workspace, id: instance.id }, why));
}

export async function endInstance(ports: EndPorts, who: PersonRef, instance: Ending, why: OutsideEnd): Promise<void> {
  const { store, versions, log } = ports;
  const { id, workflowId, start } = instance;
  const version = await findReadable(versions, who.workspace, start.journey, start.version);
  if (await store.person(who, (sql, now) => endFromOutside(sql, now, { ...who, instance: id }, why, version)))
    log.warn({ instance: id, workflowId, ...why }, 'an instance was ended from outside');
}
