import { IconChevronLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { JsonObject } from '../../../journey/base/json';
import { ownZoneOf } from '../../../journey/people/profile';
import { isZoneMalformed } from '../../../journey/people/recipient';
import { sessionQuery } from '../client/queries';
import { ago, moment } from '../format';
import { MessageTable } from '../passes/message-table';
import { IdChip } from '../widgets/id-chip';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { EraseSheet } from './erase-sheet';
import { Events } from './events';
import { Passes } from './passes';
import { Profile } from './profile';
import { TestUserSheet } from './test-user-sheet';
import styles from './users.module.css';
import { canMakeTestUsers, TABS, type Tab, type User, userQuery } from './users-queries';

const { user: say } = words;

interface UserPageProps {
  readonly user: string;
  readonly tab: Tab;
}

/** Shows one user: their instances, events, messages and consents. */
export function UserPage({ user, tab }: UserPageProps) {
  const { data, error, refetch } = useQuery(userQuery(user));
  const { data: session } = useQuery(sessionQuery);
  const [isErasing, setIsErasing] = useState(false);
  const [isChanging, setIsChanging] = useState(false);
  useEffect(() => {
    document.title = `${user} · ${words.product}`;
  }, [user]);
  return (
    <>
      <header>
        <Link className={look.back} to="/users">
          <IconChevronLeft size={16} stroke={1.6} aria-hidden />
          {say.crumb}
        </Link>
        <h1>{data?.name ?? user}</h1>
        <IdChip id={data?.userId ?? user} what={say.what} />
        {data && <Clock profile={data.profile as JsonObject} />}
        {data && session?.scopes.includes('admin') && (
          <button className={`${look.plain} ${look.end}`} type="button" onClick={() => setIsErasing(true)}>
            {say.erase.button}
          </button>
        )}
      </header>
      {data?.test && (
        <p role="note" className={look.help}>
          {say.test.badge(data.test.speed, data.test.sends, moment(data.test.now))}{' '}
          {canMakeTestUsers(session) && (
            <button className={look.plain} type="button" onClick={() => setIsChanging(true)}>
              {say.test.changeButton}
            </button>
          )}
        </p>
      )}
      {isChanging && data && <TestUserSheet user={data} onClose={() => setIsChanging(false)} />}
      {data && (
        <p className={look.help} title={`${moment(data.createdAt)} – ${moment(data.updatedAt)}`}>
          {say.seen(ago(data.createdAt), ago(data.updatedAt))}
        </p>
      )}
      {error && !isErasing && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {isErasing && data && <EraseSheet user={data} onClose={() => setIsErasing(false)} />}
      {data && (
        <>
          <nav className={`${look.tabs} ${look.innerTabs}`} aria-label={say.tabList}>
            {TABS.map((each) => (
              <Link
                key={each}
                to="/users/$user"
                params={{ user }}
                search={{ tab: each }}
                aria-current={each === tab ? 'page' : undefined}
              >
                {say.tabs[each]}
              </Link>
            ))}
          </nav>
          <Shown tab={tab} user={data} />
        </>
      )}
    </>
  );
}

function Shown({ tab, user }: { readonly tab: Tab; readonly user: User }) {
  switch (tab) {
    case 'journeys':
      return <Passes user={user.userId} />;
    case 'events':
      return <Events user={user.userId} />;
    case 'messages':
      return user.messages.length === 0 ? (
        <p>{say.noMessages}</p>
      ) : (
        <div className={look.card}>
          <MessageTable messages={user.messages} withJourney />
        </div>
      );
    case 'profile':
      return <Profile user={user} />;
    case 'segments':
      return <Segments user={user} />;
  }
}

const Segments = ({ user: { segments } }: { readonly user: User }) =>
  segments.length === 0 ? (
    <p>{say.noSegments}</p>
  ) : (
    <ul className={`${look.card} ${styles.lines}`}>
      {segments.map(({ id, name, since }) => (
        <li key={id}>
          <Link to="/segments/$id" params={{ id }}>
            {name}
          </Link>{' '}
          <span className={look.help} title={moment(since)}>
            {say.since(ago(since))}
          </span>
        </li>
      ))}
    </ul>
  );

function Clock({ profile }: { readonly profile: JsonObject }) {
  const zone = ownZoneOf(profile);
  const given = profile.timezone;
  const isUnknown = isZoneMalformed(profile);
  return (
    <>
      {isUnknown && (
        <span className={look.help}>{say.badZone(typeof given === 'string' ? given : JSON.stringify(given))}</span>
      )}
      {zone !== undefined && <span className={look.help}>{timeIn(zone)}</span>}
    </>
  );
}

const timeIn = (zone: string): string =>
  say.clock(zone, new Date().toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', timeZone: zone }));
