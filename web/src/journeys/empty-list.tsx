import { Link } from '@tanstack/react-router';
import { look } from '../widgets/look';
import { words } from '../words';

const { empty } = words.journeys;

/** Shows the first steps in a workspace without journeys. */
export const EmptyList = () => (
  <div className={`${look.card} ${look.empty}`}>
    <h2>{empty.title}</h2>
    <p>{empty.text}</p>
    <Link className={look.ink} to="/journeys/new">
      {words.newJourney.open}
    </Link>
    <pre className={look.mono}>
      {`curl -u $KEY: -X PUT ${location.origin}/v1/journeys/welcome --json @examples/welcome/journey.json`}
    </pre>
  </div>
);
