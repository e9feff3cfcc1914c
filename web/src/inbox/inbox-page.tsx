import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { CHANNELS } from '../../../journey/delivery/channel';
import { ago, moment } from '../format';
import { Find } from '../widgets/find';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { CaughtPanel } from './caught-panel';
import styles from './inbox.module.css';
import { type Caught, type InboxFilter, type InboxSearch, inboxQuery } from './inbox-queries';

const { inbox: say } = words;

/** Lists the messages that the inbox has caught, newest first, each as its reader would see it. */
export function InboxPage({ search: asked }: { readonly search: InboxSearch }) {
  const search: InboxFilter = { ...asked, channel: CHANNELS.find((each) => each === asked.channel) };
  const { data, error, refetch } = useQuery(inboxQuery(search));
  const isFiltered = search.channel !== undefined || search.recipient !== undefined || search.cursor !== undefined;
  useEffect(() => {
    document.title = `${say.title} · ${words.product}`;
  }, []);
  return (
    <>
      <header>
        <h1>{say.title}</h1>
        <span className={look.help}>{say.about}</span>
      </header>
      <Filters search={search} />
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {data?.messages.length === 0 && (isFiltered ? <p>{say.none}</p> : <Empty />)}
      {data && data.messages.length > 0 && (
        <div className={styles.inbox} data-open={search.key !== undefined || undefined}>
          <section className={`${look.card} ${styles.list}`} aria-label={say.list}>
            <ul>
              {data.messages.map((message) => (
                <Row key={message.key} message={message} search={search} />
              ))}
            </ul>
            <div className={look.pager}>
              {search.cursor !== undefined && (
                <Link className={look.plain} to="/inbox" search={{ ...search, cursor: undefined }}>
                  {say.newest}
                </Link>
              )}
              {data.next !== null && (
                <Link className={look.plain} to="/inbox" search={{ ...search, cursor: data.next }}>
                  {say.older}
                </Link>
              )}
            </div>
          </section>
          {search.key === undefined ? (
            <p className={look.help}>{say.choose}</p>
          ) : (
            <CaughtPanel key={search.key} id={search.key} />
          )}
        </div>
      )}
    </>
  );
}

function Row({ message, search }: { readonly message: Caught; readonly search: InboxFilter }) {
  const { key, channel, recipient, subject, body, caughtAt, caughtBy, copies } = message;
  return (
    <li>
      <Link to="/inbox" search={{ ...search, key }} aria-current={search.key === key ? 'true' : undefined}>
        <span className={styles.head}>
          <strong>{recipient === '' ? '–' : recipient}</strong>
          <time className={look.help} dateTime={caughtAt} title={moment(caughtAt)}>
            {ago(caughtAt)}
          </time>
        </span>
        <span className={styles.line}>
          <span className={styles.badge}>{channel}</span>
          {caughtBy === 'sandbox' && (
            <span className={styles.badge} title={say.sandboxHelp}>
              {say.sandbox}
            </span>
          )}
          {copies > 1 && (
            <span className={styles.badge} title={say.copiesHelp}>
              {say.copies(copies)}
            </span>
          )}
          {subject} <span className={look.help}>{textIn(body)}</span>
        </span>
      </Link>
    </li>
  );
}

const SNIPPET = 140;

/** The body of a message may have any shape. */
function textIn(body: unknown): string {
  const text = typeof body === 'object' && body !== null && 'text' in body ? body.text : undefined;
  return typeof text === 'string' ? text.replace(/\s+/g, ' ').slice(0, SNIPPET) : '';
}

function Filters({ search }: { readonly search: InboxFilter }) {
  const navigate = useNavigate();
  return (
    <search className={look.filters}>
      <Find
        label={say.recipient}
        value={search.recipient}
        onFind={(recipient) => void navigate({ to: '/inbox', search: { channel: search.channel, recipient } })}
      />
      <ul className={look.chips} aria-label={say.channels}>
        {[undefined, ...CHANNELS].map((channel) => (
          <li key={channel ?? 'all'}>
            <Link
              className={look.chip}
              to="/inbox"
              search={{ recipient: search.recipient, channel }}
              aria-current={search.channel === channel ? 'true' : undefined}
            >
              {channel ?? say.all}
            </Link>
          </li>
        ))}
      </ul>
    </search>
  );
}

const Empty = () => (
  <div className={`${look.card} ${look.empty}`}>
    <p>
      <strong>{say.empty}</strong>
    </p>
    <p>{say.emptyText}</p>
    <p className={look.help}>{say.emptyStill}</p>
  </div>
);
