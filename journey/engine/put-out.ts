import type { Instant } from '../time.ts';
import { apply, type Decision, type Instance } from './apply.ts';

/** The decision to end an instance for a reason that lies outside of it: its journey has been stopped, its workflow is gone. */
export function putOut(before: Instance, at: Instant, reason: string): { instance: Instance; decision: Decision } {
  const decision: Decision = {
    delta: { step: before.step + 1, until: null, held: false, exit: { reason } },
    effects: [],
    trace: [{ at, node: before.at, visit: before.visit, move: 'exit', rule: reason }],
  };
  return { instance: apply(before, decision), decision };
}
