import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { look } from '../../widgets/look';
import { TroubleNotice } from '../../widgets/trouble-notice';
import { words } from '../../words';
import { ChangeChannel } from './change-channel';
import { ChannelCard } from './channel-card';
import { type ChannelView, channelsQuery } from './channel-queries';
import styles from './channels.module.css';

const { channels: say } = words;

/** Shows each channel with its providers: what they are doing, their limits and shares, and their last errors. */
export function Channels({ isAdmin }: { readonly isAdmin: boolean }) {
  const { data, error, refetch } = useQuery(channelsQuery);
  const [changing, setChanging] = useState<ChannelView['channel']>();
  const changed = data?.channels.find(({ channel }) => channel === changing);
  return (
    <div className={styles.channels}>
      <p className={look.help}>{say.intro}</p>
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {data?.workers === 0 && <p className={look.warn}>{say.noWorker}</p>}
      {data?.channels.map((channel) => (
        <ChannelCard
          key={channel.channel}
          of={channel}
          isAdmin={isAdmin}
          onChange={() => setChanging(channel.channel)}
        />
      ))}
      {data && changed && <ChangeChannel of={changed} view={data} onClose={() => setChanging(undefined)} />}
    </div>
  );
}
