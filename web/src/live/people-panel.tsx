import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useBuilder } from '../canvas/store';
import { titleOf } from '../document/sentences';
import { ago, moment } from '../format';
import { look } from '../widgets/look';
import { SidePanel } from '../widgets/side-panel';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import styles from './live.module.css';
import { peopleQuery } from './live-queries';

const { live: say } = words;

/** Lists the users at the selected node: since when, until when, and any problem. */
export function PeoplePanel({ journey, node }: { readonly journey: string; readonly node: string }) {
  const { data, error, refetch } = useQuery(peopleQuery(journey, node));
  const title = useBuilder(({ document }) => titleOf(document.nodes[node], node));
  const select = useBuilder((state) => state.select);
  return (
    <SidePanel label={say.people(title)} title={say.people(title)} closeLabel={words.close} onClose={() => select([])}>
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {data?.instances.length === 0 && <p>{say.nobody}</p>}
      <ul className={styles.people}>
        {data?.instances.map(({ id, userId, key, arrivedAt, until, stuck }) => (
          <li key={id}>
            <Link to="/journeys/$id/instances/$instance" params={{ id: journey, instance: id }}>
              <strong>{userId}</strong>
            </Link>
            {key !== null && key !== '' && <span className={look.mono}> {key}</span>}
            {arrivedAt !== null && (
              <span className={`${look.help} ${styles.line}`} title={moment(arrivedAt)}>
                {say.since} {ago(arrivedAt)}
              </span>
            )}
            {until !== null && (
              <span className={`${look.help} ${styles.line}`}>
                {say.until} {moment(until)}
              </span>
            )}
            {stuck !== null && (
              <span className={`${look.wrong} ${styles.line}`}>
                {say.stuck}: {stuck}
              </span>
            )}
          </li>
        ))}
      </ul>
      {data?.next != null && <p className={look.help}>{say.more}</p>}
    </SidePanel>
  );
}
