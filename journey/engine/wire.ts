import type { NodeId } from '../base/ids.ts';
import type { Instant } from '../time/time.ts';
import type { Decision, Effect, Timer, TraceLine } from './apply.ts';

/**
 * What a journey's workflow and its activities say to each other, as histories hold it: each byte is stored once a decision, for as long as the
 * history lives. Short, yet readable in Temporal's UI: what is usual is left out, and a line of the trace is a tuple. Workflow code runs the
 * decoding half: a change here is a change of replay.
 */

/** What one step tells the workflow: ids, codes and lengths, nothing personal. */
export interface Advanced extends Decision {
  readonly timer: Timer;
  /** Something may lie unread: ask again without waiting to be woken. */
  readonly again: boolean;
  /** Its sends begin on the workflow's own task queue, which may give them to the worker that asked for them at once. */
  readonly direct: boolean;
}

/** `Advanced` as the marker of its local activity holds it. */
export interface AdvancedOnWire {
  readonly delta?: Decision['delta'];
  readonly send?: readonly EffectOnWire[];
  readonly direct?: true;
  readonly trace?: readonly LineOnWire[];
  /** Milliseconds. Absent: none. */
  readonly timer?: number | 'keep';
  readonly again?: true;
}

export type EffectOnWire = readonly [Effect['channel'], NodeId, visit: number, activity?: string];

/** The instant is null where it is the instant of the line before. */
export type LineOnWire = readonly [
  node: NodeId | null,
  visit: number,
  move: TraceLine['move'],
  rule: string,
  at?: Instant | null,
  port?: string | null,
  lateMs?: number,
];

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

export function decodeAdvanced(wire: AdvancedOnWire): Advanced {
  const { delta = {}, send = [], trace = [], timer, again = false, direct = false } = wire;
  return { delta, effects: decodeEffects(send), trace: decodeLines(trace), timer: timerOf(timer), again, direct };
}

function timerOf(wire: AdvancedOnWire['timer']): Timer {
  if (wire === undefined) return { type: 'none' };
  return wire === 'keep' ? { type: 'keep' } : { type: 'start', ms: wire };
}

export const encodeEffects = (effects: readonly Effect[]): readonly EffectOnWire[] =>
  effects.map(({ channel, node, visit, activity }) =>
    activity === undefined ? [channel, node, visit] : [channel, node, visit, activity],
  );

export const decodeEffects = (wire: readonly EffectOnWire[]): readonly Effect[] =>
  wire.map(([channel, node, visit, activity]) => ({
    ...{ type: 'send', channel, node, visit },
    ...(activity !== undefined && { activity }),
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
  let at = 0 as Instant; // a first line always has its own
  return wire.map(([node, visit, move, rule, moment, port, lateMs]) => {
    at = moment ?? at;
    return {
      ...{ at, node, visit, move, rule },
      ...(port !== undefined && port !== null && { port }),
      ...(lateMs !== undefined && { lateMs }),
    };
  });
}
