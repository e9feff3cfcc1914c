import type { NodeId } from '../base/ids.ts';
import { isObject, type JsonObject } from '../base/json.ts';
import type { Facts } from './move.ts';

/** Under which an instance remembers how often: no author can give this name to anything. */
export const TALLIES = '$tallies';

/**
 * How often something has happened at a node: `visits` in all, `restarts` of one visit; how long it was `paused` there
 * by itself, in ms; and the instant at which a message fell `due` that was held afterwards.
 */
export type Tallied = 'visits' | `${'restarts' | 'paused' | 'due'}.${number}`;

export function tallyOf({ context }: Pick<Facts, 'context'>, node: NodeId, what: Tallied): number {
  const tallies = context[TALLIES];
  const own = isObject(tallies) ? tallies[node] : undefined;
  const count = isObject(own) ? own[what] : undefined;
  return typeof count === 'number' ? count : 0;
}

/** What is to be remembered then. Of single visits, only the latest. */
export function tallied({ context }: Facts, node: NodeId, what: Tallied, count: number): JsonObject {
  const tallies = context[TALLIES];
  const all = isObject(tallies) ? tallies : {};
  const own = isObject(all[node]) ? all[node] : {};
  const [, visit] = what.split('.');
  const kept = Object.fromEntries(
    Object.entries(own).filter(([name]) => name === 'visits' || (visit !== undefined && name.endsWith(`.${visit}`))),
  );
  return { [TALLIES]: { ...all, [node]: { ...kept, [what]: count } } };
}
