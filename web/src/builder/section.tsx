import type { ReactNode } from 'react';
import styles from './section.module.css';

interface SectionProps {
  readonly title: string;
  /** For screen readers, where the heading alone would not name the region. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** A part of the inspector below the node's own fields. */
export const Section = ({ title, label, children }: SectionProps) => (
  <section className={styles.section} aria-label={label}>
    <h3>{title}</h3>
    {children}
  </section>
);
