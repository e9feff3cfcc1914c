import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { SegmentCondition } from '../../../journey/segments/segment';
import { segmentInWords } from '../../../journey/segments/words';
import { ago, moment, number } from '../format';
import { DataTable } from '../widgets/data-table';
import { IdChip } from '../widgets/id-chip';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { type SegmentsSearch, type SegmentView, segmentsQuery } from './segments-queries';

const { segments: say } = words;

/** Lists the segments with their sizes and members. */
export function SegmentsPage({ search }: { readonly search: SegmentsSearch }) {
  const { data, error, refetch } = useQuery(segmentsQuery(search));
  useEffect(() => {
    document.title = `${say.title} · ${words.product}`;
  }, []);
  return (
    <>
      <header>
        <h1>{say.title}</h1>
        <Link className={`${look.ink} ${look.end}`} to="/segments/new">
          {say.add}
        </Link>
      </header>
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {data?.segments.length === 0 && <p className={`${look.card} ${look.empty}`}>{say.empty}</p>}
      {data && data.segments.length > 0 && (
        <div className={look.card}>
          <DataTable caption={say.caption} columns={say.columns}>
            {data.segments.map((segment) => (
              <Row key={segment.id} segment={segment} />
            ))}
          </DataTable>
          <div className={look.pager}>
            {search.cursor !== undefined && (
              <Link className={look.plain} to="/segments" search={{}}>
                {say.first}
              </Link>
            )}
            {data.next !== null && (
              <Link className={look.plain} to="/segments" search={{ cursor: data.next }}>
                {say.next}
              </Link>
            )}
          </div>
        </div>
      )}
    </>
  );
}

const Row = ({
  segment: { id, name, members, isFilling, isUnreadable, document, updatedAt },
}: {
  readonly segment: SegmentView;
}) => (
  <tr>
    <td data-wide>
      <div className={look.name}>
        <Link className={look.title} to="/segments/$id" params={{ id }}>
          {name}
        </Link>
        <IdChip id={id} what={say.what} />
      </div>
    </td>
    <td data-wide data-label={say.columns.members}>
      {number(members)} {isFilling && <span className={look.help}>{say.filling}</span>}
    </td>
    <td data-wide>{isUnreadable ? say.unreadable : wordsOf(document)}</td>
    <td data-wide data-label={say.columns.changed} title={moment(updatedAt)}>
      {ago(updatedAt)}
    </td>
  </tr>
);

function wordsOf({ condition }: SegmentView['document']): string {
  const read = SegmentCondition.safeParse(condition);
  return read.success ? segmentInWords(read.data) : '';
}
