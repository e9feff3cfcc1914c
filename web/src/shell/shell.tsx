import {
  IconInbox,
  IconLogout,
  IconRoute,
  IconSearch,
  IconSettings,
  IconTemplate,
  IconTerminal2,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { sessionQuery } from '../client/queries';
import { useSignOut } from '../client/use-sign-out';
import { words } from '../words';
import styles from './shell.module.css';

const Palette = lazy(async () => ({ default: (await import('./palette')).Palette }));

const PLACES = [
  { to: '/journeys', name: 'journeys', Icon: IconRoute },
  { to: '/users', name: 'users', Icon: IconUsers },
  { to: '/segments', name: 'segments', Icon: IconUsersGroup },
  { to: '/templates', name: 'templates', Icon: IconTemplate },
  { to: '/inbox', name: 'inbox', Icon: IconInbox },
  { to: '/settings', name: 'settings', Icon: IconSettings },
] as const;

/** The frame around every page. */
export function Shell() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const leave = useSignOut();
  const [isSearching, setIsSearching] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey)
        return;
      if (document.querySelector('dialog[open]')) return;
      event.preventDefault();
      setIsSearching(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {words.skip}
      </a>
      <nav className={styles.rail} aria-label={words.product}>
        <span className={styles.brand}>
          <IconRoute size={20} stroke={1.6} aria-hidden />
          <span className={styles.word}>{words.product}</span>
        </span>
        <button
          className={styles.place}
          type="button"
          aria-keyshortcuts="Meta+K Control+K"
          onClick={() => setIsSearching(true)}
        >
          <IconSearch size={20} stroke={1.6} aria-hidden />
          <span className={styles.word}>{words.palette.open}</span>
          <kbd className={`${styles.word} ${styles.shortcut}`}>⌘K</kbd>
        </button>
        {PLACES.map(({ to, name, Icon }) => (
          <Link key={to} className={styles.place} to={to} activeProps={{ 'aria-current': 'page' }}>
            <Icon size={20} stroke={1.6} aria-hidden />
            <span className={styles.word}>{words.nav[name]}</span>
          </Link>
        ))}
        <a className={`${styles.place} ${styles.notPhone}`} href="/docs">
          <IconTerminal2 size={20} stroke={1.6} aria-hidden />
          <span className={styles.word}>{words.nav.docs}</span>
        </a>
        <span className={styles.spacer} />
        <span className={styles.who}>
          {session.name} · {session.workspace.id}
        </span>
        <button className={`${styles.place} ${styles.notPhone}`} type="button" onClick={() => void leave()}>
          <IconLogout size={20} stroke={1.6} aria-hidden />
          <span className={styles.word}>{words.signOut}</span>
        </button>
      </nav>
      {isSearching && (
        <Suspense>
          <Palette onClose={() => setIsSearching(false)} />
        </Suspense>
      )}
      <main id="content" className={styles.page} tabIndex={-1}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
