import { useInfiniteQuery } from '@tanstack/react-query';
import { moment } from '../format';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { userEventsQuery } from './users-queries';

const { user: say } = words;

/** What they did, and what has happened to them here, the latest first. */
export function Events({ user }: { readonly user: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(userEventsQuery(user));
  const events = data?.pages.flatMap((page) => page.events);
  if (error) return <TroubleNotice trouble={error} onRetry={() => void refetch()} />;
  if (events?.length === 0) return <p>{say.noEvents}</p>;
  return (
    <>
      <ol className="card lines">
        {events?.map(({ position, name, properties, acceptedAt, occurredAt }) => (
          <li key={position}>
            <time className="help" dateTime={acceptedAt} title={acceptedAt}>
              {moment(acceptedAt)}
            </time>{' '}
            <strong>{name}</strong>
            {occurredAt !== null && <span className="help"> {say.happened(moment(occurredAt))}</span>}
            {Object.keys(properties).length > 0 && (
              <details>
                <summary>
                  {say.properties}: <span className="mono">{Object.keys(properties).join(', ')}</span>
                </summary>
                <pre className="mono">{JSON.stringify(properties, null, 2)}</pre>
              </details>
            )}
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <button className="plain" type="button" onClick={() => void fetchNextPage()}>
          {say.older}
        </button>
      )}
    </>
  );
}
