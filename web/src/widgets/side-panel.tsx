import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { look } from './look';
import styles from './side-panel.module.css';

interface SidePanelProps {
  readonly label: string;
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly onEscape?: () => void;
  /** Before the title. */
  readonly tile?: ReactNode;
  /** Between the title and the close button. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A panel beside the path, about what is selected. On a phone it covers the lower part of the window. */
export const SidePanel = ({ label, title, closeLabel, onClose, onEscape, tile, actions, children }: SidePanelProps) => (
  <aside
    className={styles.panel}
    aria-label={label}
    data-side-panel
    onKeyDown={(event) => {
      if (event.key === 'Escape') onEscape?.();
    }}
  >
    <header>
      {tile}
      <h2>{title}</h2>
      {actions}
      <button className={look.iconButton} type="button" aria-label={closeLabel} title={closeLabel} onClick={onClose}>
        <IconX size={16} stroke={1.6} aria-hidden />
      </button>
    </header>
    <div className={styles.body}>{children}</div>
  </aside>
);
