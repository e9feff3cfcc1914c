import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { titleOf } from '../canvas/card';
import { useBuilder } from '../canvas/store';
import { ago, moment } from '../format';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { peopleQuery } from './live-queries';

const { live: say } = words;

/** Who is at the node that was clicked: since when, until when, and what is the matter where something is. */
export function PeoplePanel({ journey, node }: { readonly journey: string; readonly node: string }) {
  const { data, error, refetch } = useQuery(peopleQuery(journey, node));
  const title = useBuilder(({ document }) => titleOf(document.nodes[node], node));
  const select = useBuilder((state) => state.select);
  return (
    <aside className="inspector" aria-label={say.people(title)}>
      <header>
        <h2>{say.people(title)}</h2>
        <button
          className="plain icon"
          type="button"
          aria-label={words.close}
          title={words.close}
          onClick={() => select([])}
        >
          <IconX size={16} stroke={1.6} aria-hidden />
        </button>
      </header>
      <div className="inspector-body">
        {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
        {data?.instances.length === 0 && <p>{say.nobody}</p>}
        <ul className="people">
          {data?.instances.map(({ id, userId, key, arrivedAt, until, stuck }) => (
            <li key={id}>
              <Link to="/journeys/$id/instances/$instance" params={{ id: journey, instance: id }}>
                <strong>{userId}</strong>
              </Link>
              {key !== null && key !== '' && <span className="mono"> {key}</span>}
              {arrivedAt !== null && (
                <span className="help" title={moment(arrivedAt)}>
                  {say.since} {ago(arrivedAt)}
                </span>
              )}
              {until !== null && (
                <span className="help">
                  {say.until} {moment(until)}
                </span>
              )}
              {stuck !== null && (
                <span className="wrong">
                  {say.stuck}: {stuck}
                </span>
              )}
            </li>
          ))}
        </ul>
        {data?.next != null && <p className="help">{say.more}</p>}
      </div>
    </aside>
  );
}
