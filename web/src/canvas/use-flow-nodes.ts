import { applyNodeChanges, type Node, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { ENTRY } from '../document/document';
import { CARD, heightOf } from '../document/layout';
import { words } from '../words';
import { useLens } from './lens';
import { moveNodes, useBuilder, useBuilderStore } from './store';

const NOTHING = {};
/** Height in pixels that a lens adds to a card. */
const EXTRA = 22;

/** Returns the cards at their positions. The document changes only when a drag ends. */
export function useFlowNodes() {
  const store = useBuilderStore();
  const { InCard } = useLens();
  const points = useBuilder((state) => state.points);
  const document = useBuilder((state) => state.document);
  const selected = useBuilder((state) => state.selected);
  const sizes = [ENTRY, ...Object.keys(document.nodes)]
    .filter((id) => points[id] !== undefined)
    .map((id) => `${id}:${heightOf(document, id) + (InCard ? EXTRA : 0)}`)
    .join(' ');
  const wanted = useMemo(
    () =>
      sizes.split(' ').flatMap((size): Node[] => {
        const [id = '', height] = size.split(':');
        const position = points[id];
        return position
          ? [{ id, type: 'card', position, data: NOTHING, width: CARD.width, height: Number(height) }]
          : [];
      }),
    [sizes, points],
  );
  const [nodes, setNodes] = useState<Node[]>(wanted);
  useEffect(() => setNodes((before) => keepSame(before, wanted, selected)), [wanted, selected]);

  const onNodesChange = useCallback(
    (changes: NodeChange[]) => {
      setNodes((before) =>
        applyNodeChanges(
          changes.filter(({ type }) => type === 'position' || type === 'dimensions'),
          before,
        ),
      );
      const picks = changes.filter((change) => change.type === 'select');
      if (picks.length === 0) return;
      const now = new Set(store.getState().selected);
      for (const pick of picks) {
        if (pick.selected) now.add(pick.id);
        else now.delete(pick.id);
      }
      store.getState().select([...now]);
    },
    [store],
  );
  const onDragStop = useCallback(
    (_: unknown, __: Node, dragged: Node[]) => {
      const to = Object.fromEntries(dragged.map(({ id, position }) => [id, roundPoint(position)]));
      const { change, points: now, say } = store.getState();
      const isStill = Object.entries(to).every(([id, at]) => at.x === now[id]?.x && at.y === now[id]?.y);
      if (isStill) return;
      change(words.builder.acts.move, (before) => moveNodes(before, now, to));
      say(words.builder.youPlace, true);
    },
    [store],
  );
  return [nodes, onNodesChange, onDragStop] as const;
}

const roundPoint = ({ x, y }: { x: number; y: number }) => ({ x: Math.round(x), y: Math.round(y) });

/** Keeps unchanged nodes as the same objects, so that they aren't drawn again. */
function keepSame(before: readonly Node[], wanted: readonly Node[], selected: readonly string[]): Node[] {
  const old = new Map(before.map((node) => [node.id, node]));
  return wanted.map((node) => {
    const was = old.get(node.id);
    const isSelected = selected.includes(node.id);
    const isSame =
      was &&
      was.position.x === node.position.x &&
      was.position.y === node.position.y &&
      was.height === node.height &&
      (was.selected ?? false) === isSelected;
    return isSame ? was : { ...was, ...node, selected: isSelected };
  });
}
