import { useQuery } from '@tanstack/react-query';
import type { JsonObject } from '../../../journey/base/json';
import { MessageChannel } from '../../../journey/delivery/channel';
import { addressOf } from '../../../journey/people/profile';
import { settingsQuery } from '../settings/settings-queries';
import { look } from '../widgets/look';
import { words } from '../words';
import styles from './users.module.css';
import type { User } from './users-queries';

const { user: say } = words;

/** Shows a user's traits, and the channels on which they can be reached, by the same rules as sends. */
export function Profile({ user }: { readonly user: User }) {
  const profile = user.profile as JsonObject;
  const { data: settings } = useQuery(settingsQuery);
  const { consent, ...traits } = profile;
  return (
    <div className={styles.profile}>
      <section className={`${look.card} ${look.panel}`} aria-label={say.traits}>
        <h2>{say.traits}</h2>
        {Object.keys(traits).length === 0 && <p>{say.noTraits}</p>}
        <dl className={styles.pairs}>
          {Object.entries(traits).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className={typeof value === 'string' ? undefined : look.mono}>
                {typeof value === 'string' ? value : JSON.stringify(value)}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <section className={`${look.card} ${look.panel}`} aria-label={say.consent}>
        <h2>{say.consent}</h2>
        <dl className={styles.pairs}>
          {MessageChannel.options.map((channel) => (
            <div key={channel}>
              <dt>{channel}</dt>
              <dd>
                {saidOf(consent, channel)}{' '}
                <span className={look.help}>{whereTo(profile, channel, settings?.phoneCountry)}</span>
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

function saidOf(consent: unknown, channel: MessageChannel): string {
  const said = typeof consent === 'object' && consent !== null ? (consent as JsonObject)[channel] : undefined;
  if (said === false) return say.consents.no;
  return said === true ? say.consents.yes : say.consents.unsaid;
}

function whereTo(profile: JsonObject, channel: MessageChannel, country: string | undefined): string {
  const address = addressOf(profile, channel, country);
  return address === undefined || address === '' ? (address ?? say.noAddress) : say.address(address);
}
