import styles from './sentence.module.css';

/** Shows what a node or an entry does, in words. */
export const Sentence = ({ text }: { readonly text: string }) => <p className={styles.sentence}>{text}</p>;
