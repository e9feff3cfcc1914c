import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { Engagement } from '../../../journey/events/own-events';
import { moment } from '../format';
import { look } from '../widgets/look';
import { MessagePreview, type Shown } from '../widgets/message-preview';
import { TextLine } from '../widgets/text-line';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import styles from './inbox.module.css';
import { type Caught, caughtQuery, report } from './inbox-queries';

const { inbox: say } = words;

/** Shows one message as its reader would see it, with its user and the engagement that can be reported. */
export function CaughtPanel({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(caughtQuery(id));
  if (error) return <TroubleNotice trouble={error} onRetry={() => void refetch()} />;
  return (
    <section className={`${look.card} ${styles.message}`} aria-label={data?.subject ?? id}>
      {data && (
        <>
          <h2>{data.subject ?? say.noSubject}</h2>
          <p className={look.help}>
            {say.to(data.recipient === '' ? '–' : data.recipient)} · {moment(data.caughtAt)} · {data.channel}
          </p>
          {data.about && <About about={data.about} />}
          <MessagePreview channel={data.channel} content={shownOf(data)} />
          {data.about && <Report id={id} channel={data.channel} />}
          <details>
            <summary>{say.raw}</summary>
            <p className={look.help}>
              {say.key}: <span className={look.mono}>{data.key}</span>
            </p>
            <pre className={look.mono}>{JSON.stringify(data.body, null, 2)}</pre>
          </details>
        </>
      )}
    </section>
  );
}

const About = ({ about: { userId, journey, instance, node } }: { readonly about: NonNullable<Caught['about']> }) => (
  <p>
    {say.user}{' '}
    <Link to="/users/$user" params={{ user: userId }}>
      {userId}
    </Link>{' '}
    ·{' '}
    <Link to="/journeys/$id/instances/$instance" params={{ id: journey, instance }}>
      {journey}
    </Link>{' '}
    · <span className={look.mono}>{node}</span>
  </p>
);

/** Leaves out the subject, which is shown above. Mail with HTML shows only that. */
function shownOf({ channel, body }: Caught): Shown {
  if (typeof body !== 'object' || body === null) return {};
  const { subject: _, ...fields } = body as Shown;
  return channel === 'email' && typeof fields.html === 'string' ? { ...fields, text: undefined } : fields;
}

const KINDS = Object.keys(say.kinds) as readonly Engagement[];
/** Engagements that need an input first: the link that was clicked, or the text of the reply. */
const ASKS = { clicked: 'url', replied: 'text' } as const;
const asks = (kind: Engagement): kind is keyof typeof ASKS => Object.hasOwn(ASKS, kind);

/** Reports what a provider would report. The journey continues as if it had. */
function Report({ id, channel }: { readonly id: string; readonly channel: Caught['channel'] }) {
  const [asked, setAsked] = useState<keyof typeof ASKS>();
  const [typed, setTyped] = useState('');
  const reporting = useMutation({
    mutationFn: (kind: Engagement) =>
      report(id, kind, {
        ...(asks(kind) && typed !== '' && { [ASKS[kind]]: typed }),
        ...(kind === 'bounced' && { permanent: true }),
      }),
    onSuccess: () => {
      setAsked(undefined);
      setTyped('');
    },
  });
  if (channel === 'webhook' || channel === 'activity') return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (asked) reporting.mutate(asked);
  };
  return (
    <div className={styles.report}>
      <span className={look.help}>{say.report}</span>
      {KINDS.map((kind) => (
        <button
          key={kind}
          className={look.plain}
          type="button"
          onClick={() => (asks(kind) ? setAsked(kind) : reporting.mutate(kind))}
        >
          {say.kinds[kind]}
        </button>
      ))}
      {asked && (
        <form onSubmit={submit}>
          <TextLine label={asked === 'clicked' ? say.url : say.reply} value={typed} onChange={setTyped} />
          <button className={look.ink} type="submit">
            {say.send}
          </button>
        </form>
      )}
      {reporting.error && <TroubleNotice trouble={reporting.error} />}
      <p className={look.help} role="status">
        {reporting.data && say.reported[reporting.data.status]}
      </p>
    </div>
  );
}
