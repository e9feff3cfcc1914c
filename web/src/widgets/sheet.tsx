import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './sheet.module.css';

interface SheetProps {
  readonly title: string;
  /** Called by the close button and by Esc. */
  readonly onClose: () => void;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** A dialog of the browser's own: it keeps the focus, gives it back, and closes by Esc. */
export function Sheet({ title, onClose, isWide = false, children }: SheetProps) {
  const element = useRef<HTMLDialogElement>(null);
  const name = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      className={styles.sheet}
      data-wide={isWide || undefined}
      aria-labelledby={name}
      onCancel={(event) => {
        event.preventDefault(); // it closes by being taken away
        onClose();
      }}
    >
      <h2 id={name}>{title}</h2>
      {children}
    </dialog>
  );
}
