import type { ReactNode } from 'react';
import styles from './section.module.css';

interface SectionProps {
  readonly title: string;
  /** Label for screen readers, if the heading alone doesn't name the region. */
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
