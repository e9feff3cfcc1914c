import { ago } from '../../format';
import { iconOf } from '../../theme/icons';
import { look } from '../../widgets/look';
import { words } from '../../words';
import type { ChannelView, ProviderView } from './channel-queries';
import { titleOf } from './channel-title';
import styles from './channels.module.css';
import { EmailDns } from './email-dns';
import { clock, describeLimit, describeShare, describeState } from './provider-words';
import { TestChannel } from './test-channel';

const { channels: say } = words;
/** The largest count that the API returns. */
const MOST_COUNTED = 10_000;

interface CardProps {
  readonly of: ChannelView;
  readonly isAdmin: boolean;
  readonly onChange: () => void;
}

export function ChannelCard({ of, isAdmin, onChange }: CardProps) {
  const { channel, providers, waiting, queued } = of;
  const title = titleOf(channel);
  const Icon = iconOf(channel, 'channel');
  return (
    <section className={`${look.card} ${look.panel}`} aria-label={title}>
      <div className={styles.head}>
        <Icon size={18} aria-hidden />
        <h2>{title}</h2>
        {isAdmin && (
          <button className={look.plain} type="button" aria-label={say.changeOf(title)} onClick={onChange}>
            {say.change}
          </button>
        )}
      </div>
      {waiting.count > 0 && <p className={look.warn}>{say.waiting(countOf(waiting), agoOf(waiting))}</p>}
      {queued.count > 0 && <p className={look.help}>{say.queued(countOf(queued), agoOf(queued))}</p>}
      {providers.every(({ isEnabled }) => !isEnabled) && <p className={look.wrong}>{say.allOff}</p>}
      <ol className={styles.providers}>
        {providers.map((provider) => (
          <Provider key={provider.name} of={provider} channel={of} isAdmin={isAdmin} />
        ))}
      </ol>
      {channel === 'email' && <EmailDns providers={providers} />}
    </section>
  );
}

const countOf = ({ count }: ChannelView['waiting']) => say.messages(count, MOST_COUNTED);
const agoOf = ({ since }: ChannelView['waiting']) => (since === null ? '' : ago(since));

interface ProviderProps {
  readonly of: ProviderView;
  readonly channel: ChannelView;
  readonly isAdmin: boolean;
}

function Provider({ of, channel, isAdmin }: ProviderProps) {
  const { tone, text } = describeState(of);
  const share = describeShare(of, channel.providers);
  return (
    <li>
      <div className={styles.provider}>
        <strong>{of.title}</strong>
        <span className={styles.state} data-tone={tone}>
          {text}
        </span>
        {isAdmin && !of.isSandbox && of.isEnabled && <TestChannel channel={channel.channel} provider={of} />}
      </div>
      <p className={look.help}>
        {[share, describeLimit(of), of.state === 'held' && of.until !== null && say.testedAt(clock(of.until))]
          .filter((part) => typeof part === 'string')
          .join(' · ')}
      </p>
      {of.faults.length > 0 && <Faults of={of} />}
    </li>
  );
}

const Faults = ({ of: { faults } }: { readonly of: ProviderView }) => (
  <details>
    <summary>{say.faults(faults.length)}</summary>
    <ul className={look.plainList}>
      {faults.map(({ type, reason, count, to }) => (
        <li key={`${type} ${reason}`}>{say.fault(reason, count, ago(to))}</li>
      ))}
    </ul>
  </details>
);
