import type { ReactNode } from 'react';
import styles from './workbench.module.css';

interface WorkbenchProps {
  readonly className?: string | undefined;
  /** On a phone the page scrolls as a whole instead of filling the window. */
  readonly isFlowing?: boolean;
  readonly 'data-step'?: string;
  readonly 'data-stale'?: boolean | undefined;
  readonly children: ReactNode;
}

/** Fills the window below a journey's header and tabs. */
export const Workbench = ({ className, isFlowing = false, children, ...data }: WorkbenchProps) => (
  <div
    className={className === undefined ? styles.workbench : `${styles.workbench} ${className}`}
    data-workbench={isFlowing ? 'flowing' : 'fixed'}
    {...data}
  >
    {children}
  </div>
);

/** The path with panels at its sides. */
export const Split = ({ view, children }: { readonly view: string; readonly children: ReactNode }) => (
  <div className={styles.split} data-view={view}>
    {children}
  </div>
);
