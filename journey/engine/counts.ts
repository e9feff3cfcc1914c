import type { Decision, Instance } from './apply.ts';
import type { Attributed } from './goals.ts';

/**
 * Something to be counted. Measures of a journey (node ''): `qualified`, `refused`, `control`, `entered`, `moved-out` and `moved-in` (between versions), `exited:<reason>`, `goal:<id>` and,
 * of the control group, `control-goal:<id>`; of a node: `arrived`, `left:<port>`, `exited`, what became of its messages: `message:<outcome>`,
 * goals met by those who were there: `goal:<id>`, before its own message had gone: `goal-before:<id>`, and after it as the last: `goal-by:<id>`.
 */
export interface Count {
  readonly node: string;
  readonly measure: string;
}

/** Every count derives from the same lines that the trace shows (design.md §7.12). */
export function countsOf(before: Instance, after: Instance, { trace }: Decision): readonly Count[] {
  const counts: Count[] = [];
  let visit = before.visit;
  let inside = before.at;
  const arriveAt = (node: string, at: number) => {
    if (at === visit) return;
    if (inside !== null) counts.push({ node: inside, measure: 'left:moved' }); // by an operator: no port was taken
    counts.push({ node, measure: 'arrived' });
    visit = at;
    inside = node as typeof inside;
  };
  for (const line of trace) {
    if (line.node === null || line.move === 'withhold' || line.visit < visit) continue;
    arriveAt(line.node, line.visit);
    if (line.move === 'leave') {
      counts.push({ node: line.node, measure: `left:${line.port}` });
      inside = null;
    }
  }
  if (after.exit) {
    if (inside !== null) counts.push({ node: inside, measure: 'exited' });
    counts.push({ node: '', measure: `exited:${after.exit.reason}` });
  }
  return counts;
}

/**
 * What an instance that goes on by another version is counted by, for each of the two. `hasNode`: the other one has the node that it waited at; else
 * it comes to its new node from nowhere.
 */
export function countsOfMigration(before: Instance, after: Instance, decision: Decision, hasNode: boolean) {
  const { at } = before;
  const atNode = (measure: string): readonly Count[] => (at === null ? [] : [{ node: at, measure }]);
  return {
    from: [{ node: '', measure: 'moved-out' }, ...atNode('left:moved')],
    to: [
      { node: '', measure: 'moved-in' },
      ...(hasNode ? atNode('arrived') : []),
      ...countsOf(hasNode ? before : { ...before, at: null }, after, decision),
    ],
  };
}

export const countsOfConversion = ({ goal, node, place, by }: Attributed, isControl: boolean): readonly Count[] =>
  isControl
    ? [{ node: '', measure: `control-goal:${goal}` }]
    : [
        { node: '', measure: `goal:${goal}` },
        ...(node ? [{ node, measure: `goal:${goal}` }] : []),
        ...(node && place === 'before' ? [{ node, measure: `goal-before:${goal}` }] : []),
        ...(by ? [{ node: by.node, measure: `goal-by:${goal}` }] : []),
      ];
