import { THEN, waysOf } from '../../../journey/document/draft';
import { type DraftDocument, ENTRY, textOf } from './document';

/** A way that leads to a node. Ports of one node that lead to the same node are one link. */
export interface Link {
  readonly id: string;
  readonly from: string;
  readonly port: string;
  readonly to: string;
  /** The link leads back to a node before it on the way from the entry. */
  readonly isLoop: boolean;
}

/** Returns all links of a path, the entry's first. A walk from the start finds the loops. */
export function linksOf(document: DraftDocument): readonly Link[] {
  const start = textOf(document.start);
  const order = orderOf(document);
  const own = Object.entries(document.nodes).flatMap(([from, node]) =>
    waysOf(node).ways.flatMap(({ port, to }) =>
      to === undefined || !Object.hasOwn(document.nodes, to) ? [] : [{ from, port, to }],
    ),
  );
  const entry = Object.hasOwn(document.nodes, start) ? [{ from: ENTRY, port: THEN, to: start }] : [];
  return [...entry, ...own].map((link) => ({
    ...link,
    id: `${link.from}/${link.port}`,
    isLoop: order.isBack(link.from, link.to),
  }));
}

/** Returns the nodes, depth first from the start in port order. Unreachable nodes come last. */
function orderOf(document: DraftDocument) {
  const ids: string[] = [];
  const seen = new Set<string>();
  const open = new Set<string>();
  const back = new Set<string>();
  const visit = (id: string): void => {
    const node = document.nodes[id];
    if (!node || seen.has(id)) return;
    seen.add(id);
    open.add(id);
    ids.push(id);
    for (const { to } of waysOf(node).ways) {
      if (to === undefined) continue;
      if (open.has(to)) back.add(`${id}\n${to}`);
      visit(to);
    }
    open.delete(id);
  };
  for (const id of [textOf(document.start), ...Object.keys(document.nodes)]) visit(id);
  return { ids, isBack: (from: string, to: string) => back.has(`${from}\n${to}`) };
}

/** Returns the nodes in reading order. */
export const inOrder = (document: DraftDocument): readonly string[] => orderOf(document).ids;
