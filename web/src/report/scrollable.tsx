import type { ReactNode } from 'react';
import styles from './report.module.css';

/** Lets wide figures scroll sideways, by keys too. */
export function Scrollable({ children }: { readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys
    <div className={styles.scroll} tabIndex={0}>
      {children}
    </div>
  );
}
