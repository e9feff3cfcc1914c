import { Link } from '@tanstack/react-router';
import { look } from '../widgets/look';
import { words } from '../words';
import styles from './shell.module.css';

export const NotFound = () => (
  <main className={styles.page}>
    <h1>{words.notFound.title}</h1>
    <p>{words.notFound.text}</p>
    <Link className={look.plain} to="/journeys">
      {words.notFound.go}
    </Link>
  </main>
);
