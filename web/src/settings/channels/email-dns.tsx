import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../widgets/data-table';
import { look } from '../../widgets/look';
import { TroubleNotice } from '../../widgets/trouble-notice';
import { words } from '../../words';
import { type DnsRecord, emailDnsQuery, type ProviderView } from './channel-queries';
import styles from './channels.module.css';

const { dns: say } = words.channels;
const TONES = { found: 'ok', missing: 'bad', wrong: 'bad', unclear: 'warn', unanswered: 'warn' } as const;

/** Shows the DNS records that each sender domain needs and the records that were found. */
export function EmailDns({ providers }: { readonly providers: readonly ProviderView[] }) {
  const { data, error, isFetching, refetch } = useQuery(emailDnsQuery);
  if (error) return <TroubleNotice trouble={error} onRetry={() => void refetch()} />;
  if (!data) return <p className={look.help}>{say.loading}</p>;
  if (data.domains.length === 0) return <p className={look.help}>{say.none}</p>;
  return (
    <>
      {data.domains.map(({ domain, provider, records }) => {
        const by = providers.find(({ name }) => name === provider)?.title ?? provider;
        const found = records.filter(({ state }) => state === 'found').length;
        return (
          <details key={`${domain} ${provider}`} className={styles.dns} open={found < records.length}>
            <summary>
              {say.title(domain, by)}: {say.found(found, records.length)}
            </summary>
            <DataTable caption={say.title(domain, by)} columns={say.columns}>
              {records.map((record) => (
                <Row key={`${record.purpose} ${record.name}`} of={record} />
              ))}
            </DataTable>
          </details>
        );
      })}
      <div className={look.pager}>
        <button className={look.plain} type="button" aria-busy={isFetching} onClick={() => void refetch()}>
          {say.again}
        </button>
      </div>
    </>
  );
}

const Row = ({ of: { purpose, type, name, wanted, found, state, detail } }: { readonly of: DnsRecord }) => (
  <tr>
    <td data-wide>
      {say.purposes[purpose]}
      <div className={`${look.mono} ${styles.value}`}>
        {type} {name}
      </div>
    </td>
    <td data-wide>
      <span className={styles.state} data-tone={TONES[state]}>
        {say.states[state]}
      </span>
      {detail !== null && <div className={look.help}>{detail}</div>}
    </td>
    <td data-wide data-label={say.columns.wanted} className={`${look.mono} ${styles.value}`}>
      {wanted ?? '–'}
    </td>
    <td data-wide data-label={say.columns.seen} className={`${look.mono} ${styles.value}`}>
      {found.length === 0 ? say.nothing : found.join('\n')}
    </td>
  </tr>
);
