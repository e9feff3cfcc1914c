import type { Decision, Instance } from './apply.ts';

/**
 * Something to be counted. Measures of a journey (node ''): `qualified`, `refused`, `entered`, `exited:<reason>`; of a node: `arrived`,
 * `left:<port>`, `exited`, and what became of its messages: `message:<outcome>`.
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
