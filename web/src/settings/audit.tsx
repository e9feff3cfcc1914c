import { useInfiniteQuery } from '@tanstack/react-query';
import { moment } from '../format';
import { DataTable } from '../widgets/data-table';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import styles from './settings.module.css';
import { auditQuery } from './settings-queries';

const { audit: say } = words.settings;

export function Audit() {
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(auditQuery);
  if (error) return <TroubleNotice trouble={error} onRetry={() => void refetch()} />;
  return (
    <div className={look.card}>
      <DataTable caption={say.caption} columns={say.columns}>
        {data?.pages
          .flatMap(({ entries }) => entries)
          .map(({ id, at, actor, action, about, before, after }) => (
            <tr key={id}>
              <td data-wide>
                <time dateTime={at} title={at}>
                  {moment(at)}
                </time>
              </td>
              <td data-wide className={look.mono}>
                {actor}
              </td>
              <td data-wide>{action}</td>
              <td data-wide className={`${look.mono} ${styles.about}`}>
                {Object.entries(about)
                  .map(([name, value]) => `${name}: ${inWords(value)}`)
                  .join(', ')}
              </td>
              <td data-wide className={`${look.mono} ${styles.about}`}>
                {changes(before, after)}
              </td>
            </tr>
          ))}
      </DataTable>
      {hasNextPage && (
        <div className={look.pager}>
          <button className={look.plain} type="button" onClick={() => void fetchNextPage()}>
            {say.next}
          </button>
        </div>
      )}
    </div>
  );
}

type Fields = Readonly<Record<string, unknown>> | null;

/** Every field that changed, before and after. */
const changes = (before: Fields, after: Fields): string =>
  [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .map((name) => `${name}: ${inWords(before?.[name])} → ${inWords(after?.[name])}`)
    .join(', ');

const inWords = (value: unknown): string =>
  value === undefined || value === null ? say.none : typeof value === 'string' ? value : JSON.stringify(value);
