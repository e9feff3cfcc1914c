import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { mayOperate, sessionQuery } from '../client/queries';
import { look } from '../widgets/look';
import { words } from '../words';
import { Audit } from './audit';
import { Channels } from './channels/channels';
import { DeadLetters } from './dead-letters';
import { Keys } from './keys';
import { TABS, type Tab } from './settings-queries';
import { Suppressions } from './suppressions';
import { Workspace } from './workspace';

const { settings: say } = words;

/** Shows the workspace's settings, its API keys and the audit log. */
export function SettingsPage({ tab }: { readonly tab: Tab }) {
  const { data: session } = useQuery(sessionQuery);
  const isAdmin = session?.scopes.includes('admin') === true;
  const canOperate = mayOperate(session);
  useEffect(() => {
    document.title = `${say.title} · ${words.product}`;
  }, []);
  return (
    <>
      <header>
        <h1>{say.title}</h1>
      </header>
      <nav className={`${look.tabs} ${look.innerTabs}`} aria-label={say.tabList}>
        {TABS.map((each) => (
          <Link key={each} to="/settings" search={{ tab: each }} aria-current={each === tab ? 'page' : undefined}>
            {say.tabs[each]}
          </Link>
        ))}
      </nav>
      {OPEN_TABS.includes(tab) || isAdmin ? (
        <Shown tab={tab} isAdmin={isAdmin} canOperate={canOperate} />
      ) : (
        <p>{say.notAllowed}</p>
      )}
    </>
  );
}

/** Tabs for everyone with read access. */
const OPEN_TABS: readonly Tab[] = ['workspace', 'channels', 'suppressions', 'aside'];

function Shown({
  tab,
  isAdmin,
  canOperate,
}: {
  readonly tab: Tab;
  readonly isAdmin: boolean;
  readonly canOperate: boolean;
}) {
  switch (tab) {
    case 'workspace':
      return <Workspace isAdmin={isAdmin} />;
    case 'channels':
      return <Channels isAdmin={isAdmin} />;
    case 'keys':
      return <Keys />;
    case 'aside':
      return <DeadLetters canReplay={canOperate} />;
    case 'suppressions':
      return <Suppressions canChange={canOperate} />;
    case 'audit':
      return <Audit />;
  }
}
