import { useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, type RefObject, useRef } from 'react';
import { THEN, waysOf } from '../../../journey/document/draft';
import { ENTRY, textOf } from '../document/document';
import { linksOf } from '../document/path';
import { words } from '../words';
import { copyNodes, linkPorts, pasteNodes, redo, removeNodes, tidyUp, undo } from './edits';
import { focusFirstField } from './focus';
import { lastWay } from './last-way';
import { useLens } from './lens';
import { type Builder, useBuilderStore } from './store';

/** What is typed into a field is nobody else's. */
const isTyping = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

const ARROWS = ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight'];
const DELETES = ['Delete', 'Backspace'];

/** With nothing selected, what was there before stays. */
function toClipboard(text: string | undefined): void {
  if (text !== undefined) void navigator.clipboard.writeText(text);
}

/** The node that has the focus, or else the one that is selected. */
function here(store: Builder): string {
  const hit = globalThis.document.activeElement?.closest<HTMLElement>('[data-hit]')?.dataset.hit;
  return hit ?? store.getState().selected[0] ?? ENTRY;
}

const waysFrom = (
  store: Builder,
  id: string,
): readonly { readonly port: string; readonly to: string | undefined }[] => {
  const { document } = store.getState();
  if (id === ENTRY) return [{ port: THEN, to: textOf(document.start) || undefined }];
  const node = document.nodes[id];
  return node ? waysOf(node).ways : [];
};

/** Where each arrow leads: down along the first way, up the way one came, aside to what else the same node leads to. */
function neighbour(store: Builder, id: string, key: string, cameFrom: ReadonlyMap<string, string>): string | undefined {
  const links = linksOf(store.getState().document);
  const before = cameFrom.get(id) ?? links.find(({ to, isLoop }) => to === id && !isLoop)?.from;
  if (key === 'ArrowDown') return waysFrom(store, id).find(({ to }) => to !== undefined)?.to;
  if (key === 'ArrowUp') return before;
  const siblings = before === undefined ? [] : [...new Set(waysFrom(store, before).flatMap(({ to }) => to ?? []))];
  return siblings[siblings.indexOf(id) + (key === 'ArrowRight' ? 1 : -1)];
}

/** All that the mouse does on the canvas, keys do. */
export function useCanvasKeys(pane: RefObject<HTMLElement | null>) {
  const store = useBuilderStore();
  const flow = useReactFlow();
  const { isEditable } = useLens();
  const cameFrom = useRef(new Map<string, string>());
  const linking = useRef<{ readonly node: string; readonly port: string }>(undefined);

  const focus = (id: string) => {
    store.getState().select([id]);
    requestAnimationFrame(() => pane.current?.querySelector<HTMLElement>(`[data-hit="${CSS.escape(id)}"]`)?.focus());
  };
  const go = (key: string) => {
    const id = here(store);
    const to = neighbour(store, id, key, cameFrom.current);
    if (to === undefined) return;
    if (key === 'ArrowDown') cameFrom.current.set(to, id);
    focus(to);
  };
  const startLink = () => {
    const place = lastWay(store);
    if (!place) return;
    linking.current = place;
    store.getState().say(words.builder.said.linking(place.port));
  };
  const enter = () => {
    if (linking.current) {
      linkPorts(store, linking.current, here(store));
      linking.current = undefined;
      return;
    }
    store.getState().select([here(store)]);
    focusFirstField();
  };
  const giveUp = () => {
    linking.current = undefined;
    store.getState().select([]);
  };
  const takeOut = () => removeNodes(store, [...new Set([here(store), ...store.getState().selected])]);
  const plain: Readonly<Record<string, () => void>> = {
    ...Object.fromEntries(ARROWS.map((key) => [key, () => go(key)])),
    ...Object.fromEntries([
      ['Home', () => focus(ENTRY)] as const,
      ['Enter', enter] as const,
      ['Escape', giveUp] as const,
    ]),
    '+': () => void flow.zoomIn(),
    '-': () => void flow.zoomOut(),
    ...(isEditable && {
      a: () => store.getState().ask(lastWay(store)),
      l: startLink,
      ...Object.fromEntries(DELETES.map((key) => [key, takeOut])),
    }),
  };
  const shifted: Readonly<Record<string, () => void>> = {
    '!': () => void flow.fitView({ padding: 0.15 }),
    ...(isEditable && Object.fromEntries([['T', () => tidyUp(store)]])),
  };
  const withCommand: Readonly<Record<string, () => void>> = {
    a: () => store.getState().select(Object.keys(store.getState().document.nodes)),
    c: () => toClipboard(copyNodes(store)),
    ...(isEditable && {
      x: () => {
        toClipboard(copyNodes(store));
        removeNodes(store, store.getState().selected);
      },
      v: () => void navigator.clipboard.readText().then((text) => pasteNodes(store, text)),
      d: () => {
        const text = copyNodes(store);
        if (text !== undefined) pasteNodes(store, text);
      },
      z: () => undo(store),
      y: () => redo(store),
      ...Object.fromEntries([['Z', () => redo(store)]]),
    }),
  };
  return (event: KeyboardEvent) => {
    if (isTyping(event.target)) return;
    const shiftedOnly = { ...plain, ...shifted };
    const keys = event.metaKey || event.ctrlKey ? withCommand : event.shiftKey ? shiftedOnly : plain;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
}
