import type { NodeId } from '../base/ids.ts';
import { isObject, type JsonObject } from '../base/json.ts';
import type { Facts } from './move.ts';

/** Context name under which an instance stores its counters. Authors can't use this name. */
export const TALLIES = '$tallies';

/**
 * A counter of a node. `visits` counts all arrivals; `restarts.<visit>` counts one visit's restarts. `paused.<visit>`
 * is how long the instance was paused there, in ms. `due.<visit>` is the instant at which a message that was then held
 * fell due.
 */
export type Tallied = 'visits' | `${'restarts' | 'paused' | 'due'}.${number}`;

/** Reads a node's counter from an instance's context; 0 if it isn't set. */
export function tallyOf({ context }: Pick<Facts, 'context'>, node: NodeId, what: Tallied): number {
  const tallies = context[TALLIES];
  const own = isObject(tallies) ? tallies[node] : undefined;
  const count = isObject(own) ? own[what] : undefined;
  return typeof count === 'number' ? count : 0;
}

/** Returns the context change that sets a node's counter. Drops counters of the node's earlier visits. */
export function withTally({ context }: Facts, node: NodeId, what: Tallied, count: number): JsonObject {
  const tallies = context[TALLIES];
  const all = isObject(tallies) ? tallies : {};
  const own = isObject(all[node]) ? all[node] : {};
  const [, visit] = what.split('.');
  const kept = Object.fromEntries(
    Object.entries(own).filter(([name]) => name === 'visits' || (visit !== undefined && name.endsWith(`.${visit}`))),
  );
  return { [TALLIES]: { ...all, [node]: { ...kept, [what]: count } } };
}
