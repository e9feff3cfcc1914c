import {
  IconInbox,
  IconLogout,
  IconRoute,
  IconSettings,
  IconTerminal2,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { sessionQuery } from '../client/queries';
import { useSignOut } from '../client/use-sign-out';
import { words } from '../words';

const PLACES = [
  { to: '/journeys', name: 'journeys', Icon: IconRoute },
  { to: '/users', name: 'users', Icon: IconUsers },
  { to: '/segments', name: 'segments', Icon: IconUsersGroup },
  { to: '/inbox', name: 'inbox', Icon: IconInbox },
  { to: '/settings', name: 'settings', Icon: IconSettings },
] as const;

/** What stands around every page. */
export function Shell() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const leave = useSignOut();
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <nav className="rail" aria-label={words.product}>
        <span className="brand">
          <IconRoute size={20} stroke={1.6} aria-hidden />
          <span className="word">{words.product}</span>
        </span>
        {PLACES.map(({ to, name, Icon }) => (
          <Link key={to} className="place" to={to} activeProps={{ 'aria-current': 'page' }}>
            <Icon size={20} stroke={1.6} aria-hidden />
            <span className="word">{words.nav[name]}</span>
          </Link>
        ))}
        <a className="place not-phone" href="/docs">
          <IconTerminal2 size={20} stroke={1.6} aria-hidden />
          <span className="word">{words.nav.docs}</span>
        </a>
        <span className="spacer" />
        <span className="who">
          {session.name} · {session.workspace.id}
        </span>
        <button className="place not-phone" type="button" onClick={() => void leave()}>
          <IconLogout size={20} stroke={1.6} aria-hidden />
          <span className="word">{words.signOut}</span>
        </button>
      </nav>
      <main id="content" className="page" tabIndex={-1}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
