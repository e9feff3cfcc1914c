import { IconInbox, IconLogout, IconRoute, IconTerminal2 } from '@tabler/icons-react';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import { sessionQuery, signOut } from '../client/queries';
import { words } from '../words';

/** What stands around every page. */
export function Shell() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    await signOut();
    client.clear();
    await navigate({ to: '/sign-in' });
  };
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
        <Link className="place" to="/journeys" activeProps={{ 'aria-current': 'page' }}>
          <IconRoute size={20} stroke={1.6} aria-hidden />
          <span className="word">{words.nav.journeys}</span>
        </Link>
        <a className="place" href="/inbox">
          <IconInbox size={20} stroke={1.6} aria-hidden />
          <span className="word">{words.nav.inbox}</span>
        </a>
        <a className="place" href="/docs">
          <IconTerminal2 size={20} stroke={1.6} aria-hidden />
          <span className="word">{words.nav.docs}</span>
        </a>
        <span className="spacer" />
        <span className="who">
          {session.name} · {session.workspace.id}
        </span>
        <button className="place" type="button" onClick={() => void leave()}>
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
