import { type ReactNode, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import styles from './header-slot.module.css';

/** The place in the journey's header for content of the open page. */
let place: HTMLElement | null = null;
const listeners = new Set<() => void>();

function settle(element: HTMLElement | null): void {
  place = element;
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export const HeaderSlot = () => <div className={styles.slot} ref={settle} />;

export function InHeader({ children }: { readonly children: ReactNode }) {
  const element = useSyncExternalStore(subscribe, () => place);
  return element && createPortal(children, element);
}
