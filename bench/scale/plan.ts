/** A plan node of EXPLAIN (FORMAT JSON), as far as it is read here. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** One executed statement, as auto_explain reports it, including statements inside functions and triggers. */
export interface Executed {
  readonly text: string;
  readonly ms: number;
  /** Rows that its scans read, including rows that a filter dropped. */
  readonly rowsRead: number;
  /** Tables that were read from end to end, with their number of rows. */
  readonly sequential: readonly { readonly table: string; readonly rows: number }[];
  /** Shape of the plan, such as `Index Scan instances_live > Nested Loop`. */
  readonly shape: string;
}

/** Parses a notice; returns undefined if it isn't from auto_explain. */
export function readNotice(message: string): Executed | undefined {
  const found = /^duration: ([\d.]+) ms\s+plan:\s*(\{[\s\S]*\})\s*$/.exec(message);
  if (!found?.[2]) return undefined;
  const { 'Query Text': text, Plan: plan } = JSON.parse(found[2]) as { 'Query Text': string; Plan: PlanNode };
  const nodes = [...walk(plan)];
  return {
    text: text.replace(/\s+/g, ' ').trim(),
    ms: Number(found[1]),
    rowsRead: nodes.filter(isScan).reduce((sum, node) => sum + readBy(node), 0),
    sequential: nodes.flatMap((node) =>
      node['Node Type'].endsWith('Seq Scan') && node['Relation Name'] !== undefined
        ? [{ table: node['Relation Name'], rows: readBy(node) }]
        : [],
    ),
    shape: nodes.map(nameOf).join(' > '),
  };
}

function* walk(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const inner of node.Plans ?? []) yield* walk(inner);
}

/** A bitmap's heap scan reads rows that its index scan has found, so only the index scan counts. */
const isScan = (node: PlanNode): boolean => node['Relation Name'] !== undefined && node['Node Type'].includes('Scan');

const readBy = (node: PlanNode): number =>
  Math.round(
    ((node['Actual Rows'] ?? 0) +
      (node['Rows Removed by Filter'] ?? 0) +
      (node['Rows Removed by Index Recheck'] ?? 0)) *
      (node['Actual Loops'] ?? 1),
  );

const nameOf = (node: PlanNode): string =>
  [node['Node Type'], node['Index Name'] ?? node['Relation Name']].filter(Boolean).join(' ');
