import type { Recorded } from '../events/input.ts';
import { because, type Facts } from '../moves/move.ts';
import type { Instant } from '../time/time.ts';
import { apply, type Decision, type Instance } from './apply.ts';
import { become } from './become.ts';
import { findEnding } from './ending.ts';
import type { Folded } from './fold.ts';
import { type Line, note } from './follow.ts';
import type { Conversion } from './goals.ts';
import type { Version } from './version.ts';

/** Returns the decision to end an instance for an external reason, such as a stopped journey or a missing workflow. */
export function forceEnd(before: Instance, at: Instant, reason: string): { instance: Instance; decision: Decision } {
  const decision: Decision = {
    delta: { step: before.step + 1, until: null, held: false, exit: { reason } },
    effects: [],
    trace: [{ at, node: before.at, visit: before.visit, move: 'exit', rule: reason }],
  };
  return { instance: apply(before, decision), decision };
}

type Out = Pick<Folded, 'instance' | 'decision' | 'read' | 'conversions' | 'holding'>;

/**
 * Returns the decision to end an instance after reading the rows accepted by then. A goal or exit that was met ends it
 * first, and goals count (design.md §7.2). Nodes and deadlines are no longer followed.
 */
export function forceEndAfter(
  version: Version,
  before: Instance,
  recorded: readonly Recorded[],
  known: Facts,
  last: { readonly at: Instant; readonly reason: string; readonly detail: string },
): Out {
  const lines: Line[] = [];
  const conversions: Conversion[] = [];
  let facts = known;
  let instance = before;
  let end: Pick<Out['decision']['delta'], 'exit'> | undefined;
  for (const input of recorded) {
    if (input.at > last.at || input.type !== 'accepted') continue;
    const { found, ...read } = findEnding(version, instance, input.events, facts);
    facts = read.facts;
    lines.push(...read.notes);
    conversions.push(...read.conversions);
    instance = become(instance, { readTo: input.position });
    if (!found) continue;
    lines.push(note(instance, input.at, found.why, 'exit'));
    end = { exit: found.exit };
    break;
  }
  if (!end) {
    lines.push(note(instance, last.at, because(last.reason, { detail: last.detail }), 'exit'));
    end = { exit: { reason: last.reason } };
  }
  const decision: Decision = {
    delta: { step: before.step + 1, until: null, held: false, readTo: instance.readTo, ...end },
    effects: [],
    trace: lines.map(({ line }) => line),
  };
  return {
    instance: apply(before, decision),
    decision,
    read: lines.map(({ read }) => read),
    conversions,
    holding: facts.goals.holding,
  };
}
