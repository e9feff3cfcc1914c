import type { Decision, Instance } from './apply.ts';
import type { Attributed } from './goals.ts';

/**
 * One count for reports. An empty `node` counts for the journey: `qualified`, `refused`, `control`, `entered`,
 * `exited:<reason>`, `goal:<id>`, and `control-goal:<id>` for the control group. `moved-out` and `moved-in` count moves
 * between versions.
 *
 * A node has `arrived`, `left:<port>`, `exited` and `message:<outcome>`, `suppressed:<rule>` for the reason of a
 * message that leaves by `suppressed`, and `malformed:<trait>` for a trait that can't be read. Goals met while the
 * instance was at the node are `goal:<id>`, before the node's own message was sent `goal-before:<id>`. A goal credited
 * to the node's message as the last one sent is `goal-by:<id>`.
 */
export interface Count {
  readonly node: string;
  readonly measure: string;
}

/** Traits that decide about sends, by the rule that reports that one can't be read (case M1). */
const FLAWS: Readonly<Record<string, string>> = {
  'consent-malformed': 'consent',
  'address-malformed': 'address',
  'zone-malformed': 'timezone',
};

/** Derives the counts of one decision from its trace lines, so that reports and traces agree (design.md §7.12). */
export function countDecision(before: Instance, after: Instance, { trace }: Decision): readonly Count[] {
  const counts: Count[] = [];
  let visit = before.visit;
  let inside = before.at;
  const arriveAt = (node: string, at: number) => {
    if (at === visit) return;
    // an operator moved the instance, so no port was taken
    if (inside !== null) counts.push({ node: inside, measure: 'left:moved' });
    counts.push({ node, measure: 'arrived' });
    visit = at;
    inside = node as typeof inside;
  };
  for (const line of trace) {
    if (line.node === null || line.move === 'withhold' || line.visit < visit) continue;
    arriveAt(line.node, line.visit);
    counts.push(...countLine(line.node, line));
    if (line.move === 'leave') inside = null;
  }
  if (after.exit) {
    if (inside !== null) counts.push({ node: inside, measure: 'exited' });
    counts.push({ node: '', measure: `exited:${after.exit.reason}` });
  }
  return counts;
}

function countLine(node: string, { rule, move, port }: Decision['trace'][number]): readonly Count[] {
  const flaw = FLAWS[rule];
  return [
    ...(flaw === undefined ? [] : [{ node, measure: `malformed:${flaw}` }]),
    ...(move === 'leave' ? [{ node, measure: `left:${port}` }] : []),
    ...(move === 'leave' && port === 'suppressed' ? [{ node, measure: `suppressed:${rule}` }] : []),
  ];
}

/**
 * Returns the counts of a migration for both versions. `hasNode` says whether the new version has the node at which the
 * instance waited. If not, the instance arrives at its new node without leaving one.
 */
export function countMigration(before: Instance, after: Instance, decision: Decision, hasNode: boolean) {
  const { at } = before;
  const atNode = (measure: string): readonly Count[] => (at === null ? [] : [{ node: at, measure }]);
  return {
    from: [{ node: '', measure: 'moved-out' }, ...atNode('left:moved')],
    to: [
      { node: '', measure: 'moved-in' },
      ...(hasNode ? atNode('arrived') : []),
      ...countDecision(hasNode ? before : { ...before, at: null }, after, decision),
    ],
  };
}

/** Returns the counts of one conversion. */
export const countConversion = ({ goal, node, place, by }: Attributed, isControl: boolean): readonly Count[] =>
  isControl
    ? [{ node: '', measure: `control-goal:${goal}` }]
    : [
        { node: '', measure: `goal:${goal}` },
        ...(node ? [{ node, measure: `goal:${goal}` }] : []),
        ...(node && place === 'before' ? [{ node, measure: `goal-before:${goal}` }] : []),
        ...(by ? [{ node: by.node, measure: `goal-by:${goal}` }] : []),
      ];
