import { Link } from '@tanstack/react-router';
import { words } from '../words';

export const NotFound = () => (
  <main className="page">
    <h1>{words.notFound.title}</h1>
    <p>{words.notFound.text}</p>
    <Link className="plain" to="/journeys">
      {words.notFound.go}
    </Link>
  </main>
);
