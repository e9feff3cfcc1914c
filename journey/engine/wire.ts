import type { NodeId } from '../base/ids.ts';
import type { Instant } from '../time/time.ts';
import type { Decision, Effect, Timer, TraceLine } from './apply.ts';

/**
 * The format in which activities answer a journey's workflow, as histories store it. Every byte is stored once per
 * decision for as long as the history exists, so defaults are omitted and trace lines are tuples, still readable in
 * Temporal's UI. Workflow code runs the decoders, so any change to them changes replay.
 */

/** The answer of one step to the workflow: IDs, codes and durations, nothing personal. */
export interface Advanced extends Decision {
  readonly timer: Timer;
  /** Unread rows may remain: run the next step without waiting to be woken. */
  readonly again: boolean;
  /** Sends start on the workflow's own task queue, where the same worker may run them immediately. */
  readonly direct: boolean;
}

/** `Advanced` as stored in the marker of its local activity. */
export interface AdvancedOnWire {
  readonly delta?: Decision['delta'];
  readonly send?: readonly EffectOnWire[];
  readonly direct?: true;
  readonly trace?: readonly LineOnWire[];
  /** Milliseconds. Absent if there is no timer. */
  readonly timer?: number | 'keep';
  readonly again?: true;
}

export type EffectOnWire = readonly [
  Effect['channel'],
  NodeId,
  visit: number,
  activity?: string | null,
  /** Present if the message is urgent. */
  urgent?: 1,
];

/** A trace line. The instant is null if it equals the previous line's. */
export type LineOnWire = readonly [
  node: NodeId | null,
  visit: number,
  move: TraceLine['move'],
  rule: string,
  at?: Instant | null,
  port?: string | null,
  lateMs?: number,
];

/** Encodes a step's answer for history. */
export function encodeAdvanced({ delta, effects, trace, timer, again, direct }: Advanced): AdvancedOnWire {
  return {
    ...(Object.keys(delta).length > 0 && { delta }),
    ...(effects.length > 0 && { send: encodeEffects(effects) }),
    ...(direct && { direct }),
    ...(trace.length > 0 && { trace: encodeLines(trace) }),
    ...(timer.type !== 'none' && { timer: timer.type === 'keep' ? 'keep' : timer.ms }),
    ...(again && { again }),
  };
}

/** Decodes a step's answer. Runs inside workflow code. */
export function decodeAdvanced(wire: AdvancedOnWire): Advanced {
  const { delta = {}, send = [], trace = [], timer, again = false, direct = false } = wire;
  return { delta, effects: decodeEffects(send), trace: decodeLines(trace), timer: timerOf(timer), again, direct };
}

function timerOf(wire: AdvancedOnWire['timer']): Timer {
  if (wire === undefined) return { type: 'none' };
  return wire === 'keep' ? { type: 'keep' } : { type: 'start', ms: wire };
}

export const encodeEffects = (effects: readonly Effect[]): readonly EffectOnWire[] =>
  effects.map(({ channel, node, visit, activity, isUrgent }) => {
    if (isUrgent) return [channel, node, visit, activity ?? null, 1];
    return activity === undefined ? [channel, node, visit] : [channel, node, visit, activity];
  });

export const decodeEffects = (wire: readonly EffectOnWire[]): readonly Effect[] =>
  wire.map(([channel, node, visit, activity, urgent]) => ({
    ...{ type: 'send', channel, node, visit },
    ...(activity !== undefined && activity !== null && { activity }),
    ...(urgent === 1 && ({ isUrgent: true } as const)),
  }));

export function encodeLines(lines: readonly TraceLine[]): readonly LineOnWire[] {
  let before: Instant | undefined;
  return lines.map(({ at, node, visit, move, rule, port, lateMs }) => {
    const moment = at === before ? null : at;
    before = at;
    if (lateMs !== undefined) return [node, visit, move, rule, moment, port ?? null, lateMs];
    if (port !== undefined) return [node, visit, move, rule, moment, port];
    return moment === null ? [node, visit, move, rule] : [node, visit, move, rule, moment];
  });
}

export function decodeLines(wire: readonly LineOnWire[]): readonly TraceLine[] {
  let at = 0 as Instant; // the first line always has an instant
  return wire.map(([node, visit, move, rule, moment, port, lateMs]) => {
    at = moment ?? at;
    return {
      ...{ at, node, visit, move, rule },
      ...(port !== undefined && port !== null && { port }),
      ...(lateMs !== undefined && { lateMs }),
    };
  });
}
