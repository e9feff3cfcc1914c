import { words } from '../../words';

const { empty } = words.journeys;

/** What to do first. */
export const EmptyList = () => (
  <div className="card empty">
    <h2>{empty.title}</h2>
    <p>{empty.text}</p>
    <pre className="mono">
      {`curl -u $KEY: -X PUT ${location.origin}/v1/journeys/welcome --json @examples/welcome/journey.json`}
    </pre>
  </div>
);
