import { useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, type RefObject, useMemo } from 'react';
import { focusFirstField } from './focus';
import { createKeyActs } from './key-acts';
import { useLens } from './lens';
import { useBuilderStore } from './store';

/** Returns whether the key was typed into a field, which then handles it. */
const isTyping = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/** The canvas by keys. */
export function useCanvasKeys(pane: RefObject<HTMLElement | null>) {
  const store = useBuilderStore();
  const flow = useReactFlow();
  const { isEditable } = useLens();
  const actFor = useMemo(() => {
    const focus = (id: string) => {
      store.getState().select([id]);
      requestAnimationFrame(() => pane.current?.querySelector<HTMLElement>(`[data-hit="${CSS.escape(id)}"]`)?.focus());
    };
    return createKeyActs({
      ...{ store, isEditable, focus, focusFirstField },
      focused: () => globalThis.document.activeElement?.closest<HTMLElement>('[data-hit]')?.dataset.hit,
      view: {
        zoomIn: () => void flow.zoomIn(),
        zoomOut: () => void flow.zoomOut(),
        fit: () => void flow.fitView({ padding: 0.15 }),
      },
      clipboard: {
        write: (text) => void navigator.clipboard.writeText(text),
        read: () => navigator.clipboard.readText(),
      },
    });
  }, [store, flow, isEditable, pane]);
  return (event: KeyboardEvent) => {
    if (isTyping(event.target)) return;
    const act = actFor(event);
    if (!act) return;
    event.preventDefault();
    act();
  };
}
