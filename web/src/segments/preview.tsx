import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { SegmentCondition } from '../../../journey/segments/segment';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import styles from './segments.module.css';
import { previewQuery } from './segments-queries';

const { segment: say } = words;

/** Wait in milliseconds after the last key before a preview, since it counts all users. */
const PATIENCE_MS = 400;

/**
 * Shows how many users the condition matches now, and some of them with the values read. Undefined: the condition isn't
 * complete yet.
 */
export function Preview({ condition }: { readonly condition: SegmentCondition | undefined }) {
  const [settled, setSettled] = useState(condition);
  useEffect(() => {
    if (condition === undefined) return;
    const timer = setTimeout(setSettled, PATIENCE_MS, condition);
    return () => clearTimeout(timer);
  }, [condition]);
  return (
    <section className={`${look.card} ${look.panel}`} aria-label={say.preview}>
      <h2>{say.preview}</h2>
      {settled ? <Counted condition={settled} /> : <p className={look.help}>{say.notWhole}</p>}
    </section>
  );
}

function Counted({ condition }: { readonly condition: SegmentCondition }) {
  const { data, error, isPlaceholderData } = useQuery(previewQuery(condition));
  if (error) return <TroubleNotice trouble={error} />;
  if (!data) return <p className={look.help}>{say.counting}</p>;
  return (
    <div aria-busy={isPlaceholderData}>
      <p className={styles.count} role="status">
        {say.count(data.count)}
      </p>
      {data.count === 0 ? (
        <p>{say.nobody}</p>
      ) : (
        <>
          <p className={look.help}>{say.sample}</p>
          <ul className={look.plainList}>
            {data.sample.map(({ userId, read }) => (
              <li key={userId}>
                <Link to="/users/$user" params={{ user: userId }}>
                  {userId}
                </Link>{' '}
                <span className={look.help}>
                  {Object.entries(read)
                    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
                    .join(', ')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
