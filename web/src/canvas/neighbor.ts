import { THEN, waysOf } from '../../../journey/document/draft';
import { type DraftDocument, ENTRY, textOf } from '../document/document';
import { linksOf } from '../document/path';

interface Way {
  readonly port: string;
  readonly to: string | undefined;
}

function waysFrom(document: DraftDocument, id: string): readonly Way[] {
  if (id === ENTRY) return [{ port: THEN, to: textOf(document.start) || undefined }];
  const node = document.nodes[id];
  return node ? waysOf(node).ways : [];
}

/**
 * Returns where an arrow key leads from a node: down along its first way, up the way you came, aside to what else the
 * same node leads to. `cameFrom`: for each node, the one from which an arrow led down to it.
 */
export function findNeighbor(
  document: DraftDocument,
  id: string,
  key: string,
  cameFrom: ReadonlyMap<string, string>,
): string | undefined {
  if (key === 'ArrowDown') return waysFrom(document, id).find(({ to }) => to !== undefined)?.to;
  const before = cameFrom.get(id) ?? linksOf(document).find(({ to, isLoop }) => to === id && !isLoop)?.from;
  if (key === 'ArrowUp') return before;
  const siblings = before === undefined ? [] : [...new Set(waysFrom(document, before).flatMap(({ to }) => to ?? []))];
  return siblings[siblings.indexOf(id) + (key === 'ArrowRight' ? 1 : -1)];
}
