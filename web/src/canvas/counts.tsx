import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './counts.module.css';

/** A line in a card, below its sentence. */
export const CardLine = ({ children }: { readonly children: ReactNode }) => (
  <span className={styles.counts}>{children}</span>
);

/** A warning within such a line. */
export const CardWarning = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <span className={styles.stuck} title={title}>
    <IconAlertTriangle size={14} stroke={1.6} aria-hidden /> {children}
  </span>
);

/** A number on a link. */
export const LinkNumber = ({ count }: { readonly count: number }) => (
  <span className={styles.link}>{count.toLocaleString()}</span>
);
