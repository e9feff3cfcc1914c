import { THEN, waysOf } from '../../../journey/document/draft';
import { ENTRY, textOf } from '../document/document';
import type { Place } from '../document/edit';
import { inOrder } from '../document/path';
import type { Builder } from './store';

/**
 * Returns the place of a node that is added without one: after the selected node, or at the first exit without a link.
 */
export function lastWay(store: Builder): Place | undefined {
  const { document, selected } = store.getState();
  const [id] = selected;
  const node = id === undefined ? undefined : document.nodes[id];
  if (id === ENTRY) return { node: ENTRY, port: THEN };
  if (id !== undefined && node) {
    const { ways } = waysOf(node);
    const way = ways.find(({ to }) => to === undefined) ?? ways[0];
    if (way) return { node: id, port: way.port };
  }
  return firstOpen(store);
}

function firstOpen(store: Builder): Place | undefined {
  const { document } = store.getState();
  if (textOf(document.start) === '') return { node: ENTRY, port: THEN };
  for (const id of inOrder(document)) {
    const node = document.nodes[id];
    const open = node && waysOf(node).ways.find(({ to }) => to === undefined);
    if (open) return { node: id, port: open.port };
  }
  return undefined;
}
