import { useInfiniteQuery } from '@tanstack/react-query';
import { moment } from '../format';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import styles from './users.module.css';
import { userEventsQuery } from './users-queries';

const { user: say } = words;

/** Lists a user's events and the events that Sojourn recorded about them, newest first. */
export function Events({ user }: { readonly user: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(userEventsQuery(user));
  const events = data?.pages.flatMap((page) => page.events);
  if (error) return <TroubleNotice trouble={error} onRetry={() => void refetch()} />;
  if (events?.length === 0) return <p>{say.noEvents}</p>;
  return (
    <>
      <ol className={`${look.card} ${styles.lines}`}>
        {events?.map(({ position, name, properties, acceptedAt, occurredAt }) => (
          <li key={position}>
            <time className={look.help} dateTime={acceptedAt} title={acceptedAt}>
              {moment(acceptedAt)}
            </time>{' '}
            <strong>{name}</strong>
            {occurredAt !== null && <span className={look.help}> {say.happened(moment(occurredAt))}</span>}
            {Object.keys(properties).length > 0 && (
              <details>
                <summary>
                  {say.properties}: <span className={look.mono}>{Object.keys(properties).join(', ')}</span>
                </summary>
                <pre className={look.mono}>{JSON.stringify(properties, null, 2)}</pre>
              </details>
            )}
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <button className={look.plain} type="button" onClick={() => void fetchNextPage()}>
          {say.older}
        </button>
      )}
    </>
  );
}
