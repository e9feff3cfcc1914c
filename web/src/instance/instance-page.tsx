import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { sessionQuery } from '../client/queries';
import { ago, moment } from '../format';
import { MessageTable } from '../passes/message-table';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { ActSheet } from './act-sheet';
import { type Act, actsFor } from './acts';
import styles from './instance.module.css';
import { type InstanceDetail, instanceQuery, type TraceLine, timelineQuery } from './instance-queries';

const { instance: say } = words;

/** Shows one instance: its node, until when it waits and why, its messages, and the commands for it. */
export function InstancePage({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(instanceQuery(id));
  const [act, setAct] = useState<Act>();
  if (!data)
    return (
      <div className={look.reading}>{error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}</div>
    );
  return (
    <div className={`${look.reading} ${styles.instance}`}>
      <header>
        <h2>
          <Link to="/users/$user" params={{ user: data.userId }}>
            {data.userId}
          </Link>
        </h2>
        {data.key !== '' && <span className={look.mono}>{data.key}</span>}
        <span className={look.help}>
          {say.entered(moment(data.enteredAt))} · {say.version(data.version)} · {say.pass(data.pass)}
        </span>
      </header>
      <section className={look.card} aria-label={say.now}>
        <h3>{say.now}</h3>
        <Now detail={data} />
        <div className={styles.acts}>
          {actsFor(data).map((each) => (
            <button key={each} className={look.plain} type="button" onClick={() => setAct(each)}>
              {say.acts[each]}
            </button>
          ))}
        </div>
        {data.workflowId !== null && <Workflow id={data.workflowId} />}
      </section>
      {act && <ActSheet act={act} detail={data} onClose={() => setAct(undefined)} />}
      <Messages detail={data} />
      <Timeline id={id} />
    </div>
  );
}

/** The very workflow in Temporal's own pages, where there are any. */
function Workflow({ id }: { readonly id: string }) {
  const { data: session } = useQuery(sessionQuery);
  const ui = session?.temporalUi ?? null;
  return (
    <p className={look.help}>
      {say.workflow}:{' '}
      {ui === null ? (
        <span className={look.mono}>{id}</span>
      ) : (
        <a className={look.mono} href={`${ui}/${encodeURIComponent(id)}`} target="_blank" rel="noreferrer">
          {id}
        </a>
      )}
    </p>
  );
}

function Now({ detail }: { readonly detail: InstanceDetail }) {
  const { exit, waitsFor, status, pausedBy, stuck, retrying } = detail;
  if (exit) return <p>{say.ended(exit.reason, exit.goal)}</p>;
  if (status === 'control') return <p>{say.control}</p>;
  if (!waitsFor) return <p>{say.starting}</p>;
  return (
    <>
      <p>
        <strong>{say.waits(waitsFor.sentence)}</strong>{' '}
        {waitsFor.until !== null && say.until(moment(waitsFor.until), ago(waitsFor.until))}
      </p>
      {waitsFor.events.length > 0 && <p>{say.onEvents(waitsFor.events.join(', '))}</p>}
      {pausedBy !== null && <p className={look.warn}>{say.paused(pausedBy)}</p>}
      {retrying !== null && (
        <p className={look.warn}>
          {say.retrying(
            retrying.attempts,
            retrying.detail ?? '',
            moment(retrying.nextTryAt),
            moment(retrying.givesUpAt),
          )}
        </p>
      )}
      {stuck !== null && <p className={look.wrong}>{say.stuck(stuck)}</p>}
    </>
  );
}

const Messages = ({ detail: { messages } }: { readonly detail: InstanceDetail }) => (
  <section className={look.card} aria-label={say.messages}>
    <h3>{say.messages}</h3>
    {messages.length === 0 ? <p>{say.noMessages}</p> : <MessageTable messages={messages} />}
  </section>
);

/** Lists the decisions of an instance, each with its reason and the values that it read. */
function Timeline({ id }: { readonly id: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(timelineQuery(id));
  const lines = data?.pages.flatMap((page) => page.lines) ?? [];
  return (
    <section className={look.card} aria-label={say.timeline}>
      <h3>{say.timeline}</h3>
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      <ol className={styles.timeline}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
          <Line key={index} line={line} />
        ))}
      </ol>
      {hasNextPage && (
        <button className={look.plain} type="button" onClick={() => void fetchNextPage()}>
          {say.older}
        </button>
      )}
    </section>
  );
}

const LATE_MS = 1_000;

const Line = ({ line: { at, node, move, port, words: why, read, lateMs } }: { readonly line: TraceLine }) => (
  <li>
    <time dateTime={at} title={at}>
      {moment(at)}
    </time>
    <div>
      <strong>{node ?? ''}</strong> {say.move[move]} {port !== undefined && say.by(port)}
      <div>{why}</div>
      {lateMs !== undefined && <span className={look.help}>{say.late(Math.round(lateMs / LATE_MS))}</span>}
      {Object.keys(read).length > 0 && (
        <details>
          <summary>{say.read}</summary>
          <pre className={look.mono}>{JSON.stringify(read, null, 2)}</pre>
        </details>
      )}
    </div>
  </li>
);
